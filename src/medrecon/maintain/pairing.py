"""Which medicine of one list is which of a later one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from medrecon.model import Answer, ReconciledMedication

Key = tuple[tuple[str, ...], str]


def medicines(answer: Answer) -> dict[Key, list[ReconciledMedication]]:
    """The medicines of a list by moieties and route class, which do not depend on who recorded them."""
    route = {i: t.route_class or "" for t in answer.treatments for i in t.entry_ids}
    found: dict[Key, list[ReconciledMedication]] = {}
    for m in answer.medications:
        found.setdefault((m.ingredients, route.get(m.entry_ids[0], "")), []).append(m)
    return found


def paired(
    before: Sequence[ReconciledMedication], after: Sequence[ReconciledMedication]
) -> Iterator[tuple[ReconciledMedication | None, ReconciledMedication | None]]:
    """Each medicine of one therapy with what it is now: alike first, then the rest in order."""
    left, right = list(before), list(after)
    for alike in (_all, _product, _state):
        for old in list(left):
            new = next((m for m in right if alike(m) == alike(old)), None)
            if new is not None:
                left.remove(old)
                right.remove(new)
                yield old, new
    for n in range(max(len(left), len(right))):
        yield (left[n] if n < len(left) else None), (right[n] if n < len(right) else None)


def _all(m: ReconciledMedication) -> tuple[object, ...]:
    return (m.name, m.state, m.daily_dose, m.dosage_text)


def _product(m: ReconciledMedication) -> tuple[object, ...]:
    return (m.name,)


def _state(m: ReconciledMedication) -> tuple[object, ...]:
    return (m.state,)
