"""What a compiled file knows beyond the raw rows: moieties, appliances, and the index of names."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from medrecon.dmd.keys import exact_hash, name_keys, pack, words_key
from medrecon.dmd.moieties import Moieties
from medrecon.names import NameReading, read_name

# kinds of vocabulary words
GENERIC, BRAND = 1, 2


@dataclass(slots=True)
class _Group:
    vtms: set[int] = field(default_factory=set)
    vmps: dict[int, list[Any]] = field(default_factory=dict)
    amps: dict[tuple[int, str], list[Any]] = field(default_factory=dict)


def derive(db: sqlite3.Connection) -> None:
    """Fill `derived`, `exact`, `phrase` and `vocabulary` from the rows already loaded."""
    names = {code: name for code, name, _ in _concepts(db, "ING")}
    vtms = {code: name for code, name, _ in _concepts(db, "VTM")}
    fold = Moieties([*names.values(), *vtms.values()])
    actives: dict[int, list[int]] = defaultdict(list)
    medicines: set[int] = set()
    for owner, tag, data in db.execute(
        "SELECT owner, tag, data FROM detail WHERE tag IN ('VPI','DFORM','ONT')"
    ):
        medicines.add(owner)
        if tag == "VPI":
            actives[owner].append(int(json.loads(data)["ISID"]))
    medicines |= {
        int(row["VPID"]) for _, _, row in _concepts(db, "AMP") if row.get("LIC_AUTHCD") == "0001"
    }
    index = _Index(db, vtms)
    readings: dict[int, NameReading] = {}
    for code, name, row in _concepts(db, "VMP"):
        vtm = int(row["VTMID"]) if row.get("VTMID", "").isdigit() else None
        reading = read_name(name)
        own = " ".join(reading.words)
        found = fold.of(
            vtms.get(vtm) if vtm else None, [names[i] for i in actives[code] if i in names], own
        )
        medicine = vtm is not None or code in medicines
        derived = {"m": found} if medicine else {"m": (), "a": 1}
        db.execute("INSERT INTO derived VALUES (?, ?)", (code, json.dumps(derived)))
        index.exact(name, code)
        if medicine:
            readings[code] = reading
            index.vmp(code, vtm, reading, found)
    for code, name in vtms.items():
        parts = fold.of(name, (), "")
        db.execute("INSERT INTO derived VALUES (?, ?)", (code, json.dumps({"m": parts})))
        index.vtm(code, name)
    for name in names.values():
        index.substance(name, fold)
    index.brands(readings, _concepts(db, "AMP"))
    index.write()


def _concepts(db: sqlite3.Connection, level: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
    for code, data in db.execute(
        "SELECT id, data FROM concept WHERE level = ? ORDER BY id", (level,)
    ):
        row = json.loads(data)
        yield code, row.get("NM", ""), row


class _Index:
    def __init__(self, db: sqlite3.Connection, vtms: dict[int, str]) -> None:
        self.db = db
        self.vtm_names = vtms
        self.groups: dict[str, _Group] = defaultdict(_Group)
        self.words: dict[str, int] = {}
        self.vtm_of: dict[int, int | None] = {}
        self.brand_keys: set[tuple[str, str]] = set()
        self.seen_exact: set[tuple[int, int]] = set()

    def exact(self, name: str, code: int) -> None:
        self.seen_exact.add((exact_hash(name), code))

    def _known(self, words: tuple[str, ...], kind: int) -> None:
        for word in words:
            self.words[word] = self.words.get(word, 0) | kind

    def vmp(
        self, code: int, vtm: int | None, reading: NameReading, moieties: tuple[str, ...]
    ) -> None:
        generic = not reading.words or reading.words[0] != "generic"
        packed = pack(reading)
        self.vtm_of[code] = vtm
        keys = name_keys(reading.words)
        if reading.numbers or reading.odd:
            keys.add(words_key((*reading.words, *reading.numbers, *reading.odd)))
        if vtm is not None and vtm in self.vtm_names:
            above = read_name(self.vtm_names[vtm])
            keys.add(words_key((*above.words, *above.numbers, *above.odd)))
        if len(moieties) > 1:
            keys.add(words_key(w for m in moieties for w in read_name(m).words))
        for key in keys - {""}:
            group = self.groups[key]
            group.vmps[code] = [code, vtm, packed]
            if vtm is not None:
                group.vtms.add(vtm)
        self._known(reading.words, GENERIC if generic else BRAND)

    def vtm(self, code: int, name: str) -> None:
        reading = read_name(name)
        self._known(reading.words, GENERIC)
        self.exact(name, code)
        if reading.numbers or reading.odd:
            keys = {words_key((*reading.words, *reading.numbers, *reading.odd))}
        else:
            keys = name_keys(reading.words)
        for key in keys - {""}:
            self.groups[key].vtms.add(code)

    def substance(self, name: str, fold: Moieties) -> None:
        words = read_name(name).words
        self._known(words, GENERIC)
        key, moiety = words_key(words), words_key(read_name(fold.of_name(name)).words)
        if key not in self.groups and moiety in self.groups and key != moiety:
            self.groups[key] = self.groups[moiety]

    def brands(
        self, readings: dict[int, NameReading], amps: Iterator[tuple[int, str, dict[str, Any]]]
    ) -> None:
        cache: dict[str, NameReading] = {}
        for code, name, row in amps:
            vmp = int(row["VPID"])
            self.exact(name, code)
            generic = readings.get(vmp)
            if generic is None:
                continue
            reading = cache.get(name) or cache.setdefault(name, read_name(name))
            key = words_key(reading.words)
            if not key or key == words_key(generic.words):
                continue
            entry = self.groups[key].amps.setdefault(
                (vmp, name), [vmp, self.vtm_of.get(vmp), [], pack(reading), pack(generic)]
            )
            entry[2].append(code)
            self.brand_keys.add((reading.words[0], key))
            self._known(reading.words, BRAND)

    def write(self) -> None:
        self.db.executemany("INSERT OR IGNORE INTO exact VALUES (?, ?)", sorted(self.seen_exact))
        self.db.executemany("INSERT INTO brand VALUES (?, ?)", sorted(self.brand_keys))
        self.db.executemany("INSERT INTO vocabulary VALUES (?, ?)", sorted(self.words.items()))
        for key, group in sorted(self.groups.items()):
            data = {
                "t": sorted(group.vtms),
                "v": [group.vmps[code] for code in sorted(group.vmps)],
                "a": [group.amps[at] for at in sorted(group.amps)],
            }
            packed = json.dumps(data, separators=(",", ":"))
            self.db.execute("INSERT INTO phrase VALUES (?, ?)", (key, packed))
