"""The dosage of a resource, verbatim: texts as written, structures untouched."""

from __future__ import annotations

from typing import Any

from medrecon.model import WrittenDosage, freeze
from medrecon.sources.fhir.shape import Found, concept_text, kind_of, many, word

_TEXT_ONLY = frozenset(("text", "sequence", "id"))


def dosages_of(found: Found) -> tuple[WrittenDosage, ...]:
    """Each dosage line in message order."""
    out = []
    for key in ("dosageInstruction", "dosage"):
        for line in many(found.resource, key):
            written = _line(found, key, line)
            if written is not None:
                out.append(written)
    return tuple(out)


def _line(found: Found, key: str, line: Any) -> WrittenDosage | None:
    if isinstance(line, str):
        found.problem(key, "shape", "a Dosage", kind_of(line))
        return WrittenDosage(line) if line.strip() else None
    if not isinstance(line, dict):
        if line is not None:
            found.problem(key, "shape", "a Dosage", kind_of(line))
        return None
    text = found.text(line, "text")
    rest = [k for k, v in line.items() if k not in _TEXT_ONLY and v not in (None, "", [], {})]
    if text is None and not rest:
        return None
    return WrittenDosage(text, freeze(line) if rest else None)


def line_dosage(parts: tuple[WrittenDosage, ...]) -> WrittenDosage | None:
    """One dosage for the whole line: the only part, or the texts of all parts, a line each."""
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0]
    texts = [p.text for p in parts if p.text]
    return WrittenDosage("\n".join(texts) if texts else None)


def said(parts: tuple[WrittenDosage, ...]) -> str | None:
    """The words of a dosage, None where it has none."""
    whole = line_dosage(parts)
    return whole.text if whole else None


def route_of(found: Found) -> str | None:
    """The route in words: the only one that the dosage lines name."""
    names: dict[str, None] = {}
    for key in ("dosageInstruction", "dosage"):
        for line in many(found.resource, key):
            if line.__class__ is dict and "route" in line:
                for route in many(line, "route"):
                    name = concept_text(route) or word(route, "coding", "code")
                    if name:
                        names[name] = None
    return next(iter(names)) if len(names) == 1 else None
