"""The rules as data: what each asks, which finding it makes, and where it comes from."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import lru_cache

from medrecon.rules.registry import RULES


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """One rule for a reader.

    `type` is the finding type it usually makes, `also` further ones; `family` the question it belongs
    to; `sentence` what must hold for it to speak; `citation` the guidance or study it rests on.
    """

    id: str
    type: str
    family: str
    sentence: str
    citation: str
    also: tuple[str, ...] = ()


_WRONG_PATIENT = RuleInfo(
    id="data.wrong_patient",
    type="wrong_patient",
    family="data",
    sentence="The entries carry identifiers of more than one person; nothing is compared.",
    citation="NPSA patient identification",
)


@lru_cache(maxsize=1)
def rules_table() -> tuple[RuleInfo, ...]:
    """Every rule id that a finding can carry, once; that of identities that differ comes first.

    >>> next(r.type for r in rules_table() if r.id == "presence.unlisted")
    'omission'
    """
    rows = [_WRONG_PATIENT]
    for rule in RULES:
        usual, *also = rule.types
        rows.append(
            RuleInfo(
                id=rule.id,
                type=usual,
                family=rule.id.partition(".")[0],
                sentence=" ".join((inspect.getdoc(rule.judge) or "").partition("\n\n")[0].split()),
                citation=rule.source,
                also=tuple(also),
            )
        )
    return tuple(rows)
