"""What a caller hands over (entries, Readings, or both) as one flat, order-free input."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from medrecon.api.check import expect_entry
from medrecon.errors import UsageError
from medrecon.model import Entry, Patient, Problem, Reading, Source
from medrecon.sources.combine import content
from medrecon.sources.copies import fold_copies
from medrecon.sources.one_patient import one_patient


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
    patient, contrary = one_patient(patients)
    problems += contrary
    return Gathered(
        tuple(_distinct(entries, messages)),
        tuple(sorted(set(problems), key=_problem_key)),
        tuple(sorted(set(sources), key=repr)),
        patient,
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
