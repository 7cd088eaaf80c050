"""The products under one name, arranged so that those of a strength are found without looking at all."""

from __future__ import annotations

from medrecon.dmd.keys import ASIDE, CORE, PART, RELEASE, Entry, amounts_text
from medrecon.names import Amount

PARENTERAL = frozenset({"injection", "infusion"})


def without_pack(asked: tuple[Amount, ...]) -> tuple[Amount, ...]:
    """The strengths without what may be the size of the pack: `1% 30g`, `50mcg 22g`.

    All of them where nothing else would be left.
    """
    rest = tuple([a for a in asked if a.per or a.kind != "m" or a.p < a.q * 10**12])
    return rest or asked


class Pool:
    """The entries under one name.

    `immediate` are the forms that exist without a release word; `gastro_only` those that exist as
    gastro-resistant and in no other way.
    """

    __slots__ = ("_asides", "_loose", "_strengths", "entries", "gastro_only", "immediate")

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self._strengths: dict[str, list[Entry]] = {}
        self._asides: dict[str, list[Entry]] = {}
        self._loose: list[Entry] = []
        immediate: set[str] = set()
        gastro: set[str] = set()
        other: set[str] = set()
        for entry in entries:
            core, release = self._file(entry)
            if not release:
                immediate.update(core)
            (gastro if release == {"gastro-resistant"} else other).update(core)
        self.immediate = frozenset(immediate)
        self.gastro_only = frozenset(gastro - other)

    def _file(self, entry: Entry) -> tuple[list[str], set[str]]:
        """File one entry by strength; its form and its release words."""
        parts = entry.packed_generic.split(PART)
        own = entry.packed.split(PART) if entry.amps else parts
        for amounts in {own[0], parts[0]}:
            self._strengths.setdefault(amounts, []).append(entry)
        for aside in {own[ASIDE], parts[ASIDE]} - {""}:
            self._asides.setdefault(aside, []).append(entry)
        core = parts[CORE].split()
        per = {one.rpartition(",")[2] for one in parts[0].split(";")} - {""}
        if per and (per != {"v"} or not PARENTERAL.isdisjoint(core)):
            self._loose.append(entry)
        return core, {*parts[RELEASE].split(), *own[RELEASE].split()}

    def near(self, asked: tuple[Amount, ...], *, solid: bool) -> list[Entry]:
        """The entries whose strength may be the one asked for, said in the same or in another way.

        `solid`: the text names a form of which nothing is ever said per hour or in a volume.
        """
        key = amounts_text(asked)
        found = {id(e): e for e in self._strengths.get(key, ())}
        found.update((id(e), e) for e in self._asides.get(key, ()))
        if solid:
            return list(found.values())
        smaller = without_pack(asked)
        if smaller != asked:
            found.update((id(e), e) for e in self._strengths.get(amounts_text(smaller), ()))
        if asked and not any(a.per for a in asked):
            found.update((id(e), e) for e in self._loose)
        return list(found.values())
