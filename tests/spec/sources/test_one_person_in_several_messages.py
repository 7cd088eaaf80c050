"""What several messages say of one person: agreed, completed, contradicted; never two people in one."""

from __future__ import annotations

import datetime as dt
from itertools import permutations

import pytest

from medrecon.api.gather import gather
from medrecon.model import CodedText, Coding, PartialDate, Patient, Reading
from medrecon.sources.combine import combine
from medrecon.sources.one_patient import one_patient

NUMBER, OTHER = "9449304130", "9990548609"
LATEX = CodedText("Latex")


def codes(*patients: Patient) -> set[str]:
    """The codes of the Problems that these messages make."""
    return {p.code for p in one_patient(patients)[1]}


def test_each_message_completes_the_others() -> None:
    told = [
        Patient(birth_date=PartialDate.parse("1949"), allergies=("penicillin",)),
        Patient(birth_date=dt.date(1949, 6, 2), sex="female", allergies=(LATEX, "penicillin")),
        Patient(weight_kg=61.5, nhs_number=NUMBER, identifiers=(Coding("x", "1"),)),
    ]
    answers = {one_patient(order) for order in permutations(told)}
    ((patient, problems),) = answers
    assert patient is not None and problems == ()
    assert patient.birth_date == dt.date(1949, 6, 2), "the more precise of two that agree"
    assert (patient.sex, patient.weight_kg, patient.nhs_number) == ("female", 61.5, NUMBER)
    assert set(patient.allergies) == {"penicillin", LATEX}


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (Patient(nhs_number=NUMBER), Patient(nhs_number=OTHER)),
        (Patient(birth_date=dt.date(1949, 6, 2)), Patient(birth_date=dt.date(1951, 6, 2))),
        (
            Patient(nhs_number=NUMBER, birth_date=dt.date(1949, 6, 2)),
            Patient(nhs_number=NUMBER, birth_date=PartialDate.parse("1950")),
        ),
    ],
)
def test_two_numbers_or_two_birth_dates_are_two_people(mine: Patient, theirs: Patient) -> None:
    assert one_patient([mine, theirs])[0] is None
    assert codes(mine, theirs) == codes(theirs, mine) == {"several-patients"}


@pytest.mark.parametrize(
    ("field", "a", "b"),
    [("sex", "female", "male"), ("weight_kg", 61.5, 80.0), ("pregnant", True, False)],
)
def test_what_is_contradicted_is_not_known(field: str, a: object, b: object) -> None:
    one, two = Patient(nhs_number=NUMBER, **{field: a}), Patient(**{field: b})
    patient, problems = one_patient([one, two])
    assert patient is not None and getattr(patient, field) is None
    assert patient.nhs_number == NUMBER
    assert [p.code for p in problems] == ["patient-conflict"] and field in problems[0].message
    assert str(a) not in problems[0].message and str(b) not in problems[0].message


def test_the_allergies_are_known_when_one_message_asked() -> None:
    asked, silent = Patient(allergies_known=True), Patient(sex="male")
    patient, _ = one_patient([silent, asked, Patient(allergies_known=False)])
    assert patient is not None and patient.allergies_known is True
    assert one_patient([silent, Patient(sex="male", weight_kg=70.0)])[0].allergies_known is None


def test_a_number_with_blanks_is_the_same_number() -> None:
    assert codes(Patient(nhs_number="944 930 4130"), Patient(nhs_number=NUMBER)) == set()


def test_read_and_reconcile_give_one_answer() -> None:
    readings = [
        Reading("x", patient=Patient(nhs_number=NUMBER, sex="female")),
        Reading("y", patient=Patient(nhs_number=NUMBER, sex="male", pregnant=False)),
    ]
    combined, gathered = combine(readings), gather(readings)
    assert combined.patient == gathered.patient == gather(combined).patient
    assert combined.problems == gathered.problems
    assert gathered.patient is not None and gathered.patient.pregnant is False
