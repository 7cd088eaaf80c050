"""Turn the derived record of a concept, or the rows of a pack, into a frozen Product."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from medrecon.dmd.facts import above, number, valid
from medrecon.dmd.facts import unit as unit_name
from medrecon.dmd.store import Row, Store
from medrecon.model import Ingredient, Level, Product, Strength, UnitDose
from medrecon.model.frozen import maker

Get = Callable[[int], Product | None]
STRENGTHS_KEPT = 4096  # most medicines come in the same few hundred
_NOTHING = Product("VMP", "", "")
_make_product, _make_ingredient = maker(Product), maker(Ingredient)


def make(store: Store, code: int, get: Get) -> Product | None:
    """The Product of an id, or None; `get` brings the concepts above it."""
    found = store.derived(code)
    if found is None:
        return _pack(store, code, get)
    level, facts = found
    older = store.predecessors(code)
    if level == "AMP":
        return _amp(str(code), facts, older, get)
    return _virtual("VMP" if level == "VMP" else "VTM", str(code), facts, older, get)


def _virtual(level: Level, code: str, facts: Row, older: tuple[str, ...], get: Get) -> Product:
    """A VTM or a VMP."""
    said = facts.get
    vtm, dose = said("vtm"), said("unit_dose")
    ingredients = [_ingredient(*parts) for parts in said("ingredients", ())]
    return _make_product(
        level,
        code,
        facts["name"],
        get(vtm) if vtm is not None else None,
        None,
        tuple(ingredients),
        tuple(said("moieties", ())),
        said("form"),
        tuple(said("routes", ())),
        _unit_dose(*dose) if dose else None,
        said("discrete"),
        said("release"),
        prescribing_status=said("prescribing_status"),
        controlled_drug=said("controlled_drug"),
        appliance=said("appliance", False),
        valid=said("valid", True),
        available=said("available"),
        combination=said("combination"),
        superseded=older,
    )


def _ingredient(
    code: str,
    name: str,
    moiety: str,
    strength: list[Any] | None,
    basis: str | None,
    base: str | None,
) -> Ingredient:
    return _make_ingredient(
        code, name, moiety, _strength(*strength) if strength else None, basis, base
    )


@lru_cache(maxsize=STRENGTHS_KEPT)
def _unit_dose(value: str, unit: str, of: str | None) -> UnitDose:
    return UnitDose(Decimal(value), unit, of)


@lru_cache(maxsize=STRENGTHS_KEPT)
def _strength(value: str, unit: str, per: str | None, per_unit: str | None) -> Strength:
    return Strength(Decimal(value), unit, Decimal(per) if per else None, per_unit)


def _amp(code: str, facts: Row, older: tuple[str, ...], get: Get) -> Product:
    said = facts.get
    parent = said("vmp")
    vmp = get(parent) if parent is not None else None
    shared = vmp or _NOTHING
    release = said("release")
    return _make_product(
        "AMP",
        code,
        facts["name"],
        shared.vtm,
        vmp,
        shared.ingredients,
        shared.moieties,
        shared.form,
        shared.routes or tuple(said("routes", ())),
        shared.unit_dose,
        shared.discrete,
        shared.release if release in (None, "immediate") else release,
        said("brand"),
        said("supplier"),
        prescribing_status=shared.prescribing_status,
        controlled_drug=shared.controlled_drug,
        appliance=shared.appliance,
        valid=said("valid", True),
        available=said("available"),
        combination=said("combination") or shared.combination,
        superseded=older,
    )


def _of_vmp(vmp: Product) -> dict[str, Any]:
    """What a pack has from the VMP above it, whatever its own rows say."""
    return {
        "vtm": vmp.vtm,
        "ingredients": vmp.ingredients,
        "moieties": vmp.moieties,
        "form": vmp.form,
        "unit_dose": vmp.unit_dose,
        "discrete": vmp.discrete,
        "prescribing_status": vmp.prescribing_status,
        "controlled_drug": vmp.controlled_drug,
        "appliance": vmp.appliance,
    }


def _pack(store: Store, code: int, get: Get) -> Product | None:
    """A VMPP or an AMPP, from its rows; None for an id that is neither."""
    found = store.concept(code)
    if found is None or found[0] not in ("VMPP", "AMPP"):
        return None
    level, row = found
    amp = _above(row, "APID", get)
    vmpp = _above(row, "VPPID", get) if level == "AMPP" else None
    vmp = _above(row, "VPID", get) or (amp.vmp if amp else None) or (vmpp.vmp if vmpp else None)
    shared = amp or vmp or _NOTHING
    size = number(row.get("QTYVAL"))
    status = store.lookup("DISCONTINUED_IND", row.get("DISCCD"))
    combination = store.lookup("COMBINATION_PACK_IND", row.get("COMBPACKCD"))
    return _make_product(
        level="VMPP" if level == "VMPP" else "AMPP",
        code=str(code),
        name=row.get("NM", ""),
        vmp=vmp,
        routes=shared.routes,
        release=shared.release,
        brand=shared.brand,
        supplier=shared.supplier,
        valid=valid(row),
        available=None if status is None else status != "Discontinued",
        combination=combination or (vmp or _NOTHING).combination,
        pack_quantity=Decimal(size) if size else (vmpp.pack_quantity if vmpp else None),
        pack_unit=unit_name(store.lookups(), row.get("QTY_UOMCD"))
        or (vmpp.pack_unit if vmpp else None),
        superseded=store.predecessors(code),
        **_of_vmp(vmp or _NOTHING),
    )


def _above(row: Row, column: str, get: Get) -> Product | None:
    code = above(row, column)
    return get(code) if code is not None else None
