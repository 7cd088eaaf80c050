"""Which of the products under a name the text says, if it says one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from medrecon.dmd.asked import Asked
from medrecon.dmd.compare import Fit, fit
from medrecon.dmd.formless import another_form
from medrecon.dmd.forms import SOLIDS
from medrecon.dmd.found import Found
from medrecon.dmd.keys import Entry
from medrecon.dmd.pool import Pool
from medrecon.dmd.strengths import STRENGTH
from medrecon.model.product import MOST_CANDIDATES
from medrecon.names import Amount, NameReading, lexicon

MARGIN = 10
# names that stand for a medicine: what release they were of is not known unless the text says it
INDIRECT = frozenset({"historic_name", "brand_lacks_strength"})


class Verdict(NamedTuple):
    """The product chosen (None: the text does not say one), all compared, best first, and how many VMPs fit.

    `formless`: those fit for their strength alone, and another form of the medicine may be meant.
    """

    chosen: Entry | None
    ranked: tuple[Fit, ...]
    fitting: int
    formless: bool = False


def judge(reading: NameReading, found: Found) -> Verdict:
    """Compare the text with every product under the name."""
    return _choose(reading, found, _fits(reading, found))


def _choose(reading: NameReading, found: Found, fits: list[Fit]) -> Verdict:
    best_of: dict[int, Fit] = {}
    for one in fits:
        if not one.faults:
            best_of.setdefault(one.entry.vmp, one)
    good = sorted(best_of.values(), key=lambda f: f.cost)
    ranked = tuple(fits)
    bare = not (reading.core or reading.amounts or reading.numbers)
    guessed = found.uncertain or (found.tentative and not reading.core) or (found.family and bare)
    if not good or reading.odd or found.unexplained or guessed:
        return Verdict(None, ranked, len(good))
    best, others = good[0], good[1:]
    if not reading.amounts and _strength_unsaid(reading, best.entry, found.entries):
        return Verdict(None, ranked, len(good))
    if reading.aside_amounts and _only_others_have_brackets(best.entry, fits):
        return Verdict(None, ranked, len(good))
    if not reading.core and "unusual_decimal" in reading.flags:
        return Verdict(None, ranked, len(good))
    if not reading.core and _forms_differ(reading, good, fits, found.pool):
        return Verdict(None, ranked, len(good))
    if not reading.core and another_form(reading, best.entry, found.pool):
        return Verdict(None, ranked, len(good), formless=True)
    if best.guess and best.entry.own.words <= lexicon().elements:
        return Verdict(None, ranked, len(good))  # `calcium` says no more than the element
    margin = MARGIN if best.guess else 1
    by_proxy = not INDIRECT.isdisjoint(found.flags)
    released = [f.entry for f in fits if f.faults == ("release",)]
    if released and (best.guess or by_proxy or _salt_unsaid(reading, best.entry, released)):
        return Verdict(None, ranked, len(good))
    if others and others[0].cost - best.cost < margin:
        return Verdict(None, ranked, len(good))
    return Verdict(best.entry, ranked, len(good))


def _fits(reading: NameReading, found: Found) -> list[Fit]:
    """The products compared, best first; where too few come near, others as examples of what there is."""
    pool = found.pool
    if reading.amounts or not reading.numbers:
        solid = bool(reading.core) and reading.core <= SOLIDS
        near: Sequence[Entry] = pool.near(reading.amounts, solid=solid)
    else:
        near = pool.entries
    asked = Asked(reading)
    fits = [fit(asked, entry, pool) for entry in near]
    if len(fits) > 1:
        fits.sort(key=_order)
    if len(fits) < MOST_CANDIDATES and not (fits and not fits[0].faults):
        seen = {entry.record for entry in near}
        others = islice((r for r in pool.records if r not in seen), 3 * MOST_CANDIDATES)
        fault = ("strength" if reading.amounts else "no strength",)
        fits += [Fit(entry, fault, STRENGTH, False) for entry in map(Entry, others)]
    return fits


def _order(one: Fit) -> tuple[bool, int, int, tuple[int, ...]]:
    return bool(one.faults), one.cost, one.entry.vmp, one.entry.amps


def _forms_differ(reading: NameReading, good: list[Fit], fits: list[Fit], where: Pool) -> bool:
    """Whether a text without a form could mean another form or release of the same strength."""
    others = [f.entry for f in good]
    if not reading.release and not good[0].entry.amps:
        asked = set(reading.amounts)
        others += [f.entry for f in fits if f.faults in (("release",), ("words",))]
        others += [e for e in where.holding(reading.amounts) if _more_than(asked, e)]
    specs = [e.generic for e in others]
    return len({(s.core, s.modifiers, s.release) for s in specs}) > 1


def _only_others_have_brackets(best: Entry, fits: list[Fit]) -> bool:
    """Whether the amount in the text's brackets is of a kind that others have there, and the best has not.

    `16.2mg/g gel (20.75mg per actuation)`: a pump whose amount is wrong is not the sachet without one.
    """
    if best.own.aside_amounts or best.generic.aside_amounts:
        return False
    return any(f.entry.own.aside_amounts for f in fits)


def _strength_unsaid(reading: NameReading, best: Entry, entries: tuple[Entry, ...]) -> bool:
    """Whether the product's name has no strength, and others of the form asked for have one: `Betnovate ointment`."""
    if best.own.amounts:
        return False
    return any(e.own.amounts and reading.core <= e.own.core for e in entries)


def _salt_unsaid(reading: NameReading, best: Entry, others: list[Entry]) -> bool:
    """Whether the salt that tells the product from one of another release is not in the text.

    `Diclofenac 50mg tablets` need not be the potassium: the gastro-resistant ones are of the sodium.
    """
    salts = lexicon().salts
    own = best.generic.words & salts
    if best.amps or not own or not own.isdisjoint(reading.words):
        return False
    return any(e.generic.words & salts != own for e in others)


def _more_than(asked: set[Amount], entry: Entry) -> bool:
    """Whether the entry holds the strength asked for and another beside it."""
    have = entry.generic.amounts
    return len(have) > 1 and not asked.issuperset(have) and not asked.isdisjoint(have)


def reasons(reading: NameReading, verdict: Verdict) -> tuple[str, ...]:
    """Why there is no product, for `Match.why`."""
    out = []
    if reading.odd:
        out.append(f"could not read {', '.join(reading.odd)}")
    if verdict.fitting > 1 and verdict.chosen is None:
        out.append(f"{verdict.fitting} products fit")
    if verdict.ranked and not verdict.fitting:
        out.append("nothing under this name fits: " + ", ".join(verdict.ranked[0].faults))
    return tuple(out)
