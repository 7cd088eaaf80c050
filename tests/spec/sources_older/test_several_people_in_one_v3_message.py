"""HL7 v3: several people in one message are never mixed; a reference folds only one medicine of one person."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

import medrecon
from medrecon.model import Reading
from medrecon.sources import read

SPACE = 'xmlns="urn:hl7-org:v3"'
_ROOT = "2.16.840.1.113883.2.1.4.1"
_DMD = "2.16.840.1.113883.2.1.3.2.4.15"
A, B = "9991234500", "9449304130"


def whose(number: str) -> str:
    """A recordTarget with an NHS number."""
    return (
        f'<recordTarget><patient><id root="{_ROOT}" extension="{number}"/></patient></recordTarget>'
    )


def coded(medicine: str, code: str = "1") -> str:
    """The code of a medicine."""
    return f'<code code="{code}" codeSystem="{_DMD}" displayName="{medicine}"/>'


def statement(own: str, medicine: str, act: str, code: str = "1") -> str:
    """A statement of a GP2GP extract with one act."""
    return (
        f'<MedicationStatement><id root="{own}"/><availabilityTime value="20260105"/><consumable>'
        f"<manufacturedProduct><manufacturedMaterial>{coded(medicine, code)}</manufacturedMaterial>"
        f"</manufacturedProduct></consumable><component>{act}</component></MedicationStatement>"
    )


PLAN = '<ehrSupplyAuthorise><id root="A1"/><statusCode code="ACTIVE"/></ehrSupplyAuthorise>'
ISSUE = (
    '<ehrSupplyPrescribe><id root="P1"/><inFulfillmentOf><priorMedicationRef><id root="A1"/>'
    "</priorMedicationRef></inFulfillmentOf></ehrSupplyPrescribe>"
)
SENNA, WARFARIN = "Senna 7.5mg tablets", "Warfarin 1mg tablets"


def extract(number: str, *statements: str) -> str:
    """A GP2GP extract of one person."""
    return f'<EhrExtract {SPACE}><id root="E1"/>{whose(number)}{"".join(statements)}</EhrExtract>'


def summary(number: str, medicine: str) -> str:
    """A Summary Care Record of one person, its only medicine in a table."""
    table = (
        '<table id="RepeatMeds"><tr><th>Date</th><th>Medication Item</th></tr>'
        f"<tr><td>01-Mar-2026</td><td>{medicine}</td></tr></table>"
    )
    return (
        f"<answer {SPACE}>{whose(number)}<GPSummary><id root='G{number}'/>"
        f"<html>{table}</html></GPSummary></answer>"
    )


def refused(reading: Reading) -> bool:
    """Whether the entries end in the one finding that they are not about one person."""
    answer = medrecon.reconcile(
        reading, dictionary=medrecon.Dictionary.sample(), as_of=date(2026, 3, 16)
    )
    return [f.type for f in answer.findings] == ["wrong_patient"]


@pytest.mark.parametrize("numbers", [(A, B), ("9991234501", "9991234502")], ids=["right", "wrong"])
@pytest.mark.parametrize("kind", ["gp2gp-v3", "scr"])
def test_each_line_is_of_the_person_around_it(kind: str, numbers: tuple[str, str]) -> None:
    """Also where neither number is one: two wrong numbers are still two people."""
    a, b = numbers
    if kind == "scr":
        parts = summary(a, SENNA) + summary(b, WARFARIN)
    else:
        parts = extract(a, statement("S1", SENNA, PLAN)) + extract(
            b, statement("S2", WARFARIN, PLAN)
        )
    reading = read(f"<r>{parts}</r>".encode())
    assert reading.format == kind and reading.patient is None
    people = [(e.medication, e.patient) for e in reading.entries]
    assert [m for m, _ in people] == [SENNA, WARFARIN] and len({p for _, p in people}) == 2
    assert "several-patients" in {p.code for p in reading.problems}
    assert refused(reading)


def test_an_issue_is_not_folded_under_the_plan_of_another_person() -> None:
    """Ids are the sender's; two extracts may use the same."""
    parts = extract(A, statement("S1", SENNA, PLAN)) + extract(B, statement("S2", SENNA, ISSUE))
    plan, issue = read(f"<r>{parts}</r>".encode()).entries
    assert plan.issues == () and issue.kind == "order"


def test_a_line_around_which_nobody_is_named_is_kept_apart() -> None:
    parts = (
        summary(A, SENNA)
        + summary(B, WARFARIN)
        + summary(A, "Aspirin 75mg tablets").replace(whose(A), "")
    )
    reading = read(f"<r>{parts}</r>".encode())
    assert len({e.patient for e in reading.entries}) == 3


def test_one_person_named_twice_is_one_person() -> None:
    reading = read(f"<r>{summary(A, SENNA)}{summary(A, WARFARIN)}</r>".encode())
    assert reading.patient is not None and reading.patient.nhs_number == A
    assert reading.problems == ()


def test_an_issue_of_another_medicine_is_a_line_of_its_own() -> None:
    """As in FHIR: a reference that makes two medicines one is a mistake of the sender."""
    parts = statement("S1", SENNA, PLAN), statement("S2", WARFARIN, ISSUE, "2")
    reading = read(extract(A, *parts).encode())
    assert [(e.medication, len(e.issues)) for e in reading.entries] == [(SENNA, 0), (WARFARIN, 0)]
    assert [(p.code, p.id) for p in reading.problems] == [("medicine-mismatch", "S2")]


@pytest.mark.parametrize("other", [(SENNA.upper(), "9"), ("Senokot 7.5mg tablets", "1")])
def test_the_same_words_or_the_same_code_are_one_medicine(other: tuple[str, str]) -> None:
    parts = statement("S1", SENNA, PLAN), statement("S2", other[0], ISSUE, other[1])
    (entry,) = read(extract(A, *parts).encode()).entries
    assert len(entry.issues) == 1


def supplied(*products: tuple[str, int], message: str = "DispenseNotification") -> str:
    """A notification or a claim of one item that was met with those products."""
    parts = "".join(
        f'<component><suppliedLineItemQuantity><quantity value="{n}"><translation value="{n}"'
        ' displayName="tablet"/></quantity><product><manufacturedProduct>'
        f"<manufacturedSuppliedMaterial>{coded(name, str(i))}</manufacturedSuppliedMaterial>"
        "</manufacturedProduct></product></suppliedLineItemQuantity></component>"
        for i, (name, n) in enumerate(products, 1)
    )
    return (
        f'<{message} {SPACE}><id root="{message}-1"/><effectiveTime value="20260303100000"/>{whose(A)}'
        f'<pertinentInformation1><pertinentSupplyHeader><id root="H-{message}"/><pertinentInformation1>'
        f'<pertinentSuppliedLineItem><id root="S-{message}"/>{parts}<pertinentInformation3>'
        '<pertinentItemStatus><value code="0001"/></pertinentItemStatus></pertinentInformation3>'
        '<inFulfillmentOf><priorOriginalItemRef><id root="ITEM-0001"/></priorOriginalItemRef>'
        "</inFulfillmentOf></pertinentSuppliedLineItem></pertinentInformation1></pertinentSupplyHeader>"
        f"</pertinentInformation1></{message}>"
    )


def test_products_of_two_strengths_are_not_counted_together() -> None:
    parts = (WARFARIN, 28), ("Warfarin 3mg tablets", 56)
    (entry,) = read(supplied(*parts).encode()).entries
    assert (entry.medication, entry.quantity) == (WARFARIN, Decimal(28))
    assert [(i.medication, i.quantity) for i in entry.issues] == [
        ("Warfarin 3mg tablets", Decimal(56))
    ]


def test_two_packs_of_one_strength_are() -> None:
    parts = (WARFARIN, 28), ("Warfarin 1mg tablets (Crescent)", 28)
    (entry,) = read(supplied(*parts).encode()).entries
    assert entry.quantity == Decimal(56)


@pytest.mark.parametrize("turned", [False, True])
def test_a_claim_for_what_was_notified_is_no_second_supply(turned: bool) -> None:
    told = [
        supplied((WARFARIN, 28)).encode(),
        supplied((WARFARIN, 28), message="DispenseClaim").encode(),
    ]
    (entry,) = read(told[::-1] if turned else told).entries
    assert entry.id == "S-DispenseNotification" and "S-DispenseClaim" in entry.refs


def test_a_claim_for_more_than_was_notified_stays() -> None:
    told = [
        supplied((WARFARIN, 28)).encode(),
        supplied((WARFARIN, 56), message="DispenseClaim").encode(),
    ]
    assert len(read(told).entries) == 2
