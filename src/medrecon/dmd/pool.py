"""The products under one name, arranged so that those of a strength are found without looking at all."""

from __future__ import annotations

from functools import cached_property

from medrecon.dmd.keys import CORE, PART, RELEASE, Entry, amounts_text
from medrecon.names import Amount

PARENTERAL = frozenset({"injection", "infusion"})


def without_pack(asked: tuple[Amount, ...]) -> tuple[Amount, ...]:
    """The strengths without what may be the size of the pack: `1% 30g`, `50mcg 22g`.

    All of them where nothing else would be left.
    """
    rest = tuple([a for a in asked if a.per or a.kind != "m" or a.p < a.q * 10**12])
    return rest or asked


class Pool:
    """The entries under one name. What is worked out about them is worked out when first asked for."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries

    @cached_property
    def _releases(self) -> tuple[frozenset[str], frozenset[str]]:
        immediate: set[str] = set()
        gastro: set[str] = set()
        other: set[str] = set()
        for entry in self.entries:
            parts = entry.packed_generic.split(PART)
            core, release = parts[CORE].split(), set(parts[RELEASE].split())
            if entry.amps:
                release.update(entry.packed.split(PART)[RELEASE].split())
            if not release:
                immediate.update(core)
            (gastro if release == {"gastro-resistant"} else other).update(core)
        return frozenset(immediate), frozenset(gastro - other)

    @property
    def immediate(self) -> frozenset[str]:
        """The forms that exist without a release word."""
        return self._releases[0]

    @property
    def gastro_only(self) -> frozenset[str]:
        """The forms that exist as gastro-resistant and in no other way."""
        return self._releases[1]

    @cached_property
    def _loose(self) -> list[Entry]:
        """Those per hour, and injections: their strength may be said without the hour or the volume."""
        found = []
        for entry in self.entries:
            parts = entry.packed_generic.split(PART)
            per = {one.rpartition(",")[2] for one in parts[0].split(";")} - {""}
            if per and (per != {"v"} or not PARENTERAL.isdisjoint(parts[CORE].split())):
                found.append(entry)
        return found

    def _of(self, key: str) -> list[Entry]:
        return [e for e in self.entries if key in (e.amounts, e.generic_amounts)]

    def near(self, asked: tuple[Amount, ...], *, solid: bool) -> list[Entry]:
        """The entries whose strength may be the one asked for, said in the same or in another way.

        `solid`: the text names a form of which nothing is ever said per hour or in a volume.
        """
        key = amounts_text(asked)
        found = self._of(key)
        if not asked or (solid and found):
            return found
        aside = f"{PART}{key}{PART}"
        found += [e for e in self.entries if e.beside(aside)]
        if not solid:
            smaller = without_pack(asked)
            if smaller != asked:
                found += self._of(amounts_text(smaller))
            if not any(a.per for a in asked):
                found += self._loose
        return list({id(e): e for e in found}.values())
