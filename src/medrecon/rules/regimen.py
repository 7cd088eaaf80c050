"""Do the lists agree on how it is taken."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from medrecon.rules.draft import Draft, name_of, said, where
from medrecon.treatment import Case, Difference, Treatment

_ASK = "Which is meant?"


def dose_conflict(case: Case) -> Iterator[Draft]:
    """The amount a day, or each time as required, differs after everything is in one unit."""
    for t, d in _told(case, "amount"):
        if slip(case, d.ratio):
            continue
        yield Draft(
            "dose_conflict",
            t.ingredients,
            (*d.a, *d.b),
            f"{name_of(d.a).capitalize()}: {said(d.a)} in {where(d.a)}, "
            f"{said(d.b)} in {where(d.b)}{_times(d.ratio)}.",
            _ASK,
            fields=("medication", "dosage"),
            because=magnitude(case, d.ratio),
            intent="undocumented",
            confidence="high",
        )


def slip(case: Case, ratio: Decimal | None) -> bool:
    """Whether a ratio looks like a unit or a decimal point gone wrong."""
    return ratio is not None and power(case, ratio) is not None


def power(case: Case, ratio: Decimal) -> int | None:
    """The power of ten, 10 or more, that a ratio is, either way round; None where it is none."""
    for n in (*case.policy.ratios["ten_fold"], *case.policy.ratios["unit_slip"]):
        if ratio in (Decimal(n), 1 / Decimal(n)):
            return int(n)
    return None


def magnitude(case: Case, ratio: Decimal | None) -> tuple[str, ...]:
    """The EQUIP step of a dose ratio, for medicines of low therapeutic index."""
    if ratio is None or ratio <= 0:
        return ()
    r = max(ratio, 1 / ratio)
    if r >= case.policy.ratios["lethal"]:
        return ("lethal",)
    return ("serious",) if r >= case.policy.ratios["serious"] else ()


def _times(ratio: Decimal | None) -> str:
    if ratio is None or ratio <= 0:
        return ""
    r = ratio if ratio >= 1 else 1 / ratio
    shown = f"{r:.2f}".rstrip("0").rstrip(".")
    return f" ({shown} times {'more' if ratio > 1 else 'less'})"


def _told(case: Case, *kinds: str) -> Iterator[tuple[Treatment, Difference]]:
    for t in case.treatments:
        for d in t.differences:
            if d.kind in kinds and not d.documented:
                yield t, d
