"""Resolve a medicine text: read it, find the name it names, compare every product under that name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from medrecon.dmd import brands
from medrecon.dmd.certain import certain, of_moiety, of_product
from medrecon.dmd.compare import STRENGTH, Fit, fit
from medrecon.dmd.find import Finder
from medrecon.dmd.forms import SOLIDS
from medrecon.dmd.found import Found
from medrecon.dmd.keys import Entry, exact_hash
from medrecon.dmd.pool import without_pack
from medrecon.dmd.slips import misspelt
from medrecon.dmd.store import Store
from medrecon.model import Match, Product
from medrecon.model.product import MatchStatus
from medrecon.names import (
    Amount,
    NameReading,
    Undirected,
    lexicon,
    may_be_undirected,
    read_name,
    without_directions,
)

Get = Callable[[int], Product | None]
CANDIDATES = 5
MARGIN = 10
# names that stand for a medicine: what release they were of is not known unless the text says it
INDIRECT = frozenset({"historic_name", "brand_lacks_strength"})
SHORT_BRAND = 4  # letters: as likely to be a word cut short


@dataclass(frozen=True, slots=True)
class _Verdict:
    chosen: Entry | None
    ranked: tuple[Fit, ...]
    fitting: int


class Resolver:
    """Resolves texts against one store; `get` makes Products. Holds no state but caches of what it read."""

    def __init__(self, store: Store, get: Get) -> None:
        self._store, self._get = store, get
        self._finder = Finder(store)

    def resolve(self, text: str) -> Match:
        """See Dictionary.resolve."""
        reading = read_name(text)
        if reading.refused:
            return Match("unresolved", why=(f"not read: {reading.refused}",), flags=reading.flags)
        exact = self._exact(text, reading)
        if exact is not None:
            return exact
        if not reading.words:
            return Match("unresolved", why=("no name in the text",), flags=reading.flags)
        return self._undirected(text, reading) or self._named(reading)

    def _undirected(self, text: str, reading: NameReading) -> Match | None:
        """What the text is about without directions and pack; None where it has none, or they may be the name."""
        if not may_be_undirected(reading):
            return None
        plain = without_directions(text)
        if not plain.changed:
            return None
        if plain.directions and (
            self._finder.find(reading) or brands.wider(self._finder, reading.words, None)
        ):
            return None
        name = read_name(plain.text)._replace(flags=reading.flags)
        match = self._exact(plain.text, name) or (self._named(name) if name.words else None)
        if match is None or (match.product is None and not plain.directions):
            return None
        return _without(match, plain) if match.candidates else None

    def _named(self, reading: NameReading) -> Match:
        best: Match | None = None
        for found in self._ways(reading):
            match = self._judge(reading, found)
            if match.status == "product":
                return match
            if best is None or _better(match, best):
                best = match
        if best is not None:
            return best
        return Match(
            "unresolved", why=("no name of the dictionary in the text",), flags=reading.flags
        )

    def _ways(self, reading: NameReading) -> Iterator[Found]:
        """The names the text may mean, surest first; the next is asked only when the last gave no product."""
        finder = self._finder
        found = finder.find(reading)
        if found is not None:
            yield found
        if found is None or found.brand:
            family = brands.wider(finder, reading.words, found)
            if family is not None:
                yield family
                behind = brands.behind(finder, found or family, reading)
                if behind is not None:
                    yield behind
                return
        if found is None:
            slip = misspelt(finder, reading)
            part = slip or finder.partly(reading.words)
            if part is not None:
                yield part

    def _exact(self, text: str, reading: NameReading) -> Match | None:
        """The product whose whole name the text is; ambiguous when several have that name."""
        codes = self._store.names.whole(exact_hash(text))
        if not codes:
            return None
        found = [p for code in codes if (p := self._get(code)) is not None and p.level != "VTM"]
        vmps = {p.code if p.vmp is None else p.vmp.code for p in found}
        if not found:
            return None
        found.sort(key=lambda p: (p.level != "VMP", brands.imported(p), int(p.code)))
        flags = (*reading.flags, *(("appliance",) if found[0].appliance else ()))
        if len(vmps) > 1:
            why = ("several products have this name",)
            same = {p.moieties for p in found}
            moieties = next(iter(same)) if len(same) == 1 else ()
            candidates = tuple(found[:CANDIDATES])
            return Match("ambiguous", None, None, candidates, why, flags, moieties)
        best = found[0]
        return of_product(best, (best,), ("the whole name",), flags)

    def _judge(self, reading: NameReading, found: Found) -> Match:
        if found.words and found.words != reading.words:
            reading = reading._replace(words=found.words)
        salts = frozenset(reading.words) & lexicon().salts
        if found.release and not reading.release:
            reading = reading._replace(release=frozenset({found.release}))
        if found.numbered and (reading.odd or reading.numbers):
            reading = reading._replace(odd=(), numbers=())
        fits = _fits(reading, found, salts)
        verdict = _choose(reading, found, fits)
        if found.brand and not verdict.fitting and self._one_of_several(reading, found):
            found = found._replace(uncertain=True)
        why = (*found.why, *_reasons(reading, verdict))
        flags = reading.flags + found.flags
        if verdict.chosen is not None:
            product = self._product(verdict.chosen, verdict, reading, found.family)
            if product is not None:
                others = self._candidates(verdict.ranked[: verdict.fitting], None)
                same = product.vmp.code if product.vmp else product.code
                candidates = (product, *(c for c in others if c.code != same))
                return of_product(product, candidates, why, flags)
        moiety = self._moiety(reading, found, verdict)
        candidates = self._candidates(verdict.ranked, moiety)
        if verdict.fitting > 1 or moiety is None:
            status = "ambiguous" if candidates else "unresolved"
            moiety = moiety if candidates else None
            fitting = [f.entry for f in verdict.ranked if not f.faults]
            moieties = (
                of_moiety(moiety, candidates)
                if moiety
                else certain(reading, found, fitting, self._get, self._finder)
            )
            return Match(status, None, moiety, candidates, why, flags, moieties)  # type: ignore[arg-type]
        moieties = of_moiety(moiety, candidates)
        return Match("moiety", None, moiety, candidates, why, flags, moieties)

    def _one_of_several(self, reading: NameReading, found: Found) -> bool:
        """Whether the name is that of several brands, of which the one found has numbers that the text lacks.

        `Hypurin Porcine` is not the one that is called `Hypurin Porcine 30/70 Mix`.
        """
        if reading.numbers or not found.words or not all(e.own.numbers for e in found.entries):
            return False
        family = self._finder.brands(found.words[0])
        return len({e.vtm for f in family for e in f.entries if e.amps}) > 1

    def _moiety(self, reading: NameReading, found: Found, verdict: _Verdict) -> Product | None:
        if found.uncertain or found.tentative or (found.family and not verdict.fitting):
            return None
        if found.brand and reading.amounts and not verdict.fitting:
            short = len(found.key) <= SHORT_BRAND
            other = reading.core and not any(reading.core & e.own.core for e in found.entries)
            if short or (other and not brands.surely(self._finder, reading.words, found.key)):
                return None
        most = max((len(e.generic.amounts) for e in found.entries), default=1)
        if not verdict.fitting and len(without_pack(reading.amounts)) > max(most, 1):
            return None  # a combination of which the name says only a part
        if found.unexplained and not (verdict.fitting and reading.amounts):
            return None
        bare = not reading.amounts and not reading.numbers
        if (
            bare
            and reading.core
            and not any(reading.core & (e.own.core | e.generic.core) for e in found.entries)
        ):
            return None
        fitting = {f.entry.vtm for f in verdict.ranked if not f.faults}
        vtm = (
            found.vtm
            if found.vtm is not None
            else (next(iter(fitting)) if len(fitting) == 1 else None)
        )
        return self._get(vtm) if vtm is not None else None

    def _candidates(self, ranked: tuple[Fit, ...], moiety: Product | None) -> tuple[Product, ...]:
        seen: dict[int, Product] = {}
        for one in ranked:
            if one.entry.vmp not in seen:
                product = self._get(one.entry.vmp)
                if product is not None:
                    seen[one.entry.vmp] = product
            if len(seen) >= CANDIDATES:
                break
        return tuple(seen.values()) or ((moiety,) if moiety else ())

    def _product(
        self, entry: Entry, verdict: _Verdict, reading: NameReading, family: bool
    ) -> Product | None:
        if not entry.amps or family:
            return self._get(entry.vmp)
        if reading.devices:
            alike = (f.entry for f in verdict.ranked if not f.faults and f.entry.vmp == entry.vmp)
            entries = (e for e in alike if e.amps and self._same_device(e, reading.devices))
            device = next(entries, None)
            if device is None:
                return self._get(entry.vmp)
            entry = device
        amps: Iterator[Product] = (p for p in map(self._get, entry.amps) if p is not None)
        said = frozenset(reading.aside)
        if said:
            known = list(amps)
            named = [p for p in known if p.supplier and said & set(p.supplier.casefold().split())]
            amps = iter(named or known)
        first = next(amps, None)
        if first is None or not brands.imported(first):
            return first or self._get(entry.vmp)
        return next((p for p in amps if not brands.imported(p)), first)

    def _same_device(self, entry: Entry, said: frozenset[str]) -> bool:
        """Whether the brand's own name has no named device, or one that the text says."""
        product = self._get(entry.amps[0])
        have = read_name(product.name).devices if product is not None else frozenset()
        return not have or not have.isdisjoint(said)


def _without(match: Match, plain: Undirected) -> Match:
    """The match of the name alone; an amount that may be a dose makes it no product."""
    left = ", ".join(plain.directions) or "the size of the pack"
    why = (*match.why, f"left out: {left}")
    if match.product is None or not plain.dose:
        return replace(match, why=why)
    why = (*why, "the amount may be the dose")
    status: MatchStatus = "moiety" if match.moiety is not None else "ambiguous"
    return replace(match, status=status, product=None, why=why)


def _better(one: Match, other: Match) -> bool:
    """Whether a match without a product says more than another."""
    return (one.moiety is not None, bool(one.candidates)) > (
        other.moiety is not None,
        bool(other.candidates),
    )


def _choose(reading: NameReading, found: Found, fits: list[Fit]) -> _Verdict:
    best_of: dict[int, Fit] = {}
    for one in fits:
        if not one.faults:
            best_of.setdefault(one.entry.vmp, one)
    good = sorted(best_of.values(), key=lambda f: f.cost)
    ranked = tuple(fits)
    if not good or reading.odd or found.unexplained or found.uncertain:
        return _Verdict(None, ranked, len(good))
    best, others = good[0], good[1:]
    if not reading.core and "unusual_decimal" in reading.flags:
        return _Verdict(None, ranked, len(good))
    if not reading.core and _forms_differ(reading, good, fits, found.entries):
        return _Verdict(None, ranked, len(good))
    margin = MARGIN if best.guess else 1
    by_proxy = not INDIRECT.isdisjoint(found.flags)
    if (best.guess or by_proxy) and any(f.faults == ("release",) for f in fits):
        return _Verdict(None, ranked, len(good))
    if others and others[0].cost - best.cost < margin:
        return _Verdict(None, ranked, len(good))
    return _Verdict(best.entry, ranked, len(good))


def _fits(reading: NameReading, found: Found, salts: frozenset[str]) -> list[Fit]:
    """The products compared, best first; where too few come near, others as examples of what there is."""
    pool = found.pool
    near: Sequence[Entry] = pool.entries
    if reading.amounts or not reading.numbers:
        near = pool.near(reading.amounts, solid=bool(reading.core) and reading.core <= SOLIDS)
    fits = [fit(reading, entry, pool, salts) for entry in near]
    fits.sort(key=_order)
    if len(fits) < CANDIDATES and all(f.faults for f in fits):
        seen = set(map(id, near))
        others = (e for e in pool.entries if id(e) not in seen)
        fault = ("strength" if reading.amounts else "no strength",)
        fits += [Fit(entry, fault, STRENGTH, False) for entry in islice(others, 3 * CANDIDATES)]
    return fits


def _order(one: Fit) -> tuple[bool, int, int, tuple[int, ...]]:
    return bool(one.faults), one.cost, one.entry.vmp, one.entry.amps


def _forms_differ(
    reading: NameReading, good: list[Fit], fits: list[Fit], entries: tuple[Entry, ...]
) -> bool:
    """Whether a text without a form could mean another form or release of the same strength."""
    others = [f.entry for f in good]
    if not reading.release and not good[0].entry.amps:
        asked = set(reading.amounts)
        others += [f.entry for f in fits if f.faults == ("release",)]
        others += [e for e in entries if _more_than(asked, e)]
    specs = [e.generic for e in others]
    return len({(s.core, s.modifiers, s.release) for s in specs}) > 1


def _more_than(asked: set[Amount], entry: Entry) -> bool:
    """Whether the entry holds the strength asked for and another beside it."""
    have = entry.generic.amounts
    return len(have) > 1 and not asked.issuperset(have) and not asked.isdisjoint(have)


def _reasons(reading: NameReading, verdict: _Verdict) -> tuple[str, ...]:
    out = []
    if reading.odd:
        out.append(f"could not read {', '.join(reading.odd)}")
    if verdict.fitting > 1 and verdict.chosen is None:
        out.append(f"{verdict.fitting} products fit")
    if verdict.ranked and not verdict.fitting:
        out.append("nothing under this name fits: " + ", ".join(verdict.ranked[0].faults))
    return tuple(out)
