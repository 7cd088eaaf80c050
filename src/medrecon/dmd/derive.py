"""What a compiled file knows beyond the raw rows: facts, moieties, appliances, and the index of names."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic_core import from_json

from medrecon.dmd.facts import (
    Details,
    Lookups,
    amp_facts,
    is_branded,
    like_a_medicine,
    valid,
    vmp_facts,
    vtm_facts,
)
from medrecon.dmd.index import NameIndex
from medrecon.dmd.moieties import Moieties
from medrecon.dmd.rows import as_json
from medrecon.dmd.sctid import as_id
from medrecon.names import read_name

VMP_DETAILS = ("VPI", "DFORM", "ONT", "DROUTE", "CONTROL_INFO")
AMP_DETAILS = ("LIC_ROUTE",)
# the files and rows that all of it is derived from
NAMED: dict[str, tuple[str, ...] | None] = {
    "lookup": None,
    "ingredient": None,
    "vtm": None,
    "vmp": ("VMP", *VMP_DETAILS),
    "amp": ("AMP", *AMP_DETAILS),
}
LICENSED = "0001"
_Records = Iterator[tuple[int, str, str]]
_LICENSED = (
    "SELECT DISTINCT json_extract(data, '$.VPID') FROM concept"
    " WHERE level = 'AMP' AND json_extract(data, '$.LIC_AUTHCD') = ?"
)
_DERIVED = "CREATE TABLE derived(id INTEGER PRIMARY KEY, level TEXT NOT NULL, data TEXT NOT NULL)"
_INSERT = "INSERT INTO derived VALUES (?, ?, ?)"


def derive(db: sqlite3.Connection, into: sqlite3.Connection) -> None:
    """Fill `derived` and the blocks of names of `into` from the rows already loaded into `db`."""
    into.execute(_DERIVED)
    names = {code: name for code, name, _ in _concepts(db, "ING")}
    vtms = {code: name for code, name, _ in _concepts(db, "VTM")}
    fold = Moieties([*names.values(), *vtms.values()])
    index = NameIndex(vtms)
    lookups: Lookups = {(n, c): t for n, c, t in db.execute("SELECT name, cd, descr FROM lookup")}
    into.executemany(_INSERT, _vmps(db, index, names, vtms, fold, lookups))
    into.executemany(_INSERT, _vtms(db, index, fold))
    for name in names.values():
        index.substance(name, fold)
    into.executemany(_INSERT, _amps(db, index, lookups))
    into.executemany("INSERT INTO block VALUES (?, ?)", index.blocks())


def _vtms(db: sqlite3.Connection, index: NameIndex, fold: Moieties) -> _Records:
    for code, name, row in _concepts(db, "VTM"):
        yield code, "VTM", as_json(vtm_facts(row, fold))
        index.vtm(code, name)


def _vmps(
    db: sqlite3.Connection,
    index: NameIndex,
    names: dict[int, str],
    vtms: dict[int, str],
    fold: Moieties,
    lookups: Lookups,
) -> _Records:
    licensed = {as_id(vmp) for (vmp,) in db.execute(_LICENSED, (LICENSED,))}
    for code, name, row, details in _detailed(db, "VMP", VMP_DETAILS):
        reading = read_name(name)
        facts = vmp_facts(row, details, reading, lookups, names, fold)
        vtm: int | None = facts.get("vtm")
        medicine = (
            vtm is not None
            or code in licensed
            or any(t in details for t in ("VPI", "DFORM", "ONT"))
        )
        if not medicine:
            facts["appliance"] = True
        if medicine or like_a_medicine(name, reading):
            actives = [part[1] for part in facts.get("ingredients", ()) if part[1]]
            own = "" if not medicine and is_branded(name) else " ".join(reading.words)
            facts["moieties"] = fold.of(vtms.get(vtm or 0), actives, own)
            if valid(row):
                index.vmp(code, name, vtm, reading, facts["moieties"])
        yield code, "VMP", as_json(facts)


def _amps(db: sqlite3.Connection, index: NameIndex, lookups: Lookups) -> _Records:
    for code, name, row, details in _detailed(db, "AMP", AMP_DETAILS):
        own: dict[str, Any] = {}
        vmp = as_id(row.get("VPID"))
        if valid(row) and vmp is not None:
            own = index.amp(code, name, vmp)
            if row.get("NM_PREV") and row["NM_PREV"] != name:
                index.amp(code, row["NM_PREV"], vmp)
        routes = (route.get("ROUTECD", "") for route in details.get("LIC_ROUTE", ()))
        yield code, "AMP", as_json(amp_facts(row, routes, own, lookups))


def _detailed(
    db: sqlite3.Connection, level: str, tags: Iterable[str]
) -> Iterator[tuple[int, str, dict[str, Any], Details]]:
    """The concepts of a level by id, each with its detail rows of these kinds."""
    details = _details(db, tuple(tags))
    waiting: tuple[int, Details] | None = next(details, None)
    for code, name, row in _concepts(db, level):
        own: Details = {}
        while waiting is not None and waiting[0] <= code:
            if waiting[0] == code:
                own = waiting[1]
            waiting = next(details, None)
        yield code, name, row, own


def _details(db: sqlite3.Connection, tags: tuple[str, ...]) -> Iterator[tuple[int, Details]]:
    """The detail rows of these kinds, one concept at a time, by id."""
    marks = ",".join("?" * len(tags))
    sql = f"SELECT owner, tag, data FROM detail WHERE tag IN ({marks}) ORDER BY owner, rowid"  # noqa: S608
    at = -1
    found: Details = defaultdict(list)
    for owner, tag, data in db.execute(sql, tags):
        if owner != at:
            if found:
                yield at, found
            at, found = owner, defaultdict(list)
        found[tag].append(from_json(data))
    if found:
        yield at, found


def _concepts(db: sqlite3.Connection, level: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
    for code, data in db.execute(
        "SELECT id, data FROM concept WHERE level = ? ORDER BY id", (level,)
    ):
        row = from_json(data)
        yield code, row.get("NM", ""), row
