"""Structure to words and back, and words to structure to words: nothing changes on the way."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medrecon.dosage import Dosage, DosageLine, Maximum, Measure
from medrecon.dose import parse_dosage

UNITS = (
    "tablet",
    "capsule",
    "mg",
    "g",
    "microgram",
    "ml",
    "unit",
    "puff",
    "drop",
    "patch",
    "sachet",
)
AMOUNTS = [Decimal(x) for x in ("0.25", "0.5", "1", "1.5", "2", "2.5", "5", "10", "62.5", "500")]
ROUTES = ("oral", "subcutaneous", "intravenous", "rectal", "vaginal", "nasal", "topical", None)
REASONS = ("pain", "nausea", "migraine", None)
SLOTS = ("MORN", "NOON", "AFT", "EVE", "NIGHT", "WAKE", "HS", "ACM", "PCD", "CV")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@st.composite
def measures(draw: st.DrawFn) -> Measure:
    low, high = sorted(draw(st.lists(st.sampled_from(AMOUNTS), min_size=2, max_size=2)))
    unit = draw(st.sampled_from(UNITS))
    return Measure(low, draw(st.sampled_from([low, high])), unit)


@st.composite
def timings(draw: st.DrawFn) -> dict[str, object]:
    """How often, in the ways a line may say it; always what a reader would say in full."""
    kind = draw(
        st.sampled_from(["daily", "hours", "upto", "slots", "times", "days", "weeks", "once"])
    )
    n = draw(st.integers(1, 6))
    one = Decimal(1)
    daily = {"period_low": one, "period_high": one, "period_unit": "d"}
    if kind == "hours":
        low, high = sorted(draw(st.lists(st.integers(2, 72), min_size=2, max_size=2)))
        high = draw(st.sampled_from([low, high]))
        return {
            "frequency_low": 1,
            "frequency_high": 1,
            "period_low": Decimal(low),
            "period_high": Decimal(high),
            "period_unit": "h",
        }
    if kind == "weeks":
        return {
            "frequency_low": 1,
            "frequency_high": 1,
            "period_low": Decimal(n),
            "period_high": Decimal(n),
            "period_unit": draw(st.sampled_from(["wk", "mo"])),
        }
    if kind == "upto":
        return {"frequency_low": None, "frequency_high": n, **daily}
    if kind == "slots":
        when = tuple(
            draw(st.lists(st.sampled_from(SLOTS), min_size=1, max_size=3, unique_by=_slot))
        )
        return {"frequency_low": len(when), "frequency_high": len(when), "when": when, **daily}
    if kind == "times":
        times = tuple(
            sorted(draw(st.sets(st.sampled_from(["08:00", "12:30", "18:00", "22:00"]), min_size=1)))
        )
        return {"frequency_low": len(times), "frequency_high": len(times), "times": times, **daily}
    if kind == "days":
        chosen = draw(st.sets(st.sampled_from(DAYS), min_size=1))
        days = tuple(d for d in DAYS if d in chosen)
        return {
            "frequency_low": len(days),
            "frequency_high": len(days),
            "days": days,
            "period_low": one,
            "period_high": one,
            "period_unit": "wk",
        }
    if kind == "once":
        return {"count_low": 1, "count_high": 1}
    high = draw(st.sampled_from([n, n + 1]))
    return {"frequency_low": n, "frequency_high": high, **daily}


def _slot(code: str) -> str:
    folded = {"HS": "NIGHT", "WAKE": "MORN", "ACM": "MORN", "PCD": "NOON", "CV": "EVE"}
    return folded.get(code, code)


@st.composite
def lines(draw: st.DrawFn) -> DosageLine:
    route = draw(st.sampled_from(ROUTES))
    needed = draw(st.booleans())
    span = draw(st.sampled_from([None, 3, 7, 28]))
    line = DosageLine(
        dose=draw(measures()),
        route=route,
        as_needed=needed,
        as_needed_for=draw(st.sampled_from(REASONS)) if needed else None,
        duration=Measure(Decimal(span), Decimal(span), "d") if span else None,
        **draw(timings()),
    )
    if line.count_low:
        line = replace(line, duration=None)
    if draw(st.booleans()) and not line.count_low and line.dose and line.dose.high:
        top = line.dose.high * 10
        line = replace(line, maximum=Maximum(top, line.dose.unit, Decimal(24), "h"))
    return line


@st.composite
def dosages(draw: st.DrawFn) -> Dosage:
    """One line, or steps: `then` after a line that says how long it runs."""
    found = [draw(lines()) for _ in range(draw(st.sampled_from([1, 1, 1, 2, 3])))]
    for i, line in enumerate(found[:-1]):
        week = Measure(Decimal(7), Decimal(7), "d")
        found[i] = replace(
            line, join="then", duration=line.duration or week, count_low=None, count_high=None
        )
        if not found[i].states_timing:
            found[i] = replace(
                found[i],
                frequency_low=1,
                frequency_high=1,
                period_low=Decimal(1),
                period_high=Decimal(1),
                period_unit="d",
            )
    return Dosage(lines=tuple(found), status="parsed")


def bare(dosage: Dosage) -> list[DosageLine]:
    return [replace(line, text=None, source=None) for line in dosage.lines]


@pytest.mark.parametrize("dialect", ["eps-2021", "guide-2025"])
@settings(max_examples=300, deadline=None)
@given(dosage=dosages())
def test_a_structure_survives_its_own_words(dialect: str, dosage: Dosage) -> None:
    text = dosage.to_text(dialect)
    again = parse_dosage(text)
    assert bare(again) == bare(dosage), (text, again.status, again.notes, again.unparsed)
    assert again.status == "parsed"


@settings(max_examples=300, deadline=None)
@given(dosage=dosages())
def test_fhir_is_the_same_both_ways(dosage: Dosage) -> None:
    written = dosage.to_fhir()
    again = Dosage.from_fhir(written)
    assert bare(again) == bare(dosage)
    assert again.to_fhir() == written
