"""Look names up in the table of one release: a name with its products, and the names that begin or nearly spell so."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from medrecon.dmd.found import Found
from medrecon.dmd.keys import RECORD, vtm_key, without_salts, words_key
from medrecon.dmd.pool import NO_VTM, Pool
from medrecon.dmd.spellings import Spellings, beginning
from medrecon.dmd.store import Store
from medrecon.names import read_name

GROUPS_KEPT = 20_000
GENERIC = 1


class Finder:
    """Finds names in one store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.group = lru_cache(maxsize=GROUPS_KEPT)(self._group)
        self.named = lru_cache(maxsize=GROUPS_KEPT)(self._named)
        names = store.names
        self._sorted = tuple(sorted(w for w, kind in names.vocabulary.items() if kind & GENERIC))
        self.spellings = Spellings(
            word
            for word, kind in names.vocabulary.items()
            if word.isalpha() and (kind & GENERIC or word in names.brands)
        )

    def _named(self, words: tuple[str, ...]) -> Found | None:
        """The products of a name said in full; with a salt, those of the bare name too (see `fit`)."""
        found = self.group(words_key(words))
        bare = without_salts(words)
        if bare == words:
            return found
        wider = self.group(words_key(bare))
        if wider is not None and wider.brand:  # a brand never carries a salt
            wider = None
        if found is None or wider is None:
            return found or wider
        records = dict.fromkeys((*found.pool.records, *wider.pool.records))
        vtm = found.vtm if found.vtm is not None else wider.vtm
        return found._replace(pool=Pool(RECORD.join(records)), vtm=vtm)

    def vocabulary(self) -> dict[str, int]:
        """Every word of a medicine's name, with its kind."""
        return self._store.names.vocabulary

    def _group(self, key: str) -> Found | None:
        packed = self._store.names.groups.get(key)
        if packed is None:
            return None
        head, _, records = packed.partition(RECORD)
        pool = Pool(records)
        vtms = set(map(int, head.split())) or pool.vtms
        return Found(key, pool, self._one(key, vtms), brand=pool.brand)

    def _one(self, key: str, vtms: set[int]) -> int | None:
        if len(vtms) == 1:
            only = next(iter(vtms))
            return only if only != NO_VTM else None
        same = [v for v in vtms - {NO_VTM} if vtm_key(read_name(self.called(v))) == key]
        return same[0] if len(same) == 1 else None

    def called(self, vtm: int | None) -> str:
        """The name of a VTM in lower case; empty where there is none."""
        found = self._store.derived(vtm) if vtm is not None else None
        return str(found[1].get("name", "")).casefold() if found else ""

    def brands(self, first: str) -> list[Found]:
        """Every brand whose name begins with this word."""
        return self._groups(self._store.names.brands.get(first, ()))

    def starting(self, first: str) -> list[Found]:
        """Every VTM name that begins with this word."""
        return self._groups(self._store.names.starts.get(first, ()))

    def _groups(self, keys: Iterable[str]) -> list[Found]:
        return [f for k in keys if (f := self.group(k)) is not None]

    def beginning(self, start: str, least: int = 1) -> tuple[str, ...]:
        """Generic name words that begin so; none where `start` is shorter than `least` letters."""
        return beginning(self._sorted, start) if len(start) >= least and start.isalpha() else ()
