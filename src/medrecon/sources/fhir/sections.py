"""Under which heading of a document a line stands, and what the heading says of it."""

from __future__ import annotations

from typing import Any

from medrecon.sources.fhir.codes import HEADING
from medrecon.sources.fhir.collect import Message, references
from medrecon.sources.fhir.lines import Line
from medrecon.sources.fhir.shape import Found, concept_text, many, one, word, word_at


def apply_sections(message: Message, lines: list[Line]) -> None:
    """Note each line's heading; “medicines stopped” is a change of the lines below it."""
    compositions = message.of("Composition")
    by_resource = {id(line.found.resource): line for line in lines} if compositions else {}
    for composition in compositions:
        _sections(message, composition, composition.resource, by_resource, 0, set())


def _sections(
    message: Message,
    owner: Found,
    node: dict[str, Any],
    lines: dict[int, Line],
    depth: int,
    lists: set[int],
) -> None:
    """Name the lines below each section; a List stands under the first heading that names it."""
    for section in many(node, "section"):
        if not isinstance(section, dict) or depth > 8:
            continue
        title = word(section, "title") or concept_text(one(section, "code"))
        if title:
            _name(message, owner, references(section, "entry"), title, lines, lists)
        _sections(message, owner, section, lines, depth + 1, lists)


def _name(
    message: Message,
    owner: Found,
    refs: list[str],
    title: str,
    lines: dict[int, Line],
    lists: set[int],
) -> None:
    for ref in refs:
        target = message.resolve(owner, ref)
        if target is None or id(target.resource) in lists:
            continue
        if target.type == "List":
            lists.add(id(target.resource))
            own = word(target.resource, "title") or title
            items = [word_at(e, "item", "reference") for e in many(target.resource, "entry")]
            _name(message, target, [i for i in items if i], own, lines, lists)
        elif (line := lines.get(id(target.resource))) is not None:
            line.extra["section"] = title
            if line.fields.get("change_status") is None:
                said = title.lower()
                change = next(
                    (c for c, words in HEADING.items() if any(w in said for w in words)), None
                )
                if change is not None:
                    line.fields["change_status"] = change
