"""Find the name of the dictionary that a text names: exactly, by salt, by abbreviation, by a slip."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, product

from medrecon.dmd.compare import Entry, Setting, setting
from medrecon.dmd.keys import unpack, without_salts, words_key
from medrecon.dmd.store import Store
from medrecon.names import NameReading, lexicon

GROUPS_KEPT = 20_000
SHORTEST_PREFIX = 4
COMBINATIONS = 64
GENERIC = 1


@dataclass(frozen=True, slots=True)
class Found:
    """The products under the name, the VTM that the name alone says (None: several), and how it was found.

    `unexplained` are words of the text that nothing accounts for; `uncertain` means the name itself may
    be another.
    """

    key: str
    entries: tuple[Entry, ...]
    setting: Setting
    vtm: int | None
    why: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    unexplained: tuple[str, ...] = ()
    uncertain: bool = False


class Finder:
    """Finds names in one store. The vocabulary is read on first use."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.group = lru_cache(maxsize=GROUPS_KEPT)(self._group)
        self._vocabulary: dict[str, int] | None = None
        self._sorted: list[str] = []

    def find(self, reading: NameReading) -> Found | None:
        """The name in the text, or None."""
        words = reading.words
        direct = self._either(words)
        if direct is not None:
            return replace(direct, why=(f"name: {' '.join(words)}",))
        return self._abbreviated(words) or self._partly(words)

    def _either(self, words: tuple[str, ...]) -> Found | None:
        found = self.group(words_key(words))
        if found is None:
            bare = without_salts(words)
            if bare != words:
                found = self.group(words_key(bare))
        return found

    def vocabulary(self) -> dict[str, int]:
        """Every word of a medicine's name, with its kind."""
        if self._vocabulary is None:
            words = dict(self._store.all("SELECT word, kind FROM vocabulary"))
            self._sorted = sorted(w for w, kind in words.items() if kind & GENERIC)
            self._vocabulary = words
        return self._vocabulary

    def _group(self, key: str) -> Found | None:
        rows = self._store.all("SELECT data FROM phrase WHERE key = ?", key)
        if not rows:
            return None
        data = json.loads(rows[0][0])
        entries = []
        for vmp, vtm, packed in data["v"]:
            spec = unpack(packed)
            entries.append(Entry(vmp, vtm, (), spec, spec))
        vtms = set(data["t"])
        for vmp, amps, own, generic in data["a"]:
            entries.append(Entry(vmp, None, tuple(amps), unpack(own), unpack(generic)))
        if not data["v"] and not vtms:
            vtms = self._vtms_of(e.vmp for e in entries)
        return Found(key, tuple(entries), setting(tuple(entries)), self._one(key, vtms))

    def _vtms_of(self, vmps: Iterator[int]) -> set[int]:
        out: set[int] = set()
        for vmp in dict.fromkeys(vmps):
            found = self._store.concept(vmp)
            above = found[1].get("VTMID", "") if found else ""
            out.add(int(above) if above.isdigit() else -1)
        return out

    def _one(self, key: str, vtms: set[int]) -> int | None:
        if len(vtms) == 1:
            only = next(iter(vtms))
            return only if only > 0 else None
        from medrecon.names import read_name

        for vtm in vtms:
            found = self._store.concept(vtm) if vtm > 0 else None
            if found and words_key(read_name(found[1].get("NM", "")).words) == key:
                return vtm
        return None

    def _abbreviated(self, words: tuple[str, ...]) -> Found | None:
        """The name whose words begin as those of the text do; uncertain when several medicines do."""
        vocabulary = self.vocabulary()
        options = [
            [w] if w in vocabulary or w in lexicon().salts else self._starting(w) for w in words
        ]
        if all(len(o) == 1 and o[0] == w for o, w in zip(options, words, strict=True)) or not all(
            options
        ):
            return None
        hits: dict[str, tuple[Found, tuple[str, ...]]] = {}
        for chosen in islice(product(*options), COMBINATIONS):
            found = self._either(tuple(chosen))
            if found is not None:
                hits.setdefault(found.key, (found, tuple(chosen)))
        if not hits:
            return None
        found, chosen = next(iter(hits.values()))
        several = len({f.vtm for f, _ in hits.values()}) > 1 or found.vtm is None
        return replace(
            found, why=(f"{' '.join(words)} read as {' '.join(chosen)}",), uncertain=several
        )

    def _starting(self, word: str) -> list[str]:
        if len(word) < SHORTEST_PREFIX or not word.isalpha():
            return []
        at = bisect_left(self._sorted, word)
        out = []
        for known in self._sorted[at : at + COMBINATIONS]:
            if not known.startswith(word):
                break
            out.append(known)
        return out

    def _partly(self, words: tuple[str, ...]) -> Found | None:
        """The longest run of the words that is a name, the rest being unexplained."""
        for size in range(min(len(words) - 1, 6), 0, -1):
            for at in range(len(words) - size + 1):
                found = self._either(words[at : at + size])
                if found is not None and found.entries:
                    rest = words[:at] + words[at + size :]
                    return replace(
                        found,
                        why=(
                            f"name: {' '.join(words[at : at + size])}",
                            f"unexplained: {' '.join(rest)}",
                        ),
                        unexplained=rest,
                        uncertain=any(
                            w in self.vocabulary() and w not in lexicon().salts for w in rest
                        )
                        or at > 0,
                    )
        return None
