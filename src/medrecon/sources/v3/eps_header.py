"""What an EPS prescription or supply says for all of its items."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from medrecon.model import Identity, PartialDate, Problem, Source
from medrecon.sources.fhir.codes import PRESCRIPTION_TYPE
from medrecon.sources.table.cells import number
from medrecon.sources.v3.codes import TREATMENT
from medrecon.sources.v3.person import identity, organisation
from medrecon.sources.v3.shape import (
    Place,
    attribute,
    below,
    first_below,
    ids_of,
    kid,
    when,
)

SHORT_FORM = "2.16.840.1.113883.2.1.3.2.4.18.8"


@dataclass(frozen=True, slots=True)
class Header:
    """Prescriber or pharmacy, patient, times and types; None where the message does not say."""

    source: Source
    prescriber: Source
    person: Identity | None = None
    signed: PartialDate | None = None
    start: PartialDate | None = None
    expires: PartialDate | None = None
    review: PartialDate | None = None
    days: Decimal | None = None
    treatment: str | None = None
    kind: str | None = None
    group: str | None = None
    refs: tuple[str, ...] = ()
    replaces: str | None = None
    claim: bool = False

    @property
    def course(self) -> str | None:
        """Clinic or homecare from a hospital; acute, repeat or repeat dispensing from a GP."""
        row = PRESCRIPTION_TYPE.get((self.kind or "")[:2])
        return str(row["course"]) if row else TREATMENT.get(self.treatment or "")


def prescriber_kind(kind: str | None) -> str:
    """The kind of source that a prescription type speaks for."""
    row = PRESCRIPTION_TYPE.get((kind or "")[:2])
    return str(row["source"]) if row else "gp"


def header_of(scope: Any, message: Any, problems: list[Problem], source: str | None) -> Header:
    """Read the header of one prescription, supply or cancellation."""
    from medrecon.sources.xml_text import local

    name = local(scope.tag)
    place = Place(name, next(iter(ids_of(scope)), None), problems)
    kind = _value(scope, "pertinentPrescriptionType")
    author = kid(scope, "author")
    author = author if author is not None else kid(scope, "legalAuthenticator")
    sent = when(place, kid(message, "effectiveTime"), "effectiveTime")
    signed = when(place, kid(author, "time"), "author.time") or sent
    document = next(iter(ids_of(message)), None)
    target = first_below(message, "recordTarget")
    org = organisation(_organisation(author))
    supply = name == "pertinentSupplyHeader"
    own = source or ("pmr" if supply else prescriber_kind(kind))
    period = first_below(scope, "daysSupply")
    window = kid(period, "effectiveTime")
    width = attribute(kid(period, "expectedUseTime", "width"), "value")
    return Header(
        source=Source(own, "EPS", org, document, as_of=sent),
        prescriber=Source(
            source or prescriber_kind(kind), "EPS repeat list", org, document, as_of=sent
        ),
        person=identity(
            place, target if target is not None else first_below(scope, "recordTarget")
        ),
        signed=signed,
        start=when(place, kid(window, "low"), "daysSupply.low"),
        expires=when(place, kid(window, "high"), "daysSupply.high"),
        review=when(place, _held(scope, "pertinentReviewDate"), "pertinentReviewDate"),
        days=number(width) if width else None,
        treatment=_value(scope, "pertinentPrescriptionTreatmentType"),
        kind=kind,
        group=_short_form(scope),
        refs=tuple(ids_of(scope)),
        replaces=_replaced(message),
        claim=name == "pertinentSupplyHeader" and local(message.tag) == "DispenseClaim",
    )


def _organisation(author: Any) -> Any:
    found = first_below(author, "representedOrganization")
    return None if found is None else found


def _held(scope: Any, name: str) -> Any:
    return kid(first_below(scope, name), "value")


def _value(scope: Any, name: str) -> str | None:
    return attribute(_held(scope, name), "code")


def _short_form(scope: Any) -> str | None:
    for element in below(scope, "id", "value"):
        if element.get("root") == SHORT_FORM:
            return attribute(element, "extension")
    return None


def _replaced(message: Any) -> str | None:
    """The id of the notification that this one replaces (`replacementOf`)."""
    held = first_below(kid(message, "replacementOf"), "id")
    return attribute(held, "root")
