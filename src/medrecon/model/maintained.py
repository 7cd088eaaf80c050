"""What keeps a list alive: decisions that people took, and what has changed since the last look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from medrecon.errors import UsageError

DecisionKind = Literal[
    "accepted_difference",
    "source_to_be_corrected",
    "confirmed_taken",
    "confirmed_not_taken",
    "deferred",
]
ChangeKind = Literal[
    "started",
    "stopped",
    "held",
    "completed",
    "restarted",
    "recorded",
    "withdrawn",
    "uncertain",
    "dose_changed",
    "directions_changed",
    "product_changed",
    "taking_changed",
    "finding_opened",
    "finding_closed",
    "finding_worsened",
    "finding_eased",
    "finding_changed",
]
Cause = Literal["entries", "decision", "time", "dictionary", "policy", "version"]

DECISION_KINDS: tuple[DecisionKind, ...] = get_args(DecisionKind)
CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about one finding; an input of `reconcile` like any other.

    `kind` is `accepted_difference` (both records may stay as they are), `source_to_be_corrected`
    (the record is wrong and will be put right), `confirmed_taken` or `confirmed_not_taken` (what the
    patient or carer says; it fills `taking` and changes nothing that is intended), or `deferred`
    (asked again on `until`). `by` names the person or role, `at` the day of the decision. `until`
    ends a decision of any kind; a deferral needs one. `about` is the finding in words, so that a
    decision can be read when its finding is gone.

    >>> import datetime
    >>> Decision("f-1", "deferred", by="ward pharmacist", at=datetime.date(2026, 3, 16))
    Traceback (most recent call last):
    medrecon.errors.UsageError: expected the day on which it is asked again, got nothing @ decision.until.
    """

    finding_id: str
    kind: str
    note: str = ""
    by: str = ""
    at: dt.date | None = None
    until: dt.date | None = None
    about: str = ""

    def __post_init__(self) -> None:
        for name in ("finding_id", "kind", "note", "by", "about"):
            if not isinstance(getattr(self, name), str):
                kind = type(getattr(self, name)).__name__
                raise UsageError("text", kind, at=f"decision.{name}")
        if self.kind not in DECISION_KINDS:
            raise UsageError(
                f"one of {', '.join(DECISION_KINDS)}", "another word", at="decision.kind"
            )
        for name in ("finding_id", "by"):
            if not getattr(self, name).strip():
                raise UsageError("words", "nothing", at=f"decision.{name}")
        if not isinstance(self.at, dt.date):
            raise UsageError("a date", type(self.at).__name__, at="decision.at")
        if self.until is not None and not isinstance(self.until, dt.date):
            raise UsageError("a date or None", type(self.until).__name__, at="decision.until")
        if isinstance(self.until, dt.datetime):
            object.__setattr__(self, "until", self.until.date())
        if self.kind == "deferred" and self.until is None:
            raise UsageError("the day on which it is asked again", "nothing", at="decision.until")

    @property
    def day(self) -> dt.date:
        """The day of the decision."""
        if isinstance(self.at, dt.datetime):
            return self.at.date()
        return self.at or dt.date.min

    @property
    def moment(self) -> str:
        """The day, or the day and time, in ISO 8601."""
        return self.at.isoformat() if self.at is not None else ""

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Decision:
        """A decision from JSON data, its dates as ISO 8601 text; other keys are refused.

        >>> Decision.from_data(
        ...     {"finding_id": "f-1", "kind": "confirmed_taken", "by": "M. Rao", "at": "2026-03-16"}
        ... ).day
        datetime.date(2026, 3, 16)
        """
        unknown = sorted(set(data) - set(cls.__slots__))
        if unknown or "finding_id" not in data or "kind" not in data:
            raise UsageError(
                f"the keys {', '.join(cls.__slots__)}",
                "others" if unknown else "fewer",
                at="decision",
            )
        return cls(**{**data, **{k: _date(data.get(k), k) for k in ("at", "until")}})

    def to_data(self) -> dict[str, Any]:
        """The decision as JSON data; what is not said is left out."""
        texts = {k: getattr(self, k) for k in ("finding_id", "kind", "note", "by")}
        ends = {"until": self.until.isoformat()} if self.until else {}
        about = {"about": self.about} if self.about else {}
        return {**texts, "at": self.moment, **ends, **about}


def _date(value: Any, name: str) -> dt.date | None:
    if value is None or isinstance(value, dt.date):
        return value
    try:
        return (
            dt.date.fromisoformat(value)
            if len(value) == len("2026-03-16")
            else dt.datetime.fromisoformat(value)
        )
    except (TypeError, ValueError):
        raise UsageError("an ISO 8601 date", "another value", at=f"decision.{name}") from None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise than it was at the last look.

    `text` is a sentence for a person. `before` and `after` are the two states, doses, products or
    severities, None where there was or is none. `cause` says what brought it about: new `entries`, a
    `decision`, the passing of `time`, another `dictionary` release, another `policy`, another
    `version` of medrecon. `finding_id` is set for changes of findings.
    """

    kind: ChangeKind
    ingredients: tuple[str, ...]
    text: str
    cause: Cause
    before: str | None = None
    after: str | None = None
    finding_id: str | None = None
    entry_ids: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text
