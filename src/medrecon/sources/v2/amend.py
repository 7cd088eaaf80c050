"""An order followed through its messages: stops, holds, supplies, doses given, amendments.

An order is its number, at one organisation, for one person. A later message that only stops, holds,
supplies or gives is folded into it. One that states the order anew with another dose, product or route
(ORC-1 `XO`, a second `NW`, `RO`) stops it and starts another, which says what it replaces. Messages
are taken in the order in which they were sent (MSH-7), those of one moment as they stand; the same
is done for the messages of one file and for what several files say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from medrecon.model import Entry, Issue, PartialDate
from medrecon.sources.copies import followed_number, is_nameless
from medrecon.sources.v2.group import codes
from medrecon.sources.v2.track import Track, moment, named

_ENDED = ("stopped", "cancelled", "completed", "entered-in-error")
Group = Sequence[Entry]
MAX_TRACKS = 5


def amended(entries: Iterable[Entry]) -> list[Entry]:
    """The entries of several files with the orders of HL7 v2 followed through all of them.

    An entry that is told as it was before stays the same object: it was made of no other.
    """
    held = list(entries)
    if not any(followed_number(e) for e in held):
        return held
    groups = [[e] for e in held if "part_of" not in e.extra]
    at = {_stands_at(g[0]): g for g in reversed(groups)}
    for part in held:
        if "part_of" in part.extra:
            mixture = at.get(_stands_at(part))
            if mixture is None:
                groups.append([part])
            else:
                mixture.append(part)
    own = {e.id: e for e in held}
    return [own[e.id] if own.get(e.id) == e else e for e in follow(groups)]


def _stands_at(entry: Entry) -> tuple[object, ...]:
    """Where the order of an entry stands; the parts of a mixture (RXC) stand where their order does."""
    if not followed_number(entry):
        return (id(entry),)
    order, *_ = (entry.path or entry.id).split(".RXC[")
    return (entry.source, entry.patient, order)


def follow(groups: Iterable[Group]) -> list[Entry]:
    """The entries of orders, each told once; ids are unique, and `replaces` names one of them."""
    told = [(list(g), i) for i, g in enumerate(groups)]
    ended = {e.replaces for g, _ in told for e in g if e.replaces}
    sent = [g[0].source.as_of for g, _ in told if followed_number(g[0])]
    if all(sent):
        told.sort(key=lambda x: moment(x[0][0].source.as_of if followed_number(x[0][0]) else None))
    orders: dict[object, list[Track]] = {}
    tracks: list[Track] = []
    for group, place in told:
        number = followed_number(group[0])
        known = orders.setdefault((number, group[0].patient), []) if number else []
        if not (number and _taken(known, group)):
            track = Track(group[0], group[1:], place, group[0].id in ended)
            if number:
                _new(track, known)
            tracks.append(track)
    tracks.sort(key=lambda t: t.place)
    return named(tracks)


def _taken(known: list[Track], group: list[Entry]) -> bool:
    """Whether an order that is known takes a message of its number; if not, it is an order itself."""
    head = group[0]
    known = [t for t in known[-MAX_TRACKS:] if _one_giver(t.head, head) and not t.followed]
    if is_nameless(head):
        orders = [t for t in known if t.head.kind == "order"]
        for track in orders:
            _merge(track, group)
        return bool(orders)
    same = next((t for t in reversed(known) if _same_medicine(t.head, head)), None)
    if same is not None and same.head.kind != "order" and head.kind == "order":
        _given_first(same, group)
        return True
    if _restates(head):
        same = same or _last_order(known)
        if same is None or _differs(same, group) or _again(same, head):
            return False
    elif same is None and head.kind == "order" and head.status != "active":
        same = next((t for t in reversed(known) if _alike(t.head, head)), None)
    if same is not None:
        _merge(same, group)
    return same is not None


def _again(track: Track, head: Entry) -> bool:
    """Whether an order is stated after its end, and not only told late."""
    ended = track.head.status in _ENDED
    return ended and not _later(track.head.stopped_on, head.source.as_of)


def _last_order(known: list[Track]) -> Track | None:
    orders = (t for t in reversed(known) if t.head.kind == "order" and not is_nameless(t.head))
    return next(orders, None)


def _new(track: Track, known: list[Track]) -> None:
    """Begin an order; one that states a known number anew replaces what stood under it."""
    head = track.head
    before = [t for t in known[-MAX_TRACKS:] if _one_giver(t.head, head)]
    old = _last_order([t for t in before if not t.followed]) or _last_order(before)
    if old is not None and _restates(head):
        _replace(old, track)
        known.remove(old)
    known.append(track)


def _replace(old: Track, track: Track) -> None:
    """One order for another. A stop that was sent after the newer one is a stop of that."""
    head, end = track.head, old.head
    if end.status in _ENDED and not old.followed and _later(end.stopped_on, head.source.as_of):
        track.state(end.status, end.stopped_on, end.stop_reason)
    if end.status not in _ENDED:
        old.state("stopped", head.change_date or head.source.as_of, end.stop_reason)
    track.replaces, track.root = old, old.root or old
    track.root.nth += 1
    track.nth = track.root.nth


def _later(a: PartialDate | None, b: PartialDate | None) -> bool:
    return a is not None and b is not None and moment(a) > moment(b)


def _restates(entry: Entry) -> bool:
    return (
        entry.kind == "order"
        and entry.status not in ("unknown", "on-hold")
        and entry.extra.get("control") in codes()["control_means"]["restates"]
    )


def _one_giver(a: Entry, b: Entry) -> bool:
    """Whether two numbers may be of one giver (ORC-2, its namespace)."""
    names = {a.extra.get("namespace"), b.extra.get("namespace")} - {None}
    return len(names) < 2


def _same_medicine(a: Entry, b: Entry) -> bool:
    return (a.medication, a.code) == (b.medication, b.code)


def _alike(a: Entry, b: Entry) -> bool:
    """Whether one name is a part of the other, or a code is the same: enough to stop an order by."""
    if a.code and a.code == b.code:
        return True
    words = [set(e.medication.casefold().split()) for e in (a, b)]
    return all(words) and (words[0] <= words[1] or words[1] <= words[0])


def _differs(track: Track, group: list[Entry]) -> bool:
    """Whether an order stated anew is another: its medicine, dose, route, or the parts of its mixture."""
    old, new = track.head, group[0]
    if not _same_medicine(old, new):
        return True
    if new.dosage and old.dosage and (old.dosage, old.dosages) != (new.dosage, new.dosages):
        return True
    if new.route and old.route and new.route != old.route:
        return True
    return _parts(track.parts) != _parts(group[1:])


def _parts(entries: Sequence[Entry]) -> set[tuple[object, ...]]:
    return {(e.medication, e.code, e.dosage) for e in entries}


def _given_first(track: Track, group: list[Entry]) -> None:
    """An order that is told after a supply or a dose of it."""
    old, new = track.head, group[0]
    track.issues += [_told(new, old), *old.issues]
    track.refs |= dict.fromkeys(old.refs)
    track.parts = group[1:]
    track.head = replace(
        new,
        last_issued=new.last_issued or old.last_issued,
        last_administered=new.last_administered or old.last_administered,
    )


def _merge(track: Track, group: list[Entry]) -> None:
    """An order with what a later message of its number says."""
    old, new = track.head, group[0]
    track.issues += [_told(old, new), *new.issues]
    track.refs |= dict.fromkeys(new.refs)
    if not is_nameless(new):
        _complete(track, group)
    status = _status(old, new)
    if status != old.status or new.stopped_on:
        on, why = new.stopped_on or old.stopped_on, new.stop_reason or old.stop_reason
        track.state(status, on, why)


def _complete(track: Track, group: list[Entry]) -> None:
    """An order with what it did not say itself, and the day of the last supply or dose."""
    old, new = track.head, group[0]
    track.head = replace(
        old,
        dosage=old.dosage or new.dosage,
        dosages=old.dosages or (new.dosages if not old.dosage else ()),
        end=new.end if new.end and _restates(new) else old.end,
        last_issued=new.last_issued or old.last_issued,
        last_administered=new.last_administered or old.last_administered,
        course=old.course or new.course,
        route=old.route or new.route,
    )
    if len(group) > 1:
        names = {(e.medication, e.code) for e in track.parts}
        track.parts += [e for e in group[1:] if (e.medication, e.code) not in names]


def _status(old: Entry, new: Entry) -> str:
    """The status of an order after a message; a release of what was stopped leaves it unknown."""
    if new.kind != "order":
        return old.status
    if new.status in (*_ENDED, "on-hold"):
        return new.status
    means, control = codes()["control_means"], new.extra.get("control")
    if new.status == "active" and (control in means["releases"] + means["tells"] or _restates(new)):
        if old.status == "on-hold":
            return "active"
        if old.status in ("stopped", "cancelled") and control in means["releases"]:
            return "unknown"
    return old.status


def _told(old: Entry, new: Entry) -> Issue:
    """A later message of an order, with its dosage and its medicine where it says another."""
    own, said = (e.dosage.text if e.dosage else None for e in (old, new))
    other = new.medication and new.medication != old.medication
    return Issue(
        None,
        new.kind,
        (new.recorded if new.kind == "order" else None) or new.start or new.source.as_of,
        new.status,
        new.quantity,
        new.quantity_unit,
        dosage=said if said != own and own else None,
        medication=new.medication if other else None,
    )
