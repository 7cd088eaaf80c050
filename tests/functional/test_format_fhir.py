"""`medrecon reconcile --format fhir`: one Bundle on standard output and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys

from fhir_check import faults
from medrecon._data import data_path


def run(*arguments):
    files = [str(p) for p in sorted(data_path("demo").glob("[0-9]*"))]
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "medrecon",
            "reconcile",
            *files,
            "--as-of",
            "2026-03-16",
            *arguments,
        ],
        capture_output=True,
        text=True,
    )


def test_it_prints_one_valid_bundle():
    done = run("--format", "fhir")
    assert done.returncode == 0
    assert faults(json.loads(done.stdout)) == []


def test_another_format_is_refused_in_one_sentence():
    done = run("--format", "hl7v2")
    assert done.returncode == 2
    assert "expected text, json" in done.stderr
    assert done.stdout == ""
