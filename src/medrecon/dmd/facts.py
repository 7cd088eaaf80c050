"""The facts of a VTM, VMP or AMP, worked out once when a release is compiled: what its rows mean together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, NamedTuple

from medrecon.dmd.moieties import Moieties
from medrecon.names import NameReading, name_end
from medrecon.units import fold_unit

_APPLIED = frozenset(
    {
        "bath",
        "cream",
        "drops",
        "emulsion",
        "gel",
        "lotion",
        "nebuliser",
        "ointment",
        "shampoo",
        "spray",
        "wash",
    }
)
_DRESSED = frozenset({"film", "foam", "plaster", "paste"})  # forms of dressings and bandages
LICENSED = "0001"
Row = dict[str, Any]
Lookups = dict[tuple[str, str], str]
Details = dict[str, list[Row]]


class Kind(NamedTuple):
    """What many AMPs have in common: the facts of their supplier and of what may be had of them, and what they are."""

    facts: Row
    licensed: bool
    valid: bool


class Amp(NamedTuple):
    """An AMP: its name, the name before that (empty where there is none), and the id of its VMP."""

    name: str
    previous: str
    vmp: int | None
    kind: Kind


def number(value: Any) -> str | None:
    """A dm+d number in one exact spelling, as text: `2.50` is `2.5`. None for what is no finite number."""
    return _number(value) if isinstance(value, str) else None


@lru_cache(maxsize=4096)  # a few numbers are the strength of most products
def _number(written: str) -> str | None:
    try:
        value = Decimal(written)
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value.adjusted()) > 30:
        return None
    return format(value.normalize(), "f")


def unit(lookups: Lookups, code: str | None) -> str | None:
    """The folded name of a UNIT_OF_MEASURE code; its own words in lower case where medrecon has no unit."""
    shown = lookups.get(("UNIT_OF_MEASURE", code or ""))
    return (fold_unit(shown) or shown.casefold()) if shown else None


def release(reading: NameReading, form: str | None) -> str | None:
    """`modified`, `gastro-resistant`, `immediate`; None where nothing says the form.

    A product that is both (mesalazine) is `modified`: the more specific of the two.
    """
    words = (form or "").casefold()
    if "modified" in reading.release or "modified-release" in words or "prolonged-release" in words:
        return "modified"
    if "gastro-resistant" in reading.release or "gastro-resistant" in words:
        return "gastro-resistant"
    return "immediate" if form or reading.core else None


def vtm_facts(row: Row, fold: Moieties) -> Row:
    """The derived record of a VTM: name and moieties."""
    return stated(row, {"moieties": fold.of(text(row, "NM"), (), "")})


def is_branded(name: str) -> bool:
    """Whether a VMP is named after the one brand that it is of: `Generic Systane eye drops`."""
    return name.casefold().startswith("generic ")


def like_a_medicine(name: str, reading: NameReading) -> bool:
    """Whether a device is named, written and used as a medicine is: eye drops, saline for a nebuliser, an emollient.

    Told by its form together with a concentration, or with a brand for its name (`Generic Systane eye drops`).
    """
    concentrated = bool(reading.amounts) and all(a.per == "v" for a in reading.amounts)
    if is_branded(name) and not reading.amounts:
        return bool(reading.core) and reading.core <= _APPLIED
    return concentrated and bool(reading.core & _APPLIED) and not reading.core & _DRESSED


def vmp_facts(
    row: Row,
    details: Details,
    reading: NameReading,
    lookups: Lookups,
    names: dict[int, str],
    fold: Moieties,
) -> Row:
    """The derived record of a VMP: what a Product says of it, under the Product's own words."""
    form = lookups.get(("FORM", _one(details.get("DFORM"), "FORMCD") or ""))
    routes = {lookups.get(("ROUTE", r.get("ROUTECD", ""))) for r in details.get("DROUTE", ())}
    category = _one(details.get("CONTROL_INFO"), "CATCD") or ""
    controlled = lookups.get(("CONTROL_DRUG_CATEGORY", category)) if category.strip("0") else None
    dose = number(row.get("UDFS"))
    dose_unit = unit(lookups, row.get("UDFS_UOMCD"))
    unit_dose = [dose, dose_unit, unit(lookups, row.get("UNIT_DOSE_UOMCD"))]
    facts = {
        "vtm": above(row, "VTMID"),
        "form": form.casefold() if form else None,
        "routes": sorted(r.casefold() for r in routes if r),
        "unit_dose": unit_dose if dose and dose_unit else None,
        "ingredients": list(_ingredients(details.get("VPI", ()), lookups, names, fold)),
        "discrete": {"1": True, "2": False}.get(row.get("DF_INDCD", "").lstrip("0")),
        "release": release(reading, form),
        "controlled_drug": controlled,
        "prescribing_status": lookups.get(
            ("VIRTUAL_PRODUCT_PRES_STATUS", row.get("PRES_STATCD", ""))
        ),
        "available": row.get("NON_AVAILCD", "0").lstrip("0") != "1",
        "combination": lookups.get(("COMBINATION_PROD_IND", row.get("COMBPRODCD", ""))),
    }
    return stated(row, facts)


def kind_of_amp(row: Row, lookups: Lookups) -> Kind:
    """What the row of an AMP says that those of many others say too."""
    facts = {
        "supplier": lookups.get(("SUPPLIER", text(row, "SUPPCD"))),
        "available": text(row, "AVAIL_RESTRICTCD").lstrip("0") != "9",
        "combination": lookups.get(("COMBINATION_PROD_IND", text(row, "COMBPRODCD"))),
    }
    return Kind(known(facts), text(row, "LIC_AUTHCD") == LICENSED, valid(row))


def amp_facts(amp: Amp, licensed: Sequence[str], own: Row, lookups: Lookups) -> Row:
    """The derived record of an AMP: what it does not have from its VMP.

    `licensed` are the ids of its licensed routes; `own` is what its brand name says.
    """
    facts: Row = {"name": amp.name}
    if amp.vmp is not None:
        facts["vmp"] = amp.vmp
    if licensed:
        routes = {lookups.get(("ROUTE", code)) for code in licensed}
        facts |= known({"routes": sorted(r.casefold() for r in routes if r)})
    facts |= amp.kind.facts
    facts |= own
    if not amp.kind.valid:
        facts["valid"] = False
    return facts


def known(facts: Row) -> Row:
    """Those of the facts that are known."""
    return {name: value for name, value in facts.items() if value not in (None, [], ())}


def stated(row: Row, facts: Row) -> Row:
    """The name of a concept and those of its facts that are known; `valid` only where it is not."""
    return {"name": text(row, "NM"), **known(facts), **({} if valid(row) else {"valid": False})}


def valid(row: Row) -> bool:
    """Whether names of the row may be found; an invalid one is still there to be got by its id."""
    return bool(row.get("INVALID", "0").lstrip("0") != "1")


def text(row: Row, column: str) -> str:
    """What a column says; empty where there is none, or where it is there more than once."""
    return one_text(row.get(column, ""))


def one_text(value: Any) -> str:
    """The text of a column; empty where it is there more than once."""
    return value if isinstance(value, str) else ""


def above(row: Row, column: str) -> int | None:
    """The id that a column names, or None."""
    value = row.get(column, "")
    return int(value) if isinstance(value, str) and value.isdigit() else None


def _one(rows: list[Row] | None, column: str) -> str | None:
    value = rows[0].get(column) if rows else None
    return value if isinstance(value, str) else None


def _ingredients(
    rows: Iterable[Row], lookups: Lookups, names: dict[int, str], fold: Moieties
) -> Iterable[list[Any]]:
    for row in rows:
        code, base = row.get("ISID", ""), row.get("BS_SUBID", "")
        name = names.get(int(code), "") if code.isdigit() else ""
        active = names.get(int(base)) if base.isdigit() else None
        value, unit_name = (
            number(row.get("STRNT_NMRTR_VAL")),
            unit(lookups, row.get("STRNT_NMRTR_UOMCD")),
        )
        per = number(row.get("STRNT_DNMTR_VAL"))
        yield [
            code,
            name,
            fold.of_name(active or name),
            [value, unit_name, per, unit(lookups, row.get("STRNT_DNMTR_UOMCD")) if per else None]
            if value and unit_name
            else None,
            {"1": "ingredient", "2": "base"}.get(row.get("BASIS_STRNTCD", "").lstrip("0")),
            base or None,
        ]


def brand(name: str) -> str:
    """The words of an AMP name before its strength and form.

    >>> brand("Adizem-XL 120mg capsules"), brand("Seretide 250 Evohaler")
    ('Adizem-XL', 'Seretide 250')
    """
    return name[: name_end(name)].strip() or name
