"""Find the name of the dictionary that a text names: exactly, by salt, by abbreviation, by a slip."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from itertools import islice, product

from medrecon.dmd.found import Found, has_strength, unexplained
from medrecon.dmd.keys import RECORD, vtm_key, without_salts, words_key
from medrecon.dmd.pool import NO_VTM, Pool
from medrecon.dmd.store import Store
from medrecon.names import NameReading, historic, lexicon, read_name

GROUPS_KEPT = 20_000
SHORTEST_ALONE = 4
SURE_ALONE = 5
SHORTEST_SQUEEZED = 8
SHORTEST_IN_PHRASE = 3
COMBINATIONS = 200
GENERIC = 1


class Finder:
    """Finds names in one store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.group = lru_cache(maxsize=GROUPS_KEPT)(self._group)
        self.named = lru_cache(maxsize=GROUPS_KEPT)(self._named)
        self._historic = historic()
        names = store.names
        self._sorted = sorted(w for w, kind in names.vocabulary.items() if kind & GENERIC)
        self._lengths: dict[int, list[str]] = {}
        for word, kind in names.vocabulary.items():
            if word.isalpha() and (kind & GENERIC or word in names.brands):
                self._lengths.setdefault(len(word), []).append(word)
        self._spans: dict[tuple[int, int, str | None], list[str]] = {}

    def find(self, reading: NameReading) -> Found | None:
        """The name in the text, or None."""
        words = reading.words
        found = self._qualified(reading) or self._numbered(reading) or self.named(words)
        alone = len(words) == 1 and words[0] in reading.shortened
        if found is not None and alone and words[0] in lexicon().elements:
            return found._replace(uncertain=True)  # `calc` alone may be short for something else
        if found is not None:
            return found._replace(why=(f"name: {' '.join(words)}",), words=words)
        return self._old(words) or self._abbreviated(reading) or self._regrouped(words)

    def _qualified(self, reading: NameReading) -> Found | None:
        """A name with a word in brackets that makes it another: doxorubicin (liposomal)."""
        if not reading.aside:
            return None
        return self.group(words_key((*reading.words, *reading.aside)))

    def _numbered(self, reading: NameReading) -> Found | None:
        """A name that has numbers in it: carbomer 980, macrogol 3350, interferon alfa-2b."""
        extra = (*reading.numbers, *reading.odd)
        if not extra or len(extra) > 3:
            return None
        found = self.group(words_key((*reading.words, *extra)))
        return found._replace(numbered=True) if found is not None else None

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
        return found._replace(pool=Pool(tuple(records)), vtm=vtm)

    def vocabulary(self) -> dict[str, int]:
        """Every word of a medicine's name, with its kind."""
        return self._store.names.vocabulary

    def of_length(self, least: int, most: int, first: str | None = None) -> list[str]:
        """The words of these lengths that may be, or begin, a name; `first`: those that begin with this letter."""
        span = (least, most, first)
        found = self._spans.get(span)
        if found is None:
            sizes = (self._lengths.get(size, ()) for size in range(least, most + 1))
            found = [w for words in sizes for w in words if first is None or w[0] == first]
            self._spans[span] = found
        return found

    def _group(self, key: str) -> Found | None:
        packed = self._store.names.groups.get(key)
        if packed is None:
            return None
        head, *records = packed.split(RECORD)
        pool = Pool(tuple(records))
        vtms = set(map(int, head.split())) or pool.vtms
        return Found(key, pool, self._one(key, vtms), brand=pool.brand)

    def _one(self, key: str, vtms: set[int]) -> int | None:
        if len(vtms) == 1:
            only = next(iter(vtms))
            return only if only != NO_VTM else None
        same: list[int] = []
        for vtm in vtms - {NO_VTM}:
            found = self._store.concept(vtm)
            above = read_name(found[1].get("NM", "") if found else "")
            if vtm_key(above) == key:
                same.append(vtm)
        return same[0] if len(same) == 1 else None

    def _old(self, words: tuple[str, ...]) -> Found | None:
        """A name that records still hold and the release no longer has."""
        known = self._historic.get(words_key(words))
        now = tuple(known.moiety.split()) if known else ()
        found = self.named(now) if now else None
        if known is None or found is None:
            return None
        why = (f"{' '.join(words)} is an old name of {known.moiety}",)
        return found._replace(why=why, flags=("historic_name",), release=known.release, words=now)

    def _abbreviated(self, reading: NameReading) -> Found | None:
        """The name whose words begin as those of the text do; uncertain when several medicines do."""
        words = reading.words
        alone = len(words) == 1
        if alone and not reading.amounts:
            return None
        least = SHORTEST_IN_PHRASE if len(words) > 1 else SHORTEST_ALONE
        tentative = alone and len(words[0]) < SURE_ALONE
        options = [self._meanings(w, least) for w in words]
        if not all(options):
            return None
        ways = [way for way in islice(product(*options), COMBINATIONS) if way != words]
        for look in (lambda way: self.group(words_key(way)), self.named):
            hits = {f.key: (f, way) for way in reversed(ways) if (f := look(way)) is not None}
            if hits:
                found, way = next(reversed(hits.values()))
                several = len(hits) > 1 and (
                    len({f.vtm for f, _ in hits.values()}) > 1 or found.vtm is None
                )
                if alone and not has_strength(reading, found):
                    return None
                why = (f"{' '.join(words)} read as {' '.join(way)}",)
                whole = self.named(way) or found
                return whole._replace(why=why, uncertain=several, tentative=tentative, words=way)
        return None

    def _meanings(self, word: str, least: int) -> list[str]:
        """The word itself where it is one of a medicine's name; the words that it may be short for."""
        kind = self.vocabulary().get(word, 0)
        if kind & GENERIC or word in lexicon().salts:
            return [word]
        return [*([word] if kind else ()), *(self._starting(word, least) or self._squeezed(word))]

    def _starting(self, word: str, least: int) -> list[str]:
        if len(word) < least or not word.isalpha():
            return []
        at = bisect_left(self._sorted, word)
        out = []
        for known in self._sorted[at : at + COMBINATIONS]:
            if not known.startswith(word):
                break
            out.append(known)
        return out

    def _squeezed(self, word: str) -> list[str]:
        """Names of which the word keeps beginning and end and drops letters between: `prochlpzine`."""
        if len(word) < SHORTEST_SQUEEZED or not word.isalpha():
            return []
        head, tail = word[:4], word[-3:]
        at = bisect_left(self._sorted, head)
        out = []
        while at < len(self._sorted) and self._sorted[at].startswith(head):
            known = self._sorted[at]
            if known.endswith(tail) and len(known) > len(word) and _within(word, known):
                out.append(known)
            at += 1
        return out

    def brands(self, first: str) -> list[Found]:
        """Every brand whose name begins with this word."""
        keys = self._store.names.brands.get(first, ())
        return [f for k in keys if (f := self.group(k)) is not None]

    def beginning(self, start: str) -> list[str]:
        """Generic name words that begin so."""
        return self._starting(start, 1)

    def _regrouped(self, words: tuple[str, ...]) -> Found | None:
        """Words run together (`cocodamol`) or torn apart (`dihydro codeine`), where exactly one name results."""
        vocabulary = self.vocabulary()
        ways: list[tuple[str, ...]] = []
        for at, word in enumerate(words):
            if at + 1 < len(words) and word + words[at + 1] in vocabulary:
                ways.append((*words[:at], word + words[at + 1], *words[at + 2 :]))
            if word not in vocabulary and len(word) > 5:
                cuts = range(2, len(word) - 2)
                ways.extend(
                    (*words[:at], word[:c], word[c:], *words[at + 1 :])
                    for c in cuts
                    if word[:c] in vocabulary and word[c:] in vocabulary
                )
        hits = {f.key: (f, way) for way in ways if (f := self.named(way)) is not None}
        if len(hits) != 1:
            return None
        found, way = next(iter(hits.values()))
        return found._replace(why=(f"{' '.join(words)} read as {' '.join(way)}",), words=way)

    def partly(self, words: tuple[str, ...]) -> Found | None:
        """The longest run of the words that is a name, the rest being explained by it or unexplained."""
        vocabulary, lex = self.vocabulary(), lexicon()
        for size in range(min(len(words) - 1, 6), 0, -1):
            ways: list[Found] = []
            for at in range(len(words) - size + 1):
                run = words[at : at + size]
                if len(run) == 1 and (len(run[0]) < 3 or run[0] in lex.salts | lex.elements):
                    continue
                found = self.named(run) or self._old(run)
                if found is None or not found.entries:
                    continue
                rest = unexplained(words[:at] + words[at + size :], found.entries)
                known = any(w in vocabulary and w not in lex.salts for w in rest)
                why = (
                    f"name: {' '.join(run)}",
                    *((f"unexplained: {' '.join(rest)}",) if rest else ()),
                )
                uncertain = bool(rest) and (known or at > 0)
                ways.append(
                    found._replace(why=why, unexplained=rest, uncertain=uncertain, words=words)
                )
            if ways:
                return min(ways, key=lambda f: len(f.unexplained))
        return None


def _within(word: str, known: str) -> bool:
    """Whether the letters of the word stand in the known word in the same order."""
    letters = iter(known)
    return all(letter in letters for letter in word)
