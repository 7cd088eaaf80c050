"""One line's code and text, weighed together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from medrecon.model import Match, Product

if TYPE_CHECKING:
    from medrecon.dmd.dictionary import Dictionary

# “Medication not in dm+d”: the code GP systems send where no dm+d code exists (GP Connect, SNOMED CT UK)
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
    return _weigh(max(known, key=_detail), match, flags)


_RANK = {"VTM": 0, "VMP": 1, "VMPP": 2, "AMP": 3, "AMPP": 4}


def _detail(product: Product) -> int:
    return _RANK[product.level]


def _weigh(coded: Product, match: Match | None, flags: list[str]) -> Match:
    if match is None or (match.status == "unresolved" and not match.candidates):
        if match is not None:
            flags.extend((*match.flags, "text_unread"))
        return _coded(coded, ("the code alone",), flags)
    flags.extend(match.flags)
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
            flags.append("code_text_mismatch")
            return Match(
                "ambiguous",
                moiety=match.moiety,
                candidates=tuple(dict.fromkeys((coded, match.product))),
                why=("code and text agree on the medicine, not on the product", *match.why),
                flags=tuple(dict.fromkeys(flags)),
            )
        best = max((coded, match.product), key=_detail)
        return _coded(best, ("code and text agree", *match.why), flags)
    if coded.level == "VTM":
        return _flagged(match, flags)
    return _coded(
        coded, ("code and text agree on the medicine", *match.why), flags, match.candidates
    )


def _vmp(product: Product) -> str | None:
    return product.code if product.level == "VMP" else product.vmp.code if product.vmp else None


def _coded(
    product: Product, why: tuple[str, ...], flags: Sequence[str], more: tuple[Product, ...] = ()
) -> Match:
    flags = tuple(dict.fromkeys(flags))
    if product.level == "VTM":
        return Match("moiety", moiety=product, candidates=(product, *more), why=why, flags=flags)
    candidates = tuple(dict.fromkeys((product, *more)))
    return Match("product", product, product.vtm, candidates, why, flags)


def _mismatch(coded: Product, match: Match, flags: list[str]) -> Match:
    read = match.product or match.moiety
    candidates = (coded, *((read,) if read else ()), *match.candidates)
    return Match(
        "ambiguous",
        candidates=tuple(dict.fromkeys(candidates)),
        why=("code and text name different medicines", *match.why),
        flags=tuple(dict.fromkeys([*flags, "code_text_mismatch"])),
    )


def _flagged(match: Match, flags: Sequence[str]) -> Match:
    return Match(
        match.status,
        match.product,
        match.moiety,
        match.candidates,
        match.why,
        tuple(dict.fromkeys((*match.flags, *flags))),
    )
