"""NHS dose-to-text: a FHIR Dosage in words, by the published order of parts.

Two dialects contradict each other and both are in use. `eps-2021` is what the Electronic Prescription
Service prints, `guide-2025` the wording of NHS England's implementation guide of February 2025.
Where the rules have no wording for a structure (a value without a unit, a period without a frequency)
the answer is the empty string, never half a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from medrecon.dosage.clinical import clinical_text
from medrecon.dosage.fhir_write import write_dosages
from medrecon.dosage.value import Dosage
from medrecon.dosage.wording_parts import (
    NoWordingError,
    Words,
    as_needed,
    british_date,
    concept_words,
    dose,
    listed,
    maximum,
    rate,
)
from medrecon.dosage.wording_timing import (
    bounds,
    day_and_time,
    duration,
    frequency,
    offset_and_when,
)
from medrecon.errors import UsageError

Object = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Rules:
    """How one dialect differs: see the module's docstring."""

    take: str
    lifetime: str
    instructs: bool
    words: Words


_RULES = {
    "eps-2021": _Rules(
        take="take ",
        lifetime="for the lifetime of the patient",
        instructs=True,
        words=Words(night="during the night", whens_and=True, fractions=False),
    ),
    "guide-2025": _Rules(
        take="",
        lifetime="for the lifetime of patient",
        instructs=False,
        words=Words(night="at night", whens_and=False, fractions=True),
    ),
}
DIALECTS = (*sorted(_RULES), "clinical")


def write_text(dosage: Dosage, dialect: str) -> str:
    """The dosage in the wording of a dialect; see `Dosage.to_text`."""
    if dialect == "clinical":
        return clinical_text(dosage)
    rules = _RULES.get(dialect)
    if rules is None:
        hint = "guide-2025 is the default"
        raise UsageError(f"one of {', '.join(DIALECTS)}", "another dialect", hint=hint)
    objects = write_dosages(dosage) if dosage.lines else []
    sequences = [d.get("sequence") for d in objects]
    if len(objects) > 1 and not all(isinstance(s, int) for s in sequences):
        return ""
    order = sorted(range(len(objects)), key=lambda i: sequences[i] or 0)
    try:
        written = [_one(objects[i], _words(dosage, i, rules), rules) for i in order]
    except (NoWordingError, AttributeError, IndexError, KeyError, TypeError, ValueError):
        return ""  # a part is not of the type that FHIR gives it
    text = ""
    for place, i in enumerate(order):
        if place:
            text += ", and " if sequences[i] == sequences[order[place - 1]] else ", then "
        text += written[place]
    return text


def _words(dosage: Dosage, i: int, rules: _Rules) -> Words:
    """A text may name no unit and is printed so; a message without a unit is refused."""
    return replace(rules.words, unitless=dosage.lines[i].source is None)


def _one(d: Object, words: Words, rules: _Rules) -> str:
    repeat = (d.get("timing") or {}).get("repeat") or {}
    method = concept_words(d["method"]) if "method" in d else ""
    steps: tuple[Callable[[], str], ...] = (
        lambda: dose(d, words),
        lambda: rate(d),
        lambda: duration(repeat),
        lambda: frequency(repeat),
        lambda: offset_and_when(repeat, words),
        lambda: day_and_time(repeat),
        lambda: concept_words(d["route"]) if "route" in d else "",
        lambda: concept_words(d["site"]) if "site" in d else "",
        lambda: as_needed(d),
        lambda: bounds(repeat),
        lambda: _count(repeat, rules.take),
        lambda: _events(d.get("timing") or {}),
        lambda: maximum(d, words, rules.lifetime),
        lambda: listed([concept_words(c) for c in d.get("additionalInstruction") or []]),
        lambda: str(d.get("patientInstruction") or "") if rules.instructs else "",
    )
    parts = [part for step in steps if (part := step())]
    rest = " - ".join(parts)
    if words.unitless and len(parts) > 1 and parts[0][-1].isdigit() and "doseAndRate" in d:
        rest = f"{parts[0]}, {' - '.join(parts[1:])}"  # “1 - 4 times” would be a range
    return " ".join(part for part in (method, rest) if part)


def _count(repeat: Object, take: str) -> str:
    least, most = repeat.get("count"), repeat.get("countMax")
    if least is None and most is None:
        return ""
    if least is None:
        return f"{take}up to {most} times"
    if most is not None and most != least:
        return f"{take}{least} to {most} times"
    return take + {1: "once", 2: "twice"}.get(least, f"{least} times")


def _events(timing: Object) -> str:
    events = timing.get("event") or []
    return "on " + listed([british_date(e) for e in events]) if events else ""
