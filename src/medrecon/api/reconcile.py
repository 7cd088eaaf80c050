"""`reconcile`: the entries of one person in, the answer for one day out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from medrecon._log import logger
from medrecon.api.gather import gather, with_given
from medrecon.api.run import audit
from medrecon.dmd import Dictionary
from medrecon.engine import reconcile_entries
from medrecon.errors import DictionaryError, UsageError
from medrecon.maintain.decisions import decided
from medrecon.maintain.proposals import proposals
from medrecon.model import Answer, Change, Decision, Entry, Patient, Proposal, Reading
from medrecon.policy import Policy
from medrecon.sources.check import expect, expect_decisions, expect_patient

if TYPE_CHECKING:
    from medrecon.frames import Frames
    from medrecon.maintain.transfers import TransferDocument

log = logger("api")
EVENTS = ("admission", "transfer", "discharge", "review")


class Reconciliation(Answer):
    """The whole answer for one person on one day: medications, findings, and how they came about.

    `model_dump_json()` gives the same bytes for the same input, whatever the order of the entries.
    """

    # Of the run, not of the answer: no part of its JSON, nor of equality.
    __slots__ = ("_changes", "_run")

    def to_fhir(self, shape: str = "collection", *, patient: str | None = None) -> dict[str, Any]:
        """The answer as a FHIR R4 Bundle in UK Core shapes, plain JSON data (docs/fhir-out.md).

        `shape` is `collection`, or `document` for a medication summary in the shape of the
        International Patient Summary. `patient` is how the receiver refers to the person
        (`Patient/17`); None puts a Patient resource into the Bundle. An answer that was stored and read
        again gives the same Bundle. Raises UsageError for another shape or a patient that is no
        reference.
        """
        from medrecon.write import bundle_of

        return bundle_of(self, shape, patient)

    def to_frames(self, patient_id: str | None = None) -> Frames:
        """The answer as polars frames (docs/frames.md); `patient_id` fills their first column."""
        from medrecon.frames import to_frames

        return to_frames(self, patient_id)

    @property
    def changes(self) -> tuple[Change, ...]:
        """What `medrecon.update` found otherwise than before; empty for a first answer.

        It is no part of the JSON: an updated answer and one made anew are the same bytes.
        """
        held: tuple[Change, ...] = getattr(self, "_changes", ())
        return held

    def with_changes(self, changes: tuple[Change, ...]) -> Reconciliation:
        """The same answer with what is otherwise than at the last look."""
        made = Reconciliation.of(self.__dict__)
        object.__setattr__(made, "_changes", changes)
        if hasattr(self, "_run"):
            object.__setattr__(made, "_run", self._run)
        return made

    def proposals(self) -> tuple[Proposal, ...]:
        """For each source, what would bring it in line with the list (docs/maintain.md)."""
        return proposals(self)

    def decide(
        self,
        finding_id: str,
        kind: str,
        *,
        by: str,
        at: dt.date,
        note: str = "",
        until: dt.date | None = None,
    ) -> Decision:
        """A decision on one of the open findings, with the finding in words.

        Raises UsageError where no open finding has that id.
        """
        finding = next((f for f in self.findings if f.id == finding_id), None)
        if finding is None:
            raise UsageError("the id of an open finding", "another one", at="finding_id")
        about = f"{finding.severity} {finding.type}: {finding.message}"
        return Decision(finding_id, kind, note, by, at, until, about)

    def transfer(
        self,
        kind: str,
        *,
        since: dt.date | dt.datetime | None = None,
        contact: str | None = None,
    ) -> TransferDocument:
        """A document about a transfer of care: `admission`, `discharge` or `dms` (docs/transfers.md).

        `since` is when NICE's clock began: the admission, or the practice's receipt of the discharge
        information; without it an admission counts from the stay in the messages. `contact` is whom to
        ask. Raises UsageError for another kind.
        """
        from medrecon.api.transfer import transfer_of

        return transfer_of(self, kind, since, contact)

    def audit(self, at: dt.datetime | None = None) -> dict[str, Any]:
        """What was read, with which versions, and what was answered (docs/hooks.md).

        JSON data without any value of the patient. `at` is the host's time, None leaves it out.
        """
        return audit(self, getattr(self, "_run", None), at)


def reconcile(
    entries: Reading | Iterable[Entry | Reading],
    *,
    dictionary: Dictionary,
    as_of: dt.date,
    event: str | None = None,
    patient: Patient | None = None,
    policy: Policy | None = None,
    decisions: Iterable[Decision] = (),
) -> Reconciliation:
    """Reconcile the medication records of one person as they stood on one day.

    `entries` are entries, Readings, or both; a Reading also says which sources were asked, so that
    an empty ward chart makes omissions. `event` is `admission`, `transfer`, `discharge`, `review`
    or None, and decides which list is judged (docs/reconciliation.md). `patient` is read from the
    messages when None. `policy` is the default one when None. `decisions` are those that people have
    taken on earlier findings (docs/maintain.md).

    Raises UsageError for a wrong call and DictionaryError when there is no dictionary. Clinical data,
    however bad, never raises: it ends as a finding or a problem in the answer.
    """
    expect(
        dictionary,
        Dictionary,
        "dictionary",
        hint="Dictionary.open(path) for a TRUD release, Dictionary.sample() for a trial",
        error=DictionaryError,
    )
    expect(as_of, dt.date, "as_of")
    expect(patient, Patient, "patient", optional=True)
    expect(policy, Policy, "policy", optional=True)
    if patient is not None:
        expect_patient(patient)
    if event is not None and event not in EVENTS:
        raise UsageError(f"one of {', '.join(EVENTS)} or None", "another word", at="event")
    taken = expect_decisions(decisions)
    given = gather(entries)
    answer = reconcile_entries(
        given.entries,
        dictionary=dictionary,
        as_of=as_of.date() if isinstance(as_of, dt.datetime) else as_of,
        event=event,
        patient=patient if patient is not None else given.patient,
        policy=policy,
        sources=given.sources,
        problems=given.problems,
    )
    log.debug(
        "reconciled %s: %d entries, %d findings, %d problems",
        event,
        len(answer.entries),
        len(answer.findings),
        len(answer.problems),
    )
    made = Reconciliation.of(decided(with_given(answer, given, patient), taken).__dict__)
    object.__setattr__(made, "_run", given.run)
    return made
