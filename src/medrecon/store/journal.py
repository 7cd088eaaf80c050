"""What a store needs of a database: append, and read back in order.

A host that keeps the lists in a database of its own writes a class with these five methods; the tests
in `tests/spec/store` run against any of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

ItemKind = Literal["reading", "decision", "answer"]


@dataclass(frozen=True, slots=True)
class Draft:
    """One thing to be kept: its kind, when it was received (ISO 8601, UTC) and its JSON text."""

    kind: ItemKind
    received: str
    body: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is kept. `number` grows with every item of the store and is never used again."""

    number: int
    kind: ItemKind
    received: str
    body: str


class Journal(Protocol):
    """An append-only record for each patient, under the host's own key.

    Nothing is ever changed or removed. What `append` has returned is kept, whatever happens after.
    """

    def append(
        self, patient: str, drafts: Sequence[Draft], *, nhs_number: str | None = None
    ) -> tuple[int, ...]:
        """Keep all of the drafts or none, and give their numbers.

        Safe when several processes append at once, also for one patient. The first NHS number that is
        given for a patient is kept; raises OtherPatient, and keeps nothing, when another one is given
        later.
        """

    def items(self, patient: str, *kinds: ItemKind, until: str | None = None) -> tuple[Item, ...]:
        """The items of a patient in the order of their numbers; none for a patient who is not known.

        `kinds` are all when none is named; `until` leaves out what was received after it.
        """

    def last(self, patient: str, kind: ItemKind) -> Item | None:
        """The newest item of a kind, None where there is none."""

    def patients(self, after: str = "", limit: int = 1000) -> tuple[str, ...]:
        """The keys of patients in order, from the first one after `after`."""

    def close(self) -> None:
        """Let go of what the journal holds open."""
