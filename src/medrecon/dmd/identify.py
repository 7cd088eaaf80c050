"""One line's code and text, weighed together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from medrecon.dmd.asked import Asked
from medrecon.dmd.certain import of_product
from medrecon.dmd.compare import fit
from medrecon.dmd.keys import Entry, pack, record
from medrecon.dmd.pool import Pool
from medrecon.dmd.sctid import is_sctid
from medrecon.model import Match, Product
from medrecon.names import lexicon, read_name

if TYPE_CHECKING:
    from medrecon.dmd.dictionary import Dictionary

# “Medication not in dm+d”: the code GP systems send where no dm+d code exists (GP Connect, SNOMED CT UK)
_CONTRADICTIONS = frozenset({"strength", "release", "salt", "form"})
DEGRADED = frozenset({"196421000000109"})


def identify(dictionary: Dictionary, text: str | None, codes: Sequence[str] = ()) -> Match:
    """See Dictionary.identify."""
    match = dictionary.resolve(text) if text and text.strip() else None
    known: list[Product] = []
    flags: list[str] = []
    for code in dict.fromkeys(str(c).strip() for c in codes if c):
        if code in DEGRADED:
            flags.append("degraded_code")
            continue
        product = dictionary.get(code)
        if product is None:
            flags.append("unknown_code")
            if code.isdigit() and not is_sctid(code):
                flags.append("bad_check_digit")
        elif product not in known:
            known.append(product)
    flags = list(dict.fromkeys(flags))
    if not known:
        return _flagged(match or Match("unresolved", why=("no text and no known code",)), flags)
    if any(a.moieties != known[0].moieties for a in known):
        flags.append("codes_disagree")
        return Match(
            "ambiguous",
            candidates=tuple(known),
            why=("the codes are of different medicines",),
            flags=tuple(flags),
        )
    return _weigh(text, max(known, key=_detail), match, flags)


def _names_it(text: str, coded: Product) -> bool:
    """Whether the text holds a name word of the product, its VMP or its VTM."""
    names = (p.name for p in (coded, coded.vmp, coded.vtm) if p is not None)
    known = {word for name in names for word in read_name(name).words} - lexicon().salts
    return not known.isdisjoint(read_name(text).words)


_RANK = {"VTM": 0, "VMP": 1, "VMPP": 2, "AMP": 3, "AMPP": 4}


def _detail(product: Product) -> int:
    return _RANK[product.level]


def contradicts(text: str, product: Product) -> bool:
    """Whether a text names a strength, release, salt or form that is not the product's.

    >>> from medrecon.dmd import Dictionary
    >>> tablets = Dictionary.sample().get("42109611000001109")  # Paracetamol 500mg tablets
    >>> contradicts("Paracetamol 1g tabs", tablets), contradicts("paracetamol", tablets)
    (True, False)
    """
    if product.level == "VTM":
        return False
    vmp = product.vmp or product
    names = (product.name if product.level == "AMP" else vmp.name, vmp.name)
    own, generic = (pack(read_name(name)) for name in names)
    alone = record(0, None, (0,) if product.brand else (), own, generic)
    faults = fit(Asked(read_name(text)), Entry(alone), Pool(alone)).faults
    return not _CONTRADICTIONS.isdisjoint(faults)


def _weigh(text: str | None, coded: Product, match: Match | None, flags: list[str]) -> Match:
    if match is None:
        return _coded(coded, ("the code alone",), flags)
    if match.status == "unresolved" and not match.candidates:
        flags.extend((*match.flags, "text_unread"))
        if _names_it(text or "", coded):
            return _coded(coded, ("the code; the text has a word of its name",), flags)
        why = ("the code is known, but nothing in the text speaks for it",)
        return Match("ambiguous", candidates=(coded,), why=why, flags=tuple(dict.fromkeys(flags)))
    flags.extend(match.flags)
    if text and match.product is None and contradicts(text, coded):
        return _mismatch(coded, match, flags)
    read = match.product or match.moiety
    if read is None:
        agreeing = tuple(c for c in match.candidates if c.moieties == coded.moieties)
        if agreeing:
            return _coded(
                coded, ("code and text agree on the medicine", *match.why), flags, match.candidates
            )
        return _mismatch(coded, match, flags)
    if read.moieties != coded.moieties:
        return _mismatch(coded, match, flags)
    if match.product is not None and coded.level != "VTM":
        if _vmp(match.product) != _vmp(coded):
            return _mismatch(coded, match, flags)
        if _another_brand(match, coded):
            return _of_either_brand(coded, match, flags)
        best = max((coded, match.product), key=_detail)
        return _coded(best, ("code and text agree", *match.why), flags)
    if coded.level == "VTM":
        return _flagged(match, flags)
    if _another_brand(match, coded):
        return _of_either_brand(coded, match, flags)
    return _coded(
        coded, ("code and text agree on the medicine", *match.why), flags, match.candidates
    )


def _vmp(product: Product) -> str | None:
    return product.code if product.level == "VMP" else product.vmp.code if product.vmp else None


def _another_brand(match: Match, coded: Product) -> bool:
    """Whether the text names a brand and the code another: brands that begin with one word are one."""
    said = _brand(match)
    if not said or not coded.brand:
        return False
    return said.casefold().split()[0] != coded.brand.casefold().split()[0]


def _brand(match: Match) -> str | None:
    """The brand that the text names, by its product or without one."""
    return (match.product.brand if match.product is not None else None) or match.brand


def _of_either_brand(coded: Product, match: Match, flags: Sequence[str]) -> Match:
    """The product as far as code and text agree: which brand is not known; `brand` is that of the text."""
    said, known = _brand(match), coded.vmp or coded
    more = (coded, *((match.product,) if match.product is not None else ()), *match.candidates)
    why = ("code and text name different brands", *match.why)
    found = _coded(known, why, (*flags, "code_brand_mismatch"), more)
    return replace(found, brand=said.casefold() if said else None)


def _coded(
    product: Product, why: tuple[str, ...], flags: Sequence[str], more: tuple[Product, ...] = ()
) -> Match:
    flags = tuple(dict.fromkeys(flags))
    if product.level == "VTM":
        return Match("moiety", None, product, (product, *more), why, flags, product.moieties)
    return of_product(product, tuple(dict.fromkeys((product, *more))), why, flags)


def _mismatch(coded: Product, match: Match, flags: list[str]) -> Match:
    read = match.product or match.moiety
    candidates = (coded, *((read,) if read else ()), *match.candidates)
    agree = read is not None and read.moieties == coded.moieties
    what = "contradict each other on the product" if agree else "name different medicines"
    return Match(
        "ambiguous",
        moiety=match.moiety if agree else None,
        candidates=tuple(dict.fromkeys(candidates)),
        why=(f"code and text {what}", *match.why),
        flags=tuple(dict.fromkeys([*flags, "code_text_mismatch"])),
        moieties=coded.moieties if agree else (),
    )


def _flagged(match: Match, flags: Sequence[str]) -> Match:
    return replace(match, flags=tuple(dict.fromkeys((*match.flags, *flags)))) if flags else match
