"""HL7 v2 timing: TQ1 and the older timing, steps, as required, and words beside the fields."""

from __future__ import annotations

import datetime as dt

import pytest

from medrecon import Dictionary, reconcile
from medrecon.model import Entry, Reading
from medrecon.sources import read

HEAD = "MSH|^~\\&|EPMA|RZZ|||20260210||RDE^O11|C1|P|2.5\rPID|1||9991234500^^^NHS^NH\r"
PREDNISOLONE = "RXE||^Prednisolone 5mg tablets|6||tablet"
BISOPROLOL = "RXE||^Bisoprolol 2.5mg tablets|1||tablet"


def reading(*segments: str) -> Reading:
    """A message of one order."""
    return read((HEAD + "\r".join(["ORC|NW|PL-77777777", *segments])).encode())


def order(*segments: str) -> Entry:
    """The one entry of a message without problems."""
    found = reading(*segments)
    assert found.problems == ()
    (entry,) = found.entries
    return entry


def text(entry: Entry) -> str | None:
    """The dosage as one text."""
    return entry.dosage.text if entry.dosage else None


def daily(*segments: str) -> str | None:
    """The daily amount that a reconciliation makes of an order."""
    answer = reconcile(
        [reading(*segments)], dictionary=Dictionary.sample(), as_of=dt.date(2026, 3, 2)
    )
    (line,) = answer.medications
    return f"{line.daily_dose.value} {line.daily_dose.unit}" if line.daily_dose else None


TAPER = (
    PREDNISOLONE,
    "TQ1|1|6|OD||||20260301|20260305||||S",
    "TQ1|2|4|OD||||20260306|20260310||||",
)


def test_steps_follow_one_another_each_with_its_own_amount() -> None:
    entry = order(*TAPER)
    assert text(entry) == (
        "6 tablet OD from 01/03/2026 to 05/03/2026 then 4 tablet OD from 06/03/2026 to 10/03/2026"
    )
    assert (str(entry.start), str(entry.end)) == ("2026-03-01", "2026-03-10")


def test_steps_are_not_added_up() -> None:
    assert daily(*TAPER) != "50 mg"


def test_timings_whose_days_do_not_meet_are_steps() -> None:
    assert " then 4 tablet" in str(text(order(*[s.replace("||||S", "") for s in TAPER])))


def test_a_step_without_an_end_leaves_the_order_without_one() -> None:
    entry = order(PREDNISOLONE, "TQ1|1|6|OD||||20260301|20260305||||S", "TQ1|2|4|OD||||20260306")
    assert entry.end is None


def test_timings_side_by_side_are_added() -> None:
    entry = order(PREDNISOLONE, "TQ1|1||OM", "TQ1|2||ON")
    assert [d.text for d in entry.dosages] == ["6 tablet OM", "6 tablet ON"]


def test_two_readings_of_an_amount_are_no_dose() -> None:
    found = reading(PREDNISOLONE, "TQ1|1|2|OD")
    assert [p.code for p in found.problems] == ["amount"]
    assert text(found.entries[0]) == "OD" and found.entries[0].extra["give"] == "6 tablet"


def test_an_amount_of_the_timing_with_its_unit_is_the_dose() -> None:
    assert text(order(PREDNISOLONE, "TQ1|1|2^tablet|OD")) == "2 tablet OD"


@pytest.mark.parametrize(
    "segments",
    [
        ("TQ1|1||BD", "RXO|^Bisoprolol|2.5||mg", BISOPROLOL, "TQ1|1||BD"),
        ("TQ1|1||BD", BISOPROLOL),
        ("RXE|^BD^^20260301|^Bisoprolol 2.5mg tablets|1||tablet",),
    ],
)
def test_a_timing_given_for_the_order_and_for_its_encoding_is_one_dose(
    segments: tuple[str, ...],
) -> None:
    assert text(order(*segments)) == "1 tablet BD"


def test_the_older_timing_of_order_and_encoding_is_one_dose() -> None:
    lines = "ORC|NW|PL-77777777|||||^BD\rRXE|^BD|^Bisoprolol 2.5mg tablets|1||tablet"
    (entry,) = read((HEAD + lines).encode()).entries
    assert text(entry) == "1 tablet BD" and entry.dosages == ()


def test_a_repeated_pattern_is_every_time_of_it() -> None:
    assert daily(BISOPROLOL, "TQ1|1||OM~ON") == "5 mg"


@pytest.mark.parametrize(
    "segments",
    [
        ("RXE||^Codeine 30mg tablets|1||tablet", "TQ1|1||QDS||||20260301||PRN"),
        ("RXE|^QDS^^20260301^^PRN|^Codeine 30mg tablets|1||tablet",),
    ],
)
def test_as_required_as_a_priority_is_as_required(segments: tuple[str, ...]) -> None:
    entry = order(*segments)
    assert (text(entry), entry.course) == ("1 tablet QDS PRN", "as-required")


def test_as_required_in_the_older_timing_of_the_order() -> None:
    lines = "ORC|NW|PL-77777777|||||^QDS^D5^^^PRN\rRXE||^Codeine 30mg tablets|1||tablet"
    (entry,) = read((HEAD + lines).encode()).entries
    assert (text(entry), entry.course) == ("1 tablet QDS PRN for 5 days", "as-required")


def test_a_duration_is_a_part_of_the_dosage() -> None:
    assert text(order(BISOPROLOL, "TQ1|1||TDS|||5^d")) == "1 tablet TDS for 5 days"


def test_a_duration_in_no_unit_of_time_is_told() -> None:
    found = reading(BISOPROLOL, "TQ1|1||TDS|||5^box")
    assert [p.code for p in found.problems] == ["duration"]


def test_the_instructions_of_a_timing_are_kept_beside_its_fields() -> None:
    entry = order(BISOPROLOL, "TQ1|1||BD|||||||with food|before breakfast")
    assert text(entry) == "with food before breakfast"
    assert daily(BISOPROLOL, "TQ1|1||BD|||||||with food") == "5 mg"


def test_words_that_contradict_the_fields_give_no_dose() -> None:
    words = "RXE||^Bisoprolol 2.5mg tablets|{}||tablet||ONE DAILY"
    assert daily(words.format(2), "TQ1|1||BD") is None
    assert daily(words.format(1), "TQ1|1||BD") is None
    assert daily(words.format(1), "TQ1|1||OD") == "2.5 mg"


def test_words_that_only_say_when_may_contradict_the_fields() -> None:
    words = "RXE||^Bisoprolol 2.5mg tablets|1||tablet||{}"
    assert daily(words.format("once weekly on Monday"), "TQ1|1||OD") is None
    assert daily(words.format("at night"), "TQ1|1||OD") == "2.5 mg"


def test_as_required_in_words_is_not_lost_beside_the_fields() -> None:
    line = "RXE||^Paracetamol 500mg tablets|1000||mg||1 g four times a day as needed"
    entry = order(line, "TQ1|1||QDS")
    assert entry.dosage is not None and entry.dosage.structure is not None
    assert entry.dosage.structure["asNeededBoolean"] is True


def test_a_strength_in_its_own_field_belongs_to_the_name() -> None:
    entry = order("RXE||^Warfarin|1||tablet" + "|" * 20 + "3|mg", "TQ1|1||OD")
    assert (entry.medication, entry.codings[0].display) == ("Warfarin 3mg", "Warfarin")


def test_a_strength_that_the_name_contradicts_is_told() -> None:
    found = reading("RXE||^Warfarin 1mg tablets|1||tablet" + "|" * 20 + "3|mg", "TQ1|1||OD")
    assert [p.code for p in found.problems] == ["strength"]
    assert found.entries[0].medication == "Warfarin 1mg tablets"


def test_more_timings_than_an_order_can_have_are_told() -> None:
    found = reading(BISOPROLOL, *[f"TQ1|{n}||OD" for n in range(60)])
    assert [p.code for p in found.problems] == ["timings"]
    assert found.entries[0].dosage is None
