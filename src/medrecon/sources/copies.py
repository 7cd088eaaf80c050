"""Copies of one prescription item: an order, its repeats and its cancellation are one medicine.

EPS sends the same item again when it is signed, issued, updated or cancelled; its item number
(`prescription-order-item-number`) stays. The last word counts, everything else is kept under it.
A dispense notification repeats the items of those before it with a quantity of zero, and may
replace an earlier one; a claim lists what was notified again. None of these is a second supply.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import chain

from medrecon.model import Entry, Issue

MAX_COPIES = 20
FOLLOWED = "hl7v2:"
"""How the number of an order begins that is followed through its messages, one after the other (`v2.amend`)."""
_FINAL = ("entered-in-error", "cancelled", "stopped", "completed")
_REQUESTED = len(_FINAL) - _FINAL.index("cancelled")


def fold_copies(entries: Iterable[Entry]) -> list[Entry]:
    """The entries with copies of one item folded, each where its first copy stood.

    Two orders are copies when they carry one item number, name one medicine and do not differ in
    dose; what differs stays apart. Orders of HL7 v2 are followed by their own reader (`v2.amend`).
    """
    given = list(entries)
    items = [e.extra.get("item") for e in given if e.kind == "order" and "item" in e.extra]
    if len(set(map(str, items))) == len(items):
        return fold_supplies(given)
    out: list[Entry | _Item] = []
    place: dict[str, list[_Item]] = {}
    for entry in _last_words(given):
        item = entry.extra.get("item") if entry.kind == "order" else None
        if not isinstance(item, str) or len(item) < 8 or followed_number(entry):
            out.append(entry)
            continue
        held = _Item(entry)
        before = place.setdefault(item, [])
        found = next((one for one in before[-MAX_COPIES:] if one.is_copy(held)), None)
        if found is not None:
            found.take(entry)
        else:
            before.append(held)
            out.append(held)
    return fold_supplies([o.folded() if isinstance(o, _Item) else o for o in out])


def followed_number(entry: Entry) -> str | None:
    """The number of an order of HL7 v2, whose messages are followed; None of any other entry."""
    item = entry.extra.get("item")
    return item if isinstance(item, str) and item.startswith(FOLLOWED) else None


def fold_supplies(entries: list[Entry]) -> list[Entry]:
    """The entries without supplies that were replaced, or only told again."""
    items: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.kind == "dispense" and (item := entry.extra.get("item")):
            items.setdefault(item, []).append(entry)
    kept: dict[int, list[Entry]] = {}
    dropped: set[int] = set()
    for same in items.values():
        if len(same) > 1:
            for entry, other in _pairs(same):
                if not {id(other), id(entry)} & dropped:
                    kept.setdefault(id(entry), []).append(other)
                    dropped.add(id(other))
    if not dropped:
        return entries
    return [_with_refs(e, kept) for e in entries if id(e) not in dropped]


def _pairs(same: list[Entry]) -> Iterable[tuple[Entry, Entry]]:
    """Of the supplies of one item: what stands, and what it replaces or has told already."""
    sent: dict[str, list[Entry]] = {}
    given: dict[object, Entry] = {}
    for entry in same:
        for name in {entry.source.document, entry.extra.get("message_id")} - {None}:
            sent.setdefault(str(name), []).append(entry)
        if entry.quantity:
            given.setdefault((entry.patient, entry.medication, entry.dosage), entry)
    for entry in same:
        for other in sent.get(entry.extra.get("replaces_message") or "", ()):
            if other is not entry and other.patient == entry.patient:
                yield entry, other
    for other in same:
        if other.quantity == 0 and other.status == "completed":
            told = given.get((other.patient, other.medication, other.dosage))
            if told is not None:
                yield told, other
    yield from _claimed(same)


def _claimed(same: list[Entry]) -> Iterable[tuple[Entry, Entry]]:
    """Supplies of one item that were notified, each with a claim of payment for as much.

    A claim lists what was handed over again: one notification, or all of them together.
    """
    if not any(e.extra.get("claim") for e in same):
        return
    supplied = [e for e in same if not e.extra.get("claim") and e.quantity]
    one: dict[object, Entry] = {}
    total: dict[object, Decimal] = {}
    for entry in supplied:
        product = (entry.patient, entry.medication)
        one.setdefault((product, entry.quantity), entry)
        total[product] = total.get(product, Decimal(0)) + (entry.quantity or 0)
    last = {(e.patient, e.medication): e for e in supplied}
    for claim in same:
        if claim.extra.get("claim") and claim.quantity:
            product = (claim.patient, claim.medication)
            told = one.get((product, claim.quantity))
            if told is None and total.get(product) == claim.quantity:
                told = last[product]
            if told is not None:
                yield told, claim


def _with_refs(entry: Entry, kept: dict[int, list[Entry]]) -> Entry:
    """The entry with the names of all that it stands for."""
    if id(entry) not in kept:
        return entry
    refs = dict.fromkeys(entry.refs)
    waiting = list(kept[id(entry)])
    while waiting:
        other = waiting.pop()
        refs |= dict.fromkeys(other.refs)
        waiting += kept.pop(id(other), [])
    return replace(entry, refs=tuple(refs))


def is_nameless(entry: Entry) -> bool:
    """Whether an entry names only an item: an EPS v3 cancellation does not repeat the medicine."""
    return not entry.medication and not entry.codings


def _last_words(entries: list[Entry]) -> list[Entry]:
    """The entries with only the latest of what messages that name only an item say of it.

    Spine answers a cancellation: a refusal undoes the request before it.
    """
    latest: dict[object, Entry] = {}
    refs: dict[object, dict[str, None]] = {}
    bare = [e for e in entries if e.kind == "order" and e.extra.get("item") and is_nameless(e)]
    for entry in sorted(bare, key=_told):
        key = (entry.extra["item"], entry.patient)
        before = latest.get(key)
        reason = entry.stop_reason or (before.stop_reason if before else None)
        latest[key] = replace(entry, stop_reason=reason if entry.status in _FINAL else None)
        refs.setdefault(key, {}).update(dict.fromkeys(entry.refs))
    if len(latest) == len(bare):
        return entries
    dropped = {id(e) for e in bare}
    kept = [replace(e, refs=tuple(refs[key])) for key, e in latest.items()]
    return [e for e in entries if id(e) not in dropped] + kept


def _told(entry: Entry) -> tuple[str, bool, str]:
    """When a message about an item was written; of one moment, the answer follows the request."""
    said = entry.recorded or entry.stopped_on
    return (said.text if said else "", "answer" in entry.extra, entry.status)


class _Item:
    """An item and its copies; what grows with them is joined once, at the end."""

    __slots__ = ("_codes", "_parts", "entry")

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self._codes: set[str] | None = None
        self._parts: deque[Entry | Issue] | None = None

    @property
    def codes(self) -> set[str]:
        """The codes of every copy."""
        if self._codes is None:
            self._codes = {c.code for c in self.entry.codings if c.code}
        return self._codes

    def is_copy(self, other: _Item) -> bool:
        """Whether another is this item once more."""
        a, b = self.entry, other.entry
        if a.patient == b.patient and (is_nameless(a) or is_nameless(b)):
            return True
        if a.source.kind != b.source.kind or a.patient != b.patient:
            return False
        same = bool(a.medication) and a.medication == b.medication
        doses = (a.dosages or a.dosage), (b.dosages or b.dosage)
        return (same or not self.codes.isdisjoint(other.codes)) and (
            doses[0] == doses[1] or not all(doses) or _is_word(a) or _is_word(b)
        )

    def take(self, entry: Entry) -> None:
        """Fold a copy into the item; the last word counts."""
        a, b = self.entry, entry
        parts = self._parts = deque((a,)) if self._parts is None else self._parts
        if is_nameless(a) or is_nameless(b):
            self.entry = _withdrawn(*((b, a) if is_nameless(a) else (a, b)), a.path)
            (parts.appendleft if is_nameless(a) else parts.append)(b)
        else:
            newer = _rank(b) >= _rank(a)
            self.entry, copy = _folded(*((b, a) if newer else (a, b)), a.path)
            (parts.appendleft if newer else parts.append)(b)
            parts.append(copy)
        self.codes.update(c.code for c in b.codings if c.code)

    def folded(self) -> Entry:
        """The entry with the names, the codings and the issues of all copies."""
        if self._parts is None:
            return self.entry
        copies = [p for p in self._parts if isinstance(p, Entry)]
        issues = (p.issues if isinstance(p, Entry) else (p,) for p in self._parts)
        return replace(
            self.entry,
            codings=tuple(dict.fromkeys(c for p in copies for c in p.codings)),
            issues=tuple(dict.fromkeys(chain.from_iterable(issues))),
            refs=tuple(dict.fromkeys(r for p in copies for r in p.refs)),
        )


def _is_word(entry: Entry) -> bool:
    """Whether an order cancels its item, or is what Spine answered."""
    return entry.status == "cancelled" or _answered(entry) is not None


def _answered(entry: Entry) -> str | None:
    """When Spine told how an item stands (EPS PrescriptionStatusHistory); None where it did not."""
    rows = entry.extra.get("status_history") or ()
    return max((str(row.get("date") or "") for row in rows), default=None)


def _rank(entry: Entry) -> tuple[int, str, bool]:
    """How far what is said of an item goes: its end before all else, and an answer as far as a request."""
    final = len(_FINAL) - _FINAL.index(entry.status) if entry.status in _FINAL else 0
    told = entry.stopped_on or entry.recorded or entry.start
    when = told.text if told else ""
    answered = _answered(entry)
    if answered is None:
        return final, when, False
    return max(final, _REQUESTED), max(when, answered), True


def _withdrawn(named: Entry, bare: Entry, path: str | None) -> Entry:
    """An order with what a message that names only its number says of it."""
    return replace(
        named,
        status=bare.status if bare.status in _FINAL else named.status,
        stop_reason=bare.stop_reason or named.stop_reason,
        stopped_on=bare.stopped_on or named.stopped_on,
        path=path,
    )


def _folded(last: Entry, other: Entry, path: str | None) -> tuple[Entry, Issue]:
    """The copy that has the last word with what only the other says, and the other as its issue."""
    kept = last.status in _FINAL or _answered(last) is not None
    status = last.status if kept else other.status
    differs = last.dosage is not None and other.dosage is not None and other.dosage != last.dosage
    copy = Issue(
        id=other.id,
        kind="order",
        date=other.start or other.recorded,
        status="cancelled" if status == "cancelled" else other.status,
        quantity=other.quantity,
        quantity_unit=other.quantity_unit,
        days_supply=other.days_supply,
        dosage=other.dosage.text if differs and other.dosage else None,
        medication=other.medication if other.medication != last.medication else None,
        code=other.code if other.code != last.code else None,
    )
    entry = replace(
        last,
        medication=last.medication or other.medication,
        dosage=last.dosage or other.dosage,
        dosages=last.dosages or other.dosages,
        codings=last.codings or other.codings,
        start=last.start or other.start,
        recorded=last.recorded or other.recorded,
        quantity=last.quantity if last.quantity is not None else other.quantity,
        quantity_unit=last.quantity_unit or other.quantity_unit,
        days_supply=last.days_supply if last.days_supply is not None else other.days_supply,
        path=path,
    )
    return entry, copy
