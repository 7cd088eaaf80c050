"""SACT: chemotherapy administrations, gathered into one entry a regimen, cycle and drug.

Columns of SACT v3 (as CSV extracts carry them) and v4, in any case, with blanks or underscores.
What SACT does not say is left out: it has no frequency and no intent, so an entry's dosage is only
the dose given.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from medrecon.errors import UnreadableInput
from medrecon.model import (
    Coding,
    Entry,
    Identity,
    Issue,
    PartialDate,
    Patient,
    Problem,
    Reading,
    Source,
    WrittenDosage,
    freeze,
)
from medrecon.sources.names import unique
from medrecon.sources.sact_people import told_apart
from medrecon.sources.table.cells import code as code_cell
from medrecon.sources.table.cells import number
from medrecon.sources.table.csv_rows import CsvRows
from medrecon.sources.table.files import once
from medrecon.sources.table.rows import Row

_MARKS = ("cycle_number", "start_date_of_cycle", "regimen", "actual_dose_per_administration")


@lru_cache(maxsize=1)
def tables() -> dict[str, Any]:
    """Column names, units and routes of SACT."""
    return tomllib.loads(files(__package__).joinpath("sact.toml").read_text("utf-8"))


def _column(header: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", header.strip().lower()).strip("_")


def is_sact(head: str) -> bool:
    """Whether a header line is that of a SACT extract."""
    first = head.lstrip("\ufeff").lstrip().split("\n", 1)[0]
    columns = {_column(c) for c in re.split(r"[,;\t]", first)}
    return "drug_name" in columns and any(m in columns for m in _MARKS)


def read_sact(text: str, name: str | None, source: str | None) -> Reading:
    """Read a SACT extract. Rows without a drug, and dates of no known order, are Problems."""
    problems: list[Problem] = []
    rows = CsvRows(text.lstrip("\ufeff"), name, problems, named=_column)
    if "drug_name" not in rows.header:
        raise UnreadableInput("SACT columns", "no column Drug_Name", at=name)
    names = {
        field: [c for c in spellings if c in rows.header]
        for field, spellings in tables()["columns"].items()
    }
    once([c for c in rows.header if any(c in columns for columns in names.values())], name)
    held = [
        _row(row, names, n, problems)
        for n, row in rows
        if any(str(c).strip() for c in row.values())
    ]
    return _reading(held, problems, source)


def read_sact_rows(
    rows: Iterable[dict[str, str]], problems: list[Problem], source: str | None, fmt: str
) -> Reading:
    """Read rows whose keys are the fields of `sact.toml`, however they were written down."""
    names = {field: [field] for field in tables()["columns"]}
    held = [_row(row, names, n, problems) for n, row in enumerate(rows, 1)]
    return replace(_reading(held, problems, source), format=fmt)


def _row(
    row: dict[str, str], names: dict[str, list[str]], n: int, problems: list[Problem]
) -> dict[str, Any]:
    out: dict[str, Any] = {
        field: next((v for c in columns if (v := row.get(c, "").strip())), None)
        for field, columns in names.items()
    }
    place = Row(f"row {n}", None, problems)
    out["path"], out["place"] = f"row {n}", place
    for field in ("given", "cycle_start", "birth_date"):
        out[field] = _date(place, field, out[field])
    return out


def _date(place: Row, field: str, written: str | None) -> PartialDate | None:
    """yyyy-MM-dd or dd/MM/yyyy, the two orders that SACT extracts mix; nothing else."""
    if not written:
        return None
    found = re.fullmatch(r"(\d{2})/(\d{2})/(\d{4})(?: \d{2}:\d{2}(?::\d{2})?)?", written)
    if found:
        try:
            day = dt.date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            day = None
        if day is not None:
            return PartialDate.of(day)
    parsed = PartialDate.parse(written)
    if parsed is None:
        place.problem(
            field, "date", "yyyy-MM-dd or dd/MM/yyyy", f"text of {len(written)} characters"
        )
    return parsed


def _has_drug(row: dict[str, Any]) -> bool:
    """Whether a row says what was given; a Problem where it does not."""
    if not row["drug"] and not row["dmd"]:
        row["place"].problem("Drug_Name", "no-medicine", "a drug", "neither name nor code")
        return False
    if row["dmd"] and code_cell(row["dmd"]) is None:
        row["place"].problem("DM_D", "code", "a dm+d code", "a number that lost its digits")
        row["dmd"] = None
    return True


def _dose(row: dict[str, Any]) -> str | None:
    """The dose given, in the words of the row; a unit only where the row's code for it is known."""
    if not row["dose"]:
        return None
    unit = tables()["unit"].get(row["unit"] or "") or tables()["unit"].get(row["unit_code"] or "")
    if unit is None and row["unit"] and not row["unit"].isdigit():
        unit = row["unit"]
    amount = number(row["dose"])
    said = format(amount, "f") if amount is not None else row["dose"]
    return f"{said} {unit}" if unit else said


def _entry(own: str, who: Identity, rows: list[dict[str, Any]], kind: str) -> Entry:
    first = rows[0]
    doses = [_dose(r) for r in rows]
    days = sorted((r["given"] for r in rows if r["given"]), key=lambda d: (d.first, d.text))
    start = first["cycle_start"] or (days[0] if days else None)
    routes = tables()["route"]
    route = routes.get(first["route_code"] or "") or routes.get(first["route"] or "")
    route = route or first["route"]
    extra = {
        "regimen": first["regimen"],
        "cycle_start": first["cycle_start"].text if first["cycle_start"] else None,
        "cycle_length": first["cycle_length"],
        "unit_code": first["unit"] or first["unit_code"],
        "intent": first["intent"],
        "outcome": first["outcome"],
        "dose_modification": first["modification"],
        "administrations": len(rows),
    }
    issues = tuple(
        Issue(
            id=None,
            kind="administration",
            date=r["given"] or r["cycle_start"],
            status="completed",
            dosage=dose if dose != doses[0] else None,
        )
        for r, dose in zip(rows, doses, strict=True)
    )
    return Entry(
        id=own,
        source=Source(kind, "SACT", first["organisation"]),
        medication=first["drug"] or "",
        kind="administration",
        code=first["dmd"],
        code_system="https://dmd.nhs.uk" if first["dmd"] else None,
        codings=(Coding("https://dmd.nhs.uk", first["dmd"], None),) if first["dmd"] else (),
        dosage=WrittenDosage(doses[0]) if doses[0] else None,
        route=route,
        status="completed" if days else "unknown",
        course="cycle",
        start=start,
        last_administered=days[-1] if days else None,
        indication=first["diagnosis"],
        cycle=first["cycle"],
        issues=issues,
        patient=who,
        refs=(own,),
        path=first["path"],
        extra=freeze({k: v for k, v in extra.items() if v}),
    )


def _reading(held: list[dict[str, Any]], problems: list[Problem], source: str | None) -> Reading:
    kind = source or "specialist"
    rows = [row for row in held if _has_drug(row)]
    cycles: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for who, row in zip(told_apart(rows), rows, strict=True):
        key = (who, row["regimen"], row["cycle"], row["drug"], row["dmd"])
        cycles.setdefault(key, []).append(row)
    people = {who: n for n, who in enumerate(dict.fromkeys(k[0] for k in cycles), 1)}
    ids = unique([_id(k, people[k[0]] if len(people) > 1 else None) for k in cycles])
    entries = tuple(
        _entry(own, key[0], given, kind)
        for own, (key, given) in zip(ids, cycles.items(), strict=True)
    )
    identities = {e.patient for e in entries if e.patient}
    patient = None
    if len(identities) == 1:
        who = identities.pop()
        born = who.birth_date.day if who.birth_date else None
        if who.nhs_number or born:
            patient = Patient(birth_date=born, nhs_number=who.nhs_number)
    problems = list(dict.fromkeys(problems))
    sources = tuple(dict.fromkeys(e.source for e in entries)) or (Source(kind, "SACT"),)
    return Reading("sact-csv", entries, tuple(problems), patient, sources)


def _id(key: tuple[Any, ...], person: int | None) -> str:
    """An id from what the row says, so that the same extract gives the same ids in any order."""
    said = [p for p in key[1:4] if p] or ["drug"]
    slug = "-".join(re.sub(r"[^a-z0-9]+", "-", p.lower()).strip("-") for p in said)
    return f"sact-{person}-{slug}" if person else f"sact-{slug}"
