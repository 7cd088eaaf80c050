"""What each element of a medication resource becomes: `ELEMENTS` maps its name to a reader.

A reader gets the line, the element's name and its value, and fills `line.fields` (fields of `Entry`)
and `line.extra`. It is called only where the element is there.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from medrecon.sources.fhir.codes import CANCEL_REASON, STATUS, TAKEN
from medrecon.sources.fhir.extras import read_extensions
from medrecon.sources.fhir.plain import ITEM, NotPlain, codes
from medrecon.sources.fhir.shape import (
    Found,
    codes_of,
    concept_text,
    decimal,
    first,
    kind_of,
    listed,
    one,
    word,
    word_at,
)

if TYPE_CHECKING:
    from medrecon.sources.fhir.lines import Line

_DAYS = {
    "d": 1,
    "day": 1,
    "days": 1,
    "wk": 7,
    "week": 7,
    "weeks": 7,
}


def _status(line: Line, key: str, held: Any) -> None:
    found = line.found
    written = found.text(held, key)
    if written is None:
        return
    table = STATUS.get(found.type) or STATUS["MedicationStatement"]
    status = table.get(written)
    if status is None:
        found.problem(key, "status", "a status of FHIR", "another word")
        status = "unknown"
    if written != status:
        line.extra["status"] = written
    if written == "not-taken":
        line.fields["taken"] = "no"
    line.fields["status"] = status


def _not_given(line: Line, _key: str, held: Any) -> None:
    if any(v is True or v == "true" for v in listed(held)):
        line.extra["not_given"] = True


def _taken(line: Line, key: str, held: Any) -> None:
    said = TAKEN.get(line.found.text(held, key) or "")
    if said:
        line.fields["taken"] = said


def _not_to_give(line: Line, key: str, held: Any) -> None:
    if any(v is True or v == "true" for v in listed(held)):
        line.extra["do_not_perform"] = True
        line.found.problem(key, "modifier", "an order to give", "an order not to give")


def _modifier(line: Line, key: str, held: Any) -> None:
    if listed(held):
        line.found.problem(key, "modifier", "no modifier", "one that is not understood")


def _intent(line: Line, key: str, held: Any) -> None:
    written = line.found.text(held, key)
    if written and written not in ("order", "plan"):
        line.extra["intent"] = written
    if written in ("proposal", "option"):
        line.found.problem(key, "modifier", "an order or a plan", "a proposal or an option")


def _recorded(line: Line, key: str, held: Any) -> None:
    when = line.found.date(held, key)
    if when is not None:
        line.fields.setdefault("recorded", when)


def _handed(line: Line, key: str, held: Any) -> None:
    when = line.found.date(held, key)
    if when is not None:
        line.fields["handed"] = when


def _period(line: Line, key: str, held: Any) -> None:
    found, fields = line.found, line.fields
    period = found.object(held, key)
    fields["start"] = found.date(period.get("start"), "start")
    fields["end"] = found.date(period.get("end"), "end")


def _when(line: Line, key: str, held: Any) -> None:
    when = line.found.date(held, key)
    if when is not None:
        line.fields.setdefault("start", when)


def _request(line: Line, key: str, held: Any) -> None:
    found, fields = line.found, line.fields
    request = found.object(held, key)
    if (valid := request.get("validityPeriod")) is not None:
        valid = found.object(valid, "validityPeriod")
        fields["start"] = found.date(valid.get("start"), "start")
        if (end := found.date(valid.get("end"), "end")) is not None:
            fields["authorisation_expires" if line.kind == "order" else "end"] = end
    if (quantity := request.get("quantity")) is not None:
        _amount(line, found.object(quantity, "quantity"))
    if (duration := request.get("expectedSupplyDuration")) is not None:
        _lasts(line, found.object(duration, "expectedSupplyDuration"))
    if (repeats := request.get("numberOfRepeatsAllowed")) is not None:
        count = found.number(repeats, "numberOfRepeatsAllowed")
        if count is not None:
            fields["repeats_allowed"] = int(count)
    if "extension" in request:
        read_extensions(line, request["extension"])


def _quantity(line: Line, key: str, held: Any) -> None:
    _amount(line, line.found.object(held, key))


def _amount(line: Line, quantity: dict[str, Any]) -> None:
    if not quantity:
        return
    fields = line.fields
    unit = word(quantity, "unit") or word(quantity, "code")
    fields["quantity_unit"] = unit
    amount = first(quantity.get("value"))
    if amount is None or amount == "":
        return
    fields["quantity"] = decimal(amount)
    if fields["quantity"] is None:
        if isinstance(amount, str):
            fields["quantity_text"] = f"{amount} {unit or ''}".strip()
        line.found.problem("quantity", "number", "a number", kind_of(amount))


def _days_supply(line: Line, key: str, held: Any) -> None:
    _lasts(line, line.found.object(held, key))


def _lasts(line: Line, duration: dict[str, Any]) -> None:
    if not duration:
        return
    days = days_of(line.found, duration)
    if days is not None:
        line.fields["days_supply"] = days
        return
    unit = word(duration, "unit") or word(duration, "code")
    said = " ".join(w for w in (word(duration, "value"), unit) if w)
    line.extra["supply_duration"] = said or None


def days_of(found: Found, duration: dict[str, Any]) -> Decimal | None:
    """A Duration in days; None where its unit is not days or weeks."""
    amount = found.number(duration.get("value"), "value")
    unit = (word(duration, "code") or word(duration, "unit") or "").lower()
    if amount is None or unit not in _DAYS:
        return None
    return amount if _DAYS[unit] == 1 else amount * _DAYS[unit]


def _reason_code(line: Line, _key: str, held: Any) -> None:
    _because(line, [concept_text(c) for c in listed(held)])


def _reason_reference(line: Line, _key: str, held: Any) -> None:
    said = []
    for ref in listed(held):
        target = line.message.resolve(line.found, word(ref, "reference"), "Condition")
        told = concept_text(one(target.resource, "code")) if target else None
        said.append(told or word(ref, "display"))
    _because(line, said)


def _because(line: Line, said: list[str | None]) -> None:
    reasons = [line.fields.get("indication"), *said]
    line.fields["indication"] = "; ".join(dict.fromkeys(r for r in reasons if r)) or None


def _note(line: Line, key: str, held: Any) -> None:
    notes = []
    for n in listed(held):
        said = n if isinstance(n, str) else word(n, "text")
        if said:
            notes.append(said)
        elif n not in ("", None, {}):
            line.found.problem(key, "shape", "a note", kind_of(n))
    line.fields["note"] = "\n".join(notes) or None


def _stop_reason(line: Line, _key: str, held: Any) -> None:
    stop, codes = [], []
    for concept in listed(held):
        codes += codes_of(concept)
        known = (CANCEL_REASON[c] for c in codes if c in CANCEL_REASON)
        said = concept_text(concept) or next(known, None)
        if said:
            stop.append(said)
    line.fields["stop_reason"] = "; ".join(dict.fromkeys(stop)) or None
    if codes:
        line.extra["status_reason_codes"] = tuple(codes)


def _category(line: Line, key: str, held: Any) -> None:
    said: tuple[str, ...] = ()
    for concept in listed(held):
        said += _codes(concept)
    if said:
        line.extra["category" if key == "category" else "course_of_therapy"] = said


def _codes(concept: Any) -> tuple[str, ...]:
    try:
        return codes(concept)
    except NotPlain:
        return tuple(codes_of(concept))


def _identifier(line: Line, _key: str, held: Any) -> None:
    for i in listed(held):
        if ITEM in (word(i, "system") or ""):
            line.extra["item"] = word(i, "value")


def _group(line: Line, _key: str, held: Any) -> None:
    line.extra["group"] = word(first(held), "value")


def _by(line: Line, _key: str, held: Any) -> None:
    who = first(held)
    said = word(who, "display") or word_at(who, "actor", "display")
    if said:
        line.extra["by"] = said


def _type(line: Line, _key: str, held: Any) -> None:
    if line.kind == "dispense":
        concept = first(held)
        if said := next(iter(codes_of(concept)), None) or concept_text(concept):
            line.extra["dispense_type"] = said


def _extension(line: Line, key: str, held: Any) -> None:
    for e in read_extensions(line, held):
        if e not in ("", None):
            line.found.problem(key, "shape", "an extension", kind_of(e))


ELEMENTS: dict[str, Callable[[Line, str, Any], None]] = {
    "status": _status,
    "taken": _taken,
    "notGiven": _not_given,
    "doNotPerform": _not_to_give,
    "modifierExtension": _modifier,
    "intent": _intent,
    "authoredOn": _recorded,
    "dateAsserted": _recorded,
    "whenHandedOver": _handed,
    "whenPrepared": _recorded,
    "effectivePeriod": _period,
    "occurrencePeriod": _period,
    "effectiveDateTime": _when,
    "occurrenceDateTime": _when,
    "occurenceDateTime": _when,
    "dispenseRequest": _request,
    "quantity": _quantity,
    "daysSupply": _days_supply,
    "reasonCode": _reason_code,
    "reasonReference": _reason_reference,
    "note": _note,
    "statusReason": _stop_reason,
    "statusReasonCodeableConcept": _stop_reason,
    "reasonNotGiven": _stop_reason,
    "notDoneReasonCodeableConcept": _stop_reason,
    "category": _category,
    "courseOfTherapyType": _category,
    "identifier": _identifier,
    "groupIdentifier": _group,
    "requester": _by,
    "performer": _by,
    "type": _type,
    "extension": _extension,
}
