"""A therapy line of a GP2GP extract as an entry, with its issues."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from medrecon.model import Entry, Identity, Issue, PartialDate, Source, WrittenDosage, freeze
from medrecon.sources.table.cells import whole
from medrecon.sources.v3.codes import ELSEWHERE, STATEMENT_STATUS
from medrecon.sources.v3.fold import Therapy
from medrecon.sources.v3.shape import Amount, amount, attribute, below, codings, kid, when, words
from medrecon.sources.v3.statements import AUTHORISE, PRESCRIBE, Statement, Supply

# How the NHS adaptors write a duration into the annotation of a supply
_DURATION = re.compile(r"Expected Supply Duration:\s*(\d{1,4})\s*(day|week)s?\b", re.IGNORECASE)


def entry_of(
    therapy: Therapy,
    own: str,
    source: Source,
    who: Identity | None,
    owners: dict[tuple[Identity | None, str], str],
) -> Entry:
    """The entry of a therapy line, with its issues."""
    head = therapy.head
    plans, orders = head.acts(AUTHORISE), head.acts(PRESCRIBE)
    main = next(iter(plans or orders), None)
    fields, extra = _fields(head, main)
    _status(therapy, main, fields, extra)
    given = _issues(therapy, main)
    dates = [i.date for i in given if i.date and i.status != "cancelled"]
    if plans and dates:
        fields["last_issued"] = max(dates, key=lambda d: (d.first, d.text))
    prior = [r for p in plans for r in p.links("predecessor")]
    if prior:
        fields["replaces"] = owners.get((who, prior[0]), prior[0])
    first = head.material.first
    return Entry(
        id=own,
        source=source,
        medication=head.material.text,
        kind="plan" if plans else "order" if orders else "statement",
        code=first.code if first else None,
        code_system=first.system if first else None,
        codings=head.material.codings,
        dosage=WrittenDosage(head.text) if head.text else None,
        dosages=head.dosages if len(head.dosages) > 1 else (),
        issues=given,
        patient=who,
        refs=tuple(therapy.refs) or (own,),
        path=head.place.path,
        extra=freeze({k: v for k, v in extra.items() if v}),
        **fields,
    )


def _fields(head: Statement, main: Supply | None) -> tuple[dict[str, Any], dict[str, Any]]:
    element = main.element if main else None
    recorded = when(head.place, kid(head.element, "availabilityTime"), "availabilityTime")
    start, end = _period(head, element)
    held = _amount(head, element)
    notes = _notes(element)
    said = attribute(kid(element, "repeatNumber"), "value") if element is not None else None
    repeats = whole(said) if said else None
    elsewhere = attribute(kid(element, "code"), "code") in ELSEWHERE
    course = None if repeats is None else "repeat" if repeats else "acute"
    fields: dict[str, Any] = {
        "start": start or recorded,
        "end": end,
        "recorded": recorded,
        "quantity": held.value,
        "quantity_unit": held.unit,
        "days_supply": _duration(notes),
        "repeats_allowed": repeats,
        "course": "elsewhere" if elsewhere else course,
        "prescribed_elsewhere": True if elsewhere else None,
        "note": notes,
    }
    extra = {
        "supply": next((c.display for c in codings(kid(element, "code")) if c.display), None),
        "confidentiality": attribute(kid(head.element, "confidentialityCode"), "code"),
        "course_of_plan": course if elsewhere else None,
    }
    return fields, extra


def _period(head: Statement, act: Any) -> tuple[PartialDate | None, PartialDate | None]:
    """From the act, else from the statement: low (or centre) and high."""
    start = end = None
    for held in (kid(act, "effectiveTime"), kid(head.element, "effectiveTime")):
        for name in ("low", "center"):
            start = start or when(head.place, kid(held, name), f"effectiveTime.{name}")
        end = end or when(head.place, kid(held, "high"), "effectiveTime.high")
    return start, end


def _amount(head: Statement, act: Any) -> Amount:
    held = amount(head.place, kid(act, "quantity"))
    if held.value is not None:
        return held
    materials = [kid(m, "quantity") for m in below(head.element, "manufacturedMaterial")]
    return amount(head.place, next((m for m in materials if m is not None), None))


def _notes(act: Any) -> str | None:
    said = [words(kid(a, "text")) for a in below(act, "pertinentSupplyAnnotation")]
    return "\n".join(s for s in said if s) or None


def _duration(note: str | None) -> Decimal | None:
    found = _DURATION.search(note or "")
    if found is None:
        return None
    return Decimal(found[1]) * (7 if found[2].lower() == "week" else 1)


def _status(
    therapy: Therapy, main: Supply | None, fields: dict[str, Any], extra: dict[str, Any]
) -> None:
    own = attribute(kid(main.element, "statusCode"), "code") if main else None
    own = own or attribute(kid(therapy.head.element, "statusCode"), "code")
    status = STATEMENT_STATUS.get((own or "").upper(), "unknown")
    if main is not None and main.cancelled:
        status = "cancelled"
    fields["status"] = status
    if not therapy.stops:
        return
    stop = therapy.stops[-1]
    shown = next((c.display for c in codings(kid(stop.element, "code")) if c.display), None)
    original = words(kid(kid(stop.element, "code"), "originalText"))
    extra["status"] = status
    extra["discontinuation"] = original or shown
    fields["status"] = "stopped"
    fields["stopped_on"] = when(
        stop.place, kid(stop.element, "availabilityTime"), "ehrSupplyDiscontinue.availabilityTime"
    )
    fields["stop_reason"] = _notes(stop.element) or original or shown


def _issues(therapy: Therapy, main: Supply | None) -> tuple[Issue, ...]:
    out = [
        _issue(statement, act, therapy.head)
        for statement in (therapy.head, *therapy.folded)
        for act in statement.acts(PRESCRIBE)
        if act is not main
    ]
    out += [
        _issue(s, None, therapy.head)
        for s in therapy.folded
        if not s.acts(PRESCRIBE) and _new(s, therapy.head)
    ]
    return tuple(sorted(out, key=lambda i: (i.date.text if i.date else "", i.id or "")))


def _new(statement: Statement, head: Statement) -> bool:
    """Whether a folded statement without an issue says something that the head does not."""
    if statement.text and statement.text != head.text:
        return True
    return statement.material not in (head.material, type(head.material)())


def _issue(statement: Statement, act: Supply | None, head: Statement) -> Issue:
    element = act.element if act else None
    held = amount(statement.place, kid(element, "quantity"))
    date = when(statement.place, kid(element, "availabilityTime"), "availabilityTime") or when(
        statement.place, kid(statement.element, "availabilityTime"), "availabilityTime"
    )
    said = attribute(kid(element, "statusCode"), "code") or ""
    status = STATEMENT_STATUS.get(said.upper())
    first, own = statement.material.first, head.material.first
    names = (act.ids if act else []) + statement.ids
    differs = statement.material.text and statement.material.text != head.material.text
    return Issue(
        id=names[0] if names else None,
        kind="issue" if act else "statement",
        date=date,
        status="cancelled" if act and act.cancelled else status,
        quantity=held.value,
        quantity_unit=held.unit,
        days_supply=_duration(_notes(element)),
        dosage=statement.text if statement.text != head.text else None,
        medication=statement.material.text if differs else None,
        code=first.code if first and (own is None or first.code != own.code) else None,
    )
