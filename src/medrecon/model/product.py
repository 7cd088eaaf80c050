"""A dm+d concept as a value, and the answer to “which product is this text about?”."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from medrecon.model.frozen import quick_init

Level = Literal["VTM", "VMP", "AMP", "VMPP", "AMPP"]
MatchStatus = Literal["product", "moiety", "ambiguous", "unresolved"]
MOST_CANDIDATES = 5  # that a match has, besides what code and text themselves name


@dataclass(frozen=True, slots=True)
class Strength:
    """How much of an ingredient: `value unit`, or `value unit` in each `per_value per_unit`.

    Units are the folded names of `medrecon.units` (`mg`, `microgram`, `unit`, `ml`, `hour`, …).
    Source: dm+d VPI (STRNT_NMRTR_VAL / STRNT_DNMTR_VAL), values exact.
    """

    value: Decimal
    unit: str
    per_value: Decimal | None = None
    per_unit: str | None = None


@quick_init
@dataclass(frozen=True, slots=True)
class Ingredient:
    """One active ingredient of a product (dm+d VPI).

    `name` is the substance as dm+d names it; `moiety` the same in lower case with its salt folded;
    `basis` says what the strength is of: `ingredient` (the substance as named) or `base` (BASIS_STRNT).
    """

    code: str
    name: str
    moiety: str
    strength: Strength | None = None
    basis: str | None = None
    base_code: str | None = None


@dataclass(frozen=True, slots=True)
class UnitDose:
    """How much one unit of the product is (dm+d UDFS): one tablet, one 5 ml, one vial of 2 ml."""

    value: Decimal
    unit: str
    of: str | None = None


@quick_init
@dataclass(frozen=True, slots=True)
class Product:
    """A dm+d concept at its level, with what stands above it, as values.

    `vmp` and `vtm` are None where dm+d has none. `moieties` are the active moieties in lower case,
    salts folded, sorted; where dm+d gives no ingredient the name's own active words stand in.
    `release` is `immediate`, `modified` or `gastro-resistant`, None where the form does not say.
    `discrete` is DF_INDCD: True where “2” can mean two of the unit. Codes keep dm+d's spelling.
    `superseded` holds the older ids that lead here.
    """

    level: Level
    code: str
    name: str
    vtm: Product | None = None
    vmp: Product | None = None
    ingredients: tuple[Ingredient, ...] = ()
    moieties: tuple[str, ...] = ()
    form: str | None = None
    routes: tuple[str, ...] = ()
    unit_dose: UnitDose | None = None
    discrete: bool | None = None
    release: str | None = None
    brand: str | None = None
    supplier: str | None = None
    prescribing_status: str | None = None
    controlled_drug: str | None = None
    appliance: bool = False
    valid: bool = True
    available: bool | None = None
    combination: str | None = None
    pack_quantity: Decimal | None = None
    pack_unit: str | None = None
    superseded: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name} ({self.level} {self.code})"


@quick_init
@dataclass(frozen=True, slots=True)
class Match:
    """What a text, a code or both were taken for.

    `product` is set when and only when `status` is `product`; `moiety` whenever the medicine is
    certain, for products too. `candidates` are ranked, best first. `why` says which words gave
    what; `flags` names doubts (`code_text_mismatch`, `code_brand_mismatch`, `tampered_text`, `unknown_code`, …).
    `moieties` are the active moieties (as Product.moieties) whenever they are certain: also where dm+d
    has no VTM for them, and for `ambiguous` when every product the text allows has the same. Empty: not certain.
    `brand` is the brand that the text names, in lower case, by its name or in brackets beside that of its
    medicine; None where it names none, where that may be another name, and for a whole name, of which the
    product has the brand.
    """

    status: MatchStatus
    product: Product | None = None
    moiety: Product | None = None
    candidates: tuple[Product, ...] = ()
    why: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    moieties: tuple[str, ...] = ()
    brand: str | None = None


def unsettled(match: Match) -> Match:
    """The match without its product, which stays the first of the candidates."""
    if match.product is None:
        return match
    status: MatchStatus = "moiety" if match.moiety is not None else "ambiguous"
    return replace(match, status=status, product=None)
