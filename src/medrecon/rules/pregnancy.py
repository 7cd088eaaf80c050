"""Is something given that a recorded pregnancy speaks against."""

from __future__ import annotations

from collections.abc import Iterator

from medrecon.rules.draft import Draft, name_of, where
from medrecon.treatment import Case


def harm_in_pregnancy(case: Case) -> Iterator[Draft]:
    """The patient is recorded as pregnant, and a medicine that harms the unborn child is current.

    It speaks of one list alone as of several; nothing is said where a pregnancy is not recorded.
    """
    if case.patient is None or case.patient.pregnant is not True:
        return
    for t in case.treatments:
        reaches = t.route_class is None or t.route_class in case.policy.systemic
        if t.state.state not in ("current", "planned") or not reaches:
            continue
        row = next((r for r in case.policy.pregnancy if r.moieties & set(t.ingredients)), None)
        lines = tuple(x for x in t.lines if x.state.state in ("current", "planned"))
        if row is None or not lines:
            continue
        yield Draft(
            "allergy_conflict",
            t.ingredients,
            lines,
            f"{name_of(lines).capitalize()} in {where(lines)}, and the patient is recorded as pregnant: "
            f"{row.why} ({row.source}).",
            "Does the prescriber or specialist know of the pregnancy, and what was decided?",
            fields=("medication", "dosage", "status", "last_issued"),
            severity=row.severity,
            confidence="high",
        )
