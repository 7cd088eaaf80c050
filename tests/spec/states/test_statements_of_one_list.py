"""What one list says twice: a newer statement stands for the older, the parts of one statement add up."""

from __future__ import annotations

import pytest

W5, W3 = "Warfarin 5mg tablets | 5mg od", "Warfarin 3mg tablets | 3mg od"
LEVO100 = "Levothyroxine sodium 100microgram tablets | 1 od"
LEVO25 = "Levothyroxine sodium 25microgram tablets | 1 od"


def daily(answer) -> list[int | None]:
    current = [m for m in answer.medications if m.state == "current"]
    return [int(m.daily_dose.value) if m.daily_dose else None for m in current]


@pytest.mark.parametrize("scope", ["discharge", "clinic", "told", "history"])
def test_of_two_statements_of_a_list_the_newer_is_the_dose(answer_to, scope) -> None:
    lines = [f"{W5} | recorded=2025-12-01", f"{W3} | recorded=2026-02-20"]
    answer = answer_to(event=None, **{scope: lines})
    assert daily(answer) == [3]
    assert answer.findings == ()


@pytest.mark.parametrize("scope", ["discharge", "clinic", "told", "history"])
def test_what_one_statement_says_adds_up(answer_to, scope) -> None:
    lines = [f"{W5} | recorded=2026-02-20", f"{W3} | recorded=2026-02-20"]
    assert daily(answer_to(event=None, **{scope: lines})) == [8]


def test_the_newest_discharge_letter_stands_whatever_the_time_of_day(answer_to) -> None:
    letters = [
        "Sertraline 50mg tablets | 50 mg om | recorded=2025-12-01",
        "Sertraline 100mg tablets | 100 mg on | recorded=2026-02-20",
    ]
    assert daily(answer_to(event=None, discharge=letters)) == [100]


def test_a_reduced_dose_is_no_second_line(found_in) -> None:
    assert not found_in(
        event=None,
        discharge=[
            "Apixaban 5mg tablets | 5mg bd | recorded=2025-12-01",
            "Apixaban 2.5mg tablets | 2.5mg bd | recorded=2026-02-20; change_status=changed; why=CrCl 25",
        ],
    )


def test_of_two_charts_the_newer_is_the_dose_and_one_chart_adds_up(answer_to) -> None:
    one = [f"{W5} | start=2026-03-10; system=A", f"{W3} | start=2026-03-15; system=A"]
    two = [one[0], one[1].replace("system=A", "system=B")]
    assert daily(answer_to(event=None, ward=one)) == [8]
    assert daily(answer_to(event=None, ward=two)) == [3]


def test_a_start_is_no_day_of_a_letter(answer_to) -> None:
    """The morning dose of last year and the night dose of this year are one dose of today."""
    home = [
        "Clozapine 100mg tablets | 100mg mane | start=2024-02-19",
        "Clozapine 100mg tablets | 300mg nocte | start=2025-02-20",
    ]
    ward = ["Clozapine 100mg tablets | 100mg mane", "Clozapine 100mg tablets | 300mg nocte"]
    answer = answer_to(clinic=home, ward=ward)
    assert daily(answer) == [400]
    assert answer.findings == ()


def test_parts_begun_within_days_are_one_dose(answer_to) -> None:
    lines = [f"{LEVO100} | start=2026-02-19", f"{LEVO25} | start=2026-02-20"]
    assert daily(answer_to(event=None, clinic=lines)) == [125]


@pytest.mark.parametrize(
    ("gp", "amount"), [([LEVO25], 25), ([LEVO100, LEVO25], 125)], ids=["the newer", "both"]
)
def test_where_only_begins_are_known_another_list_tells(answer_to, gp, amount) -> None:
    clinic = [f"{LEVO100} | start=2024-02-19", f"{LEVO25} | start=2026-02-20"]
    lines = [f"{line} | issued=2026-03-01; days=28" for line in gp]
    answer = answer_to(event=None, clinic=clinic, gp=lines)
    assert daily(answer) == [amount]
    assert answer.findings == ()


def test_where_nobody_tells_the_amount_is_not_known_and_that_is_said(answer_to) -> None:
    clinic = [f"{W5} | start=2025-12-01", f"{W3} | start=2026-02-20"]
    answer = answer_to(event=None, clinic=clinic)
    assert daily(answer) == [None]
    assert answer.medications[0].confidence == "low"
    assert [(f.type, f.severity) for f in answer.findings] == [("duplicate_within_source", "high")]


def test_patches_of_two_strengths_are_not_the_same_amount(answer_to) -> None:
    patch = "Matrifen {}micrograms/hour transdermal patches | 1 patch every 3 days | start={}"
    clinic = [patch.format(25, "2025-10-01"), patch.format(50, "2026-02-01")]
    answer = answer_to(event=None, clinic=clinic)
    assert len(answer.medications[0].lines) == 2
    assert answer.medications[0].confidence == "low"


def test_a_patient_who_says_something_new_is_reported_by_that(answer_to) -> None:
    told = [f"{W5} | recorded=2025-12-01", f"{W3} | recorded=2026-03-10"]
    assert answer_to(event=None, told=told).medications[0].taking == "reported taken (3mg od)"


def test_discharge_lines_begun_months_apart_may_be_two_letters(answer_to) -> None:
    letters = [f"{W5} | start=2025-12-01", f"{W3} | start=2026-02-20"]
    answer = answer_to(event=None, discharge=letters)
    assert daily(answer) == [None]
    assert [(f.type, f.severity) for f in answer.findings] == [("duplicate_within_source", "high")]


def test_a_line_begun_years_ago_is_no_older_than_its_discharge_list(answer_to) -> None:
    letter = [
        f"{LEVO100} | start=2010-12-01; change_status=continued",
        f"{LEVO25} | start=2026-03-15; change_status=started; why=TSH 9",
    ]
    answer = answer_to(event="discharge", discharge=letter, gp=[f"{LEVO100} | issued=2026-03-01"])
    assert daily(answer) == [125]
    assert answer.findings == ()


def test_an_old_discharge_list_is_not_known_to_stand(answer_to) -> None:
    answer = answer_to(event=None, discharge=[f"{LEVO100} | start=2024-12-01"])
    assert answer.medications[0].state == "unknown"


def test_a_statement_that_a_newer_one_replaced_is_no_refusal(found_in) -> None:
    """Two accounts of the patient, both of taking it: the older dose is over, the medicine is not."""
    told = [
        "Apixaban 5mg tablets | 1 bd | recorded=2025-12-01",
        "Apixaban 2.5mg tablets | 1 bd | recorded=2026-03-14",
    ]
    gp = ["Apixaban 2.5mg tablets | 1 bd | issued=2026-03-01; days=28"]
    assert not found_in(event="review", told=told, gp=gp)
