"""The rows that speak against a medicine, built from the tables: interactions, allergies, harms, pregnancy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from medrecon.policy import load
from medrecon.policy.tables import (
    AllergyGroup,
    ClassHarm,
    HarmWords,
    Interaction,
    PregnancyRow,
)


def harms(t: load.Tables, classes: dict[str, frozenset[str]]) -> dict[str, Any]:
    """What speaks against a medicine: another one, an allergy, an earlier harm, a pregnancy."""
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
        "harms_of": _harm_words(t["harm_of"], classes),
        "treated": _harm_words(t["harm_treated"], classes),
        "pregnancy": tuple(
            PregnancyRow(load.spread(r["moieties"], classes), r["severity"], r["why"], r["source"])
            for r in t["pregnancy"]
        ),
    }


def _harm_words(
    rows: Iterable[load.Tables], classes: dict[str, frozenset[str]]
) -> tuple[HarmWords, ...]:
    return tuple(
        HarmWords(tuple(r["words"]), load.spread(r["moieties"], classes), r["source"]) for r in rows
    )
