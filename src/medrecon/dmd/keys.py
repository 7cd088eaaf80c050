"""Keys under which names are filed, and the packed form of a reading in the compiled file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from medrecon.names import Amount, NameReading, fold, lexicon


def exact_hash(name: str) -> int:
    """A 63-bit hash of a name without case, spaces and punctuation."""
    plain = "".join(c for c in fold(name).text if c.isalnum() or c in ".%+")
    return int.from_bytes(hashlib.blake2b(plain.encode(), digest_size=8).digest(), "big") >> 1


def words_key(words: Iterable[str]) -> str:
    """Name words without order: the same for `losartan hydrochlorothiazide` and its reverse."""
    return " ".join(sorted(set(words)))


def name_keys(words: tuple[str, ...]) -> set[str]:
    """The keys of a name: all its words, and the words without the salt where it is only a salt."""
    keys = {words_key(words)}
    bare = without_salts(words)
    if bare and bare != words:
        keys.add(words_key(bare))
    return keys


def without_salts(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without counter-ions; all of them where the first word is an element."""
    lex = lexicon()
    if not words or words[0] in lex.elements:
        return words
    return (words[0], *(w for w in words[1:] if w not in lex.salts))


def pack(reading: NameReading) -> list[Any]:
    """A reading as plain JSON data."""
    return [
        sorted(reading.amounts),
        sorted(reading.aside_amounts),
        sorted(reading.volumes),
        sorted(reading.denominators),
        sorted(reading.numbers),
        sorted(reading.values),
        sorted(reading.core),
        sorted(reading.modifiers),
        sorted(reading.release),
        sorted(reading.markers),
        sorted(reading.qualities),
        sorted(reading.words),
        sorted(reading.aside),
    ]


@dataclass(frozen=True, slots=True)
class Spec:
    """One dictionary name as packed, ready to be compared. Fields as in NameReading."""

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


def unpack(packed: list[Any]) -> Spec:
    """The inverse of `pack`."""
    first, second, *rest = packed
    return Spec(
        tuple(Amount(*a) for a in first),
        tuple(Amount(*a) for a in second),
        *(frozenset(part) for part in rest),
    )
