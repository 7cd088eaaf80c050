"""What a line says of another medicine: that it has replaced it, or that the two overlap on purpose.

Words that silence a finding about two medicines name the other one or its class, unless they can be about
nothing else (a bridging to warfarin, a dual antiplatelet); they are not denied, and not of a year long past.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from medrecon.normalise.sentence import first_words, folded
from medrecon.policy import Policy
from medrecon.rules.cover import classmates
from medrecon.treatment import Case, Line, Treatment
from medrecon.treatment.harms import spoken

_SHORT = 3


def names_as_replaced(case: Case, lines: Iterable[Line], t: Treatment) -> bool:
    """Whether a line says in one breath the name of a medicine and that it was replaced or stopped."""
    return _named(case, lines, t, "old")


def names_as_successor(case: Case, lines: Iterable[Line], t: Treatment) -> bool:
    """Whether a line says of itself that it was changed to this medicine."""
    return _named(case, lines, t, "new")


def _named(case: Case, lines: Iterable[Line], t: Treatment, which: str) -> bool:
    texts = [
        text
        for line in lines
        for e in (line.n.entry,)
        for text in (e.change_reason, e.note, e.indication)
        if text
    ]
    names = names_of(t, case.policy) if texts else frozenset()
    return any(which in _places(text, names, case.policy, case.as_of) for text in texts)


def names_of(t: Treatment, policy: Policy) -> frozenset[str]:
    """The names of a treatment, folded: its medicines, its brands, and the first word of each line."""
    names = {folded(m).strip() for m in t.ingredients}
    names |= first_words(text for x in t.lines for text in (x.n.entry.medication, x.n.brand or ""))
    return frozenset(n for n in names - {*policy.words["no_name"]} if len(n) > _SHORT)


@lru_cache(maxsize=8192)
def _places(text: str, names: frozenset[str], policy: Policy, as_of: dt.date) -> frozenset[str]:
    """As what a text has one of the names: `old` where it was replaced, `new` where it is what replaced."""
    if not names or long_past(text, as_of, policy):
        return frozenset()
    found = set()
    pattern = _any_name(names)
    for clause in _clauses(text):
        if not any(spoken(clause, policy.words["replaced"], policy)):
            continue
        for at in pattern.finditer(f" {clause} "):
            before = _LEADS.findall(f" {clause} "[: at.start() + 1])
            found.add("new" if before and before[-1] in _ON_TO else "old")
    return frozenset(found)


_LEADS = re.compile(
    r"(?<=\s)(?:to|onto|by|with|from|of|for|than|and|replac\w*|stopped|discontinued|withheld)(?=\s)"
)
_ON_TO = frozenset(("to", "onto", "by", "with"))


def _clauses(text: str) -> Iterator[str]:
    for part in folded(text).split("|"):
        yield from (c.strip() for c in re.split(r"\sbut\s", part) if c.strip())


@lru_cache(maxsize=1024)
def _any_name(names: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<=\s)(?:{'|'.join(map(re.escape, sorted(names)))})(?=\s)")


def overlap_is_meant(
    case: Case, line: Line, t: Treatment, other: Treatment, *, switched: bool = True
) -> bool:
    """Whether a line of `t` says that it is given beside `other` for a while, or is on its way out.

    `switched` is whether a switch from one to the other counts, which alone tells of no overlap.
    """
    e, p = line.n.entry, case.policy
    words = (*p.words["overlapping"], *(p.words["switch"] if switched else ()))
    for text in (e.note, e.change_reason, e.indication, line.n.dosage.text):
        if not text or long_past(text, case.as_of, p):
            continue
        if any(spoken(text, p.words["on_its_way_out"], p)):
            return True
        for row in p.overlaps:
            pair = {*t.ingredients, *other.ingredients}
            if not row.moieties.isdisjoint(pair) and any(spoken(text, row.words, p)):
                return True
        if any(spoken(text, words, p)) and _mentions(case, text, t, other):
            return True
    return False


def _mentions(case: Case, text: str, t: Treatment, other: Treatment) -> bool:
    """Whether a text names the other medicine, or the class that the two are of."""
    classes = {folded(name).strip() for name, mate in classmates(case, t) if mate is other}
    names = names_of(other, case.policy) | classes
    return bool(names) and _any_name(names).search(folded(text)) is not None


@lru_cache(maxsize=4096)
def long_past(text: str, as_of: dt.date, policy: Policy) -> bool:
    """Whether the newest date that a text writes is older than a repeat may be.

    >>> long_past("switch to MR 2024", dt.date(2026, 3, 16), Policy.default())
    True
    """
    years = [(int(y), 12, 31) for y in _YEAR.findall(text)]
    years += [(int(y) + 2000 * (len(y) == 2), int(m), int(d)) for d, m, y in _DAY.findall(text)]
    ends = [dt.date(y, m, min(d, 28)) for y, m, d in years if 1 <= m <= 12 and 1 <= d <= 31 and y]
    recent = as_of - dt.timedelta(days=policy.windows["repeat_recent"])
    return bool(ends) and max(ends) < recent


_YEAR = re.compile(r"\b((?:19|20)\d\d)\b(?![/.-]\d)(?!\s?(?:units?|iu|mg|mcg|micrograms?|ml)\b)")
_DAY = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d)\b")


@lru_cache(maxsize=4096)
def either_route(text: str, policy: Policy) -> bool:
    """Whether a text says that one route or form is in place of another, not "1 or 2 tablets".

    >>> [either_route(t, Policy.default()) for t in ("500mg PO or IV", "PO/IV", "1 or 2 tablets")]
    [True, True, False]
    """
    if any(spoken(text, policy.words["either"], policy)):
        return True
    routes = "|".join(re.escape(folded(w).strip()) for w in policy.words["either_of"])
    between = rf"(?<=\s)({routes})\s(?:or|\|)\s(?:via\s|by\s|as\s|the\s)?({routes})(?=\s)"
    return any(a != b for a, b in re.findall(between, folded(text)))
