"""What each table of the policy files holds, as data: the columns of a row and what may stand in each."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from medrecon.model import SEVERITIES

Fault = tuple[str, str, str]
"""(where below the cell, what was expected, what stood there)"""


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a policy may refer to."""

    classes: frozenset[str]
    routes: frozenset[str]
    types: frozenset[str]
    reasons: frozenset[str]


Check = Callable[[Any, Known], Iterator[Fault]]


def shown(value: object) -> str:
    """A word as it stands, anything else by its type: a policy file holds no patient's values."""
    if isinstance(value, str):
        return repr(value if len(value) <= 40 else value[:40] + "…") if value.strip() else "no text"
    kinds = {bool: "true or false", dict: "a table", list: "a list", int: "a number"}
    if isinstance(value, float):
        return "a number" if math.isfinite(value) else "a number without end"
    return kinds.get(type(value), type(value).__name__)


def text(value: Any, _known: Known) -> Iterator[Fault]:
    """Text, not empty."""
    if not isinstance(value, str) or not value.strip():
        yield "", "text", shown(value)


def truth(value: Any, _known: Known) -> Iterator[Fault]:
    """True or false."""
    if not isinstance(value, bool):
        yield "", "true or false", shown(value)


def day(value: Any, _known: Known) -> Iterator[Fault]:
    """A date, TOML's own or as text."""
    try:
        good = type(value) is dt.date or dt.date.fromisoformat(value).isoformat() == value
    except (TypeError, ValueError):
        good = False
    if not good:
        yield "", "a date (YYYY-MM-DD)", shown(value)


def _number(value: Any, least: str) -> Iterator[Fault]:
    good = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    if not good:
        yield "", least, shown(value)
    elif value < 0 or (value == 0 and "above" in least):
        yield "", least, str(value)


def positive(value: Any, _known: Known) -> Iterator[Fault]:
    """A finite number above zero."""
    yield from _number(value, "a number above 0")


def window(value: Any, _known: Known) -> Iterator[Fault]:
    """A finite number, zero or more: days, or a share or count."""
    yield from _number(value, "a number of 0 or more")


def years(value: Any, _known: Known) -> Iterator[Fault]:
    """An age in whole years."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 200:
        yield "", "whole years from 0 to 200", shown(value)


def one_of(*words: str | int) -> Check:
    """One of these words."""
    expected = "one of " + ", ".join(map(str, words))

    def check(value: Any, _known: Known) -> Iterator[Fault]:
        if isinstance(value, bool) or value not in words:
            yield "", expected, shown(value)

    return check


def named(what: str, names: Callable[[Known], frozenset[str]]) -> Check:
    """A name that the policy knows."""

    def check(value: Any, known: Known) -> Iterator[Fault]:
        if not isinstance(value, str) or value not in names(known):
            yield "", what, shown(value)

    return check


def many(each: Check, *, exactly: int | None = None) -> Check:
    """A list, not empty, of what `each` lets pass."""
    size = f"a list of {exactly}" if exactly else "a list"

    def check(value: Any, known: Known) -> Iterator[Fault]:
        if not isinstance(value, list) or not value:
            yield "", size, "an empty list" if value == [] else shown(value)
            return
        if exactly and len(value) != exactly:
            yield "", size, f"a list of {len(value)}"
        for i, item in enumerate(value):
            for below, expected, got in each(item, known):
                yield f"[{i}]{below}", expected, got

    return check


def moiety_or_class(value: Any, known: Known) -> Iterator[Fault]:
    """A moiety, or `class:x` for the members of class x."""
    yield from text(value, known)
    if isinstance(value, str) and value.startswith("class:") and value[6:] not in known.classes:
        yield "", "the name of a class after class:", shown(value)


def type_or_rule(value: Any, known: Known) -> Iterator[Fault]:
    """A finding type, or `family.rule` for what one rule says."""
    if not isinstance(value, str) or "." not in value:
        yield from TYPE(value, known)


WORDS = many(text)
SEVERITY = one_of(*SEVERITIES)
CLASS = named("the name of a class", lambda k: k.classes)
ROUTE = named("the name of a route class", lambda k: k.routes)
TYPE = named("a finding type", lambda k: k.types)
MIXED = many(moiety_or_class)
PAIRS = many(many(text, exactly=2))
AMOUNTS = many(many(positive))

LIST_ROW: Mapping[str, Check] = {"moiety?": text, "class?": CLASS, "remove?": truth, "why?": text}
"""A row of a list of medicines: a moiety or a class of them. `?` marks what may be absent."""

ROWS: Mapping[str, Mapping[str, Check]] = {
    "class": {
        "name": text,
        "members": WORDS,
        "duplicate?": SEVERITY,
        "needs?": text,
        "as_required_beside?": truth,
        "depots?": truth,
    },
    "weekly_only": {"moiety": text, "applies_to?": text},
    "brand_critical": {
        "moiety": text,
        "scope": one_of("any", "modified", "patch", "inhaler"),
        "severity": SEVERITY,
    },
    "antiepileptic_category": {"moiety": text, "category": one_of(1, 2, 3)},
    "sex_specific": {"moiety": text, "sex": one_of("male", "female")},
    "age_specific": {"moiety": text, "over?": years, "under?": years},
    "look_alike": {"pairs": PAIRS},
    "legitimate_pair": {"pairs": PAIRS, "allowed?": truth},
    "substitution": {
        "classes": many(CLASS),
        "asks": one_of("nothing", "like dose", "words"),
    },
    "hospital_cover": {"classes": many(CLASS)},
    "like_dose": {"moieties": WORDS, "doses": many(positive), "unit": text},
    "otc_interaction": {"otc": MIXED, "with": MIXED, "severity": SEVERITY, "why": text},
    "allergy": {"words": WORDS, "covers": MIXED},
    "allergy_cross": {"words": WORDS, "reaction": WORDS, "covers": MIXED},
    "allergy_reaction": {"words": WORDS, "means": one_of("allergy", "intolerance", "refuted")},
    "class_harm": {
        "words": WORDS,
        "classes": many(CLASS),
        "by?": MIXED,
        "type": one_of("discontinued_represcribed", "allergy_conflict"),
        "severity": SEVERITY,
    },
    "overlap": {"words": WORDS, "moieties": MIXED},
    "harm_of": {"words": WORDS, "moieties": MIXED},
    "harm_treated": {"words": WORDS, "moieties": MIXED},
    "not_interchangeable": {"moiety": text, "a": WORDS, "b": WORDS, "severity": SEVERITY},
    "pregnancy": {"moieties": MIXED, "severity": SEVERITY, "why": text},
    "salt_factor": {"moiety": text, "a": text, "a_mg": positive, "b": text, "b_mg": positive},
    "inhaler_equivalence": {"moieties": WORDS, "metered": AMOUNTS, "delivered": AMOUNTS},
    "potency": {"moieties": WORDS, "a": WORDS, "b": WORDS, "factor": positive},
    "device": {"name": text, "words": WORDS},
    "route": {"class": text, "words": WORDS},
    "route_within_class": {"name": text, "words": WORDS},
    "systemic": {"classes": many(ROUTE)},
    "form": {"group": text, "words": WORDS, "class": ROUTE, "fixed": truth},
    "like_forms": {"groups": many(WORDS)},
    "release": {"class": one_of("modified", "gastro-resistant", "immediate"), "words": WORDS},
    "swallow": {"type": TYPE, "swallows": many(type_or_rule)},
}
"""Columns of each table of rows; `source` and `date` are columns of every one."""
