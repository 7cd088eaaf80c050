"""One patient's medicine as every older format sends it: each alone, and all together, one treatment."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

import medrecon
from medrecon.model import Entry
from medrecon.sources import read
from medrecon.sources.mapping import read_mapped

FOLDER = Path(__file__).parents[2] / "fixtures" / "older"
PMR = (
    b"Patient ID,NHS No,DOB,Item ID,Drug Description,dm+d Code,Label Directions,Quantity,Unit,"
    b"Date Dispensed,Supply Type,Item Status\n"
    b"7,9991234500,14/06/1950,i1,Ramipril 5mg capsules,,ONE daily,28,capsule,03/02/2026,NHS,Collected\n"
)


def ramipril(name: str) -> list[Entry]:
    """The lines about ramipril of one message."""
    found = read_mapped(PMR, "pmr-export") if name == "mapped" else read(FOLDER / name)
    return [e for e in found.entries if e.medication.startswith("Ramipril")]


NAMES = ["gp2gp.xml", "eps_order.xml", "eps_dispense.xml", "scr.xml", "pharmacy.hl7", "mapped"]


def treatments(entries: list[Entry], dictionary: medrecon.Dictionary) -> set[tuple[str, ...]]:
    """The ingredients of every treatment found."""
    result = medrecon.reconcile(entries, dictionary=dictionary, as_of=date(2026, 3, 1))
    return {tuple(t.ingredients) for t in result.treatments}


@pytest.mark.parametrize("name", NAMES)
def test_each_format_alone(name: str, dictionary: medrecon.Dictionary) -> None:
    assert treatments(ramipril(name), dictionary) == {("ramipril",)}


def test_all_formats_together(dictionary: medrecon.Dictionary) -> None:
    readings = [read(FOLDER / n) for n in NAMES[:-1]] + [read_mapped(PMR, "pmr-export")]
    kept = [e for r in readings for e in r.entries if e.medication.startswith("Ramipril")]
    result = medrecon.reconcile(kept, dictionary=dictionary, as_of=date(2026, 3, 1))
    assert {tuple(t.ingredients) for t in result.treatments} == {("ramipril",)}
    placed = [i for t in result.treatments for i in t.entry_ids]
    assert len(placed) == len(set(placed)) == len(kept)


def gp_connect(*plans: tuple[str, str, str]) -> bytes:
    """A GP Connect answer with one plan a medicine: name, dosage, where it is prescribed."""
    profile = "https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-GPC-MedicationStatement-1"
    agency = (
        "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-PrescribingAgency-1"
    )
    entry = [
        {
            "resource": {
                "resourceType": "MedicationStatement",
                "id": f"s{n}",
                "meta": {"profile": [profile]},
                "extension": [
                    {
                        "url": agency,
                        "valueCodeableConcept": {"coding": [{"code": where, "display": where}]},
                    }
                ],
                "status": "active",
                "taken": "unk",
                "effectivePeriod": {"start": "2026-02-02"},
                "dateAsserted": "2026-02-02",
                "medicationCodeableConcept": {"text": name},
                "subject": {"identifier": {"value": "9991234500"}},
                "dosage": [{"text": dosage}],
            }
        }
        for n, (name, dosage, where) in enumerate(plans)
    ]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entry}).encode()


RAMIPRIL = ("Ramipril 5mg capsules", "One Daily", "prescribed-at-gp-practice")
CAPECITABINE = ("Capecitabine 500mg tablets", "", "prescribed-by-another-organisation")
SACT = (
    b"NHS_Number,Date_Of_Birth,Regimen,Cycle_Number,Start_Date_Of_Cycle,Drug_Name,"
    b"Actual_Dose_Per_Administration,Administration_Measurement_Per_Actual_Dose,Administration_Date\n"
    b"9991234500,1950-06-14,CAPECITABINE,2,2026-02-02,capecitabine,2000,01,2026-02-02\n"
)


@pytest.mark.parametrize("name", [*NAMES, "epma_prescribing.xml"])
def test_each_format_says_the_same_medicine_dose_and_state_as_the_gp_record(
    name: str, dictionary: medrecon.Dictionary
) -> None:
    def said(entries: Iterable[Entry]) -> list[tuple[object, ...]]:
        result = medrecon.reconcile(entries, dictionary=dictionary, as_of=date(2026, 2, 10))
        return [(m.name, m.state, m.ingredients, m.daily_dose) for m in result.medications]

    assert said(ramipril(name)) == said(read(gp_connect(RAMIPRIL)).entries)


def test_chemotherapy_is_one_treatment_with_the_line_that_the_gp_keeps_of_it(
    dictionary: medrecon.Dictionary,
) -> None:
    readings = [read(gp_connect(RAMIPRIL, CAPECITABINE)), read(SACT)]
    readings += [read(FOLDER / n) for n in ("gp2gp.xml", "epma_prescribing.xml")]
    result = medrecon.reconcile(readings, dictionary=dictionary, as_of=date(2026, 2, 10))
    (chemotherapy,) = [t for t in result.treatments if t.ingredients == ("capecitabine",)]
    assert len(chemotherapy.entry_ids) == 2
    (line,) = [m for m in result.medications if m.ingredients == ("capecitabine",)]
    assert line.state == "current" and line.sources == ("gp", "specialist")
    assert line.daily_dose is None, "an administration has no frequency, and none is made up"
