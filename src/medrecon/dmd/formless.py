"""A strength without a form: `Furosemide 80mg` is a dose of two tablets at least as often as the one injection of 80 mg.

The amount alone names tablets and capsules, of which it is the strength. It names nothing else where the medicine
has other forms, whatever their strengths: that one injection, suppository or sachet has this amount is no sign of it.
"""

from __future__ import annotations

from functools import lru_cache

from medrecon.dmd.forms import CONTAINERS, COUNTED, LOOSE, SITES
from medrecon.dmd.keys import CORE, MODIFIERS, Entry, generic_part
from medrecon.dmd.pool import PARENTERAL, Pool
from medrecon.names import NameReading, lexicon

SWALLOWED = "tablet or capsule"
NO_FORM = LOOSE | {"oral"}  # words that leave the form open


def another_form(reading: NameReading, best: Entry, where: Pool) -> bool:
    """Whether the text has an amount and no form, and another form of the medicine may be meant than the best product's."""
    if _says_form(reading):
        return False
    kind = _kind_of(best.record)
    return kind != SWALLOWED and any(_kind_of(e) != kind for e in _alike(reading, best, where))


def _says_form(reading: NameReading) -> bool:
    """Whether form, container, site, or what the amount is in tell one form from another."""
    return bool(
        reading.core
        or not reading.amounts
        or any(a.per for a in reading.amounts)
        or reading.volumes
        or reading.devices
        or not reading.qualities.isdisjoint(CONTAINERS)
        or reading.modifiers - NO_FORM
    )


def _alike(reading: NameReading, best: Entry, where: Pool) -> list[str]:
    """The products of this name, packed: where the text says the best one's salt, those of that salt."""
    said = frozenset(reading.words) & lexicon().salts & best.generic.words
    brand = bool(best.amps)
    if not said and not brand:
        return list(where.records)
    return [e.record for e in where.entries if bool(e.amps) is brand and said <= e.generic.words]


def _kind_of(record: str) -> str:
    return _kind(generic_part(record, CORE), generic_part(record, MODIFIERS))


@lru_cache(maxsize=4096)
def _kind(core: str, modifiers: str) -> str:
    """One word for the forms that stand for each other: those of an injection do, a depot stands alone."""
    forms, how = frozenset(core.split()), frozenset(modifiers.split())
    sites = " ".join(sorted(how & SITES))
    if forms & PARENTERAL:
        return "depot" if "suspension" in forms or "depot" in how else "injection"
    if forms & COUNTED and not sites and "inhalation_powder" not in forms:
        return SWALLOWED
    return f"{core} {sites}"
