"""Build the index of names: every name word, and under every name the products that bear it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from medrecon.dmd.facts import brand, is_branded, known, release
from medrecon.dmd.keys import RECORD, name_keys, pack, record, vtm_key, words_key
from medrecon.dmd.moieties import Moieties
from medrecon.dmd.table import to_blocks
from medrecon.names import NameReading, read_name

# kinds of vocabulary words
GENERIC, BRAND = 1, 2


@dataclass(slots=True)
class _Group:
    vtms: set[int] = field(default_factory=set)
    vmps: set[int] = field(default_factory=set)
    amps: dict[tuple[int, str], list[int]] = field(default_factory=dict)


class _Branded(NamedTuple):
    key: str
    first: str
    packed: str
    facts: dict[str, Any]


class NameIndex:
    """Collects the names of a release, then gives the blocks to be written."""

    def __init__(self, vtms: dict[int, str]) -> None:
        self._vtm_names = vtms
        self._vtm_words: dict[int, str] = {}
        self._groups: dict[str, _Group] = defaultdict(_Group)
        self._words: dict[str, int] = {}
        # VTM, name key, packed reading, folded name
        self._vmps: dict[int, tuple[int | None, str, str, str]] = {}
        self._amp_names: dict[str, _Branded | None] = {}
        self._brands: dict[str, set[str]] = defaultdict(set)
        self._starts: dict[str, set[str]] = defaultdict(set)
        self._read: dict[str, tuple[str, ...]] = {}  # substances stand in many products

    def vmp(
        self, code: int, name: str, vtm: int | None, reading: NameReading, moieties: tuple[str, ...]
    ) -> None:
        """File a VMP under its name, with and without salts, its VTM, and its moieties together."""
        self._vmps[code] = (vtm, words_key(reading.words), pack(reading), name.casefold())
        keys = name_keys(reading.words) | _with_numbers(reading)
        if vtm is not None and vtm in self._vtm_names:
            if vtm not in self._vtm_words:
                above = read_name(self._vtm_names[vtm])
                self._vtm_words[vtm] = vtm_key(above)
            keys.add(self._vtm_words[vtm])
        if len(moieties) > 1:
            keys.add(words_key(w for m in moieties for w in self._words_of(m)))
        for key in keys - {""}:
            self._groups[key].vmps.add(code)
            if vtm is not None:
                self._groups[key].vtms.add(vtm)
        branded = is_branded(name)
        self._know(reading.words, BRAND if branded else GENERIC)
        if branded and reading.words:
            self._brands[reading.words[0]].update(keys - {""})

    def vtm(self, code: int, name: str) -> None:
        """File a VTM under its name; numbers in it are part of it (carbomer 980)."""
        reading = read_name(name)
        self._know(reading.words, GENERIC)
        key, plain = vtm_key(reading), words_key(reading.words)
        keys = name_keys(reading.words) if key == plain else {key}
        for key in keys - {""}:
            self._groups[key].vtms.add(code)
            if reading.words:
                self._starts[reading.words[0]].add(key)

    def substance(self, name: str, fold: Moieties) -> None:
        """Let the name of a substance with its salt lead to the moiety."""
        words = read_name(name).words
        self._know(words, GENERIC)
        key, moiety = words_key(words), words_key(self._words_of(fold.of_name(name)))
        if key not in self._groups and moiety in self._groups and key != moiety:
            self._groups[key] = self._groups[moiety]

    def amp(self, code: int, name: str, vmp: int) -> dict[str, Any]:
        """File an AMP under its brand; what the brand says: its words and its release, if it is one.

        An AMP whose name only repeats the VMP's needs no filing.
        """
        generic = self._vmps.get(vmp)
        if generic is None:
            return {}
        if name not in self._amp_names:
            if name.casefold() == generic[3]:
                return {}
            self._amp_names[name] = self._branded(name, generic[1])
        found = self._amp_names[name]
        if found is None:
            return {}
        self._groups[found.key].amps.setdefault((vmp, name), []).append(code)
        self._brands[found.first].add(found.key)
        return found.facts

    def _branded(self, name: str, generic: str) -> _Branded | None:
        """What is said by the name of an AMP; None where that is no more than the name words of its VMP are."""
        reading = read_name(name)
        key = words_key(reading.words)
        if not key or key == generic:
            return None
        self._know(reading.words, BRAND)
        facts = known({"brand": brand(name), "release": release(reading, None)})
        return _Branded(key, reading.words[0], pack(reading), facts)

    def blocks(self) -> Iterator[tuple[str, bytes]]:
        """What was collected, as it is written."""
        groups = {key: self._packed(group) for key, group in self._groups.items()}
        return to_blocks(groups, self._brands, self._starts, self._words)

    def _packed(self, group: _Group) -> str:
        records = [" ".join(map(str, sorted(group.vtms)))]
        for code in sorted(group.vmps):
            vtm, _, packed, _ = self._vmps[code]
            records.append(record(code, vtm, (), packed, ""))
        for (vmp, name), amps in sorted(group.amps.items()):
            filed = self._amp_names[name]
            if filed is not None:
                vtm, _, packed, _ = self._vmps[vmp]
                records.append(record(vmp, vtm, amps, filed.packed, packed))
        return RECORD.join(records)

    def _words_of(self, moiety: str) -> tuple[str, ...]:
        if moiety not in self._read:
            self._read[moiety] = read_name(moiety).words
        return self._read[moiety]

    def _know(self, words: tuple[str, ...], kind: int) -> None:
        for word in words:
            self._words[word] = self._words.get(word, 0) | kind


def _with_numbers(reading: NameReading) -> set[str]:
    if not reading.numbers and not reading.odd:
        return set()
    return {words_key((*reading.words, *reading.numbers, *reading.odd))}
