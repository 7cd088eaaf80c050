"""What a compiled file knows beyond the raw rows: facts, moieties, appliances, and the index of names."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from medrecon.dmd.facts import Details, Lookups, vmp_facts
from medrecon.dmd.index import NameIndex
from medrecon.dmd.moieties import Moieties
from medrecon.names import read_name

VMP_DETAILS = ("VPI", "DFORM", "ONT", "DROUTE", "CONTROL_INFO")
LICENSED = "0001"


def derive(db: sqlite3.Connection) -> None:
    """Fill `derived`, `exact`, `phrase`, `brand` and `vocabulary` from the rows already loaded."""
    names = {code: name for code, name, _ in _concepts(db, "ING")}
    vtms = {code: name for code, name, _ in _concepts(db, "VTM")}
    fold = Moieties([*names.values(), *vtms.values()])
    index = NameIndex(db, vtms)
    _vmps(db, index, names, vtms, fold)
    for code, name in vtms.items():
        record = json.dumps({"m": fold.of(name, (), "")}, ensure_ascii=False)
        db.execute("INSERT INTO derived VALUES (?, ?)", (code, record))
        index.vtm(code, name)
    for name in names.values():
        index.substance(name, fold)
    for code, name, row in _concepts(db, "AMP"):
        if _valid(row) and row.get("VPID", "").isdigit():
            for known in dict.fromkeys((name, row.get("NM_PREV"))):
                if known:
                    index.amp(code, known, int(row["VPID"]), current=known == name)
    index.write()


def _vmps(
    db: sqlite3.Connection,
    index: NameIndex,
    names: dict[int, str],
    vtms: dict[int, str],
    fold: Moieties,
) -> None:
    lookups: Lookups = {(n, c): t for n, c, t in db.execute("SELECT name, cd, descr FROM lookup")}
    licensed = {
        int(r["VPID"]) for _, _, r in _concepts(db, "AMP") if r.get("LIC_AUTHCD") == LICENSED
    }
    details = _details(db)
    waiting: tuple[int, Details] | None = next(details, None)
    for code, name, row in _concepts(db, "VMP"):
        own: Details = {}
        while waiting is not None and waiting[0] <= code:
            if waiting[0] == code:
                own = waiting[1]
            waiting = next(details, None)
        vtm = int(row["VTMID"]) if row.get("VTMID", "").isdigit() else None
        reading = read_name(name)
        facts = vmp_facts(row, own, reading, lookups, names, fold)
        medicine = (
            vtm is not None or code in licensed or any(t in own for t in ("VPI", "DFORM", "ONT"))
        )
        if medicine:
            actives = [part[1] for part in facts["i"] if part[1]]
            vtm_name = vtms.get(vtm) if vtm is not None else None
            facts["m"] = fold.of(vtm_name, actives, " ".join(reading.words))
            if _valid(row):
                index.vmp(code, name, vtm, reading, facts["m"])
        else:
            facts["a"] = 1
        db.execute(
            "INSERT INTO derived VALUES (?, ?)", (code, json.dumps(facts, ensure_ascii=False))
        )
        if _valid(row):
            for known in (name, row.get("NMPREV"), row.get("ABBREVNM")):
                if known:
                    index.exact(known, code)


def _valid(row: dict[str, Any]) -> bool:
    """Whether names of the row may be found; an invalid one is still there to be got by its id."""
    return bool(row.get("INVALID", "0").lstrip("0") != "1")


def _details(db: sqlite3.Connection) -> Iterator[tuple[int, Details]]:
    """The detail rows of the VMPs, one VMP at a time, by id."""
    marks = ",".join("?" * len(VMP_DETAILS))
    sql = f"SELECT owner, tag, data FROM detail WHERE tag IN ({marks}) ORDER BY owner, rowid"  # noqa: S608
    at = -1
    found: Details = defaultdict(list)
    for owner, tag, data in db.execute(sql, VMP_DETAILS):
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
