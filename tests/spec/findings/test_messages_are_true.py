"""What a message says of the record is what stands there."""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import RECENT

CLOPIDOGREL = f"Clopidogrel 75mg tablets|1 od|{RECENT}"
TICAGRELOR = f"Ticagrelor 90mg tablets|1 bd|{RECENT}"
LETTER = "Ticagrelor 90mg tablets|90 mg BD|change_status=started; start=2026-03-01; why="


def message(answer: Any, kind: str) -> str:
    (found,) = [f.message for f in answer.findings if f.type == kind]
    return found


@pytest.mark.parametrize(
    "why", ["NSTEMI, replaces clopidogrel", "Changed from clopidogrel", "Clopidogrel stopped"]
)
def test_of_two_of_a_class_the_one_that_is_said_to_replace_the_other_is_named(
    answer_to, why
) -> None:
    gp = [CLOPIDOGREL, TICAGRELOR]
    said = answer_to(event="review", gp=gp, discharge=[LETTER + why])
    assert "one is said to have replaced the other" in message(said, "duplicate_class")


def test_where_nothing_says_so_that_is_said(answer_to) -> None:
    gp = [CLOPIDOGREL, TICAGRELOR]
    silent = answer_to(event="review", gp=gp, discharge=[f"{LETTER}NSTEMI"])
    assert "nothing says that the one replaces the other" in message(silent, "duplicate_class")


@pytest.mark.parametrize(
    ("code_of", "says"),
    [
        ("Clopidogrel 300mg tablets", "another product of it"),
        ("Warfarin 3mg tablets", "another medicine"),
    ],
)
def test_a_code_of_another_strength_is_no_code_of_another_medicine(
    answer_to, dictionary, code_of, says
) -> None:
    code = dictionary.resolve(code_of).product.code
    answer = answer_to(event="review", gp=[f"Clopidogrel 75mg tablets|1 od|{RECENT}; code={code}"])
    assert says in message(answer, "code_text_mismatch")
