"""Where a medicine goes whose line is only a name and a dose, without route or form."""

from __future__ import annotations

from medrecon.dosage import Amount
from medrecon.model import Match, Product
from medrecon.model.product import MOST_CANDIDATES
from medrecon.normalise.fold import form_of, route_class
from medrecon.policy import Policy

_LOCAL = frozenset(("topical", "ocular", "otic", "nasal", "vaginal"))
_SWALLOWED_OR_INJECTED = frozenset(("mg", "g", "unit", "mmol", "tablet", "capsule"))


def of_the_brand(match: Match, policy: Policy) -> str | None:
    """The local route class that all products of a named brand share: Ibuleve goes on the skin.

    None where there is no brand, more products than are shown, or any is for another route.
    """
    if match.brand is None or not 0 < len(match.candidates) < MOST_CANDIDATES:
        return None
    found = _routes(match, policy)
    return min(found) if len(found) == 1 and found <= _LOCAL else None


def for_the_whole_body(match: Match, each: Amount | None, text: str, policy: Policy) -> bool:
    """Whether a line that names no route is of a medicine for the whole body, by its name and dose.

    It is not where every product that fits the name is for one place, or the dose is one of drops or
    puffs or to be applied. Where products of both kinds fit, only a dose of what is swallowed or
    injected says it: milligrams or more, units, tablets. Beside an inhaler not even that does.
    """
    found = _routes(match, policy)
    if on_the_spot(text, policy):
        return False
    if found <= policy.systemic:
        return True
    if not found & policy.systemic or "inhaled" in found:
        return False
    return each is not None and each.unit in _SWALLOWED_OR_INJECTED


def on_the_spot(text: str, policy: Policy) -> bool:
    """Whether words tell of drops, puffs, sprays or of what is applied."""
    folded = f" {text.casefold()}"
    return any(f" {word}" in folded for word in policy.words["on_the_spot"])


def _routes(match: Match, policy: Policy) -> frozenset[str]:
    found = (_route(c, policy) for c in match.candidates)
    return frozenset(r for r in found if r is not None)


def _route(product: Product, policy: Policy) -> str | None:
    return route_class(None, product, form_of(product.form or product.name, policy), (), policy)
