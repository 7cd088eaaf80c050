"""The rows that names and facts are derived from: read once, and held in memory for as long as they are needed.

Of an AMP only what is needed is held, and of the detail rows of a VMP those that are alike are held once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from sys import intern
from typing import Any

from medrecon.dmd.facts import Amp, Details, Kind, Lookups, Row, kind_of_amp, one_text, text
from medrecon.dmd.handed import KIND, Handed
from medrecon.dmd.layout import ROWS
from medrecon.dmd.release import Member
from medrecon.dmd.rows import rows
from medrecon.dmd.sctid import as_id

_VMP_TAGS = ("VMP", "VPI", "DFORM", "ONT", "DROUTE", "CONTROL_INFO")


@dataclass(slots=True)
class Basis:
    """The concepts of a release by id. `details` are of the VMPs, `routes` the licensed routes of the AMPs."""

    lookups: Lookups = field(default_factory=dict)
    substances: dict[int, str] = field(default_factory=dict)
    vtms: dict[int, Row] = field(default_factory=dict)
    vmps: dict[int, Row] = field(default_factory=dict)
    details: dict[int, list[tuple[str, Row]]] = field(default_factory=lambda: defaultdict(list))
    amps: dict[int, Amp] = field(default_factory=dict)
    routes: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    def take_amps(self, lines: Iterable[Handed]) -> None:
        """Take in the AMPs and their licensed routes."""
        kinds: dict[tuple[Any, ...], Kind] = {}
        for handed in lines:
            for code, name, previous, vmp, *columns in handed.amps:
                said = tuple(columns)
                try:
                    kind = kinds[said]
                except KeyError:
                    kind = kinds[said] = self._kind(said)
                except TypeError:  # a column that is there more than once is a list
                    kind = self._kind(said)
                amp = Amp(intern(one_text(name)), one_text(previous), as_id(vmp), kind)
                self.amps[code] = amp
            for code, route in handed.routes:
                self.routes[code].append(intern(one_text(route)))

    def _kind(self, said: tuple[Any, ...]) -> Kind:
        return kind_of_amp(dict(zip(KIND, said, strict=True)), self.lookups)

    def licensed(self) -> set[int | None]:
        """The VMPs of which there is a licensed medicine."""
        return {amp.vmp for amp in self.amps.values() if amp.kind.licensed}

    def details_of(self, vmp: int) -> Details:
        """The detail rows of a VMP by element name, in order."""
        found: Details = {}
        for tag, row in self.details.pop(vmp, ()):
            found.setdefault(tag, []).append(row)
        return found


def read_basis(found: dict[str, Member], known: Basis | None = None) -> Basis:
    """Read what is needed of the files of a release, but for the AMPs: they are handed on (see `handed`).

    `known` is where they are already; an id that stands in two files is left to the later of them.
    """
    basis = Basis()
    for table, _, row in rows(found["lookup"], ("INFO",), set()):
        basis.lookups[table, row.get("CD", "")] = row.get("DESC", "")
    basis.substances = {code: text(row, "NM") for code, _, row in _rows(found["ingredient"], "ING")}
    basis.vtms = {code: row for code, _, row in _rows(found["vtm"], "VTM")}
    _vmps(basis, found["vmp"])
    if known is not None:
        basis.amps, basis.routes = known.amps, known.routes
    _once(basis.substances, basis.vtms, basis.vmps, basis.amps)
    return basis


def _rows(member: Member, *tags: str) -> Iterator[tuple[int, str, Row]]:
    """The id of the concept that a row is of, the name of the row's element, and its columns."""
    known = ROWS[member.kind]
    for _, tag, row in rows(member, tags, set()):
        code = as_id(row.pop(known[tag][1], None))
        if code is not None:
            yield code, tag, row


def _vmps(basis: Basis, member: Member) -> None:
    alike: dict[tuple[str, str, Any], tuple[str, Row]] = {}
    for code, tag, row in _rows(member, *_VMP_TAGS):
        if len(row) == 1 and tag != "VMP":
            ((column, value),) = row.items()
            if isinstance(value, str):
                basis.details[code].append(alike.setdefault((tag, column, value), (tag, row)))
                continue
        for column, value in row.items():
            if isinstance(value, str):
                row[column] = intern(value)
        if tag == "VMP":
            basis.vmps[code] = row
        else:
            basis.details[code].append((tag, row))


def _once(*levels: dict[int, Any]) -> None:
    """Leave an id that stands in two files to the later of them, as the table of concepts does."""
    for at, later in enumerate(levels):
        for earlier in levels[:at]:
            for code in earlier.keys() & later.keys():
                del earlier[code]
