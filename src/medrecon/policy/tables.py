"""The rows of the policy files as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from medrecon.model import FrozenDict, Severity


@dataclass(frozen=True, slots=True)
class Listed:
    """The moieties of one clinical list, the row that put each there, and its source."""

    moieties: frozenset[str]
    source_of: Mapping[str, str] = field(default_factory=FrozenDict, hash=False, compare=False)

    def __contains__(self, moiety: object) -> bool:
        return moiety in self.moieties


@dataclass(frozen=True, slots=True)
class FormRule:
    """Words of a pharmaceutical form, the group they fold to, and the route class it implies."""

    group: str
    words: tuple[str, ...]
    route_class: str
    fixed: bool


@dataclass(frozen=True, slots=True)
class BrandRule:
    """A medicine that is to stay on one manufacturer's product, and for which forms."""

    moiety: str
    scope: str
    severity: str
    source: str


@dataclass(frozen=True, slots=True)
class Interaction:
    """A shop-bought medicine that matters beside a prescribed one."""

    otc: frozenset[str]
    partners: frozenset[str]
    severity: Severity
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class AllergyGroup:
    """Words of an allergy entry and the moieties that it covers."""

    words: tuple[str, ...]
    moieties: frozenset[str]
    source: str


@dataclass(frozen=True, slots=True)
class ClassHarm:
    """A reaction to one member of a class, by the words of a stop, that speaks against the others.

    `by` are the medicines whose stop speaks: the class itself, and others that the row names. `type`
    and `severity` are those of the finding that another member makes.
    """

    words: tuple[str, ...]
    moieties: frozenset[str]
    by: frozenset[str]
    type: str
    severity: Severity
    source: str


@dataclass(frozen=True, slots=True)
class WordsOf:
    """Words that hold for these medicines only: a harm of theirs or what they are given for, an overlap."""

    words: tuple[str, ...]
    moieties: frozenset[str]
    source: str


@dataclass(frozen=True, slots=True)
class NotInterchangeable:
    """Two forms of one moiety, by words of their names, of which a dose of the one is none of the other."""

    moiety: str
    a: tuple[str, ...]
    b: tuple[str, ...]
    severity: Severity
    source: str


@dataclass(frozen=True, slots=True)
class PregnancyRow:
    """Medicines that a recorded pregnancy speaks against, and why, for the message."""

    moieties: frozenset[str]
    severity: Severity
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class SaltFactor:
    """`a_mg` of substance `a` is the dose that `b_mg` of substance `b` is."""

    moiety: str
    a: str
    a_mg: Decimal
    b: str
    b_mg: Decimal


@dataclass(frozen=True, slots=True)
class Potency:
    """`factor` of a brand or form in `a` is the dose that one of those in `b` is."""

    moieties: frozenset[str]
    a: tuple[str, ...]
    b: tuple[str, ...]
    factor: Decimal


@dataclass(frozen=True, slots=True)
class SeverityRow:
    """Severities of one finding type: the base, and named reasons for another."""

    base: Severity
    because: Mapping[str, Severity] = field(default_factory=FrozenDict, hash=False)
