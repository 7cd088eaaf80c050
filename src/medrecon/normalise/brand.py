"""The brand that a line names, also where the dictionary has no such brand."""

from __future__ import annotations

import re

from medrecon.model import Match, Product

_NUMBER = re.compile(r"\d")
_WORD = re.compile(r"[a-z][a-z'-]+")
_PREFIX = 4


def brand_of(written: str | None, text: str, match: Match, product: Product | None) -> str | None:
    """The brand as the source gives it, else as dm+d does, else as the name says it or leads with it.

    A name leads with a brand when its words before the first number are none of the product's own:
    not in its generic name, nor the beginning of one of its substances.

    >>> from medrecon.model import Product
    >>> glargine = Product(
    ...     "VMP", "1", "Insulin glargine 100units/ml", moieties=("insulin glargine",)
    ... )
    >>> brand_of(None, "Abasaglar KwikPen 100units/ml", Match("product", glargine), glargine)
    'abasaglar kwikpen'
    >>> brand_of(None, "Insulin glargine 100units/ml", Match("product", glargine), glargine) is None
    True
    """
    if written:
        return " ".join(written.casefold().split()) or None
    if product is not None and product.brand:
        return " ".join(product.brand.casefold().split())
    if match.brand is not None:
        return match.brand
    if product is None:
        return None
    if product.level in ("AMP", "AMPP") or match.status != "product":
        return None
    return _leading(text, product)


def _leading(text: str, product: Product) -> str | None:
    lead = _WORD.findall(_NUMBER.split(text.casefold(), maxsplit=1)[0])
    if not lead:
        return None
    own = set(_WORD.findall(product.name.casefold()))
    for name in (*product.moieties, *(i.name for i in product.ingredients)):
        own |= set(_WORD.findall(name.casefold()))
    starts = {w[:_PREFIX] for w in own}
    if lead[0] in own or lead[0][:_PREFIX] in starts or len(lead[0]) < _PREFIX - 1:
        return None
    return " ".join(w for w in lead if w not in own)
