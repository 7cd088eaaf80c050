"""What `import medrecon` offers, and that offering it costs nothing until it is used."""

from __future__ import annotations

import dataclasses
import datetime as dt
import pickle
import subprocess
import sys

import pytest

import medrecon
from medrecon import errors


def test_every_public_name_is_there_and_listed():
    assert sorted(medrecon.__all__) == sorted(set(medrecon.__all__))
    for name in medrecon.__all__:
        assert getattr(medrecon, name) is not None
    assert set(medrecon.__all__) <= set(dir(medrecon))
    assert set(medrecon._HOME_OF) | {"__version__"} == set(medrecon.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'reconcil'"):
        _ = medrecon.reconcil


def test_import_loads_nothing_heavy():
    code = (
        "import sys, medrecon\n"
        "print([m for m in ('polars', 'lxml', 'rapidfuzz', 'pydantic', 'typer') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_public_names_do_not_load_polars():
    code = (
        "import sys, medrecon\n"
        "[getattr(medrecon, n) for n in medrecon.__all__]\n"
        "print('polars' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (
            {"dictionary": None},
            errors.DictionaryError,
            "expected a medrecon.Dictionary, got NoneType @ dictionary",
        ),
        ({"as_of": "2026-03-16"}, errors.UsageError, "expected a datetime.date, got str @ as_of"),
        (
            {"event": "party"},
            errors.UsageError,
            "expected one of admission, transfer, discharge, review or None",
        ),
        (
            {"patient": {}},
            errors.UsageError,
            "expected a medrecon.Patient or None, got dict @ patient",
        ),
        (
            {"entries": "gp.json"},
            errors.UsageError,
            "expected entries or Readings, got str @ entries",
        ),
        (
            {"entries": [{}]},
            errors.UsageError,
            "expected an Entry or a Reading, got dict @ entries\\[0\\]",
        ),
    ],
)
def test_a_wrong_call_says_what_was_expected(call, error, words):
    right = {
        "entries": [],
        "dictionary": medrecon.Dictionary.sample(),
        "as_of": dt.date(2026, 3, 16),
    }
    arguments = right | call
    with pytest.raises(error, match=words):
        medrecon.reconcile(arguments.pop("entries"), **arguments)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (
            "start",
            dt.date(2026, 1, 1),
            "expected a PartialDate or None, got date @ entries\\[0\\].start",
        ),
        ("medication", None, "expected text, got NoneType @ entries\\[0\\].medication"),
        ("code", 9434765919, "expected text or None, got int @ entries\\[0\\].code"),
        ("codings", "x", "expected a tuple of Coding, got str @ entries\\[0\\].codings"),
        ("days_supply", "28", "got str @ entries\\[0\\].days_supply"),
    ],
)
def test_a_hand_built_entry_of_the_wrong_types_is_a_wrong_call(field, value, words):
    right = medrecon.Entry("1", medrecon.Source("gp"), "Ramipril 5mg capsules")
    entry = dataclasses.replace(right, **{field: value})
    with pytest.raises(errors.UsageError, match=words):
        medrecon.reconcile(
            [entry], dictionary=medrecon.Dictionary.sample(), as_of=dt.date(2026, 3, 16)
        )


@pytest.mark.parametrize(
    ("field", "value"), [("birth_date", "1950-01-01"), ("allergies", None), ("nhs_number", 5)]
)
def test_a_hand_built_patient_of_the_wrong_types_is_a_wrong_call(field, value):
    patient = medrecon.Patient(**{field: value})
    with pytest.raises(errors.UsageError, match=f"@ patient.{field}"):
        medrecon.reconcile(
            [],
            dictionary=medrecon.Dictionary.sample(),
            as_of=dt.date(2026, 3, 16),
            patient=patient,
        )


def test_errors_survive_a_process_boundary():
    error = errors.RefusedInput(
        "XML without a DOCTYPE", "a DOCTYPE", at="message", hint="remove it"
    )
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.exit_code) == (errors.RefusedInput, str(error), 3)
