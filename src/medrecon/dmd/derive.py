"""What a compiled file knows beyond the raw rows: facts, moieties, appliances, and the index of names."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

from pydantic_core import to_json

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
from medrecon.dmd.handed import Handed
from medrecon.dmd.index import NameIndex
from medrecon.dmd.moieties import Moieties
from medrecon.dmd.records import Unsorted
from medrecon.dmd.release import Member
from medrecon.dmd.whole import WholeNames
from medrecon.names import read_name

_OF_MEDICINES = {"VPI", "DFORM", "ONT"}
_Records = Iterator[tuple[int, bytes]]


def derive(
    found: dict[str, Member],
    amps: Callable[[], Iterator[Handed]],
    into: sqlite3.Connection,
    records: Unsorted,
) -> None:
    """Write the derived records and the names of a release into the blocks of `into`.

    `amps` gives what is needed of the AMPs; it is called late, and may wait until they are there. `records` is
    where the records stand until they are written.
    """
    derived = _Derived(read_basis(found))
    derived.virtual(records)
    derived.basis.take_amps(amps())
    if _stand_twice(records, derived.basis):
        records.clear()
        derived = _Derived(read_basis(found, derived.basis))
        derived.virtual(records)
    records.add("VMP", derived.other_vmps())
    records.add("AMP", derived.amps())
    for name, block in derived.names():
        write_block(into, name, len(block), (block,))
    del derived
    for name, size, parts in records.blocks():
        write_block(into, name, size, parts)


def _stand_twice(records: Unsorted, basis: Basis) -> bool:
    """Whether an AMP has the id of a concept of another file: the other one is then not there at all."""
    others = {*records.ids, *basis.substances, *basis.vmps}
    return not others.isdisjoint(basis.amps)


class _Derived:
    """The records of a release, a level at a time and each by id, and the names that they leave behind."""

    def __init__(self, basis: Basis) -> None:
        self.basis = basis
        self._vtms = {code: text(row, "NM") for code, row in sorted(basis.vtms.items())}
        self._fold = Moieties([*basis.substances.values(), *self._vtms.values()])
        self._index = NameIndex(self._vtms)
        self._whole = WholeNames()

    def virtual(self, records: Unsorted) -> None:
        """Derive what does not need the AMPs."""
        records.add("VMP", self.vmps())
        records.add("VTM", self.vtms())

    def vmps(self) -> _Records:
        """The VMPs whose own rows say that they are medicines."""
        for code in sorted(self.basis.vmps):
            tags = {tag for tag, _ in self.basis.details.get(code, ())}
            if above(self.basis.vmps[code], "VTMID") is not None or tags & _OF_MEDICINES:
                yield code, to_json(self._vmp(code, medicine=True))

    def other_vmps(self) -> _Records:
        """The VMPs that are medicines only where an AMP of theirs is licensed as one."""
        licensed = self.basis.licensed()
        for code in sorted(self.basis.vmps):
            yield code, to_json(self._vmp(code, medicine=code in licensed))

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
            yield code, to_json(vtm_facts(row, self._fold))

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
            yield code, to_json(amp_facts(amp, routes, own, basis.lookups))

    def names(self) -> Iterator[tuple[str, bytes]]:
        """What was collected on the way, as it is written."""
        yield from self._whole.blocks()
        yield from self._index.blocks()
