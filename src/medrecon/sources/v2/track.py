"""One order of HL7 v2 as its messages tell it, and the names of orders that replace each other."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from medrecon.model import Entry, Issue, PartialDate
from medrecon.sources.names import unique
from medrecon.sources.v2.orders import withdrawn


def moment(day: PartialDate | None) -> tuple[str, str]:
    """What to sort days and times by; unknown ones first."""
    return (day.first.isoformat(), day.text) if day else ("", "")


@dataclass(slots=True, eq=False)
class Track:
    """One order as far as it has been told; what grows with its messages is joined once, at the end."""

    head: Entry
    parts: list[Entry]
    place: int
    followed: bool = False
    replaces: Track | None = None
    root: Track | None = None
    issues: list[Issue] = field(default_factory=list)
    refs: dict[str, None] = field(default_factory=dict)
    told: bool = False
    nth: int = 1

    def state(self, status: str, on: PartialDate | None, reason: str | None) -> None:
        """What a message says of the state of an order."""
        self.told = True
        self.head = replace(self.head, status=status, stopped_on=on, stop_reason=reason)

    def written(self) -> list[Entry]:
        """The entries of the order; its state holds for all parts of a mixture."""
        head, parts = self.head, self.parts
        if self.told:
            on, why = head.stopped_on, head.stop_reason
            parts = [replace(e, status=head.status, stopped_on=on, stop_reason=why) for e in parts]
        if self.issues:
            head = replace(head, issues=withdrawn([*head.issues, *self.issues]))
            if any(i.status == "entered-in-error" for i in head.issues):
                head = _without_withdrawn(head)
        if not self.refs.keys() <= set(head.refs):
            head = replace(head, refs=tuple(dict.fromkeys((*head.refs, *self.refs))))
        return [head, *parts]


def _without_withdrawn(head: Entry) -> Entry:
    """The entry without the doses that a later message took back (RXA-21 `D`)."""
    if head.kind == "administration":
        gone = any(i.date == head.start for i in head.issues if i.status == "entered-in-error")
        head = replace(head, status="entered-in-error" if gone else head.status)
    given = [i for i in head.issues if i.kind == "administration" and i.status == "completed"]
    days = [i.date for i in given if i.date]
    if head.kind == "administration" and head.status == "completed" and head.start:
        days.append(head.start)
    return replace(head, last_administered=max(days, key=moment, default=None))


def named(tracks: list[Track]) -> list[Entry]:
    """The entries with ids of their own; an order that replaces another is called after the first."""
    own: list[Entry] = []
    heads: dict[int, int] = {}
    for track in tracks:
        entries = track.written()
        if track.root is not None:
            old, name = entries[0].id, f"{track.root.head.id}-{track.nth}"
            entries = [replace(e, id=name + e.id.removeprefix(old)) for e in entries]
        heads[id(track)] = len(own)
        own += entries
    ids = unique([e.id for e in own])
    named = [e if e.id == i else replace(e, id=i) for e, i in zip(own, ids, strict=True)]
    for track in tracks:
        if track.replaces is not None:
            at, old_id = heads[id(track)], named[heads[id(track.replaces)]].id
            named[at] = replace(named[at], replaces=old_id)
    return named
