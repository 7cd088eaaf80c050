"""What several messages say of one person, put together; what they contradict each other in.

Two NHS numbers, two birth dates that cannot be one day, or two ids of one system are two people, and
people are never mixed. In what else the messages differ nobody is right by coming first: it is not known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from medrecon.model import PartialDate, Patient, Problem
from medrecon.model.local_ids import token, told_apart

_ONE_VALUE = ("sex", "weight_kg", "pregnant")


def one_patient(patients: Iterable[Patient]) -> tuple[Patient | None, tuple[Problem, ...]]:
    """One Patient from what several messages say, and a Problem for each contradiction.

    None when no message says anything, and where they are about more than one person. Of two birth
    dates that may be one day the more precise is taken. Sex, weight and pregnancy are None where two
    messages differ. Allergies, problems and identifiers are the union; the list of allergies is
    known when one message says so. The order of the messages does not matter.

    >>> one_patient([Patient(sex="female"), Patient(sex="male")])[0].sex is None
    True
    """
    all_ = sorted(set(patients), key=repr)
    if len(all_) < 2:
        return (all_[0] if all_ else None), ()
    people = max(len({n for p in all_ if (n := _number(p))}), _births(all_), _local(all_))
    if people > 1:
        return None, (_several(people),)
    values = {name: {v for p in all_ if (v := getattr(p, name)) is not None} for name in _ONE_VALUE}
    differing = [name for name, held in values.items() if len(held) > 1]
    known = {p.allergies_known for p in all_}
    merged = Patient(
        birth_date=min((p.birth_date for p in all_ if p.birth_date), key=_width, default=None),
        allergies=_union(p.allergies for p in all_),
        problems=_union(p.problems for p in all_),
        nhs_number=next((p.nhs_number for p in all_ if p.nhs_number), None),
        identifiers=_union(p.identifiers for p in all_),
        allergies_known=True if True in known else False if False in known else None,
        **{name: held.pop() for name, held in values.items() if len(held) == 1},
    )
    return merged, tuple(_contrary(name) for name in differing)


def _number(patient: Patient) -> str:
    return "".join(c for c in patient.nhs_number or "" if c.isalnum())


def _days(born: dt.date | PartialDate) -> tuple[dt.date, dt.date]:
    return (born.first, born.last) if isinstance(born, PartialDate) else (born, born)


def _local(patients: Sequence[Patient]) -> int:
    """2 where ids of one system tell two people apart; those with an NHS number need none."""
    ids = (
        frozenset(t for i in p.identifiers if (t := token(i.system, i.code)))
        for p in patients
        if not p.nhs_number
    )
    return 2 if told_apart(held for held in ids if held) else 1


def _width(born: dt.date | PartialDate) -> dt.timedelta:
    first, last = _days(born)
    return last - first


def _births(patients: Sequence[Patient]) -> int:
    """How many people the birth dates are of: 1 where all of them may be one day."""
    days = {_days(p.birth_date) for p in patients if p.birth_date}
    if not days or max(first for first, _ in days) <= min(last for _, last in days):
        return 1
    return len(days)


def _union(parts: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(one for part in parts for one in part))


def _several(count: int) -> Problem:
    said = f"expected one patient, got {count}. Hint: each line keeps its own identity."
    return Problem("messages", "several-patients", said)


def _contrary(name: str) -> Problem:
    said = f"expected one value, got several @ {name}. Hint: it is taken as not known."
    return Problem("messages", "patient-conflict", said)
