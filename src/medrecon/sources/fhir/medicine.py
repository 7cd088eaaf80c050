"""Which medicine a resource is about: text, every coding, form; by value, by reference, contained."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from medrecon.model import Coding
from medrecon.sources.fhir.collect import Message
from medrecon.sources.fhir.shape import (
    Found,
    best_code,
    codings,
    concept_text,
    kind_of,
    many,
    one,
    word,
)

# Codes that say “nothing known” or “none”: IPS absent-unknown-uv-ips, HL7 data-absent-reason and
# null flavours, SNOMED CT 787481004 / 1234391000000107-style statements are left to their text.
ABSENT_SYSTEMS = ("absent-unknown", "data-absent-reason", "v3-nullflavor")
ABSENT_CODES = frozenset(("no-medication-info", "no-known-medications", "787481004", "182904002"))


@dataclass(frozen=True, slots=True)
class Medicine:
    """A medicine as the message names it; `first` is the coding to try first.

    `absent` is a statement that there is none to name.
    """

    text: str = ""
    codings: tuple[Coding, ...] = ()
    form: str | None = None
    extra: tuple[tuple[str, Any], ...] = ()
    absent: bool = False
    first: Coding | None = None


def medicine_of(message: Message, found: Found) -> Medicine:
    """The medicine of a medication resource; empty text and a Problem where it names none."""
    if (quick := quick_medicine(message, found)) is not None:
        return quick
    concepts: list[Any] = []
    displays: list[str] = []
    targets: list[Found] = []
    extra: list[tuple[str, Any]] = []
    for key, node in _places(found.resource, "medicationCodeableConcept", "concept"):
        for concept in many(node, key):
            if concept.__class__ is dict:
                concepts.append(concept)
            elif concept not in ("", None):
                found.problem(key, "shape", "a CodeableConcept", kind_of(concept))
                concepts.append(concept)
    for key, node in _places(found.resource, "medicationReference", "reference"):
        for ref in many(node, key):
            if ref.__class__ is not dict:
                ref = {"reference": ref} if isinstance(ref, str) else {}
            if display := word(ref, "display"):
                displays.append(display)
            written = word(ref, "reference")
            target = message.resolve(found, written, "Medication")
            if target is None and (order := message.resolve(found, written, "MedicationRequest")):
                found.problem(key, "reference", "a reference to a Medication", "one to an order")
                concepts += many(order.resource, "medicationCodeableConcept")
                target = _of_order(message, order)
            if target is not None:
                targets.append(target)
            elif written and not concepts:
                extra.append(("medication_reference", written))
    if len(targets) == 1 and not concepts and not displays and not extra:
        return _of_resource(message, targets[0])
    return _medicine(found, concepts, displays, targets, extra)


def quick_medicine(message: Message, found: Found) -> Medicine | None:
    """The medicine of the commonest shapes: one whole coding, or a reference to a Medication."""
    resource = found.resource
    concept = resource.get("medicationCodeableConcept")
    if concept is None:
        referred: Medicine | None = _referred(message, found)
        return referred
    if concept.__class__ is not dict or "medicationReference" in resource:
        return None
    return None if "medication" in resource else _of_concept(concept)


def _referred(message: Message, found: Found) -> Any:
    """The medicine behind a reference that says nothing else; None where it must be looked into."""
    ref = found.resource.get("medicationReference")
    written = ref.get("reference") if ref.__class__ is dict and len(ref) == 1 else None
    if written.__class__ is not str or written[:1] in ("", "#"):
        return None
    key = (found.space, written)
    if key not in message.referred:
        target = message.resolve(found, written, "Medication")
        message.referred[key] = None if target is None else _of_resource(message, target)
    return message.referred[key]


def _of_concept(concept: dict[str, Any]) -> Medicine | None:
    """The medicine of a CodeableConcept with one whole coding, None for any other."""
    rows, text = concept.get("coding"), concept.get("text")
    if rows.__class__ is not list or len(rows) != 1 or rows[0].__class__ is not dict:
        return None
    row = rows[0]
    system, code, display = row.get("system"), row.get("code"), row.get("display")
    if system.__class__ is str and code.__class__ is str and display.__class__ is str:
        return (
            _of_parts(text, system, code, display)
            if text is None or text.__class__ is str
            else None
        )
    return None


def _plain(resource: dict[str, Any]) -> Medicine | None:
    """The medicine of a Medication with whole codings and nothing else that would matter."""
    concept = resource.get("code")
    if concept.__class__ is not dict or "form" in resource or "ingredient" in resource:
        return None
    if (medicine := _of_concept(concept)) is not None:
        return medicine
    rows, text = concept.get("coding"), concept.get("text")
    if rows.__class__ is not list or (text is not None and text.__class__ is not str):
        return None
    for row in rows:
        if row.__class__ is not dict or any(row.get(k).__class__ is not str for k in _PARTS):
            return None
    coded = codings(concept)
    said = concept_text(concept)
    if len(coded) != len(rows) or not said or (len(coded) > 1 and len(set(coded)) != len(coded)):
        return None
    return Medicine(said, coded, absent=any(map(is_absent, coded)), first=best_code(coded))


@lru_cache(maxsize=4096)
def _of_parts(text: str | None, system: str, code: str, display: str) -> Medicine | None:
    if not (system.strip() and code.strip() and display.strip()) or text == "":
        return None
    coding = Coding(system, code, display)
    said = text if text and text.strip() else display
    return Medicine(said, (coding,), absent=is_absent(coding), first=best_code((coding,)))


def _places(resource: dict[str, Any], own: str, inner: str) -> list[tuple[str, Any]]:
    """Where a medicine may stand: R4 and STU3 have `medication[x]`, R5 a `medication` object."""
    out: list[tuple[str, Any]] = [(own, resource)] if own in resource else []
    if "medication" in resource:
        out.append((inner, one(resource, "medication")))
    return out


def _of_resource(message: Message, target: Found) -> Medicine:
    """The medicine of a Medication resource, read once however many lines refer to it."""
    cached = message.medicines.get(id(target.resource))
    if cached is None:
        cached = _plain(target.resource) or _medicine(target, [], [], [target], [])
        message.medicines[id(target.resource)] = cached
    return cached


_PARTS = ("system", "code", "display")


def _check(found: Found, concept: Any) -> None:
    """Note each part of a CodeableConcept that is there and cannot be read."""
    parts = [("text", concept)] if concept.__class__ is dict and "text" in concept else []
    for i, c in enumerate(many(concept, "coding")):
        if c.__class__ is dict:
            parts += [(k, c) for k in _PARTS if c.get(k).__class__ is not str and k in c]
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
    targets: list[Found],
    extra: list[tuple[str, Any]],
) -> Medicine:
    form: str | None = None
    if concepts and targets:
        _one_medicine(found, concepts, targets)
    for target in targets:
        concepts = concepts + many(target.resource, "code")
        form = form or concept_text(one(target.resource, "form"))
        extra = extra + _ingredients(target)
    coded: tuple[Coding, ...] = ()
    for concept in concepts:
        coded += codings(concept)
        _check(found, concept)
    if len(coded) > 1:
        coded = tuple(dict.fromkeys(coded))
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
    return Medicine(text, coded, form, tuple(extra), absent, best_code(coded))


def _one_medicine(found: Found, concepts: list[Any], targets: list[Found]) -> None:
    """Note a code and a reference of one line that name two medicines; both stay with the line."""
    names = [concept_text(c) for c in concepts]
    names += [concept_text(c) for t in targets for c in many(t.resource, "code")]
    if len({_first_word(name) for name in names if name}) > 1:
        found.problem(
            "medication", "medicine-mismatch", "one medicine", "a code and a reference to another"
        )


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
    """The ingredients with their codes, and their strengths in words where the source gives any."""
    out, strengths = [], []
    for i in many(target.resource, "ingredient"):
        concept = one(i, "itemCodeableConcept") or one(i, "item", "concept")
        if name := concept_text(concept):
            out.append((name, tuple(c.code for c in codings(concept) if c.code)))
            ratio = one(i, "strength") or one(i, "strengthRatio")
            if strength := _in_words(one(ratio, "numerator")):
                per = _in_words(one(ratio, "denominator"))
                strengths.append(f"{name} {strength}/{per}" if per else f"{name} {strength}")
    told = [("ingredients", tuple(out)), ("ingredient_strengths", tuple(strengths))]
    return [(key, held) for key, held in told if held]


def _in_words(quantity: Any) -> str | None:
    """A Quantity as it is written, None where it has no value."""
    value, unit = word(quantity, "value"), word(quantity, "unit") or word(quantity, "code")
    return f"{value} {unit}" if value and unit else value


def is_absent(coding: Coding) -> bool:
    """Whether a coding says that no medicine is known or taken, instead of naming one."""
    return coding.code in ABSENT_CODES or _is_absent_system(coding.system or "")


@lru_cache(maxsize=256)
def _is_absent_system(system: str) -> bool:
    return any(s in system.lower() for s in ABSENT_SYSTEMS)
