"""Shared by the chapters on reconciliation: a patient written in a few lines, and the answer."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from medrecon._data import data_path
from medrecon.api import Reconciliation, reconcile
from medrecon.dmd import Dictionary
from medrecon.engine import reconcile_entries
from medrecon.model import (
    Answer,
    Patient,
    Source,
)
from medrecon.sources import read
from patient_notation import DAY, Vignette

# The same examples on every machine; HYPOTHESIS_PROFILE=deep searches anew, for as long as there is time.
_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
settings.register_profile(
    "repeatable", derandomize=True, deadline=None, max_examples=20, suppress_health_check=_SLOW
)
settings.register_profile("deep", deadline=None, max_examples=200, suppress_health_check=_SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


@pytest.fixture(scope="session")
def dictionary() -> Dictionary:
    """The embedded sample of dm+d."""
    return Dictionary.sample()


@pytest.fixture(scope="session")
def answer_to(dictionary: Dictionary) -> Callable[..., Answer]:
    """`answer_to(event=…, gp=[…], ward=[…])`: the answer for one person written in a few lines."""

    def run(
        *,
        as_of: dt.date | str = DAY,
        event: str | None = "admission",
        patient: Patient | None = None,
        asked: Sequence[str] = (),
        **lists: Sequence[str],
    ) -> Answer:
        day = dt.date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
        v = Vignette(lists, day, event, patient, asked)
        return reconcile_entries(
            v.entries(),
            dictionary=dictionary,
            as_of=v.as_of,
            event=v.event,
            patient=v.patient,
            sources=[Source(kind) for kind in asked],
        )

    return run


@pytest.fixture(scope="session")
def found_in(answer_to: Callable[..., Answer]) -> Callable[..., dict[tuple[str, str], str]]:
    """`found_in(…)[type, medicine]` is the severity; findings on several medicines join them with +."""

    def run(**case: Any) -> dict[tuple[str, str], str]:
        return {(f.type, "+".join(f.ingredients)): f.severity for f in answer_to(**case).findings}

    return run


@pytest.fixture(scope="session")
def golden() -> Callable[[str, str], str]:
    """`golden(name, text)` is what tests/golden/<name> holds, which `text` is to equal to the byte.

    MEDRECON_GOLDEN=write writes the files anew; they are then read by a person before they are kept.
    """

    def held(name: str, text: str) -> str:
        path = Path(__file__).parent / "golden" / name
        if os.environ.get("MEDRECON_GOLDEN") == "write":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
        return path.read_bytes().decode("utf-8")

    return held


@pytest.fixture(scope="session")
def demo(dictionary: Dictionary) -> Reconciliation:
    """The answer for the demonstration patient."""
    files = sorted(data_path("demo").glob("[0-9]*"))
    return reconcile(
        [read(path) for path in files], dictionary=dictionary, as_of=DAY, event="admission"
    )
