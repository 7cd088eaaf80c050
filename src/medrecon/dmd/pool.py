"""The products under one name, arranged so that those of a strength are found without unpacking the others."""

from __future__ import annotations

from itertools import chain

from medrecon.dmd.keys import (
    AMOUNTS,
    CORE,
    FIELD,
    PART,
    RECORD,
    Entry,
    amounts_text,
    generic_part,
)
from medrecon.names import Amount

NO_VTM = -1
PARENTERAL = frozenset({"injection", "infusion"})


def without_pack(asked: tuple[Amount, ...]) -> tuple[Amount, ...]:
    """The strengths without what may be the size of the pack: `1% 30g`, `50mcg 22g`.

    All of them where nothing else would be left.
    """
    rest = tuple([a for a in asked if a.per or a.kind != "m" or a.p < a.q * 10**12])
    return rest or asked


class Pool:
    """The products under one name: their records, packed (see `keys.record`), and as entries once asked for."""

    __slots__ = ("_by_release", "_entries", "_loosely", "_packed", "_records")

    def __init__(self, packed: str) -> None:
        self._packed = packed
        self._records: tuple[str, ...] | None = None
        self._entries: tuple[Entry, ...] | None = None
        self._loosely: tuple[str, ...] | None = None
        self._by_release: tuple[frozenset[str], frozenset[str]] | None = None

    @property
    def records(self) -> tuple[str, ...]:
        """Every product under the name, packed."""
        if self._records is None:
            self._records = tuple(self._packed.split(RECORD)) if self._packed else ()
        return self._records

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every product under the name."""
        if self._entries is None:
            self._entries = tuple(map(Entry, self.records))
        return self._entries

    @property
    def vtms(self) -> set[int]:
        """The VTMs above the products; NO_VTM for those that have none."""
        return {int(record.split(FIELD, 2)[1] or NO_VTM) for record in self.records}

    @property
    def brand(self) -> bool:
        """Whether every product under the name is there by its brand: those that are not stand first (`NameIndex`)."""
        return bool(self._packed) and self._packed.split(FIELD, 3)[2] != ""

    @property
    def most_amounts(self) -> int:
        """How many strengths the VMP of a product under the name has at most: of a combination, several."""
        return max((len(generic_part(r, AMOUNTS).split(";")) for r in self.records), default=1)

    def _releases(self) -> tuple[frozenset[str], frozenset[str]]:
        if self._by_release is not None:
            return self._by_release
        immediate: set[str] = set()
        gastro: set[str] = set()
        other: set[str] = set()
        for entry in self.entries:
            core, release = entry.generic.core, entry.generic.release
            if entry.amps:
                release |= entry.own.release
            if not release:
                immediate |= core
            if release == {"gastro-resistant"}:
                gastro |= core
            else:
                other |= core
        self._by_release = frozenset(immediate), frozenset(gastro - other)
        return self._by_release

    @property
    def immediate(self) -> frozenset[str]:
        """The forms that exist without a release word."""
        return self._releases()[0]

    @property
    def gastro_only(self) -> frozenset[str]:
        """The forms that exist as gastro-resistant and in no other way."""
        return self._releases()[1]

    def _loose(self) -> tuple[str, ...]:
        """Those per hour, and injections: their strength may be said without the hour or the volume."""
        if self._loosely is None:
            packed = self._packed
            may = self.records if ",v" in packed or ",h" in packed else ()
            self._loosely = tuple([r for r in may if (",v" in r or ",h" in r) and _is_loose(r)])
        return self._loosely

    def _of(self, key: str) -> list[str]:
        """The records whose own or generic name has exactly these amounts."""
        return self._with(f"{FIELD}{key}{PART}")

    def _with(self, part: str) -> list[str]:
        """The records that hold this text, found in all of them as one text."""
        packed, found = self._packed, []
        at = packed.find(part)
        while at >= 0:
            end = packed.find(RECORD, at)
            if end < 0:
                end = len(packed)
            found.append(packed[packed.rfind(RECORD, 0, at) + 1 : end])
            at = packed.find(part, end)
        return found

    def holding(self, asked: tuple[Amount, ...]) -> list[Entry]:
        """The entries whose own or generic name has one of these amounts, and others."""
        found = (self._with(amounts_text((one,))) for one in asked)
        return list(map(Entry, dict.fromkeys(chain.from_iterable(found))))

    def has_any(self, asked: tuple[Amount, ...]) -> bool:
        """Whether the own or generic name of a product has one of these amounts."""
        return any(
            not {*own.amounts, *generic.amounts}.isdisjoint(asked)
            for own, generic in (entry.names for entry in self.holding(asked))
        )

    def near(self, asked: tuple[Amount, ...], *, solid: bool) -> list[Entry]:
        """The entries whose strength may be the one asked for, said in the same or in another way.

        `solid`: the text names a form of which nothing is ever said per hour or in a volume.
        """
        key = amounts_text(asked)
        found = self._of(key)
        if not asked or (solid and found):
            return list(map(Entry, found))
        found += self._with(f"{PART}{key}{PART}")  # in brackets
        if not solid:
            smaller = without_pack(asked)
            if smaller != asked:
                found += self._of(amounts_text(smaller))
            if not any(a.per for a in asked):
                found += self._loose()
        return list(map(Entry, dict.fromkeys(found)))


def _is_loose(record: str) -> bool:
    per = {one.rpartition(",")[2] for one in generic_part(record, AMOUNTS).split(";")} - {""}
    if per == {"v"}:
        return not PARENTERAL.isdisjoint(generic_part(record, CORE).split())
    return bool(per)
