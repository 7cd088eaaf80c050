"""Rows of the entries table as entries: one fault costs one cell, never the row."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from medrecon.model import (
    SOURCE_KINDS,
    Coding,
    Entry,
    FrozenDict,
    Identity,
    Issue,
    Patient,
    Problem,
    Reading,
    Source,
    WrittenDosage,
    freeze,
)
from medrecon.sources.guard import MAX_DEPTH
from medrecon.sources.nhs_number import checked
from medrecon.sources.table import cells
from medrecon.sources.table.columns import FIELDS, KIND_OF_LIST, REQUIRED, SEXES

_NESTED = (dict, list, tuple)
_OWN = frozenset(("patient_id", "source", "entry_id", "medication", "system", "organisation"))


class Row:
    """One row being read: its place, its id, and the Problems found in it."""

    __slots__ = ("extra", "id", "path", "problems")

    def __init__(self, path: str, own: str | None, problems: list[Problem]) -> None:
        self.path, self.id, self.problems = path, own, problems
        self.extra: dict[str, Any] = {}

    def problem(self, where: str, code: str, expected: str, got: str) -> None:
        """Note that a cell could not be read."""
        at = f"{self.path}.{where}"
        self.problems.append(Problem(at, code, f"expected {expected}, got {got} @ {at}.", self.id))


class Table:
    """The entries of a table as its rows come by."""

    def __init__(self, source: str | None = None, required: tuple[str, ...] = REQUIRED) -> None:
        self.override = source
        self.required = required
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self._sources: dict[tuple[Any, ...], Source] = {}
        self._people: dict[tuple[Any, ...], Identity] = {}
        self._seen: dict[tuple[Any, str], Entry] = {}
        self._copies: dict[tuple[Any, str], dict[Entry, None]] = {}

    def add(self, cells_of_row: Mapping[str, Any], path: str) -> None:
        """Read one row; what is empty is as if it were not there."""
        held = {
            k: v
            for k, v in cells_of_row.items()
            if (v and not v.isspace() if v.__class__ is str else not cells.is_empty(v))
        }
        if not held:
            return
        own = cells.text(held.get("entry_id"))
        row = Row(path, own.strip() if own else None, self.problems)
        for name in [k for k, v in held.items() if v.__class__ in _NESTED and cells.is_deep(v)]:
            del held[name]
            row.problem(name, "depth", f"at most {MAX_DEPTH} levels", "deeper nesting")
        source = self._source(row, held)
        if source is None:
            return
        person = self._person(row, held)
        entry = _entry(row, held, source, person)
        key = (person.patient_id if person else None, entry.id)
        before = self._seen.get(key)
        if before is None:
            self._seen[key] = entry
        else:
            entry_again = self._again(row, key, before, entry)
            if entry_again is None:
                return
            entry = entry_again
        self.entries.append(entry)

    def _again(self, row: Row, key: tuple[Any, str], first: Entry, entry: Entry) -> Entry | None:
        """A row of an id that was there before: None for a copy, else one with an id of its own."""
        copies = self._copies.setdefault(key, {replace(first, path=None): None})
        bare = replace(entry, path=None)
        if bare in copies:
            return None
        copies[bare] = None
        row.problem("entry_id", "duplicate-id", "an id of its own", "one that was used before")
        return replace(entry, id=f"{entry.id}#{len(copies)}")

    def _source(self, row: Row, held: Mapping[str, Any]) -> Source | None:
        written = cells.text(held.get("source")) or self.override or ""
        kind = self.override or written.strip().lower()
        if kind not in SOURCE_KINDS:
            row.problem("source", "source", f"one of {', '.join(SOURCE_KINDS)}", "another word")
            return None
        system, organisation = cells.text(held.get("system")), cells.text(held.get("organisation"))
        key = (kind, system, organisation)
        if key not in self._sources:
            self._sources[key] = Source(kind, system, organisation)
        return self._sources[key]

    def _person(self, row: Row, held: Mapping[str, Any]) -> Identity | None:
        own = cells.own_id(held.get("patient_id"))
        written = held.get("nhs_number"), held.get("birth_date"), held.get("sex")
        key = (own, *(str(w) for w in written))
        if key in self._people:
            return self._people[key]
        before = len(self.problems)
        if own is None:
            row.problem("patient_id", "patient", "whose line it is", "nothing")
        number = cells.code(written[0]) if written[0] is not None else None
        valid = checked(number, row, "nhs_number") if number else None
        born = cells.date(written[1]) if written[1] is not None else None
        if written[1] is not None and born is None:
            row.problem("birth_date", "date", "an ISO 8601 date", "another value")
        sex = SEXES.get(str(written[2]).strip().lower()) if written[2] is not None else None
        person = Identity(own, valid, born, sex)
        if before == len(self.problems):
            self._people[key] = person
        return person

    def reading(self, fmt: str) -> Reading:
        """Everything read so far."""
        return Reading(
            fmt,
            tuple(self.entries),
            tuple(self.problems),
            self._patient(),
            tuple(self._sources.values()),
        )

    def _patient(self) -> Patient | None:
        people = {e.patient for e in self.entries if e.patient}
        if len({p.patient_id for p in people}) != 1:
            return None
        births = {p.birth_date for p in people if p.birth_date}
        sexes = {p.sex for p in people if p.sex}
        numbers = {p.nhs_number for p in people if p.nhs_number}
        if not (births or sexes or numbers):
            return None
        born = births.pop() if len(births) == 1 else None
        return Patient(
            birth_date=(born.day or born) if born else None,
            sex=sexes.pop() if len(sexes) == 1 else None,
            nhs_number=numbers.pop() if len(numbers) == 1 else None,
        )


@lru_cache(maxsize=16_384)
def _remembered(name: str, cell: str) -> Any:
    """What a cell of that column says; the same few words and dates fill most of a table."""
    return FIELDS[name][1](cell)


def _entry(row: Row, held: Mapping[str, Any], source: Source, person: Identity | None) -> Entry:
    fields: dict[str, Any] = {}
    for name, cell in held.items():
        if name in FIELDS:
            target, read, expected = FIELDS[name]
            found = _remembered(name, cell) if cell.__class__ is str else read(cell)
            if found is None:
                row.problem(name, "cell", expected, "another value")
                row.extra[name] = cells.plain(cell)
            else:
                fields[target] = found
        elif name in _SPECIAL:
            _SPECIAL[name](row, cell, fields)
        elif name not in _OWN and name not in _PERSON:
            row.extra[name] = cells.plain(cell)
    if person is not None and person.nhs_number is None and "nhs_number" in held:
        row.extra["nhs_number"] = cells.plain(held["nhs_number"])
    if person is not None and person.birth_date is None and "birth_date" in held:
        row.extra["birth_date"] = cells.plain(held["birth_date"])
    if person is not None and person.sex is None and "sex" in held:
        row.extra["sex"] = cells.plain(held["sex"])
    if "kind" not in held:
        fields["kind"] = KIND_OF_LIST[source.kind]
    medication = cells.text(held.get("medication")) or ""
    if not medication and "code" not in fields:
        row.problem("medication", "no-medicine", "a medicine", "neither name nor code")
    if row.id is None:
        row.problem("entry_id", "no-id", "an id", "nothing")
    coded = fields.get("code")
    if coded and "codings" not in fields:
        fields["codings"] = (Coding(fields.get("code_system"), coded, None),)
    own = row.id or row.path
    return Entry(
        id=own,
        source=source,
        medication=medication,
        patient=person,
        refs=tuple(dict.fromkeys((own, *fields.pop("refs")))) if "refs" in fields else (own,),
        path=row.path,
        extra=freeze(row.extra) if row.extra else _NOTHING,
        **fields,
    )


_NOTHING = FrozenDict()
_PERSON = frozenset(("nhs_number", "birth_date", "sex"))


def _dosage(row: Row, cell: Any, fields: dict[str, Any]) -> None:
    parts = cell if isinstance(cell, list) else [cell]
    out = []
    for part in parts:
        if isinstance(part, dict):
            out.append(WrittenDosage(cells.text(part.get("text")), freeze(cells.plain(part))))
        elif (said := cells.text(part)) is not None:
            out.append(WrittenDosage(said))
        else:
            row.problem("dosage", "cell", "text or a FHIR Dosage", "another value")
    if out:
        texts = [d.text for d in out if d.text]
        fields["dosage"] = out[0] if len(out) == 1 else WrittenDosage("\n".join(texts) or None)
        if len(out) > 1:
            fields["dosages"] = tuple(out)


def _issues(row: Row, cell: Any, fields: dict[str, Any]) -> None:
    if isinstance(cell, str) and cell.lstrip().startswith("["):
        try:
            cell = json.loads(cell)
        except (ValueError, RecursionError):
            cell = None
    if isinstance(cell, (list, tuple)):
        fields["issues"] = tuple(i for n, c in enumerate(cell) if (i := _issue(row, n, c)))
        return
    count = cells.whole(cell)
    if count is None:
        row.problem("issues", "cell", "a count or a list of issues", "another value")
        row.extra["issues"] = cells.plain(cell)
    else:
        fields.setdefault("number_of_issues", count)


def _issue(row: Row, n: int, cell: Any) -> Issue | None:
    if not isinstance(cell, dict):
        when = cells.date(cell)
        if when is None:
            row.problem(f"issues[{n}]", "cell", "a date or an issue", "another value")
            return None
        return Issue(None, "issue", when)
    when = cells.date(cell.get("date"))
    if when is None and not cells.is_empty(cell.get("date")):
        row.problem(f"issues[{n}].date", "date", "an ISO 8601 date", "another value")
    return Issue(
        id=cells.text(cell.get("id")),
        kind=cells.text(cell.get("kind")) or "issue",
        date=when,
        status=cells.text(cell.get("status")),
        quantity=cells.number(cell.get("quantity")),
        quantity_unit=cells.text(cell.get("quantity_unit")),
        days_supply=cells.number(cell.get("days_supply")),
        dosage=cells.text(cell.get("dosage")),
        medication=cells.text(cell.get("medication")),
        code=cells.code(cell.get("code")),
    )


def _codings(row: Row, cell: Any, fields: dict[str, Any]) -> None:
    rows = [c for c in cell if isinstance(c, dict)] if isinstance(cell, (list, tuple)) else []
    if not rows:
        row.extra["codings"] = cells.plain(cell)
        return
    fields["codings"] = tuple(
        Coding(cells.text(c.get("system")), cells.code(c.get("code")), cells.text(c.get("display")))
        for c in rows
    )


def _refs(row: Row, cell: Any, fields: dict[str, Any]) -> None:
    if isinstance(cell, str) and cell.strip():
        cell = [cell]
    if not isinstance(cell, (list, tuple)):
        row.extra["refs"] = cells.plain(cell)
        return
    fields["refs"] = tuple(t for r in cell if (t := cells.text(r)))


_SPECIAL = {"dosage": _dosage, "issues": _issues, "codings": _codings, "refs": _refs}
