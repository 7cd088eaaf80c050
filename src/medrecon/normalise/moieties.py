"""The active moieties of a line: those of its product, of its brand, or the name to which the policy folds several."""

from __future__ import annotations

from functools import lru_cache

from medrecon.model import Match, Product
from medrecon.model.product import MOST_CANDIDATES
from medrecon.names import read_name
from medrecon.policy import Policy

# flags that leave no doubt about the name itself
_LEAVE_THE_NAME = frozenset({"short_name", "unknown_code", "bad_check_digit", "degraded_code"})


def moieties_of(
    text: str, match: Match, product: Product | None, policy: Policy
) -> tuple[str, ...]:
    """The active moieties by their own names: combinations spread out, salts folded.

    They are known for some texts that are no one product and for which dm+d has no VTM. A bare brand has
    those of all its products, where they are the same: Priadel is lithium, as the carbonate or as the citrate.
    """
    known = product.moieties if product is not None else match.moieties
    if not known and match.brand and len(match.candidates) < MOST_CANDIDATES:
        ways = {spread(c.moieties, policy) for c in match.candidates}
        return ways.pop() if len(ways) == 1 else ()
    return spread(known, policy) or _folded(text, match, policy)


def _folded(text: str, match: Match, policy: Policy) -> tuple[str, ...]:
    """The name that several fold to, where the text bears it: `Valproate 400mg` is valproate, whichever salt it is of.

    dm+d has the salts alone, so that there is neither a product nor a VTM of that name.
    """
    if not _LEAVE_THE_NAME.issuperset(match.flags):
        return ()
    reading = read_name(text)
    name = " ".join(reading.words)
    sure = not (reading.odd or reading.refused or reading.aside)
    return (name,) if sure and name in _targets(policy) else ()


@lru_cache(maxsize=16)
def _targets(policy: Policy) -> frozenset[str]:
    return frozenset(m for folded in policy.aliases.values() if len(folded) == 1 for m in folded)


def spread(moieties: tuple[str, ...], policy: Policy) -> tuple[str, ...]:
    """Moieties as the policy names them, sorted: combinations spread out, salts folded."""
    return tuple(sorted({a for m in moieties for a in policy.aliases.get(m, (m,))}))
