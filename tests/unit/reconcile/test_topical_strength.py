"""Two strengths of what is applied and not measured: the strength is the dose."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from medrecon.dmd import Dictionary
from medrecon.model import Entry, Source, WrittenDosage
from medrecon.normalise import NormalisedEntry, normalise
from medrecon.policy import Policy
from medrecon.rules import judge
from medrecon.treatment import build

DAY = dt.date(2026, 3, 16)


def line(where: str, medicine: str, strength: str, dictionary: Dictionary) -> NormalisedEntry:
    """A line of a cream or drops whose product has that strength."""
    entry = Entry(
        id=where,
        source=Source(where),
        medication=medicine,
        kind="order" if where == "epma" else "plan",
        course="inpatient" if where == "epma" else "repeat",
        status="active",
        dosage=WrittenDosage("apply twice a day"),
    )
    n = normalise(entry, dictionary, Policy.default())
    return replace(n, strengths=(strength,), alike=(medicine, strength))


def said(medicine: str, one: str, two: str) -> list[tuple[str, str]]:
    """What is said about a medicine of strength `one` at home and `two` on the ward."""
    dictionary, policy = Dictionary.sample(), Policy.default()
    lines = [line("gp", medicine, one, dictionary), line("epma", medicine, two, dictionary)]
    case = build(lines, DAY, "admission", None, policy, ())
    return [(f.type, f.severity) for f in judge(case)]


def test_a_stronger_cream_is_said() -> None:
    cream = "Hydrocortisone 1% cream"
    assert said(cream, "hydrocortisone 10 mg/1g", "hydrocortisone 25 mg/1g") == [
        ("strength_conflict", "moderate")
    ]


def test_the_same_cream_is_not() -> None:
    cream = "Hydrocortisone 1% cream"
    assert said(cream, "hydrocortisone 10 mg/1g", "hydrocortisone 10 mg/1g") == []


def test_artificial_tears_are_a_note_at_most() -> None:
    tears = "Hypromellose 0.3% eye drops"
    assert said(tears, "hypromellose 3 mg/1ml", "hypromellose 5 mg/1ml") == [
        ("strength_conflict", "low")
    ]
