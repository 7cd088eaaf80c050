"""What a prescription as a whole says of its items (FHIR RequestGroup, as EPS trackers send it)."""

from __future__ import annotations

from medrecon.sources.fhir.collect import Message
from medrecon.sources.fhir.lines import Line
from medrecon.sources.fhir.shape import extensions, many, value, word


def apply_groups(message: Message, lines: list[Line]) -> None:
    """Give each item the prescription type and the date of its prescription, where it has none."""
    for found in message.of("RequestGroup"):
        names = {n for i in many(found.resource, "identifier") if (n := word(i, "value"))}
        held = extensions(found.resource).get("PrescriptionType", ())
        kind = next((k for e in held if (k := word(value(e), "code"))), None)
        when = found.date(found.resource.get("authoredOn"), "authoredOn")
        for line in lines:
            if line.kind not in ("order", "plan") or line.extra.get("group") not in names:
                continue
            if kind:
                line.extra.setdefault("prescription_type", kind)
            if when is not None:
                for name in ("recorded", "start"):
                    if line.fields.get(name) is None:
                        line.fields[name] = when
