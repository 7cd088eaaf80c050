"""What a compiled file knows beyond the raw rows: facts, moieties, appliances, and the index of names."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

from medrecon.dmd import records
from medrecon.dmd.basis import Basis, read_basis
from medrecon.dmd.compiled import write_block
from medrecon.dmd.facts import (
    Row,
    above,
    amp_facts,
    is_branded,
    like_a_medicine,
    text,
    valid,
    vmp_facts,
    vtm_facts,
)
from medrecon.dmd.index import NameIndex
from medrecon.dmd.moieties import Moieties
from medrecon.dmd.release import Member
from medrecon.dmd.rows import as_json
from medrecon.dmd.whole import WholeNames
from medrecon.names import read_name

_OF_MEDICINES = {"VPI", "DFORM", "ONT"}
_DERIVED = "CREATE TABLE derived(id INTEGER PRIMARY KEY, level TEXT NOT NULL, data TEXT NOT NULL)"
_INSERT = "INSERT INTO derived VALUES (?, ?, ?)"
_SIZE = "SELECT coalesce(sum(length(CAST(data AS BLOB)) + 1), 0) FROM derived"
_Records = Iterator[tuple[int, str, str]]
AmpRows = Iterator[tuple[int, str, Row]]


def derive(found: dict[str, Member], amps: Callable[[], AmpRows], into: sqlite3.Connection) -> None:
    """Write the derived records and the names of a release into the blocks of `into`.

    `amps` gives the rows of the AMPs; it is called late, and may wait until they are there.
    """
    into.execute(_DERIVED)
    derived = _Derived(read_basis(found))
    _insert(into, derived.vmps(), derived.vtms())
    derived.basis.take_amps(amps())
    if _stand_twice(into, derived.basis):
        into.execute("DELETE FROM derived")
        derived = _Derived(read_basis(found, derived.basis))
        _insert(into, derived.vmps(), derived.vtms())
    _insert(into, derived.other_vmps(), derived.amps())
    for name, block in derived.names():
        write_block(into, name, len(block), (block,))
    del derived
    (whole,) = into.execute(_SIZE).fetchone()
    in_order = into.execute("SELECT id, level, data FROM derived ORDER BY id")
    for name, size, parts in records.to_blocks(in_order, whole):
        write_block(into, name, size, parts)


def _insert(into: sqlite3.Connection, *levels: _Records) -> None:
    for level in levels:
        into.executemany(_INSERT, level)


def _stand_twice(into: sqlite3.Connection, basis: Basis) -> bool:
    """Whether an AMP has the id of a concept of another file: the other one is then not there at all."""
    others = {code for (code,) in into.execute("SELECT id FROM derived")}
    others.update(basis.substances, basis.vmps)
    return not others.isdisjoint(basis.amps)


class _Derived:
    """The records of a release, a level at a time and each by id, and the names that they leave behind."""

    def __init__(self, basis: Basis) -> None:
        self.basis = basis
        self._vtms = {code: text(row, "NM") for code, row in sorted(basis.vtms.items())}
        self._fold = Moieties([*basis.substances.values(), *self._vtms.values()])
        self._index = NameIndex(self._vtms)
        self._whole = WholeNames()

    def vmps(self) -> _Records:
        """The VMPs whose own rows say that they are medicines."""
        for code in sorted(self.basis.vmps):
            tags = {tag for tag, _ in self.basis.details.get(code, ())}
            if above(self.basis.vmps[code], "VTMID") is not None or tags & _OF_MEDICINES:
                yield code, "VMP", as_json(self._vmp(code, medicine=True))

    def other_vmps(self) -> _Records:
        """The VMPs that are medicines only where an AMP of theirs is licensed as one."""
        licensed = self.basis.licensed()
        for code in sorted(self.basis.vmps):
            yield code, "VMP", as_json(self._vmp(code, medicine=code in licensed))

    def _vmp(self, code: int, *, medicine: bool) -> Row:
        basis = self.basis
        row, details = basis.vmps.pop(code), basis.details_of(code)
        name = text(row, "NM")
        reading = read_name(name)
        facts = vmp_facts(row, details, reading, basis.lookups, basis.substances, self._fold)
        vtm: int | None = facts.get("vtm")
        if valid(row):
            self._whole.add(code, name, text(row, "NMPREV"), text(row, "ABBREVNM"))
        if not medicine:
            facts["appliance"] = True
        if medicine or like_a_medicine(name, reading):
            actives = [part[1] for part in facts.get("ingredients", ()) if part[1]]
            own = "" if not medicine and is_branded(name) else " ".join(reading.words)
            facts["moieties"] = self._fold.of(self._vtms.get(vtm or 0), actives, own)
            if valid(row):
                self._index.vmp(code, name, vtm, reading, facts["moieties"])
        return facts

    def vtms(self) -> _Records:
        for code, name in self._vtms.items():
            row = self.basis.vtms[code]
            if valid(row):
                self._whole.add(code, name)
            self._index.vtm(code, name)
            yield code, "VTM", as_json(vtm_facts(row, self._fold))

    def amps(self) -> _Records:
        basis = self.basis
        for _, name in sorted(basis.substances.items()):
            self._index.substance(name, self._fold)
        for code in sorted(basis.amps):
            amp = basis.amps.pop(code)
            own: Row = {}
            if amp.kind.valid:
                self._whole.add(code, amp.name, amp.previous)
                if amp.vmp is not None:
                    own = self._index.amp(code, amp.name, amp.vmp)
                    if amp.previous and amp.previous != amp.name:
                        self._index.amp(code, amp.previous, amp.vmp)
            routes = basis.routes.get(code, ())
            yield code, "AMP", as_json(amp_facts(amp, routes, own, basis.lookups))

    def names(self) -> Iterator[tuple[str, bytes]]:
        """What was collected on the way, as it is written."""
        yield from self._whole.blocks()
        yield from self._index.blocks()
