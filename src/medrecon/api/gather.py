"""What a caller hands over (entries, Readings, or both) as one flat, order-free input."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from medrecon.api.check import expect_entry
from medrecon.errors import UsageError
from medrecon.model import Entry, Patient, Problem, Reading, Source
from medrecon.sources.combine import content
from medrecon.sources.copies import fold_copies


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that was handed over, duplicates of a whole resource left out."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    sources: tuple[Source, ...]
    patient: Patient | None


def gather(given: Reading | Iterable[Entry | Reading]) -> Gathered:
    """Flatten entries and Readings; a copy of the same resource counts once.

    Two different entries that share an id (ids are unique only inside one message) get ids that
    are told apart by their source, the same way whatever the order they came in.
    """
    entries: list[Entry] = []
    problems: list[Problem] = []
    sources: list[Source] = []
    patients: list[Patient] = []
    messages = 0
    for index, item in enumerate(_items(given)):
        if isinstance(item, Entry):
            expect_entry(item, f"entries[{index}]")
            entries.append(item)
        elif isinstance(item, Reading):
            messages += 1
            entries += item.entries
            problems += item.problems
            sources += item.sources
            if item.patient is not None:
                patients.append(item.patient)
        else:
            raise UsageError("an Entry or a Reading", type(item).__name__, at=f"entries[{index}]")
    return Gathered(
        tuple(_distinct(entries, messages)),
        tuple(sorted(set(problems), key=_problem_key)),
        tuple(sorted(set(sources), key=repr)),
        merge_patients(patients),
    )


def _items(given: object) -> Iterable[object]:
    if isinstance(given, Reading):
        return (given,)
    if isinstance(given, Iterable) and not isinstance(given, (str, bytes)):
        return given
    raise UsageError(
        "entries or Readings",
        type(given).__name__,
        at="entries",
        hint="pass medrecon.read(path), several of them in a list, or a list of Entry",
    )


def _problem_key(problem: Problem) -> tuple[str, str, str, str]:
    return (problem.path, problem.code, problem.id or "", problem.message)


def _distinct(entries: list[Entry], messages: int) -> list[Entry]:
    """The entries without copies, each with an id of its own, in an order of their own.

    A message that was sent again (another document id, another order inside) is a copy. With several
    messages the copies of one prescription item are folded too, as they are inside one message.
    """
    by_id: dict[str, list[Entry]] = {}
    for entry in entries:
        by_id.setdefault(entry.id, []).append(entry)
    out: list[Entry] = []
    for entry_id in sorted(by_id):
        group = by_id[entry_id]
        if len(group) == 1:
            out += group
        else:
            out += _renamed(entry_id, _without_copies(group), by_id)
    return fold_copies(out) if messages > 1 else out


def _without_copies(group: list[Entry]) -> list[Entry]:
    ordered = sorted(group, key=lambda e: (e.source.document or "", e.path or "", repr(e)))
    seen: dict[Entry, Entry] = {}
    for entry in ordered:
        seen.setdefault(content(entry), entry)
    return list(seen.values())


def _renamed(entry_id: str, group: list[Entry], taken: dict[str, list[Entry]]) -> list[Entry]:
    if len(group) == 1:
        return group
    ordered = sorted(group, key=lambda e: (e.source.kind, e.source.document or "", repr(e)))
    renamed = []
    for n, entry in enumerate(ordered, 1):
        name = f"{entry_id}~{n}"
        while name in taken:
            name += "~"
        renamed.append(replace(entry, id=name))
    return renamed


def merge_patients(patients: Iterable[Patient]) -> Patient | None:
    """One Patient from what several messages say; None when no message says anything.

    A value is taken from the first message that has it, in an order that does not depend on the
    order of the messages; allergies and problems are the union. Whether the messages are about one
    person at all is not decided here but by the identities of the entries.
    """
    ordered = sorted(set(patients), key=repr)
    if not ordered:
        return None
    first = ordered[0]
    for other in ordered[1:]:
        first = replace(
            first,
            birth_date=first.birth_date or other.birth_date,
            sex=first.sex or other.sex,
            allergies=_union(first.allergies, other.allergies),
            problems=_union(first.problems, other.problems),
            weight_kg=other.weight_kg if first.weight_kg is None else first.weight_kg,
            pregnant=other.pregnant if first.pregnant is None else first.pregnant,
            nhs_number=first.nhs_number or other.nhs_number,
            identifiers=tuple(dict.fromkeys(first.identifiers + other.identifiers)),
            allergies_known=(
                other.allergies_known if first.allergies_known is None else first.allergies_known
            ),
        )
    return first


def _union(a: tuple[Any, ...], b: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(a + b))
