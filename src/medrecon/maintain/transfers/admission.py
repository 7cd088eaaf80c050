"""The medication history on admission, with its sources (NICE NG5 1.3.1)."""

from __future__ import annotations

from medrecon.maintain.transfers import parts
from medrecon.maintain.transfers.asked import CHARTS, Asked
from medrecon.maintain.transfers.document import Element, Item, Section
from medrecon.model import ReconciledMedication

HISTORY = {
    "current": "Current before admission",
    "on_hold": "On hold before admission",
    "planned": "Planned",
    "unknown": "Not certain",
    "stopped": "Stopped",
    "completed": "Completed",
}


def sections(asked: Asked) -> tuple[Section, ...]:
    """The person, the history by state, what only the ward chart has, and what to resolve."""
    known = [m for m in asked.answer.medications if _before(asked, m)]
    history = [
        Section(
            heading,
            tuple(_item(asked, m) for m in known if m.state == state),
            "none recorded" if state == "current" and not known else None,
        )
        for state, heading in HISTORY.items()
    ]
    ward = [m for m in asked.answer.medications if not _before(asked, m)]
    return (
        parts.person(asked),
        parts.allergies(asked),
        parts.sources(asked),
        *(s for s in history if s.items or s.note),
        Section(
            "On the ward chart only",
            tuple(_item(asked, m) for m in ward),
            None if ward else "nothing" if asked.was_asked("epma") else "the chart was not read",
        ),
        parts.to_resolve(asked),
        *parts.decided(asked),
    )


def _before(asked: Asked, m: ReconciledMedication) -> bool:
    """Whether anything but the hospital's own charts has the medicine."""
    return any(asked.scope(i) not in CHARTS for i in m.entry_ids)


def _item(asked: Asked, m: ReconciledMedication) -> Item:
    product = f"{m.product.level} {m.product.code} {m.product.name}" if m.product else None
    dose = f"{m.daily_dose.value.normalize():f} {m.daily_dose.unit}" if m.daily_dose else None
    lines = [parts.recorded_as(asked, i) for i in _ordered(asked, m)]
    if asked.was_asked("epma") and not any(asked.scope(i) in CHARTS for i in m.entry_ids):
        lines.append(Element("Ward chart", "no order"))
    return Item(
        m.name,
        (
            Element("dm+d", product, m.entry_ids),
            Element("Directions", m.dosage_text, m.entry_ids),
            Element("A day", dose, m.entry_ids, always=False),
            Element("State", f"{m.state.replace('_', ' ')} ({m.reason})", m.entry_ids),
            Element("Confidence", m.confidence, m.entry_ids),
            Element("Taking", m.taking, m.entry_ids),
            *lines,
        ),
        m.entry_ids,
    )


def _ordered(asked: Asked, m: ReconciledMedication) -> list[str]:
    treatment = next(t for t in asked.answer.treatments if set(m.entry_ids) <= set(t.entry_ids))
    return [i for i in asked.standing(treatment) if i in m.entry_ids]
