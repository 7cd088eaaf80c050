"""The answer: one reconciled list for one person on one day, and what disagrees.

Fields that are not known or not yet computed are null, never missing, so that a reader of the JSON
may rely on every key.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)

from medrecon.model.as_read import AsRead, Given
from medrecon.model.frozen import freeze, maker, quick_init
from medrecon.model.maintained import Decision

SCHEMA_VERSION = "1.1"

StateName = Literal["current", "on_hold", "stopped", "completed", "planned", "unknown"]
Confidence = Literal["high", "medium", "low"]
Severity = Literal["low", "moderate", "high", "critical"]
Intent = Literal["unknown", "documented", "undocumented", "unintended-likely"]
Origin = Literal["history", "reconciliation", "supply", "data"]
DecisionState = Literal["standing", "reopened", "ended", "settled", "superseded", "not_yet"]

SEVERITIES: tuple[Severity, ...] = ("low", "moderate", "high", "critical")


def json_number(value: Decimal) -> int | float:
    """A decimal as the shortest JSON number: 10, not 10.0 and not 1E+1."""
    return int(value) if value == value.to_integral_value() else float(value)


Number = Annotated[
    Decimal,
    PlainSerializer(json_number, when_used="json"),
    WithJsonSchema({"type": "number"}),
]
FhirDosages = Annotated[tuple[dict[str, Any], ...], AfterValidator(freeze)]


# An empty pydantic model and its four slots, set without the look-up of their names.
_new = object.__new__
_put_values, _put_fields_set, _put_extra, _put_private = (
    vars(BaseModel)[name].__set__ for name in BaseModel.__slots__
)


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)
    _make: ClassVar[Callable[[dict[str, Any]], Any]]

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        every_field = set(cls.model_fields)

        def make(values: dict[str, Any]) -> Any:
            made = _new(cls)
            _put_values(made, values)
            _put_fields_set(made, every_field)
            _put_extra(made, None)
            _put_private(made, None)
            return made

        cls._make = staticmethod(make)

    @classmethod
    def of(cls, values: dict[str, Any]) -> Self:
        """An instance of values that are right already: every field, in the order of the fields.

        What `model_construct` does, without its walk over the fields: an answer has hundreds of
        values, and each was typed when its entry was read or checked. The dict is kept, not copied.
        """
        made: Self = cls._make(values)
        return made

    @classmethod
    def maker(cls) -> Callable[[dict[str, Any]], Self]:
        """`of` as a function, for what an answer has many of: to ask the class for it each time is dear."""
        return cls._make

    def having(self, **fields: Any) -> Self:
        """The same value with other fields, as right as those given: `model_copy` in a tenth of its time."""
        return self.of({**self.__dict__, **fields})


class ProductRef(_Value):
    """The dm+d concept a line was taken for."""

    level: str
    code: str
    name: str


class DailyDose(_Value):
    """An amount of the active substance, or of the unit of presentation, in one day."""

    value: Number
    unit: str


class MedicationLine(_Value):
    """One product with its directions, as one source says them.

    `dosage_text` are the source's own words, `dosage` what was read of them as FHIR R4 Dosage objects;
    empty where nothing is stated.
    """

    entry_id: str
    name: str
    product: ProductRef | None = None
    daily_dose: DailyDose | None = None
    dosage_text: str | None = None
    dosage: FhirDosages = ()


class ReconciledMedication(_Value):
    """One line of the proposed list (FHIR MedicationStatement with derivedFrom).

    `daily_dose` is null where the dose is unstated, as required, or cannot be computed exactly.
    `taking` is what the patient or carer reports; it never overrides what is intended. `lines` are the
    lines that the proposal is taken from: most often one, more where they add up (100 and 25
    micrograms, a morning and an evening line); `product` and `name` are those of the first.
    """

    id: str
    name: str
    state: StateName
    ingredients: tuple[str, ...]
    product: ProductRef | None = None
    daily_dose: DailyDose | None = None
    dosage_text: str | None = None
    sources: tuple[str, ...] = ()
    entry_ids: tuple[str, ...] = ()
    confidence: Confidence = "medium"
    reason: str = ""
    taking: str | None = None
    lines: tuple[MedicationLine, ...] = ()


@quick_init
@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a finding rests: one field of one entry, with its value as written."""

    entry_id: str
    field: str
    value: str | None = None


make_evidence = maker(Evidence)


class Finding(_Value):
    """Something a person must see (FHIR DetectedIssue). It asks; it never instructs.

    `type` is one of the finding types of docs/findings.md, `rule` the stable id of the rule that
    spoke. `id` is stable while the evidence is.
    """

    id: str
    type: str
    severity: Severity
    ingredients: tuple[str, ...]
    sources: tuple[str, ...] = ()
    entry_ids: tuple[str, ...] = ()
    message: str
    question: str | None = None
    rule: str
    intent: Intent = "unknown"
    origin: Origin = "reconciliation"
    confidence: Confidence = "medium"
    time_critical: bool = False
    evidence: tuple[Evidence, ...] = ()


class TreatmentSummary(_Value):
    """All the lines about one therapy: the same active moieties, the same route class."""

    id: str
    ingredients: tuple[str, ...]
    route_class: str | None = None
    entry_ids: tuple[str, ...]
    state: StateName = "unknown"


class EntrySummary(_Value):
    """One entry as read, and what it was taken for.

    `match` is the resolution status of its name (`product`, `moiety`, `ambiguous`, `unresolved`);
    `dosage_read` is the wording of what was understood, `dosage_unparsed` what was not.
    `state_reason` says why the entry has its state. `as_read` is what else the source recorded (dates,
    quantities, supplies, identity); null where the line stands for several copies of one item.
    """

    id: str
    source: str
    system: str | None = None
    organisation: str | None = None
    kind: str
    course: str | None = None
    status: str
    medication: str
    code: str | None = None
    code_system: str | None = None
    dosage: str | None = None
    match: str
    match_why: tuple[str, ...] = ()
    product: ProductRef | None = None
    ingredients: tuple[str, ...] = ()
    dosage_read: str | None = None
    dosage_unparsed: tuple[str, ...] = ()
    daily_dose: DailyDose | None = None
    state: StateName = "unknown"
    state_reason: str = ""
    refs: tuple[str, ...] = ()
    path: str | None = None
    as_read: AsRead | None = None


class ProblemSummary(_Value):
    """Something in the input that could not be read."""

    path: str
    code: str
    message: str
    id: str | None = None


class DecisionOutcome(_Value):
    """A decision that was handed over, and what has become of it.

    `state` is `standing` (the finding is closed by it), `reopened` (what was said has changed since,
    so the question is open again), `ended` (its last day has come, so it is asked again), `settled`
    (there is nothing to decide any more), `superseded` (a newer decision on the same finding counts)
    or `not_yet` (it was taken after the day asked about). `finding` is the finding that it closes.
    """

    finding_id: str
    kind: str
    note: str
    by: str
    at: str
    until: dt.date | None = None
    about: str = ""
    state: DecisionState
    reason: str
    finding: Finding | None = None

    def decision(self) -> Decision:
        """The decision as it was handed over."""
        names = ("finding_id", "kind", "note", "by", "at", "until", "about")
        return Decision.from_data({name: getattr(self, name) for name in names})


class About(_Value):
    """What fixes this answer to the byte: versions, the day asked about, the event."""

    schema_version: str = SCHEMA_VERSION
    medrecon: str
    dictionary: str | None = None
    policy: str | None = None
    as_of: dt.date
    event: str | None = None


class Answer(_Value):
    """The whole answer for one person on one day.

    `findings` are those that are open; one that a decision has closed stands in `decisions`. `given` is
    what was handed over beside the entries, so that the answer can be made again (`medrecon.update`).
    """

    medications: tuple[ReconciledMedication, ...] = ()
    findings: tuple[Finding, ...] = ()
    entries: tuple[EntrySummary, ...] = ()
    treatments: tuple[TreatmentSummary, ...] = ()
    problems: tuple[ProblemSummary, ...] = ()
    decisions: tuple[DecisionOutcome, ...] = ()
    about: About = Field(...)
    given: Given | None = None
