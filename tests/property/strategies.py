"""What the property tests draw from: medicines, dosage wordings, records and messages that look real.

The medicines stand in the embedded sample of dm+d. Each dosage wording carries its own meaning, so that a
test can tell a wrong reading from a missing one: `Daily(n)` is n units of the product a day, `Daily(n, "mg")`
is an amount a day, None is a wording without one constant regular amount a day (as required, as directed,
steps, weekly days, no dose).
"""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from hypothesis import strategies as st

import medrecon
from medrecon import Dictionary, Entry, Identity, Issue, PartialDate, Source, WrittenDosage

AS_OF = dt.date(2026, 3, 16)
EVENTS = ("admission", "transfer", "discharge", "review", None)

TABLETS = (
    "Bisoprolol 2.5mg tablets",
    "Bisoprolol 5mg tablets",
    "Amlodipine 5mg tablets",
    "Amlodipine 10mg tablets",
    "Atorvastatin 20mg tablets",
    "Atorvastatin 40mg tablets",
    "Simvastatin 40mg tablets",
    "Metformin 500mg tablets",
    "Levothyroxine sodium 25microgram tablets",
    "Levothyroxine sodium 100microgram tablets",
    "Paracetamol 500mg tablets",
    "Ibuprofen 400mg tablets",
    "Naproxen 250mg tablets",
    "Warfarin 1mg tablets",
    "Warfarin 3mg tablets",
    "Apixaban 2.5mg tablets",
    "Apixaban 5mg tablets",
    "Rivaroxaban 20mg tablets",
    "Clopidogrel 75mg tablets",
    "Furosemide 20mg tablets",
    "Furosemide 40mg tablets",
    "Spironolactone 25mg tablets",
    "Bendroflumethiazide 2.5mg tablets",
    "Digoxin 125microgram tablets",
    "Sertraline 50mg tablets",
    "Citalopram 20mg tablets",
    "Mirtazapine 15mg tablets",
    "Amitriptyline 10mg tablets",
    "Lamotrigine 25mg tablets",
    "Folic acid 5mg tablets",
    "Prednisolone 5mg tablets",
    "Gliclazide 80mg tablets",
    "Sitagliptin 100mg tablets",
    "Finasteride 5mg tablets",
    "Clozapine 100mg tablets",
    "Azathioprine 50mg tablets",
    "Allopurinol 100mg tablets",
    "Losartan 50mg tablets",
)
OTHERS = (
    "Ramipril 2.5mg capsules",
    "Ramipril 10mg capsules",
    "Omeprazole 20mg gastro-resistant capsules",
    "Lansoprazole 15mg gastro-resistant capsules",
    "Metformin 500mg modified-release tablets",
    "Co-codamol 8mg/500mg tablets",
    "Co-codamol 30mg/500mg tablets",
    "Aspirin 75mg dispersible tablets",
    "Pregabalin 75mg capsules",
    "Sodium valproate 200mg gastro-resistant tablets",
    "Carbamazepine 200mg modified-release tablets",
    "Lithium carbonate 400mg modified-release tablets",
    "Methotrexate 2.5mg tablets",
    "Alendronic acid 70mg tablets",
    "Salbutamol 100micrograms/dose inhaler CFC free",
    "Morphine 10mg modified-release tablets",
    "Buprenorphine 5micrograms/hour transdermal patches",
    "Co-careldopa 25mg/100mg tablets",
    "Amoxicillin 500mg capsules",
    "Nitrofurantoin 100mg modified-release capsules",
    "Latanoprost 50micrograms/ml eye drops",
    "Hydroxocobalamin 1mg/1ml solution for injection ampoules",
    "Hydrocortisone 1% cream",
    "Tacrolimus 1mg capsules",
)
BRANDS = (
    "Istin 5mg tablets",
    "Lipitor 20mg tablets",
    "Eliquis 5mg tablets",
    "Glucophage 500mg tablets",
    "Tegretol 200mg tablets",
    "Zapain 30mg/500mg tablets",
    "Sinemet Plus 25mg/100mg tablets",
    "Oramorph 10mg/5ml oral solution",
    "Clenil Modulite 100micrograms/dose inhaler",
    "Fostair 100micrograms/dose / 6micrograms/dose inhaler",
    "Lantus 100units/ml solution for injection 3ml pre-filled SoloStar pens",
    "NovoRapid FlexPen 100units/ml solution for injection 3ml pre-filled pens",
)
MOIETIES = (
    "Bisoprolol",
    "Amlodipine",
    "Ramipril",
    "Atorvastatin",
    "Metformin",
    "Paracetamol",
    "Warfarin",
    "Methotrexate",
    "Insulin glargine",
    "Salbutamol",
    "Prednisolone",
    "Digoxin",
    "Morphine",
    "Levothyroxine",
    "Furosemide",
    "Sertraline",
)
UNKNOWN = (
    "Local mixture (see notes)",
    "Blister pack",
    "Trial medication xq-118",
    "Transfer-degraded medication entry",
    "unable to read",
)
MEDICINES = TABLETS + OTHERS + BRANDS
NAMES = MEDICINES + MOIETIES + UNKNOWN


class Daily(NamedTuple):
    """A regular amount a day: of units of the product where `unit` is None."""

    value: Decimal
    unit: str | None = None


def _daily(value: str, unit: str | None = None) -> Daily:
    return Daily(Decimal(value), unit)


WORDINGS: dict[str, Daily | None] = {
    "ONE to be taken each DAY": _daily("1"),
    "One To Be Taken Each Morning": _daily("1"),
    "one daily": _daily("1"),
    "1 daily": _daily("1"),
    "1 OD": _daily("1"),
    "1 OM": _daily("1"),
    "1 ON": _daily("1"),
    "1 tablet every morning": _daily("1"),
    "Take ONE tablet in the morning": _daily("1"),
    "take 1 tablet at night": _daily("1"),
    "1 nocte": _daily("1"),
    "1 mane": _daily("1"),
    "take one once a day": _daily("1"),
    "ONE to be taken TWICE a day": _daily("2"),
    "1 BD": _daily("2"),
    "1 b.d.": _daily("2"),
    "one twice daily": _daily("2"),
    "Take 1 tablet twice a day": _daily("2"),
    "1 tablet in the morning and 1 tablet at night": _daily("2"),
    "1 om and 1 nocte": _daily("2"),
    "1 every 12 hours": _daily("2"),
    "ONE to be taken THREE times a day": _daily("3"),
    "1 TDS": _daily("3"),
    "1 three times a day": _daily("3"),
    "one tablet three times daily": _daily("3"),
    "1 every 8 hours": _daily("3"),
    "1 QDS": _daily("4"),
    "ONE to be taken FOUR times a day": _daily("4"),
    "1 tablet four times a day": _daily("4"),
    "TWO to be taken each DAY": _daily("2"),
    "2 daily": _daily("2"),
    "2 tablets once a day": _daily("2"),
    "2 BD": _daily("4"),
    "TWO to be taken TWICE a day": _daily("4"),
    "2 tablets three times a day": _daily("6"),
    "2 TDS": _daily("6"),
    "TWO to be taken FOUR times a day": _daily("8"),
    "2 QDS": _daily("8"),
    "1 om and 2 nocte": _daily("3"),
    "2 in the morning and 1 at night": _daily("3"),
    "HALF a tablet daily": _daily("0.5"),
    "half a tablet twice a day": _daily("1"),
    "take one and a half tablets daily": _daily("1.5"),
    "Three tablets once daily": _daily("3"),
    "5 mg OD": _daily("5", "mg"),
    "5mg once daily": _daily("5", "mg"),
    "5 milligram once a day": _daily("5", "mg"),
    "2.5mg BD": _daily("5", "mg"),
    "10mg nocte": _daily("10", "mg"),
    "20 mg every morning": _daily("20", "mg"),
    "500mg TDS": _daily("1500", "mg"),
    "500 mg four times a day": _daily("2000", "mg"),
    "1g QDS": _daily("4000", "mg"),
    "1 gram twice a day": _daily("2000", "mg"),
    "0.5 g twice daily": _daily("1000", "mg"),
    "100 micrograms once daily": _daily("0.1", "mg"),
    "125mcg OD": _daily("0.125", "mg"),
    "1 PRN": None,
    "1-2 tablets up to four times a day when required": None,
    "ONE or TWO to be taken FOUR times a day when required": None,
    "One tablet when required, maximum 4 in 24 hours": None,
    "500mg to 1g every 4 to 6 hours PRN max 4g/24h": None,
    "1-2 daily": None,
    "As directed": None,
    "Use as directed by the clinic": None,
    "as per INR": None,
    "See notes": None,
    "No information available": None,
    "n/a": None,
    "1": None,
    "28 tablets": None,
    "take with food": None,
    "One to be taken once a week on Mondays": None,
    "10mg once weekly": None,
    "1 every 72 hours": None,
    "40mg daily for 5 days then 30mg daily for 5 days then stop": None,
    "reduce by 5mg every week": None,
    "Take 4 tablets once a day for 5 days then reduce": None,
    "half 2 tablets": None,
    "1 3 times a day": None,
    "1 x 28": None,
    "2 puffs BD": _daily("4", "puff"),
    "Inhale 2 puffs up to four times a day when required": None,
    "Apply thinly twice a day": None,
    "One drop in the right eye at night": _daily("1", "drop"),
    "10 units before breakfast and 8 units before evening meal": _daily("18", "unit"),
    "Inject 1mg every 12 weeks": None,
    "5ml twice a day": _daily("10", "ml"),
    "change patch every 7 days": None,
    "stopped": None,
}
"""Wordings of the kinds that GP, pharmacy and hospital systems hold, with what they say of a tablet."""

LISTS: dict[str, tuple[str, str, str | None]] = {
    "gp repeat": ("gp", "plan", "repeat"),
    "gp acute": ("gp", "order", "acute"),
    "gp elsewhere": ("gp", "statement", "elsewhere"),
    "pharmacy": ("pmr", "dispense", None),
    "over the counter": ("pmr", "dispense", "otc"),
    "ward": ("epma", "order", "inpatient"),
    "stat": ("epma", "order", "stat"),
    "given": ("epma", "administration", "inpatient"),
    "discharge": ("epma", "order", "discharge"),
    "clinic": ("specialist", "order", "clinic"),
    "clinic plan": ("specialist", "plan", "clinic"),
    "homecare": ("specialist", "order", "homecare"),
    "supervised": ("specialist", "order", "supervised"),
    "cycle": ("specialist", "order", "cycle"),
    "patient": ("patient", "statement", None),
}
"""Where a line can stand: the source's kind, the entry's kind, its course."""

STATUSES = (
    "active",
    "active",
    "active",
    "active",
    "on-hold",
    "stopped",
    "completed",
    "planned",
    "cancelled",
    "entered-in-error",
    "unknown",
)
REASONS = (
    None,
    None,
    "side effects",
    "no longer needed",
    "Expired",
    "hypotension, review in clinic",
)


@cache
def sample() -> Dictionary:
    """The embedded sample of dm+d, opened once."""
    return Dictionary.sample()


@cache
def code_of(name: str) -> str | None:
    """The dm+d id that the sample has for a name."""
    found = sample().resolve(name)
    held = found.product or found.moiety
    return held.code if held else None


def reconcile(given: Any, **more: Any) -> medrecon.Reconciliation:
    """`medrecon.reconcile` with the sample, on the day of these tests."""
    return medrecon.reconcile(given, **{"dictionary": sample(), "as_of": AS_OF, **more})


def days(before: int = 800, after: int = 120) -> st.SearchStrategy[PartialDate]:
    """Days around the day asked about, some of them known only to the month or the year."""
    exact = st.integers(-before, after).map(lambda n: AS_OF + dt.timedelta(days=n))
    written = st.tuples(exact, st.sampled_from((10, 10, 10, 10, 7, 4)))
    return written.map(lambda pair: PartialDate.parse(pair[0].isoformat()[: pair[1]]))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """None in half of the cases."""
    return st.none() | strategy


@st.composite
def entries(
    draw: st.DrawFn,
    entry_id: str = "e",
    names: Sequence[str] = NAMES,
    wordings: Sequence[str] = tuple(WORDINGS),
    lists: Sequence[str] = tuple(LISTS),
) -> Entry:
    """One line of one list, with dates around the day asked about."""
    kind, entry_kind, course = LISTS[draw(st.sampled_from(lists))]
    name = draw(st.sampled_from(names))
    code = code_of(name) if draw(st.booleans()) else None
    status = draw(st.sampled_from(STATUSES))
    text = draw(st.sampled_from(wordings))
    supplies = draw(st.lists(days(200, 0), max_size=3)) if entry_kind == "plan" else []
    return Entry(
        id=entry_id,
        source=Source(kind, system=draw(st.sampled_from((None, "System A", "System B")))),
        medication=name,
        kind=entry_kind,
        code=code,
        code_system="http://snomed.info/sct" if code else None,
        dosage=WrittenDosage(text),
        status=status,
        course=course,
        start=draw(maybe(days())),
        end=draw(maybe(days(100, 200))),
        last_issued=draw(maybe(days(300, 0))),
        days_supply=draw(st.sampled_from((None, Decimal(7), Decimal(28), Decimal(56)))),
        issues=tuple(
            Issue(f"{entry_id}-i{i}", "issue", date=day) for i, day in enumerate(supplies)
        ),
        stop_reason=draw(st.sampled_from(REASONS)) if status in ("stopped", "on-hold") else None,
        stopped_on=draw(maybe(days(200, 0))) if status == "stopped" else None,
        review_date=draw(maybe(days(30, 90))) if status == "on-hold" else None,
        recorded=draw(maybe(days(400, 0))),
        change_status=draw(st.sampled_from((None, None, None, "changed", "started", "stopped"))),
        indication=draw(st.sampled_from((None, None, "hypertension", "pain"))),
    )


@st.composite
def records(
    draw: st.DrawFn,
    min_size: int = 1,
    max_size: int = 7,
    names: Sequence[str] = NAMES,
    **more: Any,
) -> list[Entry]:
    """The lines of one person. Few different medicines, so that lists meet."""
    few = draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True))
    size = draw(st.integers(min_size, max_size))
    return [draw(entries(f"e{i}", names=few, **more)) for i in range(size)]


def named(entries_: Iterable[Entry], identity: Identity) -> list[Entry]:
    """The same lines, said to be about one person."""
    return [dataclasses.replace(e, patient=identity) for e in entries_]


# --- messages -----------------------------------------------------------------------------------------

SCT = "http://snomed.info/sct"
NHS_NUMBER = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9991234934"}
_GPC = "https://fhir.nhs.uk/STU3/StructureDefinition/"
_ids = st.uuids().map(str)
_dates = st.integers(-500, 30).map(lambda n: (AS_OF + dt.timedelta(days=n)).isoformat())


def _concept(name: str, coded: bool, system: str = SCT) -> dict[str, Any]:
    code = code_of(name) if coded else None
    if code is None:
        return {"text": name}
    return {"coding": [{"system": system, "code": code, "display": name}]}


def _strip(node: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in node.items() if v is not None}


def bundle(resources: Sequence[dict[str, Any]], kind: str, **more: Any) -> dict[str, Any]:
    """A Bundle of resources, each under its urn."""
    held = [{"fullUrl": f"urn:uuid:{r['id']}", "resource": r} for r in resources]
    return {"resourceType": "Bundle", "type": kind, **more, "entry": held}


def message(made: dict[str, Any]) -> bytes:
    """A message as it comes over the wire."""
    return json.dumps(made).encode()


@st.composite
def gp_connect(draw: st.DrawFn) -> dict[str, Any]:
    """A GP Connect Access Record Structured bundle: List, statements, plans, issues, Medications.

    Plans without a statement, issues whose plan is missing, and references that lead nowhere occur
    in real messages and here.
    """
    patient = {
        "resourceType": "Patient",
        "id": draw(_ids),
        "identifier": [NHS_NUMBER],
        "gender": "female",
        "birthDate": "1949-06-02",
    }
    out: list[dict[str, Any]] = [patient]
    statements = []
    for _ in range(draw(st.integers(1, 4))):
        lines = draw(_gp_therapy(f"Patient/{patient['id']}"))
        out += lines
        statements += [r["id"] for r in lines if r["resourceType"] == "MedicationStatement"]
    listed = {
        "resourceType": "List",
        "id": draw(_ids),
        "meta": {"profile": [_GPC + "CareConnect-GPC-List-1"]},
        "status": "current",
        "mode": "snapshot",
        "code": {"coding": [{"system": SCT, "code": "933361000000108"}]},
        "subject": {"reference": f"Patient/{patient['id']}"},
        "entry": [{"item": {"reference": f"MedicationStatement/{i}"}} for i in statements],
    }
    profile = {"profile": [_GPC + "GPConnect-StructuredRecord-Bundle-1"]}
    return bundle([listed, *out], "collection", meta=profile)


@st.composite
def _gp_therapy(draw: st.DrawFn, subject: str) -> list[dict[str, Any]]:
    medicine = {
        "resourceType": "Medication",
        "id": draw(_ids),
        "code": _concept(draw(st.sampled_from(NAMES)), draw(st.booleans())),
    }
    known = draw(st.integers(0, 9)) > 0
    text = draw(st.sampled_from(tuple(WORDINGS)))
    about = {
        "subject": {"reference": subject},
        "medicationReference": {
            "reference": f"Medication/{medicine['id'] if known else 'gone-' + medicine['id']}"
        },
    }
    plan_id, start = draw(_ids), draw(_dates)
    course = draw(st.sampled_from(("repeat", "acute", "repeat-dispensing")))
    course_type = {
        "url": _GPC + "Extension-CareConnect-GPC-PrescriptionType-1",
        "valueCodeableConcept": {"coding": [{"code": course}]},
    }
    plan = {
        "resourceType": "MedicationRequest",
        "id": plan_id,
        "extension": [course_type],
        "status": draw(st.sampled_from(("active", "completed", "stopped"))),
        "intent": "plan",
        "authoredOn": start,
        **about,
        "dosageInstruction": [{"text": text}],
        "dispenseRequest": {"validityPeriod": {"start": start}},
    }
    statement = {
        "resourceType": "MedicationStatement",
        "id": draw(_ids),
        "basedOn": [{"reference": f"MedicationRequest/{plan_id}"}],
        "status": draw(st.sampled_from(("active", "completed", "stopped"))),
        "taken": "unk",
        "effectivePeriod": {"start": start},
        "dateAsserted": start,
        **about,
        "dosage": [{"text": text}],
    }
    orders = [
        {
            "resourceType": "MedicationRequest",
            "id": draw(_ids),
            "basedOn": [{"reference": f"MedicationRequest/{plan_id}"}],
            "status": draw(st.sampled_from(("completed", "active", "cancelled"))),
            "intent": "order",
            "authoredOn": draw(_dates),
            **about,
            "dosageInstruction": [{"text": draw(st.sampled_from((text, text, "1 daily")))}],
            "dispenseRequest": {"quantity": {"value": 28, "unit": "tablet"}},
        }
        for _ in range(draw(st.integers(0, 3)))
    ]
    parts = draw(st.sampled_from(("all", "all", "all", "no statement", "no plan")))
    lines = [] if parts == "no plan" else [plan]
    lines += [] if parts == "no statement" else [statement]
    return [*([medicine] if known else []), *lines, *orders]


@st.composite
def uk_core(draw: st.DrawFn) -> dict[str, Any]:
    """A hospital's UK Core R4 bundle: orders, a discharge list, administrations, a history it took."""
    patient = {"resourceType": "Patient", "id": draw(_ids), "identifier": [NHS_NUMBER]}
    out: list[dict[str, Any]] = [patient]
    size = draw(st.integers(1, 5))
    out += [draw(_hospital_line(f"urn:uuid:{patient['id']}")) for _ in range(size)]
    orders = [r for r in out if r["resourceType"] == "MedicationRequest"]
    if orders and draw(st.booleans()):
        out.append(draw(_administration(orders[0])))
    return bundle(out, "collection")


@st.composite
def _hospital_line(draw: st.DrawFn, subject: str) -> dict[str, Any]:
    system = draw(st.sampled_from((SCT, "https://dmd.nhs.uk")))
    concept = _concept(draw(st.sampled_from(NAMES)), draw(st.booleans()), system)
    dosage = {"text": draw(st.sampled_from(tuple(WORDINGS)))}
    line: dict[str, Any] = {"id": draw(_ids), "subject": {"reference": subject}}
    if draw(st.booleans()):
        line |= {
            "contained": [{"resourceType": "Medication", "id": "m", "code": concept}],
            "medicationReference": {"reference": "#m"},
        }
    else:
        line["medicationCodeableConcept"] = concept
    if draw(st.integers(0, 3)) == 0:
        return line | {
            "resourceType": "MedicationStatement",
            "status": draw(st.sampled_from(("active", "stopped", "on-hold", "completed"))),
            "dateAsserted": draw(_dates),
            "dosage": [dosage],
        }
    category = draw(st.sampled_from(("inpatient", "inpatient", "discharge", "outpatient")))
    return line | {
        "resourceType": "MedicationRequest",
        "status": draw(st.sampled_from(("active", "on-hold", "stopped", "completed", "cancelled"))),
        "intent": "order",
        "category": [{"coding": [{"code": category}]}],
        "authoredOn": draw(_dates),
        "dosageInstruction": [dosage],
    }


@st.composite
def _administration(draw: st.DrawFn, order: dict[str, Any]) -> dict[str, Any]:
    same = {k: v for k, v in order.items() if k in ("subject", "contained") or "medication" in k}
    return same | {
        "resourceType": "MedicationAdministration",
        "id": draw(_ids),
        "status": "completed",
        "request": {"reference": f"urn:uuid:{order['id']}"},
        "effectiveDateTime": draw(_dates),
    }


@st.composite
def eps(draw: st.DrawFn) -> dict[str, Any]:
    """An EPS message: a prescription order, or a dispense notification with its orders contained."""
    patient = {"resourceType": "Patient", "id": draw(_ids), "identifier": [NHS_NUMBER]}
    dispensed = draw(st.booleans())
    items = [
        draw(_eps_item(f"urn:uuid:{patient['id']}", dispensed))
        for _ in range(draw(st.integers(1, 4)))
    ]
    header = {
        "resourceType": "MessageHeader",
        "id": draw(_ids),
        "eventCoding": {
            "system": "https://fhir.nhs.uk/CodeSystem/message-event",
            "code": "dispense-notification" if dispensed else "prescription-order",
        },
        "focus": [{"reference": f"urn:uuid:{i['id']}"} for i in items],
    }
    return bundle([header, *items, patient], "message", id=draw(_ids), timestamp="2026-03-02")


@st.composite
def _eps_item(draw: st.DrawFn, subject: str, dispensed: bool) -> dict[str, Any]:
    name = draw(st.sampled_from(NAMES))
    text = draw(st.sampled_from(tuple(WORDINGS)))
    day = draw(_dates)
    number = {
        "system": "https://fhir.nhs.uk/Id/prescription-order-item-number",
        "value": draw(_ids),
    }
    order = {
        "resourceType": "MedicationRequest",
        "id": "m1" if dispensed else draw(_ids),
        "identifier": [number],
        "status": draw(st.sampled_from(("active", "active", "completed", "cancelled"))),
        "intent": draw(st.sampled_from(("order", "reflex-order"))),
        "medicationCodeableConcept": _concept(name, draw(st.booleans())),
        "subject": {"reference": subject},
        "authoredOn": day,
        "groupIdentifier": {"value": draw(st.sampled_from(("1F2E3D-A99999-00001A", "24F5DA")))},
        "dosageInstruction": [{"text": text}],
        "dispenseRequest": {"quantity": {"value": 28, "unit": "tablet"}},
    }
    if not dispensed:
        return order
    return {
        "resourceType": "MedicationDispense",
        "id": draw(_ids),
        "contained": [order],
        "status": draw(st.sampled_from(("completed", "in-progress", "stopped"))),
        "medicationCodeableConcept": _concept(name, draw(st.booleans())),
        "subject": {"reference": subject},
        "authorizingPrescription": [{"reference": "#m1"}],
        "type": {"coding": [{"code": draw(st.sampled_from(("0001", "0002", "0003", "0004")))}]},
        "quantity": {"value": 28, "unit": "tablet"},
        "whenHandedOver": day,
        "dosageInstruction": draw(st.sampled_from(([{"text": text}], []))),
    }


messages = gp_connect() | uk_core() | eps()
"""A message of one of the three shapes, as plain JSON data."""

_JUNK = st.sampled_from(
    (
        None,
        "",
        " ",
        0,
        -1,
        1e308,
        True,
        [],
        {},
        [[]],
        [None],
        "\x00\x1b\u202e",
        "0000-00-00",
        "x" * 300,
    )
)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A message with some of its parts replaced by what should not stand there, removed or doubled."""
    made = copy.deepcopy(draw(messages))
    places = list(_places(made))
    for _ in range(draw(st.integers(1, 5))):
        holder, key = places[draw(st.integers(0, len(places) - 1))]
        how = draw(st.sampled_from(("replace", "remove", "wrap")))
        try:
            if how == "replace":
                holder[key] = draw(_JUNK)
            elif how == "wrap":
                holder[key] = [holder[key], holder[key]]
            else:
                del holder[key]
        except (KeyError, IndexError):
            continue
    return json.dumps(made).encode()


def _places(node: Any) -> Iterable[tuple[Any, Any]]:
    held = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in list(held):
        yield node, key
        if isinstance(value, (dict, list)):
            yield from _places(value)


def medication_ids(node: Any) -> set[str]:
    """The ids of the medication resources of a message; contained ones belong to their owner."""
    if isinstance(node, list):
        return {i for v in node for i in medication_ids(v)}
    if not isinstance(node, dict):
        return set()
    kind, own = node.get("resourceType"), node.get("id")
    if isinstance(kind, str) and kind in (
        "MedicationStatement",
        "MedicationRequest",
        "MedicationDispense",
        "MedicationAdministration",
    ):
        return {own} if isinstance(own, str) and own else set()
    return {i for k, v in node.items() if k != "contained" for i in medication_ids(v)}


# --- answers ------------------------------------------------------------------------------------------


def conclusions(result: medrecon.Reconciliation) -> tuple[list[object], list[object]]:
    """What an answer concludes, without ids and wording: findings, and medications with their dose."""
    findings = [(f.type, f.ingredients, f.severity) for f in result.findings]
    medications = [(m.ingredients, m.state, daily(m.daily_dose)) for m in result.medications]
    return sorted(findings, key=repr), sorted(medications, key=repr)


def daily(dose: Any) -> tuple[str, str] | None:
    """A daily dose in one spelling: masses in mg."""
    if dose is None:
        return None
    factor = {"g": Decimal(1000), "mg": Decimal(1), "microgram": Decimal("0.001")}.get(dose.unit)
    if factor is None:
        return (f"{dose.value.normalize():f}", dose.unit)
    return (f"{(dose.value * factor).normalize():f}", "mg")


def body(result: medrecon.Reconciliation) -> dict[str, Any]:
    """The answer as JSON data, without what only says where in the file its entries stood."""
    held = json.loads(result.model_dump_json())
    for part in (*held["entries"], *held["problems"]):
        part["path"] = None
    for entry in held["entries"]:
        entry["refs"].sort()
    for problem in held["problems"]:
        problem["message"] = problem["message"].split(" @ ")[0]
    held["problems"].sort(key=json.dumps)
    return held
