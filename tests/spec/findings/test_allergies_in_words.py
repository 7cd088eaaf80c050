"""An allergy entry in everyday words: how grave it was, and when it says that there is none."""

from __future__ import annotations

import pytest
from finding_cases import AMLODIPINE, RECENT

from medrecon.model import Patient

PENICILLIN = f"Phenoxymethylpenicillin 250mg tablets|1 qds|{RECENT}"
METRONIDAZOLE = f"Metronidazole 400mg tablets|1 tds|{RECENT}"


def _grades(found_in, line: str, *allergies: str) -> list[str]:
    found = found_in(event="review", gp=[line], patient=Patient(allergies=allergies))
    return [severity for (kind, _), severity in found.items() if kind == "allergy_conflict"]


@pytest.mark.parametrize(
    "words",
    [
        "Penicillin",
        "Penicillin - reaction not known",
        "Penicillin - throat swelled, vomiting",
        "Penicillin - no vomiting, trouble breathing",
        "Penicillin: admitted to ITU, sick",
        "Penicillin allergy - not ruled out",
        "Penicillin allergy cannot be excluded",
        "NKDA except penicillin",
        "No known allergies apart from penicillin",
    ],
)
def test_words_that_do_not_make_an_allergy_less(found_in, words: str) -> None:
    assert _grades(found_in, PENICILLIN, words) == ["critical"]


@pytest.mark.parametrize(
    "words",
    [
        "NKDA",
        "No known drug allergies",
        "Allergies: not known",
        "None known",
        "Penicillin allergy excluded in clinic",
        "Penicillin - not allergic, viral rash",
        "Cefalexin tolerated, penicillin de-labelled",
    ],
)
def test_words_that_say_there_is_none(found_in, words: str) -> None:
    assert _grades(found_in, PENICILLIN, words) == []


@pytest.mark.parametrize("words", ["Penicillin - diarrhoea", "Penicillin: nausea and vomiting"])
def test_an_intolerance_is_said_low(found_in, words: str) -> None:
    assert _grades(found_in, PENICILLIN, words) == ["low"]


@pytest.mark.parametrize(
    "words", ["Metronidazole - alcohol reaction", "Metronidazole: flushing with alcohol"]
)
def test_a_reaction_with_alcohol_is_no_allergy(found_in, words: str) -> None:
    assert _grades(found_in, METRONIDAZOLE, words) == ["low"]


@pytest.mark.parametrize(
    "words",
    [
        "swollen ankles",
        "ankle oedema",
        "swelling of the ankles",
        "muscle pains",
        "constipated",
        "confused",
        "loose bowels",
        "heartburn",
        "always tired",
        "doesn't work",
    ],
)
def test_everyday_words_of_an_intolerance(found_in, words: str) -> None:
    assert _grades(found_in, AMLODIPINE, f"Amlodipine - {words}") == ["low"]


@pytest.mark.parametrize(
    "words",
    [
        "swollen ankles and lips",
        "ankle swelling, then throat swelling",
        "facial swelling, heartburn",
        "muscle pain, rhabdomyolysis",
        "tired, jaundice",
        "GI bleed",
    ],
)
def test_a_graver_word_beside_them_counts(found_in, words: str) -> None:
    assert _grades(found_in, AMLODIPINE, f"Amlodipine - {words}") == ["critical"]


BISOPROLOL = f"Bisoprolol 2.5mg tablets|1 od|{RECENT}"


@pytest.mark.parametrize(
    ("line", "words", "grades"),
    [
        ("Timolol 0.25% eye drops|1 drop bd|" + RECENT, "Beta blockers - asthma", ["critical"]),
        (BISOPROLOL, "Beta-blocker: bronchospasm", ["critical"]),
        (BISOPROLOL, "Beta-lactams - rash", []),
        (BISOPROLOL, "Calcium channel blockers - ankle swelling", []),
        ("Latanoprost 50micrograms/ml eye drops|1 drop on|" + RECENT, "Beta blockers - asthma", []),
    ],
)
def test_a_class_named_as_an_allergy(found_in, line: str, words: str, grades: list[str]) -> None:
    assert _grades(found_in, line, words) == grades
