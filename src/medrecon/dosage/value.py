"""The Dosage value: what to take, how much, when and by which route, beside the source's own words.

A `Dosage` holds one or more `DosageLine`s. A line is the flat form of one FHIR Dosage. Numbers are
exact decimals; units are folded names (`mg`, `microgram`, `ml`, `unit`, `tablet`, `puff`, …); times of
day are FHIR event codes (`MORN`, `HS`, `ACM`, …). None means *not stated*, never *no*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from medrecon.model import FrozenDict
from medrecon.model.frozen import quick_init

Join = Literal["then", "and"]
Status = Literal["parsed", "partial", "ambiguous", "as_directed", "no_dose"]


@quick_init
@dataclass(frozen=True, slots=True)
class Measure:
    """An amount from `low` to `high` of one unit; `low` None is “up to”, `high` None “at least”."""

    low: Decimal | None
    high: Decimal | None
    unit: str | None = None

    @property
    def exact(self) -> Decimal | None:
        """The amount where it is one number, else None."""
        return self.low if self.low is not None and self.low == self.high else None


@dataclass(frozen=True, slots=True)
class Maximum:
    """Never more than `value unit` in any `period period_unit`.

    `unit` is `dose` where the text counts administrations, None where it names no unit.
    """

    value: Decimal
    unit: str | None
    period: Decimal
    period_unit: str


@quick_init
@dataclass(frozen=True, slots=True)
class DosageLine:
    """One FHIR Dosage in flat form.

    - `dose` is the amount each time; `alternatives` say the same dose in other units.
    - `frequency_low`–`frequency_high` times in each `period_low`–`period_high` `period_unit`
      (`min h d wk mo a`). `frequency_low` None is “up to”. `count` is how often in all.
    - `when` holds FHIR event codes, `offset` minutes before or after them; `days` are `mon`…`sun`;
      `times` are `HH:MM`.
    - `over` is how long one administration lasts, `duration` how long the line runs, `start` and `end`
      its dates. `rate` is an amount a unit of time (`ml/hour`) or of weight and time.
    - `method`, `route`, `site` and `additional` are words; the ones with a SNOMED code are listed in
      `codes.toml`.
    - `join` says how the next line follows: `then` (after this one) or `and` (beside it).
    - `source` is the FHIR object the line was read from, kept so that writing it again loses nothing.
    """

    text: str | None = None
    method: str | None = None
    dose: Measure | None = None
    alternatives: tuple[Measure, ...] = ()
    rate: Measure | None = None
    over: Measure | None = None
    frequency_low: int | None = None
    frequency_high: int | None = None
    period_low: Decimal | None = None
    period_high: Decimal | None = None
    period_unit: str | None = None
    when: tuple[str, ...] = ()
    offset: int | None = None
    days: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    route: str | None = None
    site: str | None = None
    as_needed: bool = False
    as_needed_for: str | None = None
    duration: Measure | None = None
    start: str | None = None
    end: str | None = None
    count_low: int | None = None
    count_high: int | None = None
    events: tuple[str, ...] = ()
    maximum: Maximum | None = None
    max_each: Measure | None = None
    max_lifetime: Measure | None = None
    additional: tuple[str, ...] = ()
    patient_instruction: str | None = None
    join: Join | None = None
    source: FrozenDict | None = field(default=None, compare=False, repr=False)

    @property
    def states_timing(self) -> bool:
        """Whether the line says how often, when, or how many times."""
        return bool(
            self.frequency_high
            or self.frequency_low
            or self.period_low
            or self.when
            or self.days
            or self.times
            or self.count_low
            or self.count_high
            or self.events
        )

    @property
    def states_dose(self) -> bool:
        """Whether the line says anything beyond instructions in words."""
        return bool(
            self.dose
            or self.rate
            or self.states_timing
            or self.as_needed
            or self.maximum
            or self.duration
            or self.over
        )


@quick_init
@dataclass(frozen=True, slots=True)
class Dosage:
    """A dosage as written and as understood.

    `status`: `parsed` (every word is in the structure), `partial` (what is claimed is right, words are
    left over), `ambiguous` (two readings, so none is claimed), `as_directed` and `no_dose` (the text
    states no dose). `unparsed` are the words no part of the structure holds, in order; `notes` say why.
    """

    text: str = ""
    status: Status = "no_dose"
    lines: tuple[DosageLine, ...] = ()
    unparsed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @classmethod
    def from_fhir(cls, dosages: Iterable[Mapping[str, Any]] | Mapping[str, Any]) -> Dosage:
        """Read FHIR Dosage objects, R4 or STU3 in shape; what has no field here is kept all the same.

        >>> d = Dosage.from_fhir(
        ...     [{"timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}}}]
        ... )
        >>> d.times_per_day
        Decimal('2')
        """
        from medrecon.dosage.fhir_read import read_dosages

        return read_dosages(dosages)

    def to_fhir(self) -> list[dict[str, Any]]:
        """The same as a list of FHIR R4 Dosage objects, plain JSON data; `from_fhir` is the inverse."""
        from medrecon.dosage.fhir_write import write_dosages

        return write_dosages(self)

    def to_text(self, dialect: str = "guide-2025") -> str:
        """The NHS dose-to-text wording, or the short `clinical` one for screens.

        Empty where the dialect's rules have no wording for the structure. An unknown dialect raises
        `UsageError`.
        """
        from medrecon.dosage.wording import write_text

        return write_text(self, dialect)

    @property
    def as_needed(self) -> bool:
        """Whether every line that states a dose is as required."""
        stated = [line for line in self.lines if line.states_dose]
        return bool(stated) and all(line.as_needed for line in stated)

    @property
    def routes(self) -> tuple[str, ...]:
        """The routes named, each once."""
        return tuple(dict.fromkeys(line.route for line in self.lines if line.route))

    @property
    def when(self) -> tuple[str, ...]:
        """The FHIR event codes of all lines, each once."""
        return tuple(dict.fromkeys(code for line in self.lines for code in line.when))

    @property
    def phases(self) -> tuple[tuple[DosageLine, ...], ...]:
        """The lines grouped into steps: lines of one step run beside each other."""
        steps: list[list[DosageLine]] = [[]]
        for line in self.lines:
            steps[-1].append(line)
            if line.join != "and":
                steps.append([])
        return tuple(tuple(step) for step in steps if step)

    @property
    def times_per_day(self) -> Decimal | None:
        """How many administrations a day, regular and the same throughout; None when not constant."""
        from medrecon.dosage.amounts import times_per_day

        return times_per_day(self)

    @property
    def interval_days(self) -> Decimal | None:
        """Days between administrations: 1 daily, 7 weekly, 0.5 twice a day; None when not constant."""
        times = self.times_per_day
        return None if not times else Decimal(1) / times

    @property
    def is_weekly(self) -> bool:
        """Whether it is given once a week, no more and no less."""
        from medrecon.dosage.amounts import is_weekly

        return is_weekly(self)
