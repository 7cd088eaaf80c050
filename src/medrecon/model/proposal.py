"""What one source is offered to bring it in line with the list: a proposal, never an instruction."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal, get_args

from medrecon.model.answer import Evidence, MedicationLine, Severity
from medrecon.model.entry import Source

ProposalKind = Literal["add", "stop", "change_dose", "record_elsewhere", "review"]
PROPOSAL_KINDS: tuple[ProposalKind, ...] = get_args(ProposalKind)

_ASKS: dict[ProposalKind, str] = {
    "add": "to add",
    "stop": "to record as stopped",
    "change_dose": "to change the dose to",
    "record_elsewhere": "to record as prescribed elsewhere",
    "review": "to review",
}
_LISTS = {
    "gp": "the GP record",
    "pmr": "the pharmacy record",
    "epma": "the hospital's list",
    "specialist": "the specialist's record",
    "patient": "the patient's account",
}
_SIGNED = "Proposed by comparing the records as they stood on {day:%d %B %Y}; a clinician decides."
_DMD = "https://dmd.nhs.uk"
_PRIORITY = {"critical": "stat", "high": "urgent", "moderate": "routine", "low": "routine"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing offered to one source.

    `kind` is `add`, `stop`, `change_dose`, `record_elsewhere` or `review`; whatever is not certain is a
    review. `to` is the source. `lines` are the products and directions proposed (for a review and a
    stop: what the list holds). `entry_ids` are the source's own lines that it is about, empty where it
    has none. `finding_ids` are the findings behind it, `reason` and `evidence` theirs.
    """

    id: str
    kind: ProposalKind
    to: Source
    ingredients: tuple[str, ...]
    lines: tuple[MedicationLine, ...]
    reason: str
    question: str | None
    severity: Severity
    as_of: dt.date
    finding_ids: tuple[str, ...]
    entry_ids: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def medication(self) -> str:
        """The medicine with its directions, in words."""
        said = [f"{x.name}, {x.dosage_text}" if x.dosage_text else x.name for x in self.lines]
        return "; ".join(said) or " and ".join(self.ingredients)

    def to_text(self) -> str:
        """A message that a pharmacist can send."""
        source = ", ".join(filter(None, (self.to.system, self.to.organisation)))
        parts = [
            f"For {_LISTS.get(self.to.kind, self.to.kind)}{f' ({source})' if source else ''}.",
            f"Proposed: {_ASKS[self.kind]} {self.medication}.",
            f"Why: {self.reason}",
            *(_evidence(e) for e in self.evidence),
            *([f"Question: {self.question}"] if self.question else []),
            _SIGNED.format(day=self.as_of),
        ]
        # a line of a record is one line here, so that its words cannot pass for ours
        return "\n".join(_one_line(part) for part in parts)

    def to_fhir(self, patient: str | None = None) -> list[dict[str, Any]]:
        """FHIR R4: a `Task`, and for `add` and `change_dose` a `MedicationRequest` for each line, all with
        intent `proposal`. `patient` is the reference of the subject (`Patient/1`).
        """
        orders = self._orders(patient) if self.kind in ("add", "change_dose") else []
        about = [
            {"type": {"text": "finding"}, "valueString": finding} for finding in self.finding_ids
        ] + [{"type": {"text": "entry"}, "valueString": entry} for entry in self.entry_ids]
        task: dict[str, Any] = {
            "resourceType": "Task",
            "id": self.id,
            "status": "requested",
            "intent": "proposal",
            "priority": _PRIORITY[self.severity],
            "code": {"text": self.kind.replace("_", " ")},
            "description": self.to_text(),
            "authoredOn": self.as_of.isoformat(),
            "reasonCode": {"text": self.reason},
            "owner": {"display": self._owner()},
            "input": about,
        }
        if patient:
            task["for"] = {"reference": patient}
        if len(orders) == 1:
            task["focus"] = {"reference": f"MedicationRequest/{orders[0]['id']}"}
        return [task, *orders]

    def _owner(self) -> str:
        return ", ".join(filter(None, (_LISTS.get(self.to.kind), self.to.organisation)))

    def _orders(self, patient: str | None) -> list[dict[str, Any]]:
        found = []
        for n, line in enumerate(self.lines, 1):
            concept: dict[str, Any] = {"text": line.name}
            if line.product is not None:
                code = {"system": _DMD, "code": line.product.code, "display": line.product.name}
                concept["coding"] = [code]
            order: dict[str, Any] = {
                "resourceType": "MedicationRequest",
                "id": f"{self.id}-{n}",
                "status": "draft",
                "intent": "proposal",
                "medicationCodeableConcept": concept,
                "subject": {"reference": patient} if patient else {"display": "the patient"},
                "authoredOn": self.as_of.isoformat(),
                "note": [{"text": self.reason}],
            }
            if line.dosage:
                order["dosageInstruction"] = [_thawed(d) for d in line.dosage]
            elif line.dosage_text:
                order["dosageInstruction"] = [{"text": line.dosage_text}]
            found.append(order)
        return found


def _thawed(value: Any) -> Any:
    """Frozen JSON data as plain dicts and lists."""
    if isinstance(value, dict):
        return {k: _thawed(v) for k, v in value.items()}
    return [_thawed(v) for v in value] if isinstance(value, (tuple, list)) else value


def _one_line(text: str) -> str:
    indent = text[: len(text) - len(text.lstrip(" "))]
    return indent + " ".join(text.split())


def _evidence(e: Evidence) -> str:
    value = e.value if e.value is not None else "not recorded"
    return f"  {e.field.replace('_', ' ')}: {value} [{e.entry_id}]"
