"""Treatments: which lines belong together, what is current, and how two lists compare."""

from medrecon.treatment.case import Case, build
from medrecon.treatment.compare import documented
from medrecon.treatment.decide import stopped_beside
from medrecon.treatment.group import stable_id
from medrecon.treatment.regimen import Pairing, Role, pair, ratio, roles
from medrecon.treatment.value import Difference, Line, LineState, Treatment

__all__ = [
    "Case",
    "Difference",
    "Line",
    "LineState",
    "Pairing",
    "Role",
    "Treatment",
    "build",
    "documented",
    "pair",
    "ratio",
    "roles",
    "stable_id",
    "stopped_beside",
]
