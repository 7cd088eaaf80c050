"""Units of medicines, exact.

Every unit has one folded name, a kind, and an exact factor to the base of its kind. Amounts of
different kinds never compare; amounts of one kind convert without rounding. Spellings are those of
dm+d UNIT_OF_MEASURE, UCUM, and what UK prescribers write.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: its folded `name`, its `kind` (mass, volume, …) and its `factor` to the kind's base."""

    name: str
    kind: str
    factor: Decimal
    ucum: str | None = None
    spellings: tuple[str, ...] = ()


_D = Decimal
UNITS: tuple[Unit, ...] = (
    Unit("kg", "mass", _D("1000000000"), "kg", ("kilogram", "kilograms", "kilo")),
    Unit("g", "mass", _D("1000000"), "g", ("gram", "grams", "gm", "gms", "gramme", "grammes")),
    Unit("mg", "mass", _D("1000"), "mg", ("milligram", "milligrams", "mgs", "milligramme")),
    Unit(
        "microgram",
        "mass",
        _D("1"),
        "ug",
        ("micrograms", "mcg", "mcgs", "microgm", "microg", "ug", "µg", "μg", "mcgm", "microgramme"),
    ),
    Unit("nanogram", "mass", _D("0.001"), "ng", ("nanograms", "ng", "nanog")),
    Unit("litre", "volume", _D("1000"), "L", ("litres", "l", "liter", "liters", "ltr")),
    Unit("ml", "volume", _D("1"), "mL", ("mls", "millilitre", "millilitres", "milliliter", "cc")),
    Unit("microlitre", "volume", _D("0.001"), "uL", ("microlitres", "microl", "ul", "µl", "μl")),
    Unit("mol", "substance", _D("1000000"), "mol", ("mole", "moles")),
    Unit("mmol", "substance", _D("1000"), "mmol", ("millimole", "millimoles", "mmols")),
    Unit("micromol", "substance", _D("1"), "umol", ("micromole", "micromoles", "umol")),
    Unit(
        "unit",
        "activity",
        _D("1"),
        "[iU]",
        ("units", "iu", "i.u.", "international unit", "international units", "u", "[iu]", "{unit}"),
    ),
    Unit(
        "megaunit", "activity", _D("1000000"), None, ("million units", "mega u", "megaunits", "mu")
    ),
    Unit("second", "time", _D("1"), "s", ("seconds", "sec", "secs")),
    Unit("minute", "time", _D("60"), "min", ("minutes", "mins")),
    Unit("hour", "time", _D("3600"), "h", ("hours", "hr", "hrs")),
    Unit("day", "time", _D("86400"), "d", ("days",)),
    Unit("week", "time", _D("604800"), "wk", ("weeks", "wks")),
    Unit("percent", "ratio", _D("1"), "%", ("%", "per cent")),
    Unit("cm", "length", _D("1"), "cm", ("centimetre", "centimetres")),
    Unit("mm", "length", _D("0.1"), "mm", ("millimetre", "millimetres")),
    Unit("Mbq", "radioactivity", _D("1"), "MBq", ("mbq", "megabecquerel", "megabecquerels")),
    Unit("Gbq", "radioactivity", _D("1000"), "GBq", ("gbq", "gigabecquerel")),
)

_BY_NAME = {u.name: u for u in UNITS}
_BY_SPELLING = {
    s.casefold(): u for u in UNITS for s in (u.name, *u.spellings, *((u.ucum,) if u.ucum else ()))
}


def fold_unit(text: str | None) -> str | None:
    """The folded name of a unit, or None when the spelling is not known.

    >>> fold_unit("mcg"), fold_unit("Milligram"), fold_unit("banana")
    ('microgram', 'mg', None)
    """
    found = _BY_SPELLING.get(text.strip().casefold()) if text else None
    return found.name if found else None


def unit(name: str) -> Unit | None:
    """The unit of that folded name, or None."""
    return _BY_NAME.get(name)


def convert(value: Decimal, from_unit: str, to_unit: str) -> Decimal | None:
    """The same amount in another unit of its kind, exactly; None where the kinds differ.

    >>> convert(Decimal("0.5"), "g", "mg")
    Decimal('500.0')
    """
    a, b = _BY_NAME.get(from_unit), _BY_NAME.get(to_unit)
    if a is None or b is None or a.kind != b.kind:
        return None
    return value if a is b else value * a.factor / b.factor
