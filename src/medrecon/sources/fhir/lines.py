"""One medication resource as the fields of an entry, before lines of one therapy are folded.

A `Line` is the draft of an entry: `fields` are those of `Entry`, `extra` what has no field of its
own. `ELEMENTS` says which element becomes what; an element that is absent costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from medrecon.model import Coding, PartialDate
from medrecon.names import read_name
from medrecon.sources.fhir.codes import DISPENSE_TYPE, NO_REASON, course_in
from medrecon.sources.fhir.collect import Message, references
from medrecon.sources.fhir.dosage import Part, parts_of, said
from medrecon.sources.fhir.elements import ELEMENTS
from medrecon.sources.fhir.medicine import Medicine, medicine_of
from medrecon.sources.fhir.shape import Found, listed, word, word_at

_KINDS = {
    "MedicationStatement": "statement",
    "MedicationUsage": "statement",
    "MedicationDispense": "dispense",
    "MedicationAdministration": "administration",
}
_ENDED = frozenset(("stopped", "cancelled", "completed", "on-hold", "entered-in-error"))
_NOT_GIVEN = frozenset(("cancelled", "planned", "entered-in-error"))
_NO_ORDER = frozenset(("proposal", "option"))
_KEPT_OF_ORDER = ("dosageInstruction", "dosage")


@dataclass(slots=True)
class Line:
    """The draft of an entry: a resource, its medicine, and what its elements became."""

    message: Message
    found: Found
    medicine: Medicine
    kind: str
    fields: dict[str, Any]
    extra: dict[str, Any]
    refs: list[str]
    _parts: tuple[Part, ...] | None = None

    @property
    def codes(self) -> tuple[Coding, ...]:
        """Every coding of the medicine."""
        return self.medicine.codings

    @property
    def parts(self) -> tuple[Part, ...]:
        """The dosage lines in message order, read when first asked for."""
        if self._parts is None:
            self._parts = parts_of(self.found)
        return self._parts

    @parts.setter
    def parts(self, parts: tuple[Part, ...]) -> None:
        self._parts = parts

    @property
    def not_given(self) -> bool:
        """Whether nothing was given or handed over; of a refused dose the status is not known."""
        return self.fields["status"] in _NOT_GIVEN or self.extra.get("status") == "not-done"

    def same_dosage(self, other: Line) -> bool:
        """Whether two lines carry one dosage, told from the message before it is read."""
        mine, theirs = self.found.resource, other.found.resource
        for key in _KEPT_OF_ORDER:
            if mine.get(key) != theirs.get(key):
                return self.parts == other.parts
        return True


def line_of(message: Message, found: Found) -> Line:
    """Read one medication resource; whatever it says wrongly becomes a Problem of the message."""
    resource = found.resource
    kind = _KINDS.get(found.type)
    if kind is None:
        kind = "plan" if found.text(resource.get("intent"), "intent") == "plan" else "order"
    medicine = medicine_of(message, found)
    extra = dict(medicine.extra) if medicine.extra else {}
    line = Line(message, found, medicine, kind, {"status": "unknown"}, extra, refs_of(found))
    for key, held in resource.items():
        reader = ELEMENTS.get(key)
        if reader is not None and held is not None:
            reader(line, key, held)
    finish(line)
    return line


def finish(line: Line) -> None:
    """What depends on several elements, whatever order they stood in."""
    fields, extra = line.fields, line.extra
    if extra.pop("not_given", None):  # STU3, whose status may be `completed` all the same
        fields["status"], extra["status"] = "unknown", "not-done"
    handed = fields.pop("handed", None)
    if (
        handed is not None and line.kind != "dispense"
    ):  # an element of a supply, whatever it does here
        extra["handed_over"] = handed.text
    if line.kind in ("plan", "order") and fields.get("start") is None:
        fields["start"] = fields.get("recorded")
    elif line.kind == "dispense":
        fields["start"] = handed or fields.get("recorded")
    elif line.kind == "administration" and not line.not_given:
        fields["last_administered"] = fields.get("end") or fields.get("start")
    if "dispense_type" in extra:
        _dispense_type(line)
    if line.kind == "dispense" and fields["status"] not in _NOT_GIVEN:
        fields["last_issued"] = fields["start"]
    if "course" not in fields and ("category" in extra or "course_of_therapy" in extra):
        said = (*extra.get("category", ()), *extra.get("course_of_therapy", ()))
        if (course := course_in(said)) is not None:
            fields["course"] = course
    if extra.get("do_not_perform") or (
        extra.get("intent") in _NO_ORDER and fields["status"] == "active"
    ):
        fields["status"] = "unknown"
    if fields.get("stop_reason") is not None:
        _no_reason(line)
    ended = fields["status"] in _ENDED and line.kind != "dispense"
    if not ended and ("stop_reason" in fields or "stopped_on" in fields):
        _not_a_stop(line)
    if line.kind == "dispense":
        _authorised(line)


def _dispense_type(line: Line) -> None:
    """What a dispensing item came to: the code counts, not its display."""
    row = DISPENSE_TYPE.get(line.extra["dispense_type"])
    if row:
        line.extra["dispense_means"] = row["means"]
        if line.fields["status"] not in ("entered-in-error", "cancelled", "stopped"):
            line.fields["status"] = row["status"]


def _no_reason(line: Line) -> None:
    """Take what is written for a reason, and is none, out of the way of the real ones."""
    written = line.fields["stop_reason"]
    row = NO_REASON.get(written.strip().lower())
    if row is None:
        return
    line.extra["status_reason"] = written
    line.fields["stop_reason"] = None
    if row and line.fields["status"] == "stopped":
        line.extra["status"] = "stopped"
        line.fields["status"] = row


def _not_a_stop(line: Line) -> None:
    """Keep a reason and a date of a line that goes on from being taken for those of its end."""
    fields, extra = line.fields, line.extra
    if line.kind == "dispense" and fields["status"] == "cancelled":
        return
    if (written := fields.pop("stop_reason", None)) is not None:
        extra["status_reason"] = written
    if (when := fields.pop("stopped_on", None)) is not None:
        extra["status_changed"] = when.text


def _authorised(line: Line) -> None:
    """What a dispensing carries of its order: contained, and so never a medicine of its own.

    The item number joins the two; where the dispensing has no dosage, that of the order stands in,
    and the entry says so. “1 tablet” of an order is no dose of another strength: it is kept beside.
    """
    for ref in references(line.found.resource, "authorizingPrescription"):
        order = line.message.resolve(line.found, ref, "MedicationRequest")
        if order is None or not ref.startswith("#"):
            continue
        line.refs = list(dict.fromkeys(line.refs + refs_of(order)[1:]))
        line.extra["item"] = word_at(order.resource, "identifier", "value")
        line.extra["group"] = word_at(order.resource, "groupIdentifier", "value")
        asked = medicine_of(line.message, order)
        if asked.text and asked.text != line.medicine.text:
            line.extra["ordered"] = asked.text
            line.extra["ordered_codes"] = tuple(c.code for c in asked.codings if c.code)
        if line.parts or not (parts := parts_of(order)):
            continue
        if _other_strength(asked.text, line.medicine.text):
            line.extra["ordered_dosage"] = said(parts)
            continue
        line.parts = parts
        line.extra["dosage_from"] = "the order"


def _other_strength(asked: str, handed: str) -> bool:
    """Whether two names state strengths that differ."""
    if asked == handed:
        return False
    one, other = read_name(asked).amounts, read_name(handed).amounts
    return bool(one and other) and set(one) != set(other)


def refs_of(found: Found) -> list[str]:
    """Every name that the resource goes by: id, fullUrl, business identifiers."""
    out = [found.id] if found.id else []
    if found.url and found.url != found.id:
        out.append(found.url)
    if "identifier" in found.resource:
        for i in listed(found.resource["identifier"]):
            held = word(i, "value")
            if held and held not in out:
                out.append(held)
    return out


def newest(*dates: PartialDate | None) -> PartialDate | None:
    """The latest of some dates by their first day, None where there is none."""
    latest: PartialDate | None = None
    for one in dates:
        if one is None or one is latest:
            continue
        if latest is None or (one.first, one.text) > (latest.first, latest.text):
            latest = one
    return latest
