"""Logical references to what the sources sent: by the ids that they gave it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from medrecon.model import EntrySummary
from medrecon.write.codes import SOURCE_KIND, made
from medrecon.write.facts import Facts
from medrecon.write.texts import text, uri

_TAIL = re.compile("[/:]")


def source_references(facts: Facts, entry_id: str) -> list[dict[str, Any]]:
    """The source's resources that an entry stands for, by the names that the source gave them."""
    entry = facts.entries.get(entry_id)
    names = list(_names(entry.refs)) if entry else []
    shown = described(entry) if entry else None
    return [
        made(identifier=_identifier(name), display=shown if n == 0 else None)
        for n, name in enumerate(names or [text(entry_id) or "entry"])
    ]


def _names(refs: Iterable[str]) -> Iterator[str]:
    """Each name once; a URL only where it is not another name with its address before it."""
    seen: set[str] = set()
    for name in (n for r in refs if (n := text(r))):
        if name not in seen and not (uri(name) and _TAIL.split(name)[-1] in seen):
            yield name
        seen.add(name)


def _identifier(name: str) -> dict[str, str]:
    """A logical reference: a URL or URN is an identifier of the system that is for those."""
    return {"system": "urn:ietf:rfc:3986", "value": name} if uri(name) else {"value": name}


def described(entry: EntrySummary) -> str | None:
    """An entry in a few words: where it stands and what it says."""
    place = ", ".join(
        p
        for p in (SOURCE_KIND.get(entry.source, entry.source), entry.system, entry.organisation)
        if p
    )
    said = " ".join(w for w in (entry.medication, entry.dosage) if w)
    return text(f"{place}: {entry.kind} of {said}" if said else f"{place}: {entry.kind}")
