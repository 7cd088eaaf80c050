"""Allergy, supply, and who may prescribe."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from medrecon.model import CodedText
from medrecon.policy import Policy
from medrecon.rules.cover import for_a_time
from medrecon.rules.draft import Draft, grave_to_miss, name_of, where
from medrecon.treatment import Case, Line, Treatment
from medrecon.treatment.days import add_days, grace, supply_length
from medrecon.treatment.harms import named, refuted, spoken

_NONE = re.compile(
    r"\b(nkda|nkma|no known|none known|nil known|no allerg)\b|^\W*(?:allerg\w*\W+)?(?:status\W+)?not known\W*$"
    r"|^\s*(none|nil)?\s*$"
)
_BUT = re.compile(r"\b(?:except|but|apart from|other than|aside from)\b")
"""What follows is an allergy after all: "nkda except penicillin"."""


def allergy_conflict(case: Case) -> Iterator[Draft]:
    """A recorded allergy or intolerance against something that is current or ordered."""
    if case.patient is None:
        return
    allergies = [
        text
        for a in case.patient.allergies
        if not _none(text := _text(a)) and not _refuted(a, text, case.policy)
    ]
    if not allergies:
        return
    for t in case.treatments:
        lines = tuple(x for x in t.lines if x.state.state in ("current", "planned"))
        if not lines or not t.resolved or t.state.state in ("stopped", "completed"):
            continue
        for text in allergies:
            hit = any(m in covers(text, case.policy) for m in t.ingredients)
            cross = not hit and any(m in crosses(text, case.policy) for m in t.ingredients)
            if not hit and not cross:
                continue
            yield Draft(
                "allergy_conflict",
                t.ingredients,
                lines,
                f"{name_of(lines).capitalize()} in {where(lines)} against the recorded “{text}”.",
                "What was the reaction, and is this meant?",
                fields=("medication", "dosage", "status"),
                severity="high" if cross else None,
                because=("intolerance",) if mild(text, case.policy) else (),
                confidence="high",
            )
            break


def _none(text: str) -> bool:
    return _NONE.search(text) is not None and _BUT.search(text) is None


def _refuted(allergy: object, text: str, policy: Policy) -> bool:
    status = allergy.status if isinstance(allergy, CodedText) else None
    gone = status in ("inactive", "resolved", "refuted", "entered-in-error")
    return gone or refuted(text, policy)


def crosses(text: str, policy: Policy) -> frozenset[str]:
    """The moieties of another class that a grave reaction warns of."""
    found: set[str] = set()
    for words, reactions, moieties in policy.allergy_cross:
        if any(w in text for w in words) and any(r in text for r in reactions):
            found |= moieties
    return frozenset(found)


def _text(allergy: object) -> str:
    if isinstance(allergy, CodedText):
        parts = [
            allergy.text,
            *(c.display for c in allergy.codings),
            allergy.reaction,
            allergy.kind,
        ]
        return " ".join(p for p in parts if p).casefold()
    if isinstance(allergy, Mapping):
        return " ".join(str(v) for v in allergy.values() if isinstance(v, str)).casefold()
    return str(allergy).casefold()


@lru_cache(maxsize=4096)
def covers(text: str, policy: Policy) -> frozenset[str]:
    """The moieties that an allergy text forbids: its own words, and the groups that they name."""
    words = set(re.findall(r"[a-z][a-z0-9'-]+", text))
    found: set[str] = set()
    for group in policy.allergies:
        if any((w in words) if " " not in w else (w in text) for w in group.words):
            found |= group.moieties
    known = {m for m in policy.class_of if m in text}
    return frozenset(found | known | words)


@lru_cache(maxsize=4096)
def mild(text: str, policy: Policy) -> bool:
    """Whether the words tell of an intolerance and of nothing worse; "no vomiting" tells of none.

    A swollen ankle is slight; a swollen lip or a bleed beside it is not.
    """
    slight = policy.reactions["intolerance"]
    serious = tuple(w for w in policy.reactions["allergy"] if w != "allergy")
    left = f"{_without(text, slight, serious)} "
    grave = any(w in left for w in serious)
    done = any(w != "allerg" for w in named(text, policy.words["harm"], policy))
    return not (grave or done) and any(spoken(text, slight, policy))


def _without(text: str, slight: tuple[str, ...], serious: tuple[str, ...]) -> str:
    """A text without the words that hold a graver one: of "swollen ankles" nothing is swollen."""
    for word in slight:
        if any(w in word for w in serious):
            text = text.replace(word, " ")
    return text


def supply_gap(case: Case) -> Iterator[Draft]:
    """Meant to be taken, and the last supply has run out: not collected, missed, or not issued."""
    for t in case.treatments:
        if t.state.state != "current" or not t.resolved:
            continue
        yield from _missed(case, t)
        if t.of("inpatient"):
            continue
        regular = tuple(
            x
            for x in t.current("gp")
            if x.n.entry.course in ("repeat", "repeat-dispensing")
            and not x.n.as_needed
            and not x.n.entry.prescribed_elsewhere
            and not for_a_time(case, x)
        )
        lines = (*regular, *(x for x in t.of("pmr") if x.n.entry.course != "otc"))
        if not regular or not all(x.supplied or x.scope == "gp" for x in lines):
            continue
        if _not_collected(case, t, regular):
            yield _gap(t, regular, "what was issued has not been collected")
            continue
        lasts = _last_day(case, lines)
        if lasts is None or lasts >= case.as_of or _stale(case, regular):
            continue
        yield _gap(t, tuple(lines), f"the last supply reached to {lasts}")


def _last_day(case: Case, lines: tuple[Line, ...]) -> dt.date | None:
    """The day to which what the patient holds can last; None where not known.

    A supply that has run out is given its grace. Where the pharmacy was asked, only what it handed out counts, not what was issued.
    """
    handed = [x for x in lines if x.scope == "pmr"] if "pmr" in case.asked else []
    held = handed or [x for x in lines if x.scope == "gp"]
    lasts = [x.lasts for x in held if x.lasts is not None]
    if len(lasts) < len(held) or not held:
        return None
    if max(lasts) >= case.as_of:
        return max(lasts)
    return max(_with_grace(case, x) for x in held)


def _with_grace(case: Case, x: Line) -> dt.date:
    length = supply_length(x.n)
    if x.supplied is None or length is None:
        return dt.date.max
    return add_days(x.supplied, length + grace(length, case.policy))


def _not_collected(case: Case, t: Treatment, issued: tuple[Line, ...]) -> bool:
    """Issued past the lag and never handed out, by a pharmacy that hands out the rest."""
    days = [(case.as_of - x.supplied).days for x in issued if x.supplied is not None]
    w = case.policy.windows
    if "pmr" not in case.asked or t.of("pmr") or len(days) < len(issued):
        return False
    if not all(w["lag_pmr"] < d <= w["fill_recent"] for d in days):
        return False
    others = [
        x
        for x in case.treatments
        if x is not t and any(y.supplied is not None and not y.n.as_needed for y in x.current("gp"))
    ]
    handed = sum(1 for x in others if x.of("pmr"))
    grave = grave_to_miss(t.ingredients, case.policy)
    least = w["collects_least"] + (0 if grave else 1)
    return handed >= least and handed >= w["collects_share"] * len(others)


def _stale(case: Case, lines: tuple[Line, ...]) -> bool:
    last = max((x.supplied for x in lines if x.supplied), default=None)
    return last is None or (case.as_of - last).days > case.policy.windows["repeat_recent"]


def _missed(case: Case, t: Treatment) -> Iterator[Draft]:
    """Supervised doses not taken for three days or more; an injection past its interval and a half."""
    for x in t.of("specialist"):
        if x.current and "was due" in x.state.reason:
            yield _gap(t, (x,), x.state.reason)
        if x.current and x.n.entry.course in ("homecare", "clinic") and x.lasts and x.supplied:
            end = add_days(x.lasts, grace((x.lasts - x.supplied).days, case.policy))
            if end < case.as_of:
                yield _gap(t, (x,), f"the last delivery reached to {x.lasts}")
        if x.n.entry.course != "supervised" or x.supplied is None or not x.current:
            continue
        missed = (case.as_of - x.supplied).days - int(x.n.entry.days_supply or 1) + 1
        if missed >= case.policy.windows["supervised_missed"]:
            yield _gap(t, (x,), f"{missed} supervised days without a dose")


def _gap(t: Treatment, lines: tuple[Line, ...], what: str) -> Draft:
    return Draft(
        "supply_gap",
        t.ingredients,
        lines,
        f"{name_of(lines).capitalize()} is meant to be taken, and {what}.",
        "Is it being taken, and from where?",
        fields=("medication", "dosage", "last_issued", "days_supply"),
        origin="supply",
    )


def red_drug_in_primary_care(case: Case) -> Iterator[Draft]:
    """A hospital-only medicine that a GP issues or a pharmacy dispenses."""
    for t in case.treatments:
        if not case.policy.on("hospital_only", t.ingredients) or not _systemic(t):
            continue
        lines = tuple(
            x
            for x in t.current("gp", "pmr")
            if x.n.entry.course not in ("elsewhere", "otc", "homecare")
            and not x.n.entry.prescribed_elsewhere
            and (x.scope == "pmr" or x.supplied is not None or (x.n.entry.quantity or 0) > 0)
        )
        if lines:
            yield Draft(
                "red_drug_in_primary_care",
                t.ingredients,
                lines,
                f"{name_of(lines).capitalize()} is for hospital supply, and stands in {where(lines)} as supplied.",
                "Who prescribes and monitors it?",
                fields=("medication", "course", "last_issued", "quantity"),
            )


def _systemic(t: Treatment) -> bool:
    return t.route_class not in ("topical", "ocular", "nasal")
