"""Whose a record is: named in it, or in what stands around it or before it.

The schema is not published in full, so a person may be named in the record, beside it, or above
several records. Where several people are named beside records, a record belongs to the one named
last before it; where even that does not tell, nobody is taken for its person and it is kept apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from medrecon.model import Identity
from medrecon.sources.epma.fields import Fields, fields_of, fold
from medrecon.sources.epma.shared import date
from medrecon.sources.nhs_number import checked
from medrecon.sources.v3.shape import Place
from medrecon.sources.xml_text import local


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands in one element: where its children are, and who is named between its records."""

    position: dict[Any, int]
    first_record: int
    blocks: tuple[tuple[int, Fields], ...]
    everybody: Fields


class People:
    """The people of a submission, found by the records around which they are named."""

    def __init__(self, records: Iterable[Any]) -> None:
        self._records = tuple(records)
        self._bearing = {e for r in self._records for e in (r, *r.iterancestors())}
        self._around: dict[Any, _Around] = {}

    def of(self, record: Any, place: Place) -> Identity | None:
        """The person of a record, None where nobody is named."""
        person = Fields.of(record.iter(), "person")
        below = record
        for above in record.iterancestors():
            if person.held:
                break
            person = self._beside(below, above)
            below = above
        if not person.held:
            return None
        if _is_several(person):
            place.problem("person", "patient", "one person", "several beside this record")
            return Identity(f"unclear:{place.path}", None, None, None)
        return _identity(person, place)

    def _beside(self, below: Any, above: Any) -> Fields:
        """Who is named beside a child of an element: the only one, else the last before it."""
        if above not in self._around:
            self._around[above] = self._look(above)
        around = self._around[above]
        if not _is_several(around.everybody):
            return around.everybody
        if around.blocks[0][0] > around.first_record:
            return around.everybody
        here = around.position[below]
        return next(f for n, f in reversed(around.blocks) if n < here)

    def _look(self, above: Any) -> _Around:
        position: dict[Any, int] = {}
        blocks: list[tuple[int, list[Any]]] = []
        first, is_open = -1, False
        for n, child in enumerate(above):
            position[child] = n
            if child in self._bearing:
                first, is_open = n if first < 0 else first, False
            elif named := [e for e in child.iter() if _is_person(e)]:
                if not is_open:
                    blocks.append((n, []))
                blocks[-1][1].extend(named)
                is_open = True
        everybody = Fields.of([e for _, held in blocks for e in held], "person")
        told = tuple((n, Fields.of(held, "person")) for n, held in blocks)
        return _Around(position, first, tuple(b for b in told if b[1].held), everybody)


def _is_person(element: Any) -> bool:
    return isinstance(element.tag, str) and fold(local(element.tag)) in fields_of("person")


def _is_several(person: Fields) -> bool:
    return any(len(set(person.all(f))) > 1 for f in ("nhs_number", "birth_date"))


def _identity(person: Fields, place: Place) -> Identity | None:
    """A number with a wrong check digit still tells two people apart: it stands as a local id."""
    written = person("nhs_number")
    digits = checked(written, place, "NHSNumber")
    born = date(person("birth_date"), place, "PersonBirthDate")
    own = "".join(filter(str.isalnum, written)) if written and digits is None else None
    return Identity(own, digits, born, None) if own or digits or born else None
