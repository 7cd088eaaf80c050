"""The Products that an answer shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from medrecon.dmd import brands
from medrecon.dmd.compare import Fit
from medrecon.dmd.keys import Entry
from medrecon.dmd.verdict import Verdict
from medrecon.model import Product
from medrecon.model.product import MOST_CANDIDATES
from medrecon.names import NameReading, read_name

Get = Callable[[int], Product | None]


def candidates(ranked: tuple[Fit, ...], moiety: Product | None, get: Get) -> tuple[Product, ...]:
    """The first few VMPs of those compared; the moiety where there is none."""
    seen: dict[int, Product] = {}
    for one in ranked:
        if one.entry.vmp not in seen:
            product = get(one.entry.vmp)
            if product is not None:
                seen[one.entry.vmp] = product
        if len(seen) >= MOST_CANDIDATES:
            break
    return tuple(seen.values()) or ((moiety,) if moiety else ())


def chosen(verdict: Verdict, reading: NameReading, family: bool, get: Get) -> Product | None:
    """The Product of the entry chosen: the VMP, or of a brand the AMP that the text names.

    Of several suppliers the one that the text names, else one that makes it and does not only import it.
    """
    entry = verdict.chosen
    if entry is None:
        return None
    if not entry.amps or family:
        return get(entry.vmp)
    if reading.devices:
        alike = (f.entry for f in verdict.ranked if not f.faults and f.entry.vmp == entry.vmp)
        entries = (e for e in alike if e.amps and _same_device(e, reading.devices, get))
        device = next(entries, None)
        if device is None:
            return get(entry.vmp)
        entry = device
    amps: Iterator[Product] = (p for p in map(get, entry.amps) if p is not None)
    said = frozenset(reading.aside)
    if said:
        known = list(amps)
        named = [p for p in known if p.supplier and said & set(p.supplier.casefold().split())]
        amps = iter(named or known)
    first = next(amps, None)
    if first is None or not brands.imported(first):
        return first or get(entry.vmp)
    return next((p for p in amps if not brands.imported(p)), first)


def _same_device(entry: Entry, said: frozenset[str], get: Get) -> bool:
    """Whether the brand's own name has no named device, or one that the text says."""
    product = get(entry.amps[0])
    have = read_name(product.name).devices if product is not None else frozenset()
    return not have or not have.isdisjoint(said)
