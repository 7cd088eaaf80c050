"""The dosage of an entry: what its structure says and what its words say, put beside each other.

Messages carry both, and the two are not always one: a pre-filled structure of once a day under the words
“TWO in the morning and ONE at night”. Neither is believed over the other. Where they differ in amount or
in how often, the dosage is ambiguous; where one says more, it is taken.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from operator import itemgetter

from medrecon.dosage import Dosage, compare, places
from medrecon.dose import parse_dosage
from medrecon.dose.product import COUNT_OR_AMOUNT, count_or_amount, shape_of
from medrecon.model import Product, WrittenDosage

DIFFER = "the structure and the words of the dosage differ"
_CONTRADICTION = frozenset({"dose", "times"})


def dosage_of(written: tuple[WrittenDosage, ...], product: Product | None) -> Dosage:
    """The dosage that structure and words agree on; several written lines are one text."""
    structure, words = _structured(written), _worded(written, product)
    if structure is None:
        return words
    if not _states_dose(structure):
        return _dated(words, structure) if len(words.phases) > 1 else words
    if not _states_dose(words):
        return _doubted(structure, words.text, product)
    if _bare(structure, product):
        return words
    alike = _as_much(words, structure)
    if _CONTRADICTION.intersection(compare(structure, alike, product, product).differs):
        return Dosage(words.text, "ambiguous", (), (words.text,), (DIFFER,))
    return _completed(words, structure) if _says_more(words, structure) else structure


def _structured(written: tuple[WrittenDosage, ...]) -> Dosage | None:
    structures = [w.structure for w in written if w.structure is not None]
    if not structures or len(structures) != len(written):
        return None
    return Dosage.from_fhir(structures)


def _bare(structure: Dosage, product: Product | None) -> bool:
    """Whether a number without a unit may count units of the product or be an amount of it."""
    if product is None:
        return False
    shape = shape_of(product)
    doses = [x.dose for x in structure.lines if x.dose is not None and x.dose.unit is None]
    return any(count_or_amount(dose, shape) for dose in doses)


def _doubted(structure: Dosage, text: str, product: Product | None) -> Dosage:
    """The structure, but no dose where “25” of a 25 mg tablet may be 25 mg or 25 tablets."""
    if not _bare(structure, product):
        return structure
    said = text or structure.to_text("clinical")
    return Dosage(said, "ambiguous", (), (said,), (COUNT_OR_AMOUNT,))


def _worded(written: tuple[WrittenDosage, ...], product: Product | None) -> Dosage:
    """The words of all lines as one: `then` between steps of a sequence, `and` between lines of one step."""
    told = [w for w in written if w.text]
    if not told:
        return Dosage()
    steps = sorted(zip(places([w.structure for w in told]), told, strict=True), key=itemgetter(0))
    words = steps[0][1].text or ""
    for (a, _), (b, one) in pairwise(steps):
        words += f" {'and' if a == b else 'then'} {one.text}"
    return parse_dosage(words, product)


def _dated(words: Dosage, structure: Dosage) -> Dosage:
    """The words with the period of each step, where the structure says no more than that."""
    if len(words.lines) != len(structure.lines) or len(words.phases) != len(structure.phases):
        return words
    pairs = zip(words.lines, structure.lines, strict=True)
    return replace(words, lines=tuple(replace(w, start=s.start, end=s.end) for w, s in pairs))


def _states_dose(dosage: Dosage) -> bool:
    return any(line.states_dose for line in dosage.lines)


def _as_much(words: Dosage, structure: Dosage) -> Dosage:
    """The words with the amount of the structure where they only say when, so that times compare."""
    if len(words.lines) != 1 or len(structure.lines) != 1:
        return words
    said, held = words.lines[0], structure.lines[0]
    if said.dose or said.rate or not said.frequency_low or not held.dose:
        return words
    return replace(words, lines=(replace(said, dose=held.dose),))


def _says_more(words: Dosage, structure: Dosage) -> bool:
    """Whether the words state amount and time throughout, and the structure lacks one of them."""
    return _whole(words) and not _whole(structure)


def _whole(dosage: Dosage) -> bool:
    return all((x.dose or x.rate) and (x.states_timing or x.as_needed) for x in dosage.lines)


def _completed(words: Dosage, structure: Dosage) -> Dosage:
    """The words with what only the structure says: as required, and the route."""
    route = structure.routes[0] if len(structure.routes) == 1 else None
    lines = tuple(
        replace(x, as_needed=x.as_needed or structure.as_needed, route=x.route or route)
        for x in words.lines
    )
    return replace(words, lines=lines)
