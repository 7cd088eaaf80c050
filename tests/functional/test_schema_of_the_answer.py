"""The JSON Schema of the answer: one in the model, the package and the docs; and yesterday's answers.

`python tests/functional/test_schema_of_the_answer.py` writes the shipped and the published file anew.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import medrecon
from medrecon._data import data_path
from medrecon.write import answer_schema
from medrecon.write.schema import as_text, generated_schema

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT / "docs" / "schemas" / "v1" / "answer.schema.json"
YESTERDAY = ROOT / "tests" / "golden" / "answer-of-version-1.0.json"
SHIPPED = ROOT / "src" / "medrecon" / "write" / "answer.v1.schema.json"
HINT = "python tests/functional/test_schema_of_the_answer.py, and added.toml for what is new"


@pytest.fixture(scope="module")
def answer(dictionary):
    readings = [medrecon.read(p) for p in sorted(data_path("demo").glob("[0-9]*"))]
    return medrecon.reconcile(
        readings, dictionary=dictionary, as_of=dt.date(2026, 3, 16), event="admission"
    )


@pytest.fixture(scope="module")
def schema():
    Draft202012Validator.check_schema(answer_schema())
    return Draft202012Validator(answer_schema())


def test_the_published_the_shipped_and_the_generated_schema_are_one():
    assert PUBLISHED.read_text("utf-8") == as_text(generated_schema()), HINT
    assert answer_schema() == generated_schema(), HINT


def test_the_command_line_prints_it():
    done = subprocess.run(
        [sys.executable, "-m", "medrecon", "schema"], capture_output=True, check=True
    )
    assert json.loads(done.stdout) == answer_schema()


def test_an_answer_is_what_the_schema_says(answer, schema):
    assert list(schema.iter_errors(json.loads(answer.model_dump_json()))) == []


def test_an_answer_of_yesterday_is_too(schema):
    assert list(schema.iter_errors(json.loads(YESTERDAY.read_text("utf-8")))) == []


def test_the_schema_is_not_empty_words(answer, schema):
    written = json.loads(answer.model_dump_json())
    written["medications"][0]["state"] = "maybe"
    del written["about"]["as_of"]
    assert len(list(schema.iter_errors(written))) == 2


def test_an_answer_of_yesterday_is_read_and_keeps_what_it_said():
    text = YESTERDAY.read_text("utf-8")
    before = medrecon.Reconciliation.model_validate_json(text)
    assert before.about.schema_version == "1.0"
    kept = json.loads(before.model_dump_json())

    def holds(new, old):
        if isinstance(old, dict):
            return all(k in new and holds(new[k], v) for k, v in old.items())
        if isinstance(old, list):
            return len(new) == len(old) and all(map(holds, new, old))
        return new == old

    assert holds(kept, json.loads(text))


def test_an_answer_of_yesterday_can_be_compared_with_one_of_today(answer):
    before = medrecon.Reconciliation.model_validate_json(YESTERDAY.read_text("utf-8"))
    assert [(m.name, m.state) for m in before.medications] == [
        (m.name, m.state) for m in answer.medications
    ]
    assert before.to_fhir()["resourceType"] == "Bundle"


def test_what_a_later_version_added_is_ignored(answer):
    written = json.loads(answer.model_dump_json())
    written["of_a_later_version"] = 1
    written["medications"][0]["of_a_later_version"] = {"x": 1}
    assert medrecon.Reconciliation.model_validate_json(json.dumps(written)) == answer


if __name__ == "__main__":
    for path in (SHIPPED, PUBLISHED):
        path.write_text(as_text(generated_schema()), "utf-8")
