"""Is the record itself sound: what is missing, unclear, or about somebody else."""

from __future__ import annotations

from collections.abc import Iterator

from medrecon.rules.draft import Draft, where
from medrecon.treatment import Case


def incomplete_data(case: Case) -> Iterator[Draft]:
    """A medicine that cannot be identified, or a line without what it needs."""
    for t in case.treatments:
        lines = tuple(line for line in t.lines if line.current)
        if not lines or t.resolved:
            continue
        yield Draft(
            "incomplete_data",
            t.ingredients,
            lines,
            f"“{lines[0].n.entry.medication}” in {where(lines)} could not be identified.",
            "Which product is it?",
            fields=("medication", "code", "dosage"),
            because=("unidentified",),
            origin="data",
        )
