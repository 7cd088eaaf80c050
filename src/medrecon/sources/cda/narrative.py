"""Medicines in the narrative of a section: which sections list them, and each line as one medicine."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from medrecon.sources.v3.shape import attribute, kid, words
from medrecon.sources.xml_text import local

_BLOCKS = ("paragraph", "item", "content", "tr", "list", "table", "text", "caption")
_WORD = re.compile(r"[a-z][a-z/]*")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@lru_cache(maxsize=1)
def tables() -> dict[str, Any]:
    """The words of `words.toml`."""
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))


def _title(section: Any) -> list[str]:
    return _WORD.findall((words(kid(section, "title")) or "").lower())


def is_medicines(section: Any) -> bool:
    """Whether a section lists medicines: by its code, else by the words of its title."""
    known = tables()["sections"]
    if attribute(kid(section, "code"), "code") in known["codes"]:
        return True
    said = _title(section)
    if set(said).intersection(known["others"]):
        return False
    return any(f" {t} " in f" {' '.join(said)} " for t in known["titles"])


def status_of(section: Any) -> str | None:
    """What the title says of its medicines (stopped, withheld); None where it says nothing."""
    said = {tables()["titles"][w] for w in _title(section) if w in tables()["titles"]}
    return said.pop() if len(said) == 1 else None


def lines_of(section: Any) -> list[str]:
    """The lines of a section's text that name something: its paragraphs, items, rows and line breaks."""
    element = kid(section, "text")
    if element is None:
        return []
    pieces: list[str] = []
    _collect(element, pieces)
    raw = "".join(pieces).split("\n")
    return [line for r in raw if (line := " ".join(r.split())) and not is_empty(line)]


def is_empty(line: str) -> bool:
    """Whether a line names no medicine: a heading, or a statement that there are none.

    >>> is_empty("Patient takes no medication."), is_empty("NKDA"), is_empty("No paracetamol")
    (True, True, False)
    """
    if _NUMBER.search(line):
        return False
    return set(_WORD.findall(line.lower())) <= set(tables()["empty"]["words"])


def is_said(line: str, name: str) -> bool:
    """Whether a line is about a medicine that the section has coded: the same first word and strength.

    >>> (
    ...     is_said("Senna 7.5mg at night", "Senna 7.5mg tablets"),
    ...     is_said("Senna 15mg", "Senna 7.5mg tablets"),
    ... )
    (True, False)
    """
    one, other = line.casefold(), " ".join(name.casefold().split())
    if not other:
        return False
    if other in one:
        return True
    same = one.split()[:1] == other.split()[:1]
    return same and set(_NUMBER.findall(other)) <= set(_NUMBER.findall(one))


def _collect(element: Any, pieces: list[str]) -> None:
    for part in element.iter():
        name = local(part.tag)
        if name in _BLOCKS or name == "br":
            pieces.append("\n")
        elif name in ("td", "th"):
            pieces.append(" ")
        pieces.append(part.text or "" if name else "")
        if part is not element:
            pieces.append(part.tail or "")
