"""Turn the rows of a concept into a frozen Product."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from medrecon.dmd.facts import number, unit
from medrecon.dmd.store import Row, Store
from medrecon.model import Ingredient, Level, Product, Strength, UnitDose

Get = Callable[[int], Product | None]


def make(store: Store, code: int, level: Level, row: Row, derived: Row, get: Get) -> Product:
    """The Product of one concept; `get` brings the concepts above it."""
    parts = {"VTM": _vtm, "VMP": _vmp, "AMP": _amp, "VMPP": _pack, "AMPP": _pack}[level]
    return Product(
        level=level,
        code=str(code),
        name=row.get("NM", ""),
        valid=row.get("INVALID", "0").lstrip("0") != "1",
        superseded=tuple(map(str, store.predecessors(code))),
        **parts(store, code, row, derived, get),
    )


def _vtm(_store: Store, _code: int, row: Row, derived: Row, _get: Get) -> dict[str, Any]:
    return {"moieties": tuple(derived.get("m") or (row.get("NM", "").casefold(),))}


def _vmp(store: Store, _code: int, row: Row, derived: Row, get: Get) -> dict[str, Any]:
    dose = derived.get("u")
    return {
        "vtm": _above(row, "VTMID", get),
        "ingredients": tuple(_ingredient(*parts) for parts in derived.get("i", ())),
        "moieties": tuple(derived.get("m", ())),
        "form": derived.get("f"),
        "routes": tuple(derived.get("r", ())),
        "unit_dose": UnitDose(Decimal(dose[0]), dose[1], dose[2]) if dose else None,
        "discrete": {"1": True, "2": False}.get(row.get("DF_INDCD", "").lstrip("0")),
        "release": derived.get("l"),
        "prescribing_status": store.lookup("VIRTUAL_PRODUCT_PRES_STATUS", row.get("PRES_STATCD")),
        "controlled_drug": derived.get("c"),
        "appliance": bool(derived.get("a")),
        "available": row.get("NON_AVAILCD", "0").lstrip("0") != "1",
        "combination": store.lookup("COMBINATION_PROD_IND", row.get("COMBPRODCD")),
    }


def _ingredient(
    code: str,
    name: str,
    moiety: str,
    strength: list[Any] | None,
    basis: str | None,
    base: str | None,
) -> Ingredient:
    if strength is None:
        return Ingredient(code, name, moiety, None, basis, base)
    value, unit_name, per, per_unit = strength
    amount = Strength(Decimal(value), unit_name, Decimal(per) if per else None, per_unit)
    return Ingredient(code, name, moiety, amount, basis, base)


def _amp(store: Store, code: int, row: Row, derived: Row, get: Get) -> dict[str, Any]:
    vmp = _above(row, "VPID", get)
    shared = _of_vmp(vmp)
    if not shared["routes"]:
        licensed = store.details(code).get("LIC_ROUTE", ())
        routes = {store.lookup("ROUTE", r.get("ROUTECD")) for r in licensed}
        shared["routes"] = tuple(sorted(r.casefold() for r in routes if r))
    own = derived.get("l")
    return {
        **shared,
        "vmp": vmp,
        "release": shared["release"] if own in (None, "immediate") else own,
        "brand": derived.get("b"),
        "supplier": store.lookup("SUPPLIER", row.get("SUPPCD")),
        "available": row.get("AVAIL_RESTRICTCD", "0").lstrip("0") != "9",
        "combination": store.lookup("COMBINATION_PROD_IND", row.get("COMBPRODCD"))
        or shared["combination"],
    }


def _pack(store: Store, code: int, row: Row, _derived: Row, get: Get) -> dict[str, Any]:
    amp = _above(row, "APID", get)
    itself = row.get("VPPID") == str(code)  # a VMPP; an AMPP names the VMPP above it
    vmpp = None if itself else _above(row, "VPPID", get)
    vmp = _above(row, "VPID", get) or (amp.vmp if amp else None) or (vmpp.vmp if vmpp else None)
    shared = _of_vmp(vmp)
    if amp is not None:
        for name in ("brand", "supplier", "release", "routes"):
            shared[name] = getattr(amp, name)
    size = number(row.get("QTYVAL"))
    quantity = Decimal(size) if size else (vmpp.pack_quantity if vmpp else None)
    status = store.lookup("DISCONTINUED_IND", row.get("DISCCD"))
    return {
        **shared,
        "vmp": vmp,
        "pack_quantity": quantity,
        "pack_unit": unit(store.lookups(), row.get("QTY_UOMCD"))
        or (vmpp.pack_unit if vmpp else None),
        "available": None if status is None else status != "Discontinued",
        "combination": store.lookup("COMBINATION_PACK_IND", row.get("COMBPACKCD"))
        or shared["combination"],
    }


_SHARED = (
    "vtm", "ingredients", "moieties", "form", "routes", "unit_dose", "discrete", "release",
    "prescribing_status", "controlled_drug", "combination", "appliance",
)  # fmt: skip
_NOTHING = Product("VMP", "", "")


def _of_vmp(vmp: Product | None) -> dict[str, Any]:
    """What an AMP or a pack has from the VMP above it."""
    source = vmp or _NOTHING
    return {name: getattr(source, name) for name in _SHARED}


def _above(row: Row, column: str, get: Get) -> Product | None:
    value = row.get(column, "")
    return get(int(value)) if value.isdigit() else None
