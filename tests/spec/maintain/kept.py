"""Shared by this chapter: one invented person, followed from day to day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cache
from typing import Any

import medrecon
from medrecon import Dictionary, Entry
from patient_notation import entry

MARCH = dt.date(2026, 3, 16)


@cache
def sample() -> Dictionary:
    return Dictionary.sample()


def lines(**lists: Iterable[str]) -> list[Entry]:
    """`lines(gp=["Bisoprolol 2.5mg tablets | 1 od"])`: the lines of each list as entries."""
    return [
        entry(name, line, f"{name}-{n}")
        for name, written in lists.items()
        for n, line in enumerate(written)
    ]


def reconciled(entries: Any, day: dt.date = MARCH, **more: Any) -> medrecon.Reconciliation:
    return medrecon.reconcile(entries, dictionary=sample(), as_of=day, **more)


def updated(
    previous: Any, entries: Any = (), day: dt.date = MARCH, **more: Any
) -> medrecon.Reconciliation:
    return medrecon.update(previous, entries, **{"dictionary": sample(), "as_of": day, **more})


def finding(answer: medrecon.Reconciliation, kind: str) -> Any:
    """The one open finding of a type."""
    (found,) = [f for f in answer.findings if f.type == kind]
    return found


def types(answer: medrecon.Reconciliation) -> set[str]:
    return {f.type for f in answer.findings}
