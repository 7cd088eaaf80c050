"""Keys under which names are filed, and the packed form of a reading in the compiled file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from medrecon.names import Amount, NameReading, fold, lexicon
from medrecon.names.fold import MAX_CHARS

SHARED = 50_000
_PARTED = "\0"  # a character that no folded text holds
_SILENT = bytes(c for c in range(1, 128) if not re.match(r"[a-z0-9.%+]", chr(c)))
_SPOKEN = bytes.maketrans(_PARTED.encode(), b"/")
# the first silent character after a digit, and those behind it up to the next
_BETWEEN = re.compile(r"[^a-z0-9.%+](?<=\d.)[^a-z0-9.%+]*(?=\d)")
# the same for many names at once, a line each; and the names of which folding leaves what is spoken as it is
_BETWEEN_IN_LINE = re.compile(r"[^a-z0-9.%+\n](?<=\d.)[^a-z0-9.%+\n]*(?=\d)")
_SILENT_IN_LINE = _SILENT.replace(b"\n", b"")
_PLAIN = re.compile(rf"[ -+\--~]{{0,{MAX_CHARS}}}\Z")


def exact_hash(name: str) -> int:
    """A 63-bit hash of a name without case, spaces and punctuation; what parts two numbers still parts them."""
    return folded_hash(fold(name).text)


def folded_hash(folded: str) -> int:
    """The `exact_hash` of a name that is folded already."""
    spoken = _BETWEEN.sub(_PARTED, folded).encode("ascii", "ignore")
    return _hash(spoken.translate(_SPOKEN, _SILENT))


def exact_hashes(names: Iterable[str]) -> dict[str, int]:
    """The `exact_hash` of each name, the plain ones worked out together.

    >>> exact_hashes(["Aspirin 75mg tablets"]) == {
    ...     "Aspirin 75mg tablets": exact_hash("aspirin 75mg tablets")
    ... }
    True
    """
    told = dict.fromkeys(names, 0)
    if plain := [name for name in told if _PLAIN.match(name)]:
        lines = _BETWEEN_IN_LINE.sub(_PARTED, "\n".join(plain).lower()).encode()
        spoken = lines.translate(_SPOKEN, _SILENT_IN_LINE).split(b"\n")
        told.update(zip(plain, map(_hash, spoken), strict=True))
    return {name: hashed or exact_hash(name) for name, hashed in told.items()}


def _hash(spoken: bytes) -> int:
    return int.from_bytes(blake2b(spoken, digest_size=8).digest(), "big") >> 1


def words_key(words: Iterable[str]) -> str:
    """Name words without order: the same for `losartan hydrochlorothiazide` and its reverse."""
    return " ".join(sorted(set(words)))


def name_keys(words: tuple[str, ...]) -> set[str]:
    """The keys of a name: all its words, and the words without the salt where it is only a salt."""
    return {words_key(words), words_key(without_salts(words))}


def vtm_key(reading: NameReading) -> str:
    """The key of a VTM: words in brackets (liposomal) and numbers (carbomer 980) are part of its name."""
    aside = (word for word in reading.aside if len(word) > 2)
    return words_key((*reading.words, *aside, *reading.numbers, *reading.odd))


def without_salts(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without counter-ions; all of them where the first word is an element."""
    lex = lexicon()
    if lex.salts.isdisjoint(words[1:]) or words[0] in lex.elements:
        return words
    bare = (words[0], *(w for w in words[1:] if w not in lex.salts))
    return words if len(bare) == 1 and bare[0] in lex.radicals else bare


PART, FIELD, RECORD = "\x1e", "\x1f", "\n"


def amounts_text(amounts: Iterable[Amount]) -> str:
    """Amounts as one text; equal texts are equal strengths."""
    return ";".join([f"{kind},{p},{q},{per}" for kind, p, q, per in sorted(amounts)])


def pack(reading: NameReading) -> str:
    """A reading as text, in the order of the fields of Spec."""
    return PART.join(
        (
            amounts_text(reading.amounts),
            amounts_text(reading.aside_amounts),
            *(
                " ".join(sorted(map(str, part))) if part else ""
                for part in (
                    reading.volumes,
                    reading.denominators,
                    (*reading.numbers, *reading.odd),
                    reading.values,
                    reading.core,
                    reading.modifiers,
                    reading.release,
                    reading.markers,
                    reading.qualities,
                    reading.words,
                    reading.aside,
                )
            ),
        )
    )


class Spec(NamedTuple):
    """One dictionary name, ready to be compared. Fields as in NameReading."""

    amounts: tuple[Amount, ...]
    aside_amounts: tuple[Amount, ...]
    volumes: frozenset[int]
    denominators: frozenset[int]
    numbers: frozenset[str]
    values: frozenset[str]
    core: frozenset[str]
    modifiers: frozenset[str]
    release: frozenset[str]
    markers: frozenset[str]
    qualities: frozenset[str]
    words: frozenset[str]
    aside: frozenset[str]


@lru_cache(maxsize=SHARED)
def _amounts(text: str) -> tuple[Amount, ...]:
    parts = (one.split(",") for one in text.split(";") if one)
    return tuple([Amount(kind, int(p), int(q), per) for kind, p, q, per in parts])


@lru_cache(maxsize=SHARED)
def _whole(text: str) -> frozenset[int]:
    return frozenset(map(int, text.split()))


@lru_cache(maxsize=SHARED)
def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@lru_cache(maxsize=SHARED)
def _kinds(text: str) -> tuple[frozenset[str], ...]:
    """The parts from `core` to `qualities`: few are ever said together."""
    return tuple(map(_words, text.split(PART)))


@lru_cache(maxsize=SHARED)
def _besides_words(text: str) -> tuple[Any, ...]:
    """The parts from `amounts` to `qualities`: many medicines have tablets of 5 mg."""
    amounts, beside, volumes, denominators, numbers, values, kinds = text.split(PART, 6)
    return (
        _amounts(amounts),
        _amounts(beside),
        _whole(volumes),
        _whole(denominators),
        _words(numbers),
        _words(values),
        *_kinds(kinds),
    )


@lru_cache(maxsize=SHARED)
def unpack(packed: str) -> Spec:
    """The inverse of `pack`."""
    others, words, aside = packed.rsplit(PART, 2)
    return Spec._make((*_besides_words(others), _words(words), _words(aside)))


# where a part stands in a packed reading
AMOUNTS, CORE, MODIFIERS = map(Spec._fields.index, ("amounts", "core", "modifiers"))


def generic_part(record: str, part: int) -> str:
    """One part of what the name of a product's VMP says, still packed."""
    own, generic = record.rsplit(FIELD, 2)[1:]
    return (generic or own).split(PART, part + 1)[part]


def record(vmp: int, vtm: int | None, amps: Iterable[int], own: str, generic: str) -> str:
    """One product under a name as it is written: see Entry. `generic` is empty where it is the same as `own`."""
    ids = " ".join(map(str, sorted(amps)))
    return FIELD.join((str(vmp), str(vtm or ""), ids, own, generic))


class Entry:
    """One product under a name.

    Its VMP and VTM, the AMPs where the name is a brand, and what its own name (`own`) and its VMP's name
    (`generic`) say: packed, and unpacked only when looked at.
    """

    __slots__ = ("_generic", "_own", "amps", "record", "vmp", "vtm")

    def __init__(self, record: str) -> None:
        self.record = record
        vmp, vtm, amps, self._own, self._generic = record.split(FIELD)
        self.vmp, self.vtm = int(vmp), int(vtm) if vtm else None
        self.amps = tuple(map(int, amps.split())) if amps else ()

    @property
    def says_it_all(self) -> bool:
        """Whether its own name and the name of its VMP say the same."""
        return not self._generic

    @property
    def names(self) -> tuple[Spec, Spec]:
        """What its own name and the name of its VMP say: the same for a generic."""
        own = unpack(self._own)
        return own, unpack(self._generic) if self._generic else own

    @property
    def own(self) -> Spec:
        """What the product's own name says."""
        return unpack(self._own)

    @property
    def generic(self) -> Spec:
        """What the name of its VMP says."""
        return unpack(self._generic or self._own)
