"""Copies of one prescription item: an order, its repeats and its cancellation are one medicine.

EPS sends the same item again when it is signed, issued, updated or cancelled; its item number
(`prescription-order-item-number`) stays. The last word counts, everything else is kept under it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from medrecon.model import Entry, Issue

_FINAL = ("entered-in-error", "cancelled", "stopped", "completed")


def fold_copies(entries: Iterable[Entry]) -> list[Entry]:
    """The entries with copies of one item folded, each where its first copy stood.

    Two orders are copies when they carry one item number, name one medicine and do not differ in
    dose; what differs stays apart.
    """
    out: list[Entry] = []
    place: dict[str, list[int]] = {}
    for entry in entries:
        item = entry.extra.get("item") if entry.kind == "order" else None
        if not isinstance(item, str) or len(item) < 8:
            out.append(entry)
            continue
        for n in place.setdefault(item, []):
            if _copies(out[n], entry):
                out[n] = _folded(out[n], entry)
                break
        else:
            place[item].append(len(out))
            out.append(entry)
    return out


def _copies(a: Entry, b: Entry) -> bool:
    if a.source.kind != b.source.kind or a.patient != b.patient:
        return False
    codes = {c.code for c in a.codings if c.code}, {c.code for c in b.codings if c.code}
    same = bool(codes[0] & codes[1]) or (bool(a.medication) and a.medication == b.medication)
    doses = (a.dosages or a.dosage), (b.dosages or b.dosage)
    return same and (doses[0] == doses[1] or not all(doses))


def _rank(entry: Entry) -> tuple[int, str]:
    final = len(_FINAL) - _FINAL.index(entry.status) if entry.status in _FINAL else 0
    told = entry.stopped_on or entry.recorded or entry.start
    return final, told.text if told else ""


def _folded(a: Entry, b: Entry) -> Entry:
    last, other = (b, a) if _rank(b) >= _rank(a) else (a, b)
    status = last.status if last.status in _FINAL else other.status
    copy = Issue(
        id=other.id,
        kind="order",
        date=other.start or other.recorded,
        status="cancelled" if status == "cancelled" else other.status,
        quantity=other.quantity,
        quantity_unit=other.quantity_unit,
        days_supply=other.days_supply,
        medication=other.medication if other.medication != last.medication else None,
        code=other.code if other.code != last.code else None,
    )
    return replace(
        last,
        medication=last.medication or other.medication,
        dosage=last.dosage or other.dosage,
        dosages=last.dosages or other.dosages,
        codings=tuple(dict.fromkeys((*last.codings, *other.codings))),
        start=last.start or other.start,
        recorded=last.recorded or other.recorded,
        quantity=last.quantity if last.quantity is not None else other.quantity,
        quantity_unit=last.quantity_unit or other.quantity_unit,
        days_supply=last.days_supply if last.days_supply is not None else other.days_supply,
        issues=tuple(dict.fromkeys((*last.issues, *other.issues, copy))),
        refs=tuple(dict.fromkeys((*last.refs, *other.refs))),
        path=a.path,
    )
