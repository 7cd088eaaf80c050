"""Which name of the dictionary a text names: in full, by another name, cut short, run together, in part."""

from __future__ import annotations

import re
from itertools import islice, product

from medrecon.dmd.find import GENERIC, Finder
from medrecon.dmd.found import Found, has_strength, unexplained
from medrecon.dmd.keys import RECORD, words_key
from medrecon.dmd.pool import Pool
from medrecon.names import NameReading, error_prone, lexicon, other_names

SHORTEST_ALONE = 4
SURE_ALONE = 5
SHORTEST_SQUEEZED = 8
SHORTEST_IN_PHRASE = 3
COMBINATIONS = 200
MOST_BEGUN = 12  # names that begin alike: with more, the beginning says nothing
_GLUED = re.compile(r"(?<![a-z0-9.])([a-z]{4,})(?=\d)([a-z0-9.]*)")


def find(finder: Finder, reading: NameReading) -> Found | None:
    """The name in the text, or None."""
    words = reading.words
    found = _qualified(finder, reading) or _numbered(finder, reading) or finder.named(words)
    if found is None:
        return _other(finder, words) or _abbreviated(finder, reading) or _regrouped(finder, words)
    if found.brand and (wider := _more_than_a_brand(finder, reading, found)) is not None:
        return wider
    doubt = found.uncertain
    if len(words) == 1 and words[0] in lexicon().elements:
        # `calc` alone may be short for something else; aluminium is not the medicine called alum
        doubt = doubt or words[0] in reading.shortened or finder.called(found.vtm) != words[0]
    return found.as_named(words, uncertain=doubt)


def _more_than_a_brand(finder: Finder, reading: NameReading, brand: Found) -> Found | None:
    """What a short name stands for that is also a brand's (`vitamin b6`), unless the strength is the brand's."""
    known = other_names().get(words_key(reading.words))
    if known is None or known.flag != "short_name":
        return None
    if reading.amounts and has_strength(reading, brand):
        return None
    return _other(finder, reading.words)


def unglued(finder: Finder, text: str) -> str | None:
    """The folded text with numbers parted from the names they are glued to (`novomix30`); None where none is."""

    def apart(match: re.Match[str]) -> str:
        name, rest = match.groups()
        known = finder.vocabulary()
        return f"{name} {rest}" if name in known and match[0] not in known else match[0]

    parted = _GLUED.sub(apart, text)
    return parted if parted != text else None


def _qualified(finder: Finder, reading: NameReading) -> Found | None:
    """A name with a word in brackets that makes it another: doxorubicin (liposomal)."""
    if not reading.aside:
        return None
    return finder.group(words_key((*reading.words, *reading.aside)))


def _numbered(finder: Finder, reading: NameReading) -> Found | None:
    """A name that has numbers in it: carbomer 980, macrogol 3350, interferon alfa-2b."""
    extra = (*reading.numbers, *reading.odd)
    if not extra or len(extra) > 3:
        return None
    found = finder.group(words_key((*reading.words, *extra)))
    return found._replace(numbered=True) if found is not None else None


def _other(finder: Finder, words: tuple[str, ...]) -> Found | None:
    """An old or a short name; uncertain where it is that of several medicines."""
    known = other_names().get(words_key(words))
    if known is None:
        return None
    ways = [tuple(moiety.split()) for moiety in known.moieties]
    hits = [(f, way) for way in ways if (f := finder.named(way)) is not None]
    if not hits:
        return None
    flags = (known.flag,)
    if len(known.moieties) > 1:
        why = (f"{' '.join(words)} may be {' or '.join(known.moieties)}",)
        return _any_of([f for f, _ in hits])._replace(why=why, flags=flags)
    found, way = hits[0]
    kind = "an old name of" if known.flag == "historic_name" else "short for"
    why = (f"{' '.join(words)} is {kind} {known.moieties[0]}",)
    return found._replace(why=why, flags=flags, release=known.release, words=way)


def _any_of(found: list[Found]) -> Found:
    """The products of several names, of which the text may mean any."""
    records = dict.fromkeys(record for f in found for record in f.pool.records)
    return found[0]._replace(pool=Pool(RECORD.join(records)), vtm=None, uncertain=True)


def _abbreviated(finder: Finder, reading: NameReading) -> Found | None:
    """The name whose words begin as those of the text do; uncertain when several medicines do."""
    words = reading.words
    alone = len(words) == 1
    if alone and not reading.amounts:
        return None
    least = SHORTEST_IN_PHRASE if len(words) > 1 else SHORTEST_ALONE
    tentative = alone and len(words[0]) < SURE_ALONE
    options = [_meanings(finder, w, least) for w in words]
    if not all(options):
        return None
    ways = [way for way in islice(product(*options), COMBINATIONS) if way != words]
    for look in (lambda way: finder.group(words_key(way)), finder.named):
        hits = {f.key: (f, way) for way in reversed(ways) if (f := look(way)) is not None}
        if hits:
            found, way = next(reversed(hits.values()))
            several = len(hits) > 1 and (
                len({f.vtm for f, _ in hits.values()}) > 1 or found.vtm is None
            )
            if alone and not has_strength(reading, found):
                return None
            why = (f"{' '.join(words)} read as {' '.join(way)}",)
            whole = finder.named(way) or found
            return whole._replace(why=why, uncertain=several, tentative=tentative, words=way)
    return None


def _meanings(finder: Finder, word: str, least: int) -> list[str]:
    """The word itself where it is one of a medicine's name; the words that it may be short for."""
    kind = finder.vocabulary().get(word, 0)
    if kind & GENERIC or word in lexicon().salts:
        return [word]
    begun = finder.beginning(word, least) or _squeezed(finder, word)
    return [*([word] if kind else ()), *begun[:COMBINATIONS]]


def _squeezed(finder: Finder, word: str) -> list[str]:
    """Names of which the word keeps beginning and end and drops letters between: `prochlpzine`.

    One letter dropped is a slip, for which every other name is weighed (see `slips`).
    """
    if len(word) < SHORTEST_SQUEEZED or not word.isalpha():
        return []
    return [
        known
        for known in finder.beginning(word[:4])
        if known.endswith(word[-3:]) and len(known) > len(word) + 1 and _within(word, known)
    ]


def _within(word: str, known: str) -> bool:
    """Whether the letters of the word stand in the known word in the same order."""
    letters = iter(known)
    return all(letter in letters for letter in word)


def begun(finder: Finder, reading: NameReading) -> Found | None:
    """The names of which the text says only the first words, and a strength: `Folic 5mg`, `Ferrous 200mg`.

    Certain only where there is one, and the strength is one of its.
    """
    words = reading.words
    if not reading.amounts or words[0] in lexicon().radicals or len(words[0]) < SHORTEST_ALONE:
        return None
    names = [f for f in finder.starting(words[0]) if set(words) < set(f.key.split())]
    if not 0 < len(names) <= MOST_BEGUN:
        return None
    why = (f"{' '.join(words)} begins {' and '.join(f.key for f in names)}",)
    if len(names) == 1 and names[0].vtm is not None:
        if not has_strength(reading, names[0]):
            return None
        return names[0]._replace(why=why, words=tuple(names[0].key.split()))
    return _any_of(names)._replace(why=why)


def _regrouped(finder: Finder, words: tuple[str, ...]) -> Found | None:
    """Words run together (`cocodamol`) or torn apart (`dihydro codeine`), where exactly one name results."""
    vocabulary = finder.vocabulary()
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
    hits = {f.key: (f, way) for way in ways if (f := finder.named(way)) is not None}
    if len(hits) != 1:
        return None
    found, way = next(iter(hits.values()))
    return found._replace(why=(f"{' '.join(words)} read as {' '.join(way)}",), words=way)


def partly(finder: Finder, words: tuple[str, ...]) -> Found | None:
    """The longest run of the words that is a name and explains the rest; else the longest that is a name.

    `insulin glargine lantus`: the brand, of which the medicine's own words say no more.
    """
    vocabulary, lex = finder.vocabulary(), lexicon()
    never = lex.salts | lex.elements
    longest: Found | None = None
    for size in range(min(len(words) - 1, 6), 0, -1):
        ways: list[Found] = []
        for at in range(len(words) - size + 1):
            run = words[at : at + size]
            if len(run) == 1 and (len(run[0]) < 3 or run[0] in never):
                continue
            found = finder.named(run) or _other(finder, run)
            if found is None or not found.entries:
                continue
            rest = unexplained(words[:at] + words[at + size :], found.entries)
            known = any(
                (w in vocabulary and w not in lex.salts) or w in error_prone() for w in rest
            )
            why = (
                f"name: {' '.join(run)}",
                *((f"unexplained: {' '.join(rest)}",) if rest else ()),
            )
            doubt = found.uncertain or (bool(rest) and (known or at > 0))
            ways.append(found._replace(why=why, unexplained=rest, uncertain=doubt, words=words))
        if ways:
            best = min(ways, key=lambda f: len(f.unexplained))
            if not best.unexplained:
                return best
            longest = longest or best
    return longest
