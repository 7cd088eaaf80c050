"""FHIR out: findings as DetectedIssue, sources as Provenance, and the document."""

from __future__ import annotations

from fhir_check import faults, resources
from medrecon.model import Answer, DecisionOutcome
from medrecon.write import bundle_of

CASE = {
    "gp": [
        "Apixaban 5mg tablets|1 bd|issued=2026-03-01; days=28",
        "Furosemide 40mg tablets|2 om|issued=2026-03-01; days=28",
    ],
    "ward": ["Furosemide 40mg tablets|40 mg OM|start=2026-03-15"],
}


def issue(answer, kind):
    """The one DetectedIssue of a finding type."""
    bundle = bundle_of(answer)
    assert faults(bundle) == []
    (found,) = (
        r for r in resources(bundle, "DetectedIssue") if r["code"]["coding"][0]["code"] == kind
    )
    return found


def test_a_finding_is_an_issue_with_its_words_and_its_question(answer_to):
    answer = answer_to(**CASE)
    finding = next(f for f in answer.findings if f.type == "omission")
    found = issue(answer, "omission")
    assert found["detail"] == f"{finding.message} {finding.question}"
    assert found["identifier"] == [{"system": "urn:medrecon:finding", "value": finding.id}]
    assert found["status"] == "preliminary"
    assert found["identifiedDateTime"] == "2026-03-16"


def test_critical_is_high_and_an_extension_keeps_the_word(answer_to):
    answer = answer_to(**CASE)
    assert {f.type: f.severity for f in answer.findings}["omission"] == "critical"
    found = issue(answer, "omission")
    assert found["severity"] == "high"
    assert {"url": "urn:medrecon:severity", "valueCode": "critical"} in found["extension"]
    assert {"url": "urn:medrecon:time-critical", "valueBoolean": True} in found["extension"]


def test_an_issue_names_what_it_is_about_and_what_it_rests_on(answer_to):
    answer = answer_to(**CASE)
    found = issue(answer, "dose_conflict")
    statements = {
        f"urn:uuid:{r['id']}": r["medicationCodeableConcept"]["text"]
        for r in resources(bundle_of(answer), "MedicationStatement")
    }
    assert [statements[i["reference"]] for i in found["implicated"]] == ["Furosemide 40mg tablets"]
    said = {c["text"] for e in found["evidence"] for c in e["code"]}
    assert {"dosage: 2 om", "dosage: 40 mg OM"} <= said
    assert {d["identifier"]["value"] for e in found["evidence"] for d in e["detail"]} == {
        "gp-1",
        "ward-0",
    }
    assert found["code"]["coding"][1] == {
        "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
        "code": "DOSE",
    }


def test_a_finding_that_a_decision_has_closed_is_final_with_the_decision(answer_to):
    answer = answer_to(**CASE)
    closed = next(f for f in answer.findings if f.type == "dose_conflict")
    outcome = DecisionOutcome(
        finding_id=closed.id,
        kind="accepted_difference",
        note="weaned on the ward",
        by="ward pharmacist",
        at="2026-03-16",
        state="standing",
        reason="as decided",
        finding=closed,
    )
    rest = tuple(f for f in answer.findings if f is not closed)
    decided = answer.model_copy(update={"findings": rest, "decisions": (outcome,)})
    found = issue(decided, "dose_conflict")
    assert found["status"] == "final"
    assert found["mitigation"] == [
        {
            "action": {"text": "accepted difference: weaned on the ward"},
            "date": "2026-03-16",
            "author": {"display": "ward pharmacist"},
        }
    ]


def test_provenance_names_the_sources_the_dictionary_and_the_policy(answer_to):
    answer = answer_to(**CASE)
    (found,) = resources(bundle_of(answer), "Provenance")
    assert [e["what"]["display"] for e in found["entity"]] == [
        "hospital record; 1 entry",
        "GP record; 2 entries",
        f"dictionary: {answer.about.dictionary}",
    ]
    assert found["policy"] == [f"urn:medrecon:policy:{answer.about.policy}"]
    assert found["occurredDateTime"] == "2026-03-16"
    assert found["recorded"] == "2026-03-16T00:00:00Z"
    targets = {t["reference"] for t in found["target"]}
    listed = resources(bundle_of(answer), "List", "MedicationStatement", "DetectedIssue")
    assert targets == {f"urn:uuid:{r['id']}" for r in listed}


def test_a_document_has_a_medication_summary_for_people_and_for_machines(answer_to):
    bundle = bundle_of(answer_to(**CASE), "document")
    assert faults(bundle) == []
    composition = resources(bundle)[0]
    summary, review = composition["section"]
    assert summary["code"]["coding"][0]["code"] == "10160-0"
    assert "<td>Apixaban 5mg tablets</td>" in summary["text"]["div"]
    statements = resources(bundle, "MedicationStatement")
    assert [e["reference"] for e in summary["entry"]] == [f"urn:uuid:{s['id']}" for s in statements]
    assert all({"effectivePeriod", "_effectiveDateTime"} & set(s) for s in statements)
    assert len(review["entry"]) == len(resources(bundle, "DetectedIssue"))


def test_an_empty_document_says_that_nothing_is_known(answer_to):
    bundle = bundle_of(answer_to(asked=["gp"]), "document")
    assert faults(bundle) == []
    (statement,) = resources(bundle, "MedicationStatement")
    (coding,) = statement["medicationCodeableConcept"]["coding"]
    assert coding["code"] == "no-medication-info"


def test_words_with_signs_of_their_own_stay_words(answer_to):
    answer = answer_to(gp=["Drops <b>&\u0007 more|1 > 2 & 3"])
    for shape in ("collection", "document"):
        assert faults(bundle_of(answer, shape)) == []


def test_an_answer_of_version_1_0_has_a_statement_for_each_medication(answer_to):
    now = answer_to(**CASE)
    before = Answer(
        medications=tuple(m.model_copy(update={"lines": ()}) for m in now.medications),
        entries=tuple(e.model_copy(update={"as_read": None}) for e in now.entries),
        about=now.about,
    )
    bundle = bundle_of(before)
    assert faults(bundle) == []
    found = resources(bundle, "MedicationStatement")
    assert [r["medicationCodeableConcept"]["text"] for r in found] == [
        m.name for m in now.medications
    ]
    assert all(set(r["dosage"][0]) == {"text"} for r in found)
