"""What the property tests of the rules look at: a drawn record as the rules get it, and the vignettes."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

from strategies import AS_OF, sample

from medrecon import Patient
from medrecon.api.gather import gather
from medrecon.normalise import normalised
from medrecon.policy import Policy
from medrecon.treatment import Case, build

sys.path.append(
    str(Path(__file__).parents[1] / "spec" / "vignettes")
)  # where the vignettes are read

from vignette_files import Vignette, read_all

__all__ = ["Vignette", "case_of", "read_all"]


def case_of(
    given: Any, event: str | None, patient: Patient | None = None, day: dt.date = AS_OF
) -> Case:
    """All that the rules are asked about one person."""
    held, policy = gather(given), Policy.default()
    lines = normalised(held.entries, sample(), policy)
    return build(lines, day, event, patient or held.patient, policy, held.sources)
