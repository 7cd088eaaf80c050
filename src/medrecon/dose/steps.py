"""Several lines: which are steps, which say one thing again, which are one line in two parts."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from medrecon.dosage import Measure
from medrecon.dose.draft import Draft, Reading

_ONE = Decimal(1)
_DAILY = (1, 1, _ONE, _ONE, "d")


def arrange(drafts: list[Draft], reading: Reading) -> None:
    """Number the steps, fold what is said twice, merge lines that differ only in the time of day."""
    _number_steps(drafts)
    _fold_breakdown(drafts, reading)
    _merge(drafts)


def _number_steps(drafts: list[Draft]) -> None:
    """`week 1 …, week 2 …` are steps; a marker that leads to no other is an instruction in words."""
    marked = [d for d in drafts if d.marker]
    steps = [d.marker for d in marked if d.marker]
    ordered = all(a[0] == b[0] and b[1] == a[2] + 1 for a, b in pairwise(steps))
    if len(steps) < 2 or not ordered or steps[0][1] != 1:
        for draft in marked:
            first_day = draft.marker and draft.marker[:3] == ("d", _ONE, _ONE)
            if draft.marker and not (first_day and draft.duration):
                draft.additional.append(draft.marker[3])
        return
    for draft, (unit, first, last, words) in zip(marked, steps, strict=True):
        length = last - first + 1
        if last:
            draft.duration = draft.duration or Measure(length, length, unit)
        if unit == "d" and length == 1 and not draft.timed:
            draft.frequency = _DAILY
        draft.additional.append(words)
        if draft.join:
            draft.join = "then"


def _fold_breakdown(drafts: list[Draft], reading: Reading) -> None:
    """`twice a day, one in the morning and one at night` says the same dose again, slot by slot."""
    i = 0
    while i + 1 < len(drafts):
        whole = drafts[i]
        rest: list[Draft] = []
        while len(rest) + i + 1 < len(drafts) and drafts[i + len(rest)].join == "and":
            rest.append(drafts[i + len(rest) + 1])
        f = whole.frequency
        i += 1
        if not rest or rest[0].linked or f is None or whole.when or whole.times or whole.days:
            continue
        slots = [code for part in rest for code in (*part.when, *part.times)]
        again = all(_same_amount(whole, part) and not part.frequency for part in rest)
        if not again or f[1] < 2 or f[2:] != _DAILY[2:] or f[0] != f[1] or len(slots) != f[1]:
            reading.doubt("a dose said again in another way")
            return
        for part in rest:
            whole.when += part.when
            whole.times += part.times
        whole.join = rest[-1].join
        del drafts[i : i + len(rest)]


def _same_amount(a: Draft, b: Draft) -> bool:
    if a.dose is None or b.dose is None or b.dose.unit not in (None, a.dose.unit):
        return False
    return (a.dose.low, a.dose.high) == (b.dose.low, b.dose.high)


def _merge(drafts: list[Draft]) -> None:
    """Lines side by side that differ only in the time of day are one line."""
    i = 0
    while i + 1 < len(drafts):
        a, b = drafts[i], drafts[i + 1]
        if a.join == "and" and _alike(a, b):
            a.when += [w for w in b.when if w not in a.when]
            a.times += b.times
            a.additional += [w for w in b.additional if w not in a.additional]
            a.as_needed = a.as_needed or b.as_needed
            a.join = b.join
            del drafts[i + 1]
        else:
            i += 1


def _alike(a: Draft, b: Draft) -> bool:
    plain = not (
        b.frequency or b.days or b.count or b.duration or b.maximum or b.rarely or b.offset
    )
    plain = plain and not (a.days or a.count or a.offset or a.rarely)
    plain = plain and b.site in (None, a.site) and b.route in (None, a.route)
    slots = (b.when or b.times) and (a.when or a.times) and not set(a.when) & set(b.when)
    return bool(plain and _same_amount(a, b) and slots and a.as_needed == b.as_needed)
