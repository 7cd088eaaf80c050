"""One patient from entries to answer."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from medrecon._version import __version__
from medrecon.dmd import Dictionary
from medrecon.engine.answer import entry_summaries, medications, treatment_summaries
from medrecon.engine.identity import conflicts, identity, main_person, wrong_patient
from medrecon.model import (
    SCHEMA_VERSION,
    About,
    Answer,
    Entry,
    Patient,
    Problem,
    ProblemSummary,
    Source,
)
from medrecon.normalise import normalised
from medrecon.policy import Policy
from medrecon.rules import judge
from medrecon.treatment import Case, LineState, build


def reconcile_entries(
    entries: Iterable[Entry],
    *,
    dictionary: Dictionary,
    as_of: dt.date,
    event: str | None = None,
    patient: Patient | None = None,
    policy: Policy | None = None,
    sources: Iterable[Source] = (),
    problems: Iterable[Problem] = (),
) -> Answer:
    """The answer for one person on one day.

    `sources` are the sources that were asked, also the empty ones. Entries of more than one identity
    end in one `wrong_patient` finding; each identity keeps its own treatments and nothing is judged.
    Pure: the same entries in any order, dictionary, policy and day give the same answer.
    """
    policy = policy or Policy.default()
    given = tuple(entries)
    asked = tuple(sources)
    differing = conflicts(given, patient)
    people: Sequence[Sequence[Entry]] = _by_person(given) if differing else [given]
    cases = [
        build(normalised(group, dictionary, policy), as_of, event, patient, policy, asked)
        for group in people
    ]
    if differing:
        cases = _others_in_doubt(cases, main_person(people, patient))
    findings = (wrong_patient(given, differing, policy),) if differing else judge(cases[0])
    return _answer(cases, findings, dictionary, policy, problems, as_of, event)


def _by_person(entries: Iterable[Entry]) -> list[list[Entry]]:
    people: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        people[identity(entry)].append(entry)
    return [people[key] for key in sorted(people)]


def _others_in_doubt(cases: list[Case], main: int | None) -> list[Case]:
    """The cases, all but the person asked about with every treatment in doubt."""
    doubt = LineState("unknown", "the identity of this record contradicts another", "low")
    return [
        case
        if i == main
        else replace(case, treatments=tuple(replace(t, state=doubt) for t in case.treatments))
        for i, case in enumerate(cases)
    ]


def _answer(
    cases: list[Case],
    findings: tuple[object, ...],
    dictionary: Dictionary,
    policy: Policy,
    problems: Iterable[Problem],
    as_of: dt.date,
    event: str | None,
) -> Answer:
    treatments = [t for case in cases for t in case.treatments]
    return _make_answer(
        {
            "medications": medications(treatments),
            "findings": findings,
            "entries": entry_summaries(treatments),
            "treatments": treatment_summaries(treatments),
            "problems": tuple(
                ProblemSummary.of(
                    {"path": p.path, "code": p.code, "message": p.message, "id": p.id}
                )
                for p in sorted(problems, key=lambda p: (p.path, p.code, p.id or "", p.message))
            ),
            "decisions": (),
            "about": _make_about(
                {
                    "schema_version": SCHEMA_VERSION,
                    "medrecon": __version__,
                    "dictionary": dictionary.release,
                    "policy": policy.version,
                    "as_of": as_of,
                    "event": event,
                }
            ),
            "given": None,
        }
    )


_make_about = About.maker()
_make_answer = Answer.maker()
