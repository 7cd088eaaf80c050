"""The grammar: which runs of symbols mean what.

A scanned text is a string with one letter a lexeme. Each rule is a pattern over that string, tried in
the order given at each place; the first that fits makes one item. The patterns are short and bounded,
so the time is linear in the length of the text.

`n` digits, `h` four digits that may be a clock time, `N` a number word, `L` half or quarter, `T` ½ or 1/2,
`u` unit of dose, `t` unit of time, `H A Z` hourly, daily, rarer; `F` a fixed frequency, `O` once or twice,
`W` time of day, `M` meal, `m` Latin meal, `D` weekday, `8` clock, `K` date, `d` n/7, `g` n/24.
"""

from __future__ import annotations

import re

NUM = r"(?:[nN]&?a?[LT](?!a?[nN])|nT|[nhNLT])"
RNG = rf"(?:{NUM}(?:[-o]{NUM})?)"
ADVERB = r"[HAZ]"
DAYS = r"D(?:[-o,&/]{0,3}D){0,7}"
IN = r"[iapeY/]{0,2}"

RULES: tuple[tuple[str, str], ...] = (
    ("refused", r"Q"),
    (
        "sentence",
        r"[.;]C[^.;]{1,40}|[.;](?=[^.;]{0,10}[?Vu])[?VuBGwY@&,ofjrzcka()-]{3,40}(?=[.;]|$)",
    ),
    ("supervision", rf"5[?c,&-]{{0,4}}(?:[Ye]?{DAYS})?(?:[,&]?c{DAYS})?|c[?,&]?{DAYS}"),
    ("measured", rf"6[?6Vfz]{{0,3}}[:=<>(-]?{RNG}?[%ut]?"),
    (
        "break",
        rf"[>&,]{{0,2}}a?{NUM}-?t[-?uY]{{0,3}}{NUM}-?t3|[>&,]{{0,2}}[fa]?{NUM}-?t[-?u]{{0,3}}3\??",
    ),
    ("event", rf"f?(?:{RNG}|a)a?t[BG](?![eap]?M|W)[^.;>()$]{{1,8}}|i9?{RNG}-?t|[f]?9{RNG}-?t"),
    ("dilution", rf"V?[iw]9?{RNG}u\??"),
    # a limit
    ("max_times", rf"X(?:U)?(?:O|{RNG}x){IN}(?:{NUM}?t|{ADVERB})|XF|XO"),
    ("max_amount", rf"X{RNG}u?:?{IN}(?:gt?|{NUM}?t|{ADVERB})|Xgt?"),
    ("max_duration", rf"fX{NUM}-?t"),
    ("max_words", rf"X{RNG}?[ut]?"),
    ("duration", rf"fU?{RNG}-?tk?|f?da?k?|xd|x{NUM}t(?=[>.,;)&sk]|$)|fat|ft|{NUM}-?tk"),
    ("supply", rf"c[:,f]?{NUM}?(?:x{NUM})?[ut]?c?|{NUM}[ut]c|{NUM}-tc|{ADVERB}c"),
    # an upper frequency, and an upper amount a day
    ("up_to_times", rf"U{RNG}x{IN}(?:{RNG}?t|{ADVERB})|UF|UO{IN}(?:t|{ADVERB})"),
    ("up_to_a_day", rf"U{NUM}u?{IN}(?:gt?|{NUM}?t|{ADVERB})"),
    ("up_to_over", rf"fU{NUM}-?t"),
    # clock times
    (
        "clock",
        r"@?8(?:[,&]{0,2}@?[8h]){0,11}|@h(?:[,&]{0,2}h(?!u)){0,11}|h(?:[,&]{0,2}h(?!u)){1,11}",
    ),
    # a number twice before one unit, a pack, two numbers running into each other
    ("two_numbers", rf"[LT]a?[nhN]|[nN]L|[nh][nh]|{NUM}x{NUM}(?!u)"),
    ("per_weight", rf"{RNG}u[/p]u(?:[/p]u)?(?:[/pe]{NUM}?t)?"),
    ("strength", rf"{NUM}u/{NUM}?u|{NUM}%|{NUM}u/t(?=u)"),
    ("rate", rf"@?{RNG}u(?:/|p)(?:n?t)"),
    # how often
    ("times", rf"x?{RNG}x{IN}(?:{RNG}?t|{ADVERB})|x{NUM}(?:{IN}t|{ADVERB})|xF"),
    ("counts", rf"O(?:[o-](?:O|{NUM}x))?{IN}(?:{RNG}?t|{ADVERB})|O{IN}(?=W)"),
    ("every", rf"[ep]{RNG}-?[tHAZ]|{RNG}-?H"),
    ("n_rarely", r"[nh]-?Z"),
    ("fixed_range", r"F[-/o]F"),
    ("fixed", r"F|[ep]t|at|[HAZ]"),
    ("count_only", rf"O|{RNG}x(?![nhNLT])"),
    # meals and times of day
    ("with_or_after", r"wo[G]M"),
    ("meal", rf"i?(?:(?:{RNG}|a)a?t)?[BGw@][eap]?M(?:[,&]{{0,2}}[BGw@]?e?M){{0,3}}|m"),
    ("days", rf"E[Ye]?{DAYS}|[eY@a]{{0,2}}{DAYS}"),
    ("when", r"[e@Yap]?W"),
    (
        "cycle",
        rf"[Yf]?t{NUM}(?:[-,&o]{{1,2}}{NUM}){{0,6}}(?:[iea]{{0,2}}{NUM}-?ty?|[iea]?y)?|{NUM}-?ty",
    ),
    ("first_day", r"[YfB]?1"),
    # amounts
    ("product_of", rf"{NUM}xnuu?"),
    ("units_of", r"[NL]nuu"),
    ("named_strength", r"nuu"),
    ("bare_duration", rf"{RNG}-?t(?=$|[>.,;)IsJ])"),
    ("dose", rf"U?(?:{NUM}u[-o]{NUM}u|{RNG}x?u|{RNG})|au"),
    # the rest
    ("over", rf"vU?{RNG}-?t|va?t"),
    ("until", r"[jrYs]K(?:[-j]K)?|[jr]K"),
    ("omni_nocte", r"Y(?=$|[.;,&)P>])"),
    ("as_needed", r"f\?{1,4}P|PfS|Pf?\?{1,6}|P"),
    ("negation", r"![^.;>()]{0,40}|E[^.;>(),]{0,20}"),
    ("aside", r"4[^.;>]{0,40}"),
    ("step", r"J[^.;>]{0,40}|7[^.;>7]{0,12}[PC][^.;>]{0,20}"),
    ("former", rf"l(?:{RNG}u?)?(?:[/p]n?t)?(?:F|{ADVERB}|W)?-?"),
    ("condition", r"C[^.;>,()]{0,20}"),
    ("then", r"[&,]?[>7]"),
    ("route", r"[@YiwV]?R"),
    ("site", r"[-@Yife]{0,2}S"),
    ("method", r"V"),
    ("instruction", r"I"),
    ("directed", r"q"),
    ("once", r"b"),
    ("placeholder", r"0"),
    ("bracket", r"[()]"),
    ("end", r"[.;]"),
    ("link", r"[,&]"),
    ("nothing", r"[-@YapeiufokwIz:/=rj]"),
    ("words", r"\?+"),
    ("left", r"."),
)
GRAMMAR = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in RULES))
