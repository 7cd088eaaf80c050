"""The strength that stands in a text whose form is left open.

“Oxycodone 5mg” may be a tablet or a capsule, so it is no one product; but it is 5 mg either way, and a
dose of “1” is 5 mg. What every product that fits the text has in common is known, the rest is not.
"""

from __future__ import annotations

from dataclasses import replace

from medrecon.dosage import Dosage
from medrecon.dosage.strength import in_ingredient
from medrecon.model import Match, Product
from medrecon.names import read_name

COUNT_OR_AMOUNT = "the number may count units of the product or be an amount of it"
CONTRADICTS = "the dose is said twice, and by the product's strength the two differ"
COUNTED_AT_MOST = 4


def stated(match: Match, text: str) -> Product | None:
    """The product; where the form is open, the moiety with the strength that the text itself states.

    The strength is taken only when the text writes it with its unit, products of that strength exist,
    and all of them agree on it. The result is then still at VTM level.
    """
    if match.product is not None or match.moiety is None:
        return match.product or match.moiety
    written = read_name(text)
    if not written.amounts or written.refused:
        return match.moiety
    fitting = [
        c
        for c in match.candidates
        if c.ingredients and read_name(c.name).amounts == written.amounts
    ]
    if not fitting:
        return match.moiety
    first = fitting[0]
    said = [(i.moiety, i.strength) for i in first.ingredients]
    for other in fitting[1:]:
        if [(i.moiety, i.strength) for i in other.ingredients] != said:
            return match.moiety
        if other.discrete != first.discrete and not _in_volume(first):
            return match.moiety
    discrete = None if _in_volume(first) else first.discrete
    return replace(match.moiety, ingredients=first.ingredients, discrete=discrete)


def _in_volume(product: Product) -> bool:
    """Whether the strength is of a volume or weight, so that it holds whatever the container."""
    return all(i.strength is not None and i.strength.per_unit for i in product.ingredients)


def count_or_amount(dosage: Dosage, product: Product | None) -> bool:
    """Whether a bare number may be a count or an amount: “5 od” of a 5 mg tablet is 5 mg or 25 mg.

    `dosage` is the text as read without a product. A number that is the strength, or so many times it
    that nobody takes so many units, may be either; so may any bare number where the strength is of a
    volume and the product a container (“8 units” of an insulin is often written “8”). Where the
    strength is 1 both readings are the same amount.
    """
    if product is None or len(product.ingredients) != 1:
        return False
    strength = product.ingredients[0].strength
    bare = [x.dose for x in dosage.lines if x.dose is not None and x.dose.unit is None]
    if strength is None or not bare:
        return False
    if strength.per_unit is not None:
        return bool(product.discrete) and strength.unit == "unit"
    numbers = {n for m in bare for n in (m.low, m.high) if n is not None}
    return strength.value != 1 and any(
        n == strength.value or (n > COUNTED_AT_MOST and n % strength.value == 0) for n in numbers
    )


def contradicts(dosage: Dosage, product: Product | None) -> bool:
    """Whether one dose said twice is two amounts: “500mg (2 tabs)” of a 500 mg tablet."""
    for line in dosage.lines:
        if line.dose is None or not line.alternatives:
            continue
        amounts = [in_ingredient(m, product) for m in (line.dose, *line.alternatives)]
        said = {(span, unit) for span, unit in filter(None, amounts)}
        if len(said) > 1:
            return True
    return False
