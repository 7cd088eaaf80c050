"""What a compiled file knows beyond the raw rows: facts, moieties, appliances, and the index of names."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from medrecon.dmd.facts import Details, Lookups, amp_facts, valid, vmp_facts, vtm_facts
from medrecon.dmd.index import NameIndex
from medrecon.dmd.moieties import Moieties
from medrecon.names import read_name

VMP_DETAILS = ("VPI", "DFORM", "ONT", "DROUTE", "CONTROL_INFO")
LICENSED = "0001"
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def derive(db: sqlite3.Connection) -> None:
    """Fill `derived` and the blocks of names from the rows already loaded."""
    names = {code: name for code, name, _ in _concepts(db, "ING")}
    vtms = {code: name for code, name, _ in _concepts(db, "VTM")}
    fold = Moieties([*names.values(), *vtms.values()])
    index = NameIndex(db, vtms)
    lookups: Lookups = {(n, c): t for n, c, t in db.execute("SELECT name, cd, descr FROM lookup")}
    records = _vmps(db, index, names, vtms, fold, lookups)
    for code, name, row in _concepts(db, "VTM"):
        records.append((code, "VTM", _encode(vtm_facts(row, fold))))
        index.vtm(code, name)
    for name in names.values():
        index.substance(name, fold)
    records.extend(_amps(db, index, lookups))
    db.executemany("INSERT INTO derived VALUES (?, ?, ?)", sorted(records))
    index.write()


_Records = list[tuple[int, str, str]]


def _vmps(
    db: sqlite3.Connection,
    index: NameIndex,
    names: dict[int, str],
    vtms: dict[int, str],
    fold: Moieties,
    lookups: Lookups,
) -> _Records:
    licensed = {
        int(r["VPID"]) for _, _, r in _concepts(db, "AMP") if r.get("LIC_AUTHCD") == LICENSED
    }
    records: _Records = []
    for code, name, row, own in _detailed(db, "VMP", VMP_DETAILS):
        reading = read_name(name)
        facts = vmp_facts(row, own, reading, lookups, names, fold)
        vtm: int | None = facts.get("vtm")
        medicine = (
            vtm is not None or code in licensed or any(t in own for t in ("VPI", "DFORM", "ONT"))
        )
        if medicine:
            actives = [part[1] for part in facts.get("ingredients", ()) if part[1]]
            facts["moieties"] = fold.of(vtms.get(vtm or 0), actives, " ".join(reading.words))
            if valid(row):
                index.vmp(code, name, vtm, reading, facts["moieties"])
        else:
            facts["appliance"] = True
        records.append((code, "VMP", _encode(facts)))
        if valid(row):
            for known in (name, row.get("NMPREV"), row.get("ABBREVNM")):
                if known:
                    index.exact(known, code)
    return records


def _amps(db: sqlite3.Connection, index: NameIndex, lookups: Lookups) -> _Records:
    records: _Records = []
    for code, name, row, details in _detailed(db, "AMP", ("LIC_ROUTE",)):
        own: dict[str, Any] = {}
        vmp = row.get("VPID", "")
        if valid(row) and vmp.isdigit():
            own = index.amp(code, name, int(vmp))
            if row.get("NM_PREV") and row["NM_PREV"] != name:
                index.amp(code, row["NM_PREV"], int(vmp))
        routes = (route.get("ROUTECD", "") for route in details.get("LIC_ROUTE", ()))
        records.append((code, "AMP", _encode(amp_facts(row, routes, own, lookups))))
    return records


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
        found[tag].append(json.loads(data))
    if found:
        yield at, found


def _concepts(db: sqlite3.Connection, level: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
    for code, data in db.execute(
        "SELECT id, data FROM concept WHERE level = ? ORDER BY id", (level,)
    ):
        row = json.loads(data)
        yield code, row.get("NM", ""), row
