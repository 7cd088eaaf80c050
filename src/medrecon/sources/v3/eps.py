"""EPS in HL7 v3: prescriptions, releases, dispense notifications, claims, cancellations, the tracker.

A `pertinentLineItem` is an order of the prescriber, a `pertinentSuppliedLineItem` a supply of the
pharmacy. The two carry one id, which is the item number of EPS in FHIR too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from medrecon.errors import NotMedication
from medrecon.model import Entry, Problem, Reading, Source
from medrecon.sources.copies import fold_copies
from medrecon.sources.names import unique
from medrecon.sources.v3.eps_cancel import REQUEST, RESPONSE, answered, requested
from medrecon.sources.v3.eps_header import Header, header_of
from medrecon.sources.v3.eps_lines import dispensed, listed, ordered
from medrecon.sources.v3.person import one_patient, sources_of
from medrecon.sources.v3.shape import Place, below, first_below, ids_of
from medrecon.sources.v3.tracker import read_tracker
from medrecon.sources.xml_text import local

ITEMS = ("pertinentLineItem", "pertinentSuppliedLineItem")
_SCOPES = ("pertinentPrescription", "pertinentSupplyHeader")
_MESSAGES = ("ParentPrescription", "DispenseNotification", "DispenseClaim")


def read_eps(root: Any, name: str | None, source: str | None) -> Reading:
    """Read one EPS message; a message without any item is refused."""
    problems: list[Problem] = []
    entries: list[Entry] = []
    headers: dict[int, tuple[Any, Header]] = {}
    seen: set[tuple[int, str]] = set()
    for n, element in enumerate(below(root, *ITEMS), 1):
        ids = ids_of(element)
        place = Place(f"{local(element.tag)}[{n}]", ids[0] if ids else None, problems)
        scope = _scope(element, root)
        if id(scope) not in headers:
            header = header_of(scope, _message(scope, root), problems, source)
            headers[id(scope)] = (scope, header)  # held, so that its identity stays its own
        header = headers[id(scope)][1]
        if local(element.tag) == ITEMS[1]:
            entries.append(dispensed(element, place, header))
            continue
        entries.append(ordered(element, place, header))
        for entry in listed(element, place, header):
            if (id(scope), entry.medication) not in seen:
                seen.add((id(scope), entry.medication))
                entries.append(entry)
    for name_, reader in ((REQUEST, requested), (RESPONSE, answered)):
        entries += [
            reader(e, header_of(e, e, problems, source), problems) for e in below(root, name_)
        ]
    entries += read_tracker(root, problems, source)
    if not entries:
        raise NotMedication(
            "an EPS message with items", "one without any", at=name, hint="nothing to reconcile"
        )
    return _reading(entries, problems, source)


def _reading(entries: list[Entry], problems: list[Problem], source: str | None) -> Reading:
    folded = fold_copies(entries)
    ids = unique([e.id for e in folded])
    kept = tuple(
        e if e.id == own else replace(e, id=own) for e, own in zip(folded, ids, strict=True)
    )
    asked = Source(source or "gp", "EPS")
    return Reading("eps-v3", kept, tuple(problems), one_patient(kept), sources_of(kept, asked))


def _scope(element: Any, root: Any) -> Any:
    """The prescription or supply that an item stands in; the whole message for a loose item."""
    for up in element.iterancestors():
        if local(up.tag) in _SCOPES:
            return up
    return root


def _message(scope: Any, root: Any) -> Any:
    """The act that carries patient and time of a prescription or a supply."""
    for up in scope.iterancestors():
        if local(up.tag) in _MESSAGES:
            return up
    found = first_below(root, *_MESSAGES)
    return root if found is None else found
