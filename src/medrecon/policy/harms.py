"""The rows that speak against a medicine, built from the tables: interactions, allergies, harms, pregnancy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from medrecon.policy import load
from medrecon.policy.tables import (
    AllergyGroup,
    ClassHarm,
    Interaction,
    PregnancyRow,
    WordsOf,
)


def harms(t: load.Tables, classes: dict[str, frozenset[str]]) -> dict[str, Any]:
    """What speaks against a medicine: another one, an allergy, an earlier harm, a pregnancy; and what does not."""
    return {
        "interactions": tuple(
            Interaction(
                load.spread(r["otc"], classes),
                load.spread(r["with"], classes),
                r["severity"],
                r["why"],
                r["source"],
            )
            for r in t["otc_interaction"]
        ),
        "allergies": tuple(
            AllergyGroup(tuple(r["words"]), load.spread(r["covers"], classes), r["source"])
            for r in t["allergy"]
        ),
        "allergy_cross": tuple(
            (tuple(r["words"]), tuple(r["reaction"]), load.spread(r["covers"], classes))
            for r in t["allergy_cross"]
        ),
        "reactions": {r["means"]: tuple(r["words"]) for r in t["allergy_reaction"]},
        "class_harms": tuple(
            ClassHarm(
                tuple(r["words"]),
                classes[c],
                classes[c] | load.spread(r.get("by", []), classes),
                r["type"],
                r["severity"],
                r["source"],
            )
            for r in t["class_harm"]
            for c in r["classes"]
        ),
        "harms_of": _words_of(t["harm_of"], classes),
        "overlaps": _words_of(t["overlap"], classes),
        "treated": _words_of(t["harm_treated"], classes),
        "pregnancy": tuple(
            PregnancyRow(load.spread(r["moieties"], classes), r["severity"], r["why"], r["source"])
            for r in t["pregnancy"]
        ),
    }


def _words_of(
    rows: Iterable[load.Tables], classes: dict[str, frozenset[str]]
) -> tuple[WordsOf, ...]:
    return tuple(
        WordsOf(tuple(r["words"]), load.spread(r["moieties"], classes), r["source"]) for r in rows
    )
