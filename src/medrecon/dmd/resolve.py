"""Resolve a medicine text: read it, find the name it names, compare every product under that name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from medrecon.dmd import brands, certain, shown
from medrecon.dmd.brackets import of_another
from medrecon.dmd.find import Finder
from medrecon.dmd.found import Found
from medrecon.dmd.keys import folded_hash, words_key
from medrecon.dmd.naming import begun, find, partly, unglued
from medrecon.dmd.slips import measure, misspelt
from medrecon.dmd.store import Store
from medrecon.dmd.verdict import Verdict, judge, reasons
from medrecon.model import Match, Product
from medrecon.model.product import MOST_CANDIDATES, MatchStatus, unsettled
from medrecon.names import (
    NameReading,
    Undirected,
    error_prone,
    fold,
    may_be_undirected,
    read_folded,
    read_name,
    read_tables,
    without_directions,
)

Get = Callable[[int], Product | None]
_DOUBTS = frozenset(("in_doubt", "point_in_doubt"))


class Resolver:
    """Resolves texts against one store; `get` makes Products. Holds no state but caches of what it read."""

    def __init__(self, store: Store, get: Get) -> None:
        self._store, self._get = store, get
        self._finder = Finder(store)
        read_tables()
        measure()

    def resolve(self, text: str) -> Match:
        """See Dictionary.resolve."""
        folded = fold(text)
        reading = read_folded(folded)
        if reading.refused:
            return Match("unresolved", why=(f"not read: {reading.refused}",), flags=reading.flags)
        if (
            not reading.words and not reading.aside
        ):  # `syrup` is a form, although dm+d has one of that name
            return Match("unresolved", why=("no name in the text",), flags=reading.flags)
        exact = self._exact(folded.text, reading)
        if exact is not None:
            return _in_doubt(exact) if "in_doubt" in reading.flags else exact
        if not reading.words:
            return Match("unresolved", why=("no name in the text",), flags=reading.flags)
        if not all(map(str.isalpha, reading.words)):
            parted = unglued(self._finder, folded.text)
            if parted is not None:
                text, reading = parted, read_name(parted)._replace(flags=reading.flags)
        match = self._undirected(text, reading) or self._named(reading)
        if not _DOUBTS.isdisjoint(reading.flags):
            match = _in_doubt(match)
        return _error_prone(match, reading)

    def _undirected(self, text: str, reading: NameReading) -> Match | None:
        """What the text is about without directions and pack; None where it has none, or they may be the name."""
        if not may_be_undirected(reading):
            return None
        plain = without_directions(text)
        if not plain.changed:
            return None
        if plain.directions and (
            find(self._finder, reading) or brands.wider(self._finder, reading.words, None)
        ):
            return None
        folded = fold(plain.text)
        name = read_folded(folded)._replace(flags=reading.flags)
        if plain.route and not name.core:
            plain = plain._replace(dose=True)
        match = self._exact(folded.text, name) or (self._named(name) if name.words else None)
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
        found = find(finder, reading)
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
            part = slip or begun(finder, reading) or partly(finder, reading.words)
            if part is not None:
                yield part

    def _exact(self, folded: str, reading: NameReading) -> Match | None:
        """The product whose whole name the folded text is; ambiguous when several have that name."""
        codes = self._store.names.whole(folded_hash(folded))
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
            candidates = tuple(found[:MOST_CANDIDATES])
            return Match("ambiguous", None, None, candidates, why, flags, moieties)
        best = found[0]
        return certain.of_product(best, (best,), ("the whole name",), flags)

    def _judge(self, reading: NameReading, found: Found) -> Match:
        """The answer when the text is about this name, with the brand that the text names."""
        match = self._weighed(reading, found)
        brand = brands.named(self._finder, reading, found, match)
        return match if brand is None else replace(match, brand=brand)

    def _weighed(self, reading: NameReading, found: Found) -> Match:
        if found.words and found.words != reading.words:
            reading = reading._replace(words=found.words)
        if found.release and not reading.release:
            reading = reading._replace(release=frozenset({found.release}))
        if found.numbered and (reading.odd or reading.numbers):
            reading = reading._replace(odd=(), numbers=())
        verdict = judge(reading, found)
        if verdict.chosen is not None and (reading.aside or reading.aside_amounts):
            otherwise = of_another(reading, verdict.chosen, self._finder)
            if otherwise is not None:
                said, other = otherwise
                verdict = verdict._replace(chosen=None)
                found = found._replace(why=(*found.why, said), uncertain=found.uncertain or other)
        if found.brand and not verdict.fitting:
            several = certain.one_of_several(reading, found, self._finder)
            found = found._replace(uncertain=found.uncertain or several)
        why = (*found.why, *reasons(reading, verdict))
        flags = reading.flags + found.flags
        product = shown.chosen(verdict, reading, found.family, self._get)
        if product is None:
            return self._without_product(reading, found, verdict, why, flags)
        others = shown.candidates(verdict.ranked[: verdict.fitting], None, self._get)
        same = product.vmp.code if product.vmp else product.code
        candidates = (product, *(c for c in others if c.code != same))
        return certain.of_product(product, candidates, why, flags)

    def _without_product(
        self,
        reading: NameReading,
        found: Found,
        verdict: Verdict,
        why: tuple[str, ...],
        flags: tuple[str, ...],
    ) -> Match:
        moiety = certain.moiety(reading, found, verdict, self._get, self._finder)
        candidates = shown.candidates(verdict.ranked, moiety, self._get)
        if moiety is not None and candidates:
            moieties = certain.of_moiety(moiety, candidates)
            status: MatchStatus = "ambiguous" if verdict.fitting > 1 else "moiety"
            return Match(status, None, moiety, candidates, why, flags, moieties)
        fitting = (
            found.entries if verdict.formless else [f.entry for f in verdict.ranked if not f.faults]
        )
        moieties = certain.certain(reading, found, fitting, self._get, self._finder)
        status = "ambiguous" if candidates else "unresolved"
        return Match(status, None, None, candidates, why, flags, moieties)


def _error_prone(match: Match, reading: NameReading) -> Match:
    """The match, flagged where a word of the text has been taken for another medicine (ISMP)."""
    if match.product is not None:
        return match
    known = error_prone()
    said = [
        known[w] for w in dict.fromkeys((*reading.words, words_key(reading.words))) if w in known
    ]
    if not said:
        return match
    why = (*match.why, *(f"an abbreviation that has been taken for {what}" for what in said))
    return replace(match, why=why, flags=(*match.flags, "error_prone_abbreviation"))


def _in_doubt(match: Match) -> Match:
    """The match of a text that marks a doubt, or whose point may part thousands: no product."""
    why = (*match.why, "the text marks a doubt, or a point that may part thousands")
    return replace(unsettled(match), why=why)


def _without(match: Match, plain: Undirected) -> Match:
    """The match of the name alone; an amount that may be a dose makes it no product."""
    left = ", ".join(plain.directions) or "the size of the pack"
    why = (*match.why, f"left out: {left}")
    if match.product is None or not plain.dose:
        return replace(match, why=why)
    return replace(unsettled(match), why=(*why, "the amount may be the dose"))


def _better(one: Match, other: Match) -> bool:
    """Whether a match without a product says more than another."""
    return (one.moiety is not None, bool(one.candidates)) > (
        other.moiety is not None,
        bool(other.candidates),
    )
