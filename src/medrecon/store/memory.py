"""A journal in memory: for tests, notebooks and one-off runs. It ends with the process."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from medrecon.store.journal import Draft, Item, ItemKind
from medrecon.store.people import check_number


class MemoryJournal:
    """A `Journal` in memory, safe for threads of one process."""

    def __init__(self) -> None:
        self._items: dict[str, list[Item]] = {}
        self._numbers: dict[str, str | None] = {}
        self._count = 0
        self._lock = threading.Lock()

    def append(
        self, patient: str, drafts: Sequence[Draft], *, nhs_number: str | None = None
    ) -> tuple[int, ...]:
        """Keep all of the drafts or none, and give their numbers."""
        with self._lock:
            known = self._numbers.get(patient)
            check_number(known, nhs_number)
            self._numbers[patient] = known or nhs_number
            kept = [
                Item(self._count + n, d.kind, d.received, d.body) for n, d in enumerate(drafts, 1)
            ]
            self._count += len(kept)
            self._items.setdefault(patient, []).extend(kept)
            return tuple(item.number for item in kept)

    def items(self, patient: str, *kinds: ItemKind, until: str | None = None) -> tuple[Item, ...]:
        """The items of a patient in the order of their numbers."""
        with self._lock:
            held = tuple(self._items.get(patient, ()))
        return tuple(
            i
            for i in held
            if (not kinds or i.kind in kinds) and (until is None or i.received <= until)
        )

    def last(self, patient: str, kind: ItemKind) -> Item | None:
        """The newest item of a kind."""
        found = self.items(patient, kind)
        return found[-1] if found else None

    def patients(self, after: str = "", limit: int = 1000) -> tuple[str, ...]:
        """The keys of patients in order."""
        with self._lock:
            return tuple(sorted(k for k in self._items if k > after)[:limit])

    def close(self) -> None:
        """There is nothing to let go of."""
