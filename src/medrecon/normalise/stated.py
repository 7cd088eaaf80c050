"""The strength that stands in a text whose form is left open.

“Oxycodone 5mg” may be a tablet or a capsule, so it is no one product; but it is 5 mg either way, and a
dose of “1” is 5 mg. What every product that fits the text has in common is known, the rest is not.
"""

from __future__ import annotations

import re
from dataclasses import replace

from medrecon.model import Match, Product
from medrecon.names import read_name

_OF_A_VOLUME = re.compile(r"/\s?\d*\.?\d*\s?ml\b", re.IGNORECASE)


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
    if _OF_A_VOLUME.search(text):  # `20mg/ml` is no gel of 20 mg in a gram
        fitting = [c for c in fitting if _in_volume(c, "ml")]
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


def _in_volume(product: Product, unit: str | None = None) -> bool:
    """Whether the strength is of a volume or weight, so that it holds whatever the container."""
    return all(
        i.strength is not None and i.strength.per_unit and unit in (None, i.strength.per_unit)
        for i in product.ingredients
    )
