"""Route, form, release and device of a line, folded by the policy's words."""

from __future__ import annotations

import re
from functools import lru_cache

from medrecon.model import Product
from medrecon.policy import FormRule, Policy

_WORD = re.compile(r"[a-z0-9/+'-]+")


def words_of(text: str | None) -> str:
    """Lower case, single blanks."""
    return " ".join((text or "").casefold().split())


@lru_cache(maxsize=4096)
def route_class_of(text: str, policy: Policy) -> str | None:
    """The route class of a source's route text, None where it is not known.

    >>> route_class_of("PO", Policy.default()), route_class_of("nebulised", Policy.default())
    ('enteral', 'inhaled')
    """
    folded = words_of(text)
    for suffix in ("", " route", " use"):
        if (found := policy.routes.get(folded.removesuffix(suffix))) is not None:
            return found
    return policy.routes.get(folded.split(" ")[0])


def fine_route(text: str | None, policy: Policy) -> str | None:
    """The route inside its class: intravenous apart from subcutaneous; None where not known."""
    return policy.fine_routes.get(words_of(text).removesuffix(" route")) if text else None


@lru_cache(maxsize=8192)
def form_of(text: str, policy: Policy) -> FormRule | None:
    """The first form rule of which a word stands in the text."""
    folded = f" {words_of(text)} "
    tokens = set(_WORD.findall(folded))
    for rule in policy.forms:
        for word in rule.words:
            if (word in tokens) if len(word) <= 4 else (word in folded):
                return rule
    return None


@lru_cache(maxsize=8192)
def release_of(text: str, policy: Policy) -> str | None:
    """A release class that the words of a name state, None where they do not."""
    folded = words_of(text)
    tokens = set(_WORD.findall(folded))
    for name, words in policy.releases:
        if any((w in folded) if (" " in w or "-" in w) else (w in tokens) for w in words):
            return name
    return None


@lru_cache(maxsize=8192)
def device_of(text: str, policy: Policy) -> str | None:
    """The device that the words of a name state, None where they do not."""
    folded = words_of(text)
    for name, words in policy.devices:
        if any(w in folded for w in words):
            return name
    return None


def route_class(
    written: str | None,
    product: Product | None,
    form: FormRule | None,
    said: tuple[str, ...],
    policy: Policy,
) -> str | None:
    """Where the medicine goes: the form where it leaves no choice, else the source, else dm+d."""
    if form is not None and form.fixed:
        return form.route_class
    for text in (written, *said):
        if text and (found := route_class_of(text, policy)) is not None:
            return found
    routes = {route_class_of(r, policy) for r in product.routes} - {None} if product else set()
    if len(routes) == 1:
        return next(iter(routes))
    return form.route_class if form is not None else None


def release_class(product: Product | None, name: str, policy: Policy) -> str | None:
    """`immediate`, `modified` or `gastro-resistant`; None where neither dm+d nor the name says."""
    return (product.release if product else None) or release_of(name, policy)
