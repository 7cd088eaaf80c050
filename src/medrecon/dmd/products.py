"""Turn the rows of a concept into a frozen Product."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from medrecon.dmd.moieties import Moieties
from medrecon.dmd.store import Row, Store
from medrecon.model import Ingredient, Level, Product, Strength, UnitDose
from medrecon.names import read_name
from medrecon.units import fold_unit

Get = Callable[[int], Product | None]
_MODIFIED = ("modified-release", "prolonged-release")


def make(store: Store, code: int, level: Level, row: Row, get: Get) -> Product:
    """The Product of one concept; `get` brings the concepts above it."""
    maker = {"VTM": _vtm, "VMP": _vmp, "AMP": _amp, "VMPP": _pack, "AMPP": _pack}[level]
    common = {
        "level": level,
        "code": str(code),
        "name": row.get("NM", ""),
        "valid": row.get("INVALID", "0").lstrip("0") != "1",
        "superseded": tuple(str(old) for old in store.predecessors(code)),
    }
    return Product(**{**maker(store, code, row, get), **common})


def _vtm(store: Store, code: int, row: Row, _get: Get) -> dict[str, Any]:
    moieties = store.derived(code).get("m") or (row.get("NM", "").casefold(),)
    return {"moieties": tuple(moieties)}


def _vmp(store: Store, code: int, row: Row, get: Get) -> dict[str, Any]:
    details, derived = store.details(code), store.derived(code)
    form = _first(details, "DFORM", "FORMCD")
    routes = (store.lookup("ROUTE", r.get("ROUTECD")) for r in details.get("DROUTE", ()))
    discrete = {"1": True, "2": False}.get(row.get("DF_INDCD", "").lstrip("0"))
    shown = store.lookup("FORM", form)
    return {
        "vtm": _above(row, "VTMID", get),
        "ingredients": tuple(_ingredients(store, details.get("VPI", []))),
        "moieties": tuple(derived.get("m", ())),
        "form": shown.casefold() if shown else None,
        "routes": tuple(sorted(r.casefold() for r in routes if r)),
        "unit_dose": _unit_dose(store, row),
        "discrete": discrete,
        "release": release(row.get("NM", ""), shown),
        "prescribing_status": store.lookup("VIRTUAL_PRODUCT_PRES_STATUS", row.get("PRES_STATCD")),
        "controlled_drug": _controlled(store, details),
        "appliance": bool(derived.get("a")),
        "available": row.get("NON_AVAILCD", "0").lstrip("0") != "1",
        "combination": store.lookup("COMBINATION_PROD_IND", row.get("COMBPRODCD")),
    }


def _amp(store: Store, code: int, row: Row, get: Get) -> dict[str, Any]:
    vmp = _above(row, "VPID", get)
    shared = _of_vmp(vmp)
    name = row.get("NM", "")
    routes = [
        store.lookup("ROUTE", r.get("ROUTECD")) for r in store.details(code).get("LIC_ROUTE", ())
    ]
    if routes and not shared["routes"]:
        shared["routes"] = tuple(sorted(r.casefold() for r in routes if r))
    branded = vmp is None or name.casefold() != vmp.name.casefold()
    own = release(name, None)
    return {
        **shared,
        "vmp": vmp,
        "release": shared["release"] if own == "immediate" else own,
        "brand": _brand(name) if branded else None,
        "supplier": store.lookup("SUPPLIER", row.get("SUPPCD")),
        "available": row.get("AVAIL_RESTRICTCD", "0").lstrip("0") != "9",
        "combination": store.lookup("COMBINATION_PROD_IND", row.get("COMBPRODCD"))
        or shared["combination"],
    }


def _pack(store: Store, _code: int, row: Row, get: Get) -> dict[str, Any]:
    amp = _above(row, "APID", get)
    vmpp = _above(row, "VPPID", get)
    vmp = _above(row, "VPID", get) or (amp.vmp if amp else None) or (vmpp.vmp if vmpp else None)
    shared = _of_vmp(vmp)
    if amp is not None:
        shared |= {
            "brand": amp.brand,
            "supplier": amp.supplier,
            "release": amp.release,
            "routes": amp.routes,
        }
    quantity = _decimal(row.get("QTYVAL"))
    unit = store.lookup("UNIT_OF_MEASURE", row.get("QTY_UOMCD"))
    if quantity is None and vmpp is not None:
        quantity, unit = vmpp.pack_quantity, vmpp.pack_unit
    status = store.lookup("DISCONTINUED_IND", row.get("DISCCD"))
    return {
        **shared,
        "vmp": vmp,
        "pack_quantity": quantity,
        "pack_unit": (fold_unit(unit) or unit) if unit else None,
        "available": None if status is None else status != "Discontinued",
        "combination": store.lookup("COMBINATION_PACK_IND", row.get("COMBPACKCD"))
        or shared["combination"],
    }


def _of_vmp(vmp: Product | None) -> dict[str, Any]:
    fields = (
        "vtm", "ingredients", "moieties", "form", "routes", "unit_dose", "discrete", "release",
        "prescribing_status", "controlled_drug", "combination",
    )  # fmt: skip
    empty = Product("VMP", "", "")
    source = vmp or empty
    return {**{name: getattr(source, name) for name in fields}, "appliance": source.appliance}


def _above(row: Row, column: str, get: Get) -> Product | None:
    value = row.get(column, "")
    return get(int(value)) if value.isdigit() else None


def _first(details: dict[str, list[Row]], tag: str, column: str) -> str | None:
    found = details.get(tag)
    value = found[0].get(column) if found else None
    return value if isinstance(value, str) else None


def _controlled(store: Store, details: dict[str, list[Row]]) -> str | None:
    code = _first(details, "CONTROL_INFO", "CATCD")
    if code is None or code.strip("0") == "":
        return None
    return store.lookup("CONTROL_DRUG_CATEGORY", code)


def _ingredients(store: Store, rows: list[Row]) -> list[Ingredient]:
    out = []
    fold = Moieties(())
    for row in rows:
        found = store.concept(int(row["ISID"])) if row.get("ISID", "").isdigit() else None
        name = found[1].get("NM", "") if found else ""
        base = store.concept(int(row["BS_SUBID"])) if row.get("BS_SUBID", "").isdigit() else None
        out.append(
            Ingredient(
                code=row.get("ISID", ""),
                name=name,
                moiety=fold.of_name(base[1].get("NM", "") if base else name),
                strength=_strength(store, row),
                basis={"1": "ingredient", "2": "base"}.get(
                    row.get("BASIS_STRNTCD", "").lstrip("0")
                ),
                base_code=row.get("BS_SUBID"),
            )
        )
    return out


def _strength(store: Store, row: Row) -> Strength | None:
    value = _decimal(row.get("STRNT_NMRTR_VAL"))
    unit = _unit(store, row.get("STRNT_NMRTR_UOMCD"))
    if value is None or unit is None:
        return None
    per = _decimal(row.get("STRNT_DNMTR_VAL"))
    per_unit = _unit(store, row.get("STRNT_DNMTR_UOMCD")) if per is not None else None
    return Strength(value, unit, per, per_unit)


def _unit_dose(store: Store, row: Row) -> UnitDose | None:
    value = _decimal(row.get("UDFS"))
    unit = _unit(store, row.get("UDFS_UOMCD"))
    if value is None or unit is None:
        return None
    return UnitDose(value, unit, _unit(store, row.get("UNIT_DOSE_UOMCD")))


def _unit(store: Store, code: str | None) -> str | None:
    shown = store.lookup("UNIT_OF_MEASURE", code)
    return (fold_unit(shown) or shown.casefold()) if shown else None


def _decimal(text: Any) -> Decimal | None:
    """A dm+d number, exact; trailing zeros gone. None for what is no finite number."""
    if not isinstance(text, str):
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    if not value.is_finite():
        return None
    return (
        value.quantize(Decimal(1))
        if value == value.to_integral_value() and abs(value) < 10**15
        else value.normalize()
    )


def release(name: str, form: str | None) -> str | None:
    """`modified`, `gastro-resistant`, `immediate`; None where nothing says the form.

    A product that is both (mesalazine) is `modified`: the more specific of the two.
    """
    found = read_name(name)
    words = (form or "").casefold()
    if "modified" in found.release or any(word in words for word in _MODIFIED):
        return "modified"
    if "gastro-resistant" in found.release or "gastro-resistant" in words:
        return "gastro-resistant"
    return "immediate" if form or found.core else None


def _brand(name: str) -> str:
    """The words of an AMP name before its strength and form."""
    words = name.split()
    kept: list[str] = []
    for word in words:
        reading = read_name(word)
        if kept and (reading.amounts or reading.core):
            break
        kept.append(word)
    return " ".join(kept)
