"""The dosage of a resource, verbatim: texts as written, structures untouched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic_core import from_json, to_json

from medrecon.model import WrittenDosage, freeze
from medrecon.sources.fhir.shape import Found, concept_text, kind_of, listed, many, word_at
from medrecon.sources.table.cells import is_deep

_TEXT_ONLY = frozenset(("text", "sequence", "id"))
_KEYS = ("dosageInstruction", "dosage")


@dataclass(frozen=True, slots=True)
class Part:
    """One dosage line, and the routes that it names in words."""

    written: WrittenDosage
    routes: tuple[str, ...] = ()


_Whole = tuple[WrittenDosage | None, tuple[WrittenDosage, ...], str | None]
"""The dosage of a whole line, its parts where it has several, and the route."""


def parts_of(found: Found) -> tuple[Part, ...]:
    """Each dosage line in message order."""
    out = []
    for key in _KEYS:
        if (held := found.resource.get(key)) is not None:
            lines = listed(held)
            for line in lines:
                part = _part(found, key, line, len(lines) > 1)
                if part is not None:
                    out.append(part)
    return tuple(out)


def _part(found: Found, key: str, line: Any, several: bool) -> Part | None:
    if line.__class__ is dict:
        text = line.get("text")
        if text.__class__ is not str or not text.strip():
            text = found.text(text, "text")
        try:
            return _alike(text, to_json(line), several)
        except ValueError:
            for name in [k for k, v in line.items() if is_deep(v)]:
                found.problem(f"{key}.{name}", "depth", "ordinary depth", "nesting without end")
            return _read(text, {k: v for k, v in line.items() if not is_deep(v)}, several)
    if line is not None:
        found.problem(key, "shape", "a Dosage", kind_of(line))
    return Part(WrittenDosage(line)) if isinstance(line, str) and line.strip() else None


@lru_cache(maxsize=4096)
def _alike(text: str | None, written: bytes, several: bool) -> Part | None:
    """A dosage by its JSON: what is written alike, as most of a record is, is read and kept once.

    ValueError where it is nested beyond what an answer can hold and write.
    """
    line = from_json(written)
    if is_deep(line):
        raise ValueError("nested too deep")
    return _read(text, line, several)


def _read(text: str | None, line: dict[str, Any], several: bool) -> Part | None:
    """The dosage; of several, one that is words only keeps its place among the others."""
    words_only = is_words_only(line)
    if words_only and not (several and line.get("sequence") is not None and text is not None):
        return Part(WrittenDosage(text)) if text is not None else None
    routes = [concept_text(r) or word_at(r, "coding", "code") for r in many(line, "route")]
    return Part(WrittenDosage(text, freeze(line)), tuple(r for r in routes if r))


def is_words_only(structure: Mapping[str, Any] | None) -> bool:
    """Whether a dosage has nothing but its words and its place among others."""
    return not structure or not any(
        k not in _TEXT_ONLY and v not in (None, "", [], {}) for k, v in structure.items()
    )


def line_dosage(parts: Sequence[Part]) -> WrittenDosage | None:
    """One dosage for the whole line: the only part, or the texts of all parts, a line each."""
    if len(parts) < 2:
        return parts[0].written if parts else None
    texts = [p.written.text for p in parts if p.written.text]
    return WrittenDosage("\n".join(texts) if texts else None)


def whole(parts: Sequence[Part]) -> _Whole:
    """What the dosage lines say together: one dosage, its parts where there are several, the route."""
    if len(parts) == 1:
        only = parts[0]
        return only.written, (), only.routes[0] if len(only.routes) == 1 else route_of(parts)
    return line_dosage(parts), tuple([part.written for part in parts]), route_of(parts)


def said(parts: Sequence[Part]) -> str | None:
    """The words of a dosage, None where it has none."""
    together = line_dosage(parts)
    return together.text if together else None


def route_of(parts: Sequence[Part]) -> str | None:
    """The route in words: the only one that the dosage lines name."""
    names = {route for part in parts for route in part.routes}
    return names.pop() if len(names) == 1 else None
