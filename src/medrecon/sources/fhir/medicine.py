"""Which medicine a resource is about: text, every coding, form; by value, by reference, contained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from medrecon.model import Coding
from medrecon.sources.fhir.collect import Message, reference
from medrecon.sources.fhir.shape import Found, codings, concept_text, kind_of, many, one, word

# Codes that say “nothing known” or “none”: IPS absent-unknown-uv-ips, HL7 data-absent-reason and
# null flavours, SNOMED CT 787481004 / 1234391000000107-style statements are left to their text.
ABSENT_SYSTEMS = ("absent-unknown", "data-absent-reason", "v3-nullflavor")
ABSENT_CODES = frozenset(("no-medication-info", "no-known-medications", "787481004", "182904002"))


@dataclass(frozen=True, slots=True)
class Medicine:
    """A medicine as the message names it. `absent` is a statement that there is none to name."""

    text: str = ""
    codings: tuple[Coding, ...] = ()
    form: str | None = None
    extra: tuple[tuple[str, Any], ...] = ()
    absent: bool = False


def medicine_of(message: Message, found: Found) -> Medicine:
    """The medicine of a medication resource; empty text and a Problem where it names none."""
    concepts: list[Any] = []
    displays: list[str] = []
    extra: list[tuple[str, Any]] = []
    form: str | None = None
    holder = one(found.resource, "medication")
    for key, node in (
        ("medicationCodeableConcept", found.resource),
        ("concept", holder),
    ):
        for concept in many(node, key):
            if isinstance(concept, (dict, str)):
                concepts.append(concept)
            if not isinstance(concept, dict) and concept not in ("", None):
                found.problem(key, "shape", "a CodeableConcept", "another value")
    for key, node in (("medicationReference", found.resource), ("reference", holder)):
        for ref in many(node, key):
            if not isinstance(ref, dict):
                ref = {"reference": ref} if isinstance(ref, str) else {}
            if display := word(ref, "display"):
                displays.append(display)
            written = word(ref, "reference")
            target = message.resolve(found, written, "Medication")
            if target is None and (order := message.resolve(found, written, "MedicationRequest")):
                found.problem(key, "reference", "a reference to a Medication", "one to an order")
                if order is not found and not word(
                    one(order.resource, "medicationReference"), "reference"
                ):
                    concepts += many(order.resource, "medicationCodeableConcept")
                else:
                    target = _of_order(message, order)
            if target is not None:
                concepts += many(target.resource, "code")
                form = form or concept_text(one(target.resource, "form"))
                extra += _ingredients(target)
            elif written and not concepts:
                extra.append(("medication_reference", written))
    return _medicine(found, concepts, displays, form, extra)


def _check(found: Found, concept: Any) -> None:
    """Note each part of a CodeableConcept that is there and cannot be read."""
    parts = [("text", concept)] if isinstance(concept, dict) else []
    for i, c in enumerate(many(concept, "coding")):
        if isinstance(c, dict):
            parts += [(name, c) for name in ("system", "code", "display")]
        elif c not in (None, ""):
            found.problem(f"coding[{i}]", "shape", "a Coding", kind_of(c))
    for name, node in parts:
        held = node.get(name)
        if held not in (None, "", [], {}) and word(node, name) is None:
            found.problem(name, "shape", "text", kind_of(held))


def _of_order(message: Message, order: Found) -> Found | None:
    return message.resolve(
        order, word(one(order.resource, "medicationReference"), "reference"), "Medication"
    )


def _medicine(
    found: Found,
    concepts: list[Any],
    displays: list[str],
    form: str | None,
    extra: list[tuple[str, Any]],
) -> Medicine:
    coded = tuple(dict.fromkeys(c for concept in concepts for c in codings(concept)))
    for concept in concepts:
        _check(found, concept)
    said = [t for concept in concepts if (t := concept_text(concept))]
    text = said[0] if said else displays[0] if displays else ""
    if said and displays and _first_word(said[0]) != _first_word(displays[0]):
        text = displays[0]
        found.problem(
            "medicationReference",
            "medicine-mismatch",
            "one medicine",
            "a display that names another",
        )
    ingredients = next((v for k, v in extra if k == "ingredients"), ())
    if not text and ingredients:
        text = " + ".join(i for i, _ in ingredients)
    others = [t for t in dict.fromkeys(said[1:] + displays) if t != text]
    if others:
        coded += tuple(Coding(None, None, t) for t in others if t not in {c.display for c in coded})
    absent = any(is_absent(c) for c in coded)
    if not text and not any(c.code for c in coded) and not absent:
        _complain(found, extra)
    return Medicine(text, coded, form, tuple(extra), absent)


def _first_word(text: str) -> str:
    return text.split()[0].casefold() if text.split() else ""


def _complain(found: Found, extra: list[tuple[str, Any]]) -> None:
    if any(k == "medication_reference" for k, _ in extra):
        found.problem(
            "medicationReference",
            "reference",
            "a medicine in the message",
            "a reference that leads nowhere",
        )
    else:
        found.problem("medication", "no-medicine", "a medicine", "neither name nor code")


def _ingredients(target: Found) -> list[tuple[str, Any]]:
    out = []
    for i in many(target.resource, "ingredient"):
        concept = one(i, "itemCodeableConcept") or one(i, "item", "concept")
        if name := concept_text(concept):
            out.append((name, tuple(c.code for c in codings(concept) if c.code)))
    return [("ingredients", tuple(out))] if out else []


def is_absent(coding: Coding) -> bool:
    """Whether a coding says that no medicine is known or taken, instead of naming one."""
    if coding.code in ABSENT_CODES:
        return True
    system = (coding.system or "").lower()
    return any(s in system for s in ABSENT_SYSTEMS)


def reference_of(found: Found) -> str | None:
    """The reference to a Medication, as written."""
    return reference(found.resource, "medicationReference")
