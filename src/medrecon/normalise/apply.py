"""Apply dictionary and dose grammar to entries, each distinct text once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from typing import Protocol

from medrecon.dosage import daily_amount, max_daily_amount, per_dose, period_amount
from medrecon.model import Coding, Entry, Match, Product, ProductRef, Source, WrittenDosage
from medrecon.model.memo import Memo
from medrecon.normalise.another_form import without_another_form
from medrecon.normalise.brand import brand_of
from medrecon.normalise.ended import Words, may_say_stopped, says_replaced, says_stopped
from medrecon.normalise.fold import (
    device_of,
    fine_route,
    form_of,
    release_class,
    route_class,
    words_of,
)
from medrecon.normalise.held import says_on_hold
from medrecon.normalise.moieties import moieties_of
from medrecon.normalise.stated import stated
from medrecon.normalise.timing import injection_interval, timing
from medrecon.normalise.value import NormalisedEntry
from medrecon.normalise.where_to import for_the_whole_body, of_the_brand
from medrecon.normalise.written import dosage_of
from medrecon.policy import Policy

_SYSTEMS = (
    "dmd",
    "snomed",
    "2.16.840.1.113883.2.1.3.2.4.15",
    "2.16.840.1.113883.2.1.6.4",
    "dm+d",
    "DM+D",
)


class Identifies(Protocol):
    """What is asked of a dictionary here; it is a key of the cache, so it has a hash."""

    def __hash__(self) -> int: ...

    def identify(self, text: str | None, codes: Sequence[str] = ...) -> Match:
        """Which product a text, a code or both are about."""


def normalise(entry: Entry, dictionary: Identifies, policy: Policy) -> NormalisedEntry:
    """One entry with its product, moieties, route, form, release and dosage."""
    return normalised((entry,), dictionary, policy)[0]


def normalised(
    entries: Iterable[Entry], dictionary: Identifies, policy: Policy
) -> list[NormalisedEntry]:
    """Entries with their products, moieties, routes, forms, releases and dosages.

    Equal names, codes and dosages are looked up and parsed once, whatever entry they stand in.
    """
    known, told_by = _known(dictionary, policy)
    out = []
    for e in entries:
        wording = _wording(e)
        found = known.get(wording)
        if found is None:
            found = known.keep(wording, _understood(dictionary, policy, e))
        held, ended = found.held, None
        if e.note:
            on_hold, may_end = told_by(e.note)
            if on_hold and held is None:
                held = e.note
            if may_end:
                ended = _ended(e.note, found.names, policy)
        if e.change_reason and ended is None:
            ended = _ended(e.change_reason, found.names, policy)
        out.append(found.of(e, held, ended))
    return out


def _wording(e: Entry) -> tuple[object, ...]:
    """All that an entry is understood by; mostly one code and one dosage, whose parts are then the key."""
    codes, dosage = e.codings or _coding(e.code_system, e.code), e.dosage
    if len(codes) != 1 or e.dosages or dosage is None:
        return e.medication, codes, e.dosages or (dosage,), e.form, e.brand, e.route
    code = codes[0]
    return (
        e.medication,
        code.system,
        code.code,
        code.display,
        dosage.text,
        dosage.structure,
        e.form,
        e.brand,
        e.route,
    )


def _ended(text: str, names: str, policy: Policy) -> str | None:
    """The words, where they say that the medicine was stopped or that another is taken instead."""
    if says_stopped(text, names, policy.words):
        return text
    return text if says_replaced(text, names, policy.class_of, policy.words) else None


_Known = Memo[tuple[object, ...], NormalisedEntry]


@lru_cache(maxsize=16)
def _known(
    _dictionary: Identifies, policy: Policy
) -> tuple[_Known, Callable[[str], tuple[bool, bool]]]:
    """What was understood of wordings before, with this dictionary and policy, and of notes."""
    return Memo(32768), lru_cache(maxsize=8192)(partial(_told_by, words=policy.words))


def _told_by(note: str, words: Words) -> tuple[bool, bool]:
    """Whether a note tells of a hold, and whether it may tell of a stop."""
    return says_on_hold(note, words), may_say_stopped(note, words)


def _understood(dictionary: Identifies, policy: Policy, entry: Entry) -> NormalisedEntry:
    """What follows from a line's words and codes alone, as the entry of nobody."""
    text, brand, route = entry.medication, entry.brand, entry.route
    codings = entry.codings or _coding(entry.code_system, entry.code)
    codes = _codes(codings)
    match = dictionary.identify(text, codes)
    if not codes:
        match = without_another_form(match, entry, policy)
    product = stated(match, text)
    name = f"{product.name} {text}" if product else text
    moieties = moieties_of(text, match, product, policy)
    dosage = dosage_of(_written(entry), product)
    form = form_of((product.form if product else None) or entry.form or name, policy)
    said = next((r for t in dosage.routes if (r := fine_route(t, policy)) is not None), None)
    found = timing(dosage)
    where = route_class(route, product, form, dosage.routes, policy)
    where = where or of_the_brand(match, policy)
    each, names = per_dose(dosage, product), _names(text, product)
    return NormalisedEntry(
        entry=_NOBODY,
        match=match,
        product=product,
        ref=ProductRef(level=product.level, code=product.code, name=product.name)
        if product
        else None,
        moieties=moieties or (words_of(product.name if product else text),),
        resolved=product is not None or bool(moieties),
        route_class=where,
        systemic=where in policy.systemic
        if where
        else for_the_whole_body(match, each, f"{text} {dosage.text}", policy),
        form=form.group if form else None,
        release=release_class(product, text, policy),
        device=device_of(f"{name} {brand or ''}", policy),
        brand=brand_of(brand, text, match, product),
        route=fine_route(route, policy) or said,
        dosage=dosage,
        daily=daily_amount(dosage, product),
        weekly=period_amount(dosage, product, days=7),
        each=each,
        maximum=max_daily_amount(dosage, product),
        as_needed=found.as_needed,
        strengths=_strengths(product),
        timing=found,
        names=names,
        plain=found.states_dose
        and found.course_days is None
        and product is not None
        and product.level != "VTM"
        and not match.flags,
        held=dosage.text if says_on_hold(dosage.text, policy.words) else None,
        ended=_ended(dosage.text, names, policy),
        interval=injection_interval(found.times_per_day, where),
        alike=(object(),),
    )


_NOBODY = Entry(id="", source=Source(kind=""), medication="")


def _names(text: str, product: Product | None) -> str:
    parts = (text, product.name, *(i.name for i in product.ingredients)) if product else (text,)
    return " ".join(parts).casefold()


def _coding(system: str | None, code: str | None) -> tuple[Coding, ...]:
    return () if code is None else (Coding(system, code),)


def _codes(codings: tuple[Coding, ...]) -> tuple[str, ...]:
    """The codes that may be dm+d: those of SNOMED CT or dm+d, or of a system nobody named."""
    return tuple(
        dict.fromkeys(
            c.code for c in codings if c.code and any(w in (c.system or "dmd") for w in _SYSTEMS)
        )
    )


def _written(entry: Entry) -> tuple[WrittenDosage, ...]:
    if entry.dosages:
        return entry.dosages
    return (entry.dosage,) if entry.dosage is not None else ()


def _strengths(product: Product | None) -> tuple[str, ...]:
    if product is None:
        return ()
    said = []
    for i in product.ingredients:
        if i.strength is not None:
            s = i.strength
            per = f"/{s.per_value or ''}{s.per_unit}" if s.per_unit else ""
            said.append(f"{i.moiety} {s.value.normalize():f} {s.unit}{per}")
    return tuple(sorted(said))
