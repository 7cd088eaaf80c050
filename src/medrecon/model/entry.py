"""One medication line of one source, verbatim, with where it stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, get_args

from medrecon.model.dates import PartialDate
from medrecon.model.frozen import FrozenDict, maker, quick_init

SourceKind = Literal["gp", "pmr", "epma", "specialist", "patient"]
EntryKind = Literal["plan", "order", "issue", "dispense", "administration", "statement"]
EntryStatus = Literal[
    "active",
    "on-hold",
    "stopped",
    "completed",
    "planned",
    "cancelled",
    "entered-in-error",
    "unknown",
]
Course = Literal[
    "acute",
    "repeat",
    "repeat-dispensing",
    "inpatient",
    "discharge",
    "stat",
    "as-required",
    "otc",
    "homecare",
    "clinic",
    "supervised",
    "cycle",
    "elsewhere",
]

SOURCE_KINDS: tuple[SourceKind, ...] = get_args(SourceKind)
ENTRY_KINDS: tuple[EntryKind, ...] = get_args(EntryKind)
ENTRY_STATUSES: tuple[EntryStatus, ...] = get_args(EntryStatus)
COURSES: tuple[Course, ...] = get_args(Course)


@dataclass(frozen=True, slots=True)
class Coding:
    """One code as a source wrote it (FHIR Coding). None means the source left that part out."""

    system: str | None
    code: str | None
    display: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A source that was asked for one person's medicines (FHIR Provenance).

    `complete` is False where the source itself says that its list is incomplete (FHIR
    `ListWarningCode`), None where it does not say. `as_of` is when the source answered. `document`
    identifies the message. A source with no entries is still a fact.
    """

    kind: str
    system: str | None = None
    organisation: str | None = None
    document: str | None = None
    complete: bool | None = None
    as_of: PartialDate | None = None
    warnings: tuple[str, ...] = ()


@quick_init
@dataclass(frozen=True, slots=True)
class WrittenDosage:
    """A dosage as the source wrote it: its text, and its structure when it has one.

    `structure` is the FHIR Dosage object (R4 or STU3 shape) untouched. Reading a dose out of either
    is the work of `normalise`, not of the reader.
    """

    text: str | None = None
    structure: FrozenDict | None = None


@quick_init
@dataclass(frozen=True, slots=True)
class Issue:
    """One supply folded under the therapy line that it fulfils (an issue, a dispensing).

    `dosage` is given only where its text differs from that of the line.
    """

    id: str | None
    kind: str
    date: PartialDate | None = None
    status: str | None = None
    quantity: Decimal | None = None
    quantity_unit: str | None = None
    days_supply: Decimal | None = None
    dosage: str | None = None
    medication: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose line it is, as far as the source says. Only ever compared, never shown in errors."""

    patient_id: str | None = None
    nhs_number: str | None = None
    birth_date: PartialDate | None = None
    sex: str | None = None


@quick_init
@dataclass(frozen=True, slots=True)
class Entry:
    """One medication line from one source, verbatim.

    Meaning of the fields follows the entries table (docs/entries-table.md). None means *not
    recorded*, never *no*. Dates are `PartialDate`. `code` is the coding a reader should try first;
    `codings` are all of them. `dosage` is the line's dosage; `dosages` are its parts where the
    source writes several. `refs` are the ids of every source resource that the entry stands for,
    `path` where in the message the first of them stood. `number_of_issues` is the source's own
    count, `issues` the supplies themselves. `extra` keeps what has no field of its own.
    """

    id: str
    source: Source
    medication: str
    kind: str = "statement"
    code: str | None = None
    code_system: str | None = None
    codings: tuple[Coding, ...] = ()
    dosage: WrittenDosage | None = None
    dosages: tuple[WrittenDosage, ...] = ()
    route: str | None = None
    form: str | None = None
    status: str = "unknown"
    course: str | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    last_issued: PartialDate | None = None
    days_supply: Decimal | None = None
    quantity: Decimal | None = None
    quantity_unit: str | None = None
    quantity_text: str | None = None
    number_of_issues: int | None = None
    issues: tuple[Issue, ...] = ()
    repeats_allowed: int | None = None
    authorisation_expires: PartialDate | None = None
    stop_reason: str | None = None
    stopped_on: PartialDate | None = None
    indication: str | None = None
    brand: str | None = None
    note: str | None = None
    recorded: PartialDate | None = None
    change_status: str | None = None
    change_date: PartialDate | None = None
    change_reason: str | None = None
    replaces: str | None = None
    revert_at: PartialDate | None = None
    review_date: PartialDate | None = None
    next_due: PartialDate | None = None
    last_administered: PartialDate | None = None
    cycle: str | None = None
    action_by: str | None = None
    prescribed_elsewhere: bool | None = None
    taken: str | None = None
    patient: Identity | None = None
    refs: tuple[str, ...] = ()
    path: str | None = None
    extra: Mapping[str, Any] = FrozenDict()


make_entry = maker(Entry)
make_issue = maker(Issue)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the input that could not be read, kept so that nothing is lost.

    `code` is a short stable word for the kind of fault; `id` is the id of the resource it stands
    for, as the source wrote it; `message` carries no patient values.
    """

    path: str
    code: str
    message: str
    id: str | None = None
