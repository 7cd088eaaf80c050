"""The grammar: which runs of symbols mean what.

A scanned text is a string with one letter a lexeme. Each rule is a pattern over that string, tried in
the order given at each place; the first that fits makes one item. The patterns are short and bounded,
so the time is linear in the length of the text.

`n` digits, `h` four digits that may be a clock time, `N` a number word, `L` half or quarter, `T` ½ or 1/2,
`u` unit of dose, `t` unit of time, `H A Z` hourly, daily, rarer; `F` a fixed frequency, `O` once or twice,
`2` a pair like 30/500, `W` time of day, `M` meal, `m` Latin meal, `D` weekday, `8` clock, `K` date, `ð` a date without
its year, `c ¢ µ` supplied, packed and watched, `þ` with (a companion), `d` n/7, `g` n/24.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from medrecon.dose.beginnings import beginnings

NUM = r"(?:[nN]&?a?[LT](?!a?[nN])|nT|[nhNLT])"
RNG = rf"(?:{NUM}(?:[-o]{NUM})?)"
ADVERB = r"[HAZ]"
DAYS = r"D(?:[-o,&/]{0,3}D){0,7}"
IN = r"[iapeY/]{0,2}"
# how often, of what stands beside the dose: a collection, a prescription, a blood test
RARELY = rf"(?:{NUM}?-?Z|[ep]{RNG}?-?t|[ep]Z|at|O{IN}(?:{RNG}?t|Z)|{RNG}x{IN}(?:t|Z)|{RNG}t[iape/]{{1,2}}t)"
OFTEN = rf"(?:{RARELY}|F|{RNG}?-?[HA]|O{IN}A|x?{RNG}x{IN}A|O)"
OFTEN = rf"(?:{OFTEN}?(?:E[Ye]?)?[eY@a(]{{0,2}}{DAYS}|{OFTEN})"
OF_SUPPLY = rf"[c¢µ][?:fr@wia-]{{0,5}}(?:{OFTEN}(?:[&,]{{1,2}}{DAYS})?|(?<=i)(?:{RNG}-?t|d))"

RULES: tuple[tuple[str, str], ...] = (
    ("refused", r"Q|(?<![?-])2"),
    ("pair", r"2u?|(?<=\?)n(?=\?)"),
    (
        "sentence",
        r"[.;]C[^.;]{1,40}|[.;](?=[^.;]{0,10}[?µVu])[?µ¢VuBGwY@&,ofjrzcka()-]{3,40}(?=[.;]|$)",
    ),
    (
        "supervision",
        rf"5[?c,&-]{{0,4}}(?:[Ye]?{DAYS})?(?:[,&]?c{DAYS})?|c{ADVERB}?[?c,&]{{0,3}}(?:E[Ye]?)?{DAYS}",
    ),
    ("ancillary", rf"[,;&w]{{0,2}}(?:{RNG}?u?[?x]{{0,2}}|F)ŋ[^.;,>]{{0,20}}"),
    ("worn", r"Y?@?(?:8|[eap]?W)[,&;]{0,2}V?3@?(?:8|[ea]?W)"),
    ("on_and_off", rf"f(?:a|{RNG}-?)t3f(?:a|{RNG}-?)t"),
    (
        "beside_supply",
        rf"{OF_SUPPLY}|(?:{RARELY}|[eY@a]{{0,2}}{DAYS})[?V]?[c¢µ](?![?:fr@wia-]{{0,5}}{OFTEN})",
    ),
    ("measured", rf"[6µ][?6µVfz]{{0,3}}[:=<>(-]?(?:[Kð]|[nh][nh]{{1,3}}|{RNG}?[%ut]?)"),
    (
        "break",
        rf"[>&,w]{{0,2}}a?{NUM}-?t[-?uY]{{0,3}}{NUM}-?t3|[>&,w]{{0,2}}(?:[fa]?{NUM}|f?a)-?t[-?u]{{0,3}}3\??|[>&,w]{{0,2}}a?u?3t",
    ),
    (
        "event",
        rf"f?(?:{RNG}t|[LT]?at)[BG](?![eap]?M|W)[^.;>()$]{{1,8}}|i9?{RNG}-?t|i9?d|9{RNG}-?t|[BG][?V~]{{1,4}}",
    ),
    ("with_or_after", r"wo[G]M"),
    (
        "meal",
        rf"i?(?:(?:{RNG}t|[LT]?at)(?=[BG]))?[BGw@][eap]?M(?:[,&]{{0,2}}[BGw@]?e?M){{0,3}}|m|M",
    ),
    ("companion", rf"þ{NUM}u(?:\(u\)|u)?"),
    (
        "dilution",
        rf"V?[iw]9?(?:a|{NUM})?(?:u|~)(?:\({NUM}u\))?~?|V?[iw]9?{RNG}u~?\??|~+(?:{NUM}%)?",
    ),
    # a limit
    ("max_times", rf"X(?:U)?(?:O|{RNG}x){IN}(?:{NUM}?t|{ADVERB})|XF|XO"),
    (
        "max_amount",
        rf"X{RNG}u?:?(?:[iapeY/]{{1,2}}(?:gt?|{NUM}?t)|gt?|{ADVERB}|(?:[pae/]|i[nN]?)?W)|Xgt?",
    ),
    ("max_duration", rf"fX{NUM}-?t"),
    ("max_period", r"XZ"),
    ("max_words", rf"X{RNG}?[ut]?(?:[ap]t)?"),
    ("days_a_week", rf"[fYU]?{RNG}t[iape/]{{1,2}}t"),
    ("duration", rf"f[U9]?{RNG}-?tk?|f?d(?:a?k)?|xd|x{NUM}-?t|fat|ft|{NUM}-?tk"),
    (
        "supply",
        rf"[c¢]{{1,2}}[:,f]?{NUM}?(?:x{NUM})?[ut]?[c¢]?|{NUM}c|{NUM}[ut]c|{NUM}-tc|{NUM}-?tß|{NUM}ß|ß",
    ),
    # an upper frequency, and an upper amount a day
    ("up_to_times", rf"U{RNG}x{IN}(?:{RNG}?t|{ADVERB})|UF|UO{IN}(?:t|{ADVERB})"),
    ("up_to_a_day", rf"U{NUM}u?(?:[iapY/]{{0,2}}(?:gt?|{NUM}?t|{ADVERB})|et)"),
    ("up_to_over", rf"fU{NUM}-?t"),
    # clock times
    (
        "clock",
        r"@?8(?:[,&]{0,2}@?[8h]){0,11}|@h(?:[,&]{0,2}h(?!u)){0,11}|h(?:[,&]{0,2}h(?!u)){1,11}",
    ),
    # a number twice before one unit, a pack, two numbers running into each other
    (
        "two_numbers",
        rf"@{NUM}(?![ux]|[-o]{NUM}[ux]|[LT])|[LT]a?[nhN]|[nN]L|[nh][nh]|{NUM}x{NUM}(?!u)",
    ),
    ("per_weight", rf"{RNG}u[/p]u(?:[/p]u)?(?:[/p]{NUM}?t)?"),
    ("strength", rf"{NUM}u/{NUM}?u|{NUM}%|{NUM}u/t(?=u)"),
    ("rate", rf"\${RNG}u[/pe]{NUM}?t|@?{RNG}u[/p]n?t|\$"),
    # how often
    (
        "times",
        rf"x?{RNG}x(?:{IN}(?:t|{ADVERB})|[eip/]{{1,2}}{RNG}t)|x{NUM}(?:[iap/]{{1,2}}t|{ADVERB})",
    ),
    ("counts", rf"O(?:[o-](?:O|{NUM}x))?{IN}(?:{RNG}?t|{ADVERB})|O{IN}(?=W)"),
    ("every", rf"U?[ep]{RNG}-?[tHAZ]|[ep]#t|[ep]g|{RNG}-?H"),
    ("every_nothing", r"e(?=[nhNLT])"),
    ("n_rarely", r"[nhN]-?Z"),
    ("fixed_range", r"F[-/o]F"),
    ("fixed", r"F|[ep]t|at|[HAZ]"),
    ("count_only", rf"O|{RNG}x(?![nhNLTu])"),
    # meals and times of day
    ("days", rf"E[Ye]?{DAYS}|[eY@a]{{0,2}}{DAYS}"),
    ("when", r"[e@Yap]?W"),
    (
        "cycle",
        rf"[Yfr]?t{NUM}(?![ux/%])(?:-{NUM}(?![ux/%]|[nhNLT])|[,&o]{{1,2}}{NUM}(?![ux/%FAHZWOVPDBGw]|[nhNLT])){{0,6}}(?:[iea]{{0,2}}{NUM}-?ty?|[iea]?y(?:-?ty?)?|e{NUM}?-?t)?\^?|{NUM}-?ty",
    ),
    ("first_day", r"[YfB]?1|[YfB]#t"),
    # amounts
    ("said_twice", rf"{NUM}\({NUM}\)u?"),
    ("product_of", rf"{NUM}xnuu?"),
    ("units_of", r"[NL]nu(?:/t)?u"),
    ("named_strength", r"nuu"),
    ("bare_duration", rf"{RNG}-?t(?=$|[>.,;)IsJ])"),
    ("dose", rf"U?(?:{NUM}u[-o]{NUM}u|{RNG}x?u|[LT]au|{RNG})|au"),
    # the rest
    ("over", rf"vU?{RNG}-?t(?:\(X{NUM}t\))?|va?t"),
    ("until_unsure", r"[jrs]{1,2}[Y?]{0,2}(?:[D,]{0,2}ð|D)|j2(?![u?xt])|jd"),
    ("until_event", r"j[?VuBGwM~!4]{1,8}"),
    ("until", r"YK(?:[,&]{1,2}K)+|[jrYs]{1,2}K(?:[-j]K)?"),
    ("omni_nocte", r"Y(?![?SWDtK1#V~u!RMBGea@])"),
    ("also_needed", r"&(?:f\?{1,4}P|Pf?\?{1,6}|P)"),
    ("as_needed", r"f\?{1,4}P|PfS|Pf?\?{1,6}|P"),
    ("negation", r"![^.;>()]{0,40}|E[^.;>(),]{0,20}"),
    ("aside", r"4[^.;>)X]{0,40}"),
    (
        "step",
        r"[,&]{0,2}J[^.;>]{0,40}|[,&]{0,2}7[^.;>7]{0,12}(?:[PCJ]|G[nNhLT&a]{1,3}t)[^.;>]{0,20}",
    ),
    ("former", rf"l(?:{RNG}u?)?(?:[/p]n?t)?(?:F|{ADVERB}|W)?-?"),
    ("condition", r"C[^.;>,()]{0,20}"),
    ("then", r"[&,]?[>7]"),
    ("routes", r"R(?:[/o,&]{1,2}R)+"),
    ("route", r"[@YiwV]?R"),
    ("site", r"[-@Yife]{0,2}S"),
    ("method", r"V(?:[o&/]V)?"),
    ("instruction", r"I"),
    ("directed", r"q"),
    ("once", r"b"),
    ("placeholder", r"0"),
    ("bracket", r"[()]"),
    ("end", r"[.;]"),
    ("link", r"[,&]"),
    ("bare_unit", r"u"),
    ("nothing", r"[-^@YapeifkwIz:rj]|/(?=[Pq])|o(?=[qI])|(?<=q)o|(?<=[Pq])/"),
    ("words", r"(?:[o/][@ea]{0,2})?\?+"),
    ("watched", r"µ"),
    ("left", r"."),
)


def _compile(rules: Iterable[tuple[str, str]]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in rules))


@lru_cache(maxsize=1)
def whole_grammar() -> re.Pattern[str]:
    """All rules at once: what `segments` finds faster."""
    return _compile(RULES)


@lru_cache(maxsize=1)
def _begins() -> tuple[frozenset[str] | None, ...]:
    return tuple(beginnings(pattern) for _, pattern in RULES)


@lru_cache(maxsize=256)
def _grammar_at(symbol: str) -> re.Pattern[str]:
    """The rules that can begin with a symbol, in their order."""
    return _compile(
        rule
        for rule, begins in zip(RULES, _begins(), strict=True)
        if begins is None or symbol in begins
    )


@lru_cache(maxsize=16_384)
def segments(symbols: str) -> tuple[tuple[str, int, int], ...]:
    """The rules that fit, from left to right: name, begin and end.

    Thousands of texts share one run of symbols, so the answer is kept.

    >>> segments("nuF")
    (('dose', 0, 2), ('fixed', 2, 3))
    """
    found = []
    place, end = 0, len(symbols)
    while place < end:
        match = _grammar_at(symbols[place]).match(symbols, place)
        if match is None or match.lastgroup is None:
            break
        found.append((match.lastgroup, place, match.end()))
        place = match.end()
    return tuple(found)
