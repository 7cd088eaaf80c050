"""Which of several FHIR Dosages follow each other: by `sequence`, else by periods that do.

FHIR R4, Dosage.sequence: dosages of one number are taken beside each other, those of different numbers
one after the other. Senders that give no numbers may still give each dosage its `boundsPeriod`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

_LAST = "9"  # after every ISO date


def places(dosages: Sequence[Mapping[str, Any] | None]) -> list[int]:
    """For each dosage the place of its step among the others; one number for all where none follows.

    >>> places([{"sequence": 2}, {"sequence": 1}]), places([{"text": "1 om"}, {"text": "1 on"}])
    ([2, 1], [0, 0])
    """
    numbers = [sequence_of(d) for d in dosages]
    if len(numbers) > 1 and len(set(numbers)) == 1:
        return _by_period([_period(d) for d in dosages]) or [0] * len(numbers)
    return [n or 0 for n in numbers]


def sequence_of(dosage: Mapping[str, Any] | None) -> int | None:
    """The number of a dosage, None where it has none."""
    value = dosage.get("sequence") if dosage else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _period(dosage: Mapping[str, Any] | None) -> tuple[str, str]:
    """The days from and to which a dosage is meant, as ISO dates; open ends sort first and last."""
    held: Any = dosage
    for key in ("timing", "repeat", "boundsPeriod"):
        held = held.get(key) if isinstance(held, Mapping) else None
    if not isinstance(held, Mapping):
        return "", _LAST
    start, end = (held.get(k) for k in ("start", "end"))
    return (
        start[:10] if isinstance(start, str) else "",
        end[:10] if isinstance(end, str) and end else _LAST,
    )


def _by_period(periods: Sequence[tuple[str, str]]) -> list[int] | None:
    """Places by periods of which none begins before the one before it ends; else None."""
    order = sorted(range(len(periods)), key=lambda i: periods[i])
    if any(periods[a][1] > periods[b][0] for a, b in pairwise(order)):
        return None
    out = [0] * len(periods)
    for place, i in enumerate(order, 1):
        out[i] = place
    return out
