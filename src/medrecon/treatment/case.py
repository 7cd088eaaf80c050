"""One patient on one day: the treatments, the sources asked, and which list is judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from medrecon.model import Patient, Source
from medrecon.model.frozen import quick_init
from medrecon.normalise import NormalisedEntry
from medrecon.policy import Policy
from medrecon.treatment.compare import differences
from medrecon.treatment.days import add_days, first
from medrecon.treatment.decide import decide, ends
from medrecon.treatment.group import Key, group, stable_id
from medrecon.treatment.state import OLD_LIST, line_of
from medrecon.treatment.supersede import superseded
from medrecon.treatment.value import Difference, Line, LineState, Treatment

Groups = list[tuple[Key, list[Line]]]
_HISTORY = ("gp", "specialist", "discharge", "history", "pmr", "patient")


@quick_init
@dataclass(frozen=True, slots=True)
class Case:
    """What the rules judge.

    `target` are the lists that are judged and `history` what they are judged against
    (docs/reconciliation.md); `target` is empty where every list is compared with every other.
    `asked` are the lists that exist, also when they are empty. `discharged` is the day of the
    discharge, where the hospital's list is a discharge list. `odd` are the treatments of which any line
    is more than a plain current line; `differing` the differences for which nobody gives a reason.
    """

    treatments: tuple[Treatment, ...]
    as_of: dt.date
    event: str | None
    patient: Patient | None
    policy: Policy
    asked: frozenset[str]
    target: tuple[str, ...]
    history: tuple[str, ...]
    discharged: dt.date | None
    odd: tuple[Treatment, ...]
    differing: tuple[tuple[Treatment, Difference], ...]
    by_moiety: Mapping[str, tuple[int, ...]]
    by_class: Mapping[str, tuple[int, ...]]


def build(
    entries: Sequence[NormalisedEntry],
    as_of: dt.date,
    event: str | None,
    patient: Patient | None,
    policy: Policy,
    sources: Sequence[Source],
) -> Case:
    """Group entries into treatments, give each line and treatment its state, and set the target."""
    grouped = [
        (key, [line_of(n, as_of, policy) for n in members])
        for key, members in group(entries, policy)
    ]
    grouped = _on_a_newer_letter(grouped, as_of, policy)
    if event == "transfer":
        older = _older_charts([line for _, members in grouped for line in members])
        grouped = [
            (key, [_as_history(x) if _chart(x) in older else x for x in members])
            for key, members in grouped
        ]
    grouped = [(key, superseded(members, policy)) for key, members in grouped]
    lines = [line for _, members in grouped for line in members]
    asked = _asked(lines, sources, event)
    target, history = _target(asked, event)
    whole = "discharge" in asked
    treatments = [
        _treatment(key, members, as_of, event, policy, target, whole) for key, members in grouped
    ]
    return Case(
        treatments=tuple(treatments),
        as_of=as_of,
        event=event,
        patient=patient,
        policy=policy,
        asked=asked,
        target=target,
        history=history,
        discharged=_discharge_day(lines, as_of, policy) if whole else None,
        odd=tuple(t for t in treatments if not all(map(plain, t.lines))),
        differing=tuple((t, d) for t in treatments for d in t.differences if not d.documented),
        **_index(treatments, policy),
    )


def _treatment(
    key: Key,
    members: Sequence[Line],
    as_of: dt.date,
    event: str | None,
    policy: Policy,
    target: tuple[str, ...],
    discharged: bool,
) -> Treatment:
    moieties, route = key
    ended = ends(members, policy)
    state, chosen = decide(members, ended, as_of, event, policy, discharged)
    return Treatment.made(
        treatment_id=stable_id("t", "|".join(moieties), route or "", members[0].id),
        ingredients=moieties,
        route_class=route,
        lines=tuple(members),
        state=state,
        chosen=chosen,
        differences=differences(members, target, as_of, policy),
        ended=ended,
    )


def plain(line: Line) -> bool:
    """A current line of a known product that states its dose, with nothing said about its course."""
    e, n = line.n.entry, line.n
    return (
        line.current
        and n.plain
        and line.scope in ("gp", "pmr", "inpatient", "discharge")
        and e.course in (None, "repeat", "inpatient", "discharge")
        and e.change_status in (None, "unchanged")
        and not (e.end or e.revert_at or e.review_date or e.next_due or e.stop_reason or e.replaces)
        and not (e.action_by or e.taken or e.stopped_on)
    )


def _index(
    treatments: Sequence[Treatment], policy: Policy
) -> dict[str, Mapping[str, tuple[int, ...]]]:
    """Places of treatments by moiety and by class, so that no rule walks all pairs."""
    moieties: dict[str, list[int]] = {}
    classes: dict[str, list[int]] = {}
    for i, t in enumerate(treatments):
        for m in t.ingredients:
            moieties.setdefault(m, []).append(i)
            for c in policy.class_of.get(m, ()):
                places = classes.setdefault(c, [])
                if not places or places[-1] != i:
                    places.append(i)
    return {
        "by_moiety": {k: tuple(v) for k, v in moieties.items()},
        "by_class": {k: tuple(v) for k, v in classes.items()},
    }


def _on_a_newer_letter(grouped: Groups, as_of: dt.date, policy: Policy) -> Groups:
    """The lines; one that was begun long ago is no older than the list that it stands on.

    A line without the day of its record is taken for old by its start (`state`), until another line of
    the same list shows that the list is of these months.
    """
    listed = [x for _, members in grouped for x in members if x.scope == "discharge"]
    old = {x.id for x in listed if x.state.reason.startswith(OLD_LIST) and not x.n.entry.recorded}
    if not old:
        return grouped
    newest: dict[Source, dt.date] = {}
    for x in listed:
        if x.said is not None:
            newest[x.n.entry.source] = max(newest.get(x.n.entry.source, x.said), x.said)
    recent = add_days(as_of, -policy.windows["repeat_recent"])
    young = {source for source, day in newest.items() if day >= recent}
    listing = LineState("current", "on the discharge list", "high")
    return [
        (
            key,
            [
                x.having(listing) if x.id in old and x.n.entry.source in young else x
                for x in members
            ],
        )
        for key, members in grouped
    ]


def _chart(line: Line) -> tuple[str, str] | None:
    source = line.n.entry.source
    return (source.system or "", source.organisation or "") if line.scope == "inpatient" else None


def _older_charts(lines: Sequence[Line]) -> set[tuple[str, str] | None]:
    """On a transfer between two hospital systems the newer chart is judged, the older is history."""
    newest: dict[tuple[str, str], dt.date] = {}
    for line in lines:
        chart = _chart(line)
        if chart is not None:
            newest[chart] = max(newest.get(chart, dt.date.min), line.said or dt.date.min)
    if len(set(newest.values())) < 2:
        return set()
    last = max(newest.values())
    return {chart for chart, day in newest.items() if day < last}


def _as_history(line: Line) -> Line:
    return replace(line, scope="history")


def _asked(lines: Sequence[Line], sources: Sequence[Source], event: str | None) -> frozenset[str]:
    found = {line.scope for line in lines}
    for source in sources:
        if source.kind in ("gp", "pmr", "specialist", "patient"):
            found.add(source.kind)
        elif source.kind == "epma" and not found & {"inpatient", "discharge"}:
            found.add("discharge" if event == "discharge" else "inpatient")
    return frozenset(found)


@lru_cache(maxsize=1024)
def _target(asked: frozenset[str], event: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The pinned rule: which list is judged against which."""
    if event in ("admission", "transfer"):
        target: tuple[str, ...] = ("inpatient",)
    elif event == "discharge":
        target = ("discharge",)
    else:
        target = ("gp",) if "gp" in asked else ()
    if target and not asked & set(target):
        target = ()
    history = tuple(s for s in (*_HISTORY, "inpatient") if s not in target and s in asked)
    return target, history


def _discharge_day(lines: Sequence[Line], as_of: dt.date, policy: Policy) -> dt.date | None:
    """When the patient left: as recorded, else the newest date on the discharge list.

    A list of stops may have none but when each line begins, which is the day of the list unless long past.
    """
    listed = [line for line in lines if line.scope == "discharge"]
    if not listed:
        return None
    found: list[dt.date] = []
    for line in listed:
        text = line.n.entry.extra.get("discharge_date")
        if isinstance(text, str):
            try:
                return dt.date.fromisoformat(text[:10])
            except ValueError:
                continue
        found += [d for d in (line.said, line.state.since) if d is not None and d <= as_of]
    if not found:
        oldest = add_days(as_of, -policy.windows["repeat_recent"])
        starts = [first(line.n.entry.start) for line in listed]
        found = [d for d in starts if d is not None and oldest <= d <= as_of]
    return max(found, default=as_of)
