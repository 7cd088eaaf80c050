"""`parse_dosage`: UK dosage wording to the Dosage value, or a refusal. Never a guess."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from medrecon.dosage import Dosage
from medrecon.dose import amount_rules as amount
from medrecon.dose import frequency_rules as often
from medrecon.dose import limit_rules as limit
from medrecon.dose import rate_rules as rate
from medrecon.dose import timing_rules as timing
from medrecon.dose import word_rules as word
from medrecon.dose.beside import settle_beside
from medrecon.dose.draft import Reading
from medrecon.dose.finish import finish
from medrecon.dose.fold import MAX_LENGTH, fold
from medrecon.dose.grammar import segments
from medrecon.dose.product import Shape, shape_of
from medrecon.dose.scan import Lexeme, scan
from medrecon.dose.twice import CONTRADICTS, contradicts
from medrecon.errors import UsageError
from medrecon.model import Product

CACHE_SIZE = 32_768
MAX_LINES = 24

Rule = Callable[[Reading, list[Lexeme]], None]
RULES: dict[str, Rule] = {
    "refused": word.refused,
    "max_times": limit.maximum,
    "max_amount": limit.maximum,
    "max_duration": timing.duration,
    "max_period": limit.max_period,
    "max_words": limit.max_words,
    "duration": timing.duration,
    "supply": amount.leave,
    "up_to_times": often.up_to_fixed,
    "up_to_a_day": limit.up_to_a_day,
    "up_to_over": timing.duration,
    "clock": timing.clock,
    "two_numbers": amount.two_numbers,
    "per_weight": rate.per_weight,
    "strength": amount.strength,
    "rate": rate.rate,
    "times": often.times,
    "counts": often.counts,
    "every": often.every,
    "every_nothing": often.every_nothing,
    "n_rarely": often.n_rarely,
    "fixed_range": often.fixed_range,
    "days_a_week": often.days_a_week,
    "fixed": often.fixed,
    "count_only": often.count_only,
    "with_or_after": timing.with_or_after,
    "meal": timing.meal,
    "event": word.event,
    "days": timing.days,
    "when": timing.when,
    "cycle": timing.cycle,
    "first_day": timing.first_day,
    "said_twice": amount.said_twice,
    "product_of": amount.product_of,
    "units_of": amount.units_of,
    "named_strength": amount.named_strength,
    "dose": amount.dose,
    "over": timing.over,
    "bare_duration": timing.bare_duration,
    "until_event": word.event,
    "until_unsure": amount.leave,
    "until": timing.dated,
    "omni_nocte": timing.omni_nocte,
    "routes": amount.leave,
    "also_needed": word.also_needed,
    "as_needed": word.as_needed,
    "negation": word.negation,
    "step": word.step,
    "former": amount.former,
    "condition": word.condition,
    "then": word.then,
    "route": word.route,
    "site": word.site,
    "method": word.method,
    "instruction": word.instruction,
    "directed": word.directed,
    "once": often.once,
    "placeholder": word.placeholder,
    "companion": amount.leave,
    "dilution": amount.dilution,
    "sentence": word.sentence,
    "bare_unit": amount.bare_unit,
    "pair": amount.leave,
    "supervision": word.supervision,
    "ancillary": amount.leave,
    "worn": timing.worn,
    "on_and_off": word.on_and_off,
    "beside_supply": word.beside_supply,
    "measured": amount.leave,
    "watched": amount.leave,
    "break": word.event,
    "aside": word.negation,
    "bracket": word.bracket,
    "end": word.end,
    "link": word.link,
    "nothing": word.nothing,
    "words": word.words,
    "left": word.left,
}


# after `then` these begin the next step of the dose before
DOSES = frozenset(("dose", "said_twice", "product_of", "units_of"))
STEPS = frozenset(
    (
        "times",
        "counts",
        "every",
        "fixed",
        "fixed_range",
        "when",
        "days",
        "clock",
        "meal",
        "as_needed",
        "up_to_times",
        "count_only",
        "once",
    )
)


def parse_dosage(text: str | None, product: Product | str | None = None) -> Dosage:
    """Read one dosage text.

    `product` is what the dosage is of: a bare number then means its units, unless it may as well be an
    amount of it, and a dose that does not fit it is noted. None and blank text state no dose. Never raises on any text.

    >>> parse_dosage("1 om and 2 nocte").to_text("clinical")
    '1 once a day in the morning, and 2 once a day at night'
    >>> parse_dosage("2 weekly").status
    'ambiguous'
    >>> parse_dosage("5 od", "Amlodipine 5mg tablets").status
    'ambiguous'
    """
    if not text:
        return Dosage()
    if text.__class__ is not str:
        raise UsageError("a dosage text", type(text).__name__, at="parse_dosage")
    if product is None:
        return _parse(text, None)
    found = _parse(text, shape_of(product))
    if isinstance(product, Product) and contradicts(found, product):
        return Dosage(text, "ambiguous", (), (text,), (CONTRADICTS,))
    return found


@lru_cache(maxsize=CACHE_SIZE)
def _parse(text: str, shape: Shape | None) -> Dosage:
    if len(text) > MAX_LENGTH:
        why = f"longer than {MAX_LENGTH} characters"
        return Dosage(text=text, status="ambiguous", unparsed=(text,), notes=(why,))
    folded = fold(text)
    if folded is None:
        why = "a number with characters that are not seen"
        return Dosage(text=text, status="ambiguous", unparsed=(text,), notes=(why,))
    lower = folded.lower()
    reading = Reading(lower, folded if len(folded) == len(lower) else lower)
    read(reading, settle_beside(scan(lower), lower))
    return finish(text, reading, shape)


def read(reading: Reading, lexemes: list[Lexeme]) -> None:
    """Apply the grammar from left to right."""
    symbols = "".join([x.symbol for x in lexemes])
    runs = segments(symbols)
    for i, (name, place, after) in enumerate(runs):
        reading.next_start = lexemes[after].start if after < len(lexemes) else len(reading.text)
        reading.at = lexemes[place].start
        reading.before = symbols[place - 1] if place else ""
        reading.after = symbols[after] if after < len(symbols) else ""
        if name in STEPS and reading.line.states:
            if reading.joined:
                reading.next_step(reading.at)
            elif reading.line.dose and reading.line.timed and _leads(reading, runs, i):
                reading.begin("and", reading.at).time_first = True
        RULES[name](reading, lexemes[place:after])
        if len(reading.lines) > MAX_LINES:
            reading.doubt("more doses than a dosage has")
            break


def _leads(reading: Reading, runs: tuple[tuple[str, int, int], ...], i: int) -> bool:
    """Whether a time belongs to the dose after it: `mane 1, nocte 2`; `… daily. At night 2`."""
    if not (reading.line.time_first or reading.ended):
        return False
    for name, _, _ in runs[i + 1 :]:
        if name in DOSES:
            return True
        if name in ("end", "link", "then") or (name in STEPS and not reading.ended):
            return False
    return False
