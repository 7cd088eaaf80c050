"""A product read from a strength alone, on a line whose form or route is another's."""

from __future__ import annotations

from dataclasses import replace

from medrecon.model import Entry, Match, Product
from medrecon.model.product import unsettled
from medrecon.normalise.fold import form_of, route_class_of
from medrecon.policy import FormRule, Policy

_SWALLOWED = "enteral"
_IN_THE_MOUTH = "oromucosal"  # many tablets are also put under the tongue


def without_another_form(match: Match, entry: Entry, policy: Policy) -> Match:
    """The match; the medicine alone where the line's form or route says that it is not these tablets.

    Only a text without a form is asked: `Metoprolol 50mg` names the tablets of 50 mg, but not where the line
    says that it is an injection or goes into a vein. A brand stays what it is.
    """
    product = match.product
    if product is None or product.level != "VMP":
        return match
    if not (entry.form or entry.route) or form_of(entry.medication, policy) is not None:
        return match
    form = form_of(product.form or "", policy)
    if form is None or form.route_class != _SWALLOWED:
        return match
    if not (_other_form(entry.form, form, policy) or _other_route(entry.route, product, policy)):
        return match
    why = (*match.why, "the line's form or route is not the product's")
    return replace(unsettled(match), why=why)


def _other_form(written: str | None, form: FormRule, policy: Policy) -> bool:
    said = form_of(written, policy) if written else None
    return said is not None and said.group != form.group


def _other_route(written: str | None, product: Product, policy: Policy) -> bool:
    said = route_class_of(written, policy) if written else None
    have = {route_class_of(route, policy) for route in product.routes}
    return said not in (None, _SWALLOWED, _IN_THE_MOUTH, *have)
