"""The demonstration patient in every form that is stored or sent: a changed byte is a changed test.

Read the difference as an integrator would before accepting it: `python tests/functional/test_golden_answers.py`
writes the files anew.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

import medrecon
from medrecon._data import data_path

GOLDEN = Path(__file__).parents[1] / "golden"
FORMS = {
    "demo-answer.json": lambda answer: json.loads(answer.model_dump_json()),
    "demo-fhir-collection.json": lambda answer: answer.to_fhir(),
    "demo-fhir-document.json": lambda answer: answer.to_fhir("document"),
}


def written(name):
    """One form of the demonstration patient's answer, as it stands in a file."""
    readings = [medrecon.read(p) for p in sorted(data_path("demo").glob("[0-9]*"))]
    answer = medrecon.reconcile(
        readings,
        dictionary=medrecon.Dictionary.sample(),
        as_of=dt.date(2026, 3, 16),
        event="admission",
    )
    # The policy's version is a digest of all its tables: any row of theirs would change every file here.
    about = answer.about.model_copy(update={"policy": "policy-of-the-day"})
    answer = answer.model_copy(update={"about": about})
    return json.dumps(FORMS[name](answer), ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("name", FORMS)
def test_the_bytes_are_those_that_were_looked_at(name):
    assert written(name) == (GOLDEN / name).read_text("utf-8")


if __name__ == "__main__":
    for form in FORMS:
        (GOLDEN / form).write_text(written(form), "utf-8")
