"""The person, as far as reconciliation needs to know them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from medrecon.model.dates import PartialDate
from medrecon.model.entry import Coding


@dataclass(frozen=True, slots=True)
class CodedText:
    """A condition or a substance as a record gives it: words, codes, or both.

    `status` is the source's clinical status (`active`, `resolved`, …), None when not recorded.
    `criticality` and `reaction` belong to allergies (FHIR AllergyIntolerance).
    """

    text: str | None
    codings: tuple[Coding, ...] = ()
    status: str | None = None
    kind: str | None = None
    criticality: str | None = None
    reaction: str | None = None
    recorded: PartialDate | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Patient:
    """Birth date, sex, allergies, problems, weight and pregnancy; identity where a message has it.

    `allergies` and `problems` hold words or `CodedText`. `sex` is `female`, `male` or None.
    `allergies_known` is True where a source states that the list was asked for, also when empty
    (“no known allergies”). None everywhere means *not recorded*.
    """

    birth_date: dt.date | PartialDate | None = None
    sex: str | None = None
    allergies: tuple[str | CodedText | Mapping[str, Any], ...] = ()
    problems: tuple[str | CodedText | Mapping[str, Any], ...] = ()
    weight_kg: float | None = None
    pregnant: bool | None = None
    nhs_number: str | None = None
    identifiers: tuple[Coding, ...] = ()
    allergies_known: bool | None = None
