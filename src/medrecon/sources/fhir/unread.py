"""Medicine lines that stand where no reader looks: each is a Problem.

A message is read by its entries. Where it says `resourceType`, or names a medicine, more often than what was
found there does, something stands elsewhere: in place of a reference, beside the resource of an entry, inside
what is contained. Only then is the whole message walked.
"""

from __future__ import annotations

from typing import Any

from medrecon.model import Problem
from medrecon.sources.fhir.collect import Message, is_medicine_line
from medrecon.sources.fhir.shape import MEDICATIONS

_CONCEPT = "medicationCodeableConcept"


def note_unread(message: Message, text: str | None) -> None:
    """Note each medicine line that was not found; `text` is the message as sent, where that is JSON."""
    if text is not None and _as_many(message, text):
        return
    known = {id(f.resource) for f in (*message.found, *message.inner)}
    stack: list[tuple[Any, str]] = [(message.root, "")]
    while stack:
        node, path = stack.pop()
        if node.__class__ is list:
            stack += [(v, f"{path}[{i}]") for i, v in enumerate(node)]
        elif node.__class__ is dict:
            if id(node) not in known and _is_line(node):
                _note(message, node, path or "message")
            kind = node.get("resourceType")
            own = path or (kind if kind.__class__ is str else "")
            stack += [(v, f"{own}.{k}" if own else k) for k, v in node.items()]


def _as_many(message: Message, text: str) -> bool:
    """Whether the text names as many resources and medicines as were found."""
    held = [f.resource for f in message.found]
    if message.inner:
        held = list({id(r): r for r in (*held, *(f.resource for f in message.inner))}.values())
    if text.count('"resourceType"') != len(held) + message.bundles:
        return False
    return text.count(f'"{_CONCEPT}"') == sum([_CONCEPT in r for r in held])


def _is_line(node: dict[str, Any]) -> bool:
    kind = node.get("resourceType")
    return (kind.__class__ is str and kind in MEDICATIONS) or is_medicine_line(node)


def _note(message: Message, node: dict[str, Any], path: str) -> None:
    own = node.get("id")
    said = "expected a medicine line where one is read, got one elsewhere"
    message.problems.append(
        Problem(path, "unread", f"{said} @ {path}.", own if isinstance(own, str) else None)
    )
