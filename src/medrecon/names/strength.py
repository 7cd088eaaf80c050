"""Amounts as written in a medicine name, folded exactly: 0.5 g is 500 mg, 1% is 10 mg in 1 ml."""

from __future__ import annotations

import re
from functools import lru_cache
from math import gcd
from typing import NamedTuple

# Everything is counted in whole picograms, nanolitres, milliunits and nanomoles, so that nothing is rounded.
_MASS = {
    "kg": 10**15, "g": 10**12, "gm": 10**12, "gms": 10**12, "gram": 10**12, "grams": 10**12, "gramme": 10**12, "grammes": 10**12,
    "mg": 10**9, "mgs": 10**9, "mgm": 10**9, "milligram": 10**9, "milligrams": 10**9, "milligramme": 10**9, "milligrammes": 10**9,
    "microgram": 10**6, "micrograms": 10**6, "mcg": 10**6, "mcgs": 10**6, "mcgm": 10**6, "microg": 10**6,
    "microgm": 10**6, "microgramme": 10**6, "microgrammes": 10**6, "ug": 10**6, "micro g": 10**6,
    "nanogram": 10**3, "nanograms": 10**3, "nanog": 10**3, "ng": 10**3, "ngm": 10**3,
}  # fmt: skip
_VOLUME = {
    "l": 10**9, "litre": 10**9, "litres": 10**9, "liter": 10**9, "liters": 10**9, "ltr": 10**9, "ltrs": 10**9,
    "ml": 10**6, "mls": 10**6, "millilitre": 10**6, "millilitres": 10**6, "cc": 10**6,
    "microlitre": 10**3, "microlitres": 10**3,
}  # fmt: skip
_UNITS = {
    "unit": 10**3, "units": 10**3, "u": 10**3, "iu": 10**3, "i.u.": 10**3, "i.u": 10**3, "int units": 10**3,
    "international units": 10**3, "international unit": 10**3,
    "mu": 10**9, "megaunit": 10**9, "megaunits": 10**9, "mega units": 10**9, "mega unit": 10**9, "mega u": 10**9,
    "million units": 10**9, "million unit": 10**9, "million iu": 10**9, "million u": 10**9,
    "million international units": 10**9,
}  # fmt: skip
_SUBSTANCE = {"mol": 10**9, "mmol": 10**6, "mmols": 10**6, "millimol": 10**6, "millimole": 10**6, "millimoles": 10**6, "micromol": 10**3, "micromols": 10**3, "micromoles": 10**3, "nanomol": 1}  # fmt: skip
_OTHER = {"mbq": ("q", 10**6), "gbq": ("q", 10**9), "kbq": ("q", 10**3), "ppm": ("ppm", 1), "kcal": ("kcal", 1), "cm": ("length", 10), "mm": ("length", 1), "kallikrein inactivator units": ("kiu", 1)}  # fmt: skip
_TIME = {"hour": 1, "hours": 1, "hr": 1, "hrs": 1, "h": 1, "day": 24, "days": 24}

UNIT: dict[str, tuple[str, int]] = {
    **{k: ("m", v) for k, v in _MASS.items()},
    **{k: ("v", v) for k, v in _VOLUME.items()},
    **{k: ("u", v) for k, v in _UNITS.items()},
    **{k: ("s", v) for k, v in _SUBSTANCE.items()},
    **_OTHER,
    "%": ("%", 1),
}
_DENOMINATOR = {
    **{k: ("v", v) for k, v in _VOLUME.items()},
    **{k: ("v", v // 10**6) for k, v in _MASS.items() if v == 10**12},
    **{k: ("h", v) for k, v in _TIME.items()},
}
NUMBER = r"\d+(?:\.\d+)?|\.\d+"
_UNIT_WORDS = "|".join(re.escape(u) for u in sorted(UNIT, key=len, reverse=True) if u != "%")
# one of these, never a number of them: `500mg/400unit` is two strengths
_EACH = (
    "unit dose", "single dose", "doses", "dose", "metered", "actuation", "puffs", "puff", "spray", "application",
    "tablet", "capsule", "sachet", "vial", "patch", "lozenge", "drop", "amp", "d",
)  # fmt: skip
_PER_WORDS = "|".join(re.escape(u) for u in sorted(_DENOMINATOR, key=len, reverse=True))
AMOUNT = (
    rf"(?P<value>{NUMBER})(?:-(?P<to>{NUMBER}))?\s?-?(?P<unit>%|(?:{_UNIT_WORDS})(?![a-z0-9]))"
    rf"(?:\s?(?:/|\bper\b|(?<=[a-z])\sin(?=\s?\d))\s?"
    rf"(?:(?P<per>{NUMBER})?\s?-?(?P<per_unit>{_PER_WORDS})|(?:1\s?)?(?:{'|'.join(_EACH)}))(?![a-z0-9]))?"
)


class Amount(NamedTuple):
    """One amount: `kind` (mass, units, …), the exact ratio `p/q`, and what it is in (`v`, `h`, nothing).

    A percentage is weight in volume or weight: 10 mg in 1 ml or 1 g, which are not told apart here.
    """

    kind: str
    p: int
    q: int
    per: str


def scaled(text: str, factor: int) -> tuple[int, int]:
    """A written number times a whole factor, as an exact ratio.

    >>> scaled("0.5", 10), scaled("2.25", 1)
    ((5, 1), (9, 4))
    """
    whole, _, part = text.partition(".")
    p, q = int((whole or "0") + part) * factor, 10 ** len(part)
    by = gcd(p, q) or 1
    return p // by, q // by


def ratio(p: int, q: int) -> tuple[int, int]:
    """The same ratio in its lowest terms."""
    by = gcd(p, q) or 1
    return p // by, q // by


@lru_cache(maxsize=4096)
def amount(
    value: str, unit: str, per: str | None, per_unit: str | None
) -> tuple[Amount, int | None]:
    """The amount, and the volume in nanolitres that its denominator names outright (`/5ml`), or None."""
    kind, factor = UNIT[unit]
    if kind == "%":
        p, q = scaled(value, 10**10)
        return Amount("m", *ratio(p, q * 10**6), "v"), None
    p, q = scaled(value, factor)
    if per_unit is None:
        return Amount(kind, p, q, ""), None
    by, by_factor = _DENOMINATOR[per_unit]
    dp, dq = scaled(per or "1", by_factor)
    if by == "h":
        return Amount(kind, p, q, f"h{dp}/{dq}" if dq != 1 else f"h{dp}"), None
    return Amount(kind, *ratio(p * dq, q * dp), "v"), (
        dp // dq if per and per_unit in _VOLUME else None
    )
