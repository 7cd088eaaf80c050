"""A dosage while it is being read: lines in the making, what joins them, and every doubt."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from medrecon.dosage import DosageLine, Maximum, Measure
from medrecon.dosage.amounts import slots_of
from medrecon.dose.scan import Lexeme

Frequency = tuple[int | None, int, Decimal, Decimal, str]


@dataclass(slots=True)
class Draft:
    """One line in the making. `frequency` is low, high, period low, period high, unit."""

    start: int = 0
    end: int = 0
    method: str | None = None
    dose: Measure | None = None
    dose_plain: bool = False
    unit_written: bool = False
    alternatives: list[Measure] = field(default_factory=list)
    rate: Measure | None = None
    over: Measure | None = None
    frequency: Frequency | None = None
    when: list[str] = field(default_factory=list)
    offset: int | None = None
    days: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    route: str | None = None
    site: str | None = None
    as_needed: bool = False
    as_needed_for: str | None = None
    duration: Measure | None = None
    from_date: str | None = None
    until_date: str | None = None
    count: tuple[int, int] | None = None
    events: list[str] = field(default_factory=list)
    event_span: tuple[int, int] = (0, 0)
    single: str | None = None
    time_first: bool = False
    limit_of_times: bool = False
    loose: bool = False
    once_daily: bool = False
    daily_by_slots: bool = False
    run_on: bool = False
    some_days: bool = False
    if_symptom: bool = False
    apart: bool = False
    maximum: Maximum | None = None
    additional: list[str] = field(default_factory=list)
    rarely: tuple[Decimal, Decimal, str, bool] | None = None
    marker: tuple[str, Decimal, Decimal, str] | None = None
    join: Any = None
    linked: bool = True
    follows: bool = False

    @property
    def timed(self) -> bool:
        """Whether the line says how often or when."""
        return bool(
            self.frequency or self.when or self.days or self.times or self.count or self.rarely
        )

    @property
    def empty(self) -> bool:
        """Whether nothing at all was read into it."""
        return not (
            self.dose
            or self.timed
            or self.as_needed
            or self.duration
            or self.rate
            or self.additional
            or self.maximum
            or self.route
            or self.site
            or self.over
            or self.method
            or self.from_date
            or self.until_date
            or self.marker
        )

    @property
    def states(self) -> bool:
        """Whether it says anything beyond words, a method and a place."""
        return bool(
            self.dose
            or self.timed
            or self.as_needed
            or self.duration
            or self.rate
            or self.maximum
            or self.over
        )

    def line(self, text: str) -> DosageLine:
        """The finished value."""
        f = self.frequency
        return DosageLine(
            text=text,
            method=self.method,
            dose=self.dose,
            alternatives=tuple(self.alternatives),
            rate=self.rate,
            over=self.over,
            frequency_low=f[0] if f else None,
            frequency_high=f[1] if f else None,
            period_low=f[2] if f else None,
            period_high=f[3] if f else None,
            period_unit=f[4] if f else None,
            when=tuple(self.when),
            offset=self.offset,
            days=tuple(self.days),
            times=tuple(self.times),
            route=self.route,
            site=self.site,
            as_needed=self.as_needed,
            as_needed_for=self.as_needed_for,
            duration=self.duration,
            start=self.from_date,
            end=self.until_date,
            count_low=self.count[0] if self.count else None,
            count_high=self.count[1] if self.count else None,
            events=tuple(self.events),
            maximum=self.maximum,
            additional=tuple(self.additional),
            join=self.join,
        )


@dataclass(slots=True)
class Reading:
    """The state of one reading. `doubts` are reasons to claim nothing at all."""

    text: str
    original: str
    lines: list[Draft] = field(default_factory=lambda: [Draft()])
    doubts: list[str] = field(default_factory=list)
    unparsed: list[tuple[int, int]] = field(default_factory=list)
    joined: str | None = None
    bracket: bool = False
    directed: bool = False
    placeholder: bool = False
    linked: bool = False
    next_start: int = 0
    form: str | None = None
    at: int = 0
    before: str = ""
    after: str = ""
    ended: bool = False
    next_method: str | None = None
    dose_span: tuple[int, int] = (0, 0)
    patch_rates: list[tuple[Measure, tuple[int, int]]] = field(default_factory=list)

    @property
    def line(self) -> Draft:
        """The line being read."""
        return self.lines[-1]

    def doubt(self, why: str) -> None:
        """Note a reason to claim nothing."""
        self.doubts.append(why)

    def add_when(self, codes: list[str]) -> None:
        """Add times of day. Two that nothing joins may be one time said twice."""
        line = self.line
        new = [code for code in codes if code not in line.when]
        have = slots_of(line.when)
        meal_first = not have and slots_of(new)
        if self.before in ("&", ",") and line.when and (meal_first or {"AC", "PC"} & set(new)):
            line.apart = True  # after meals *and* at bedtime: how many in all is not said
        if self.before == "&" and line.frequency and not line.when and slots_of(new):
            self.doubt("a further time without its dose")
        if have and slots_of(new) - have and self.before not in ("&", ",", "O"):
            line.loose = True
        line.when += new

    def leave(self, lexemes: list[Lexeme]) -> None:
        """Keep these words as unparsed."""
        start, end = lexemes[0].start, lexemes[-1].end
        if self.unparsed and not self.text[self.unparsed[-1][1] : start].strip():
            start = self.unparsed.pop()[0]
        self.unparsed.append((start, end))

    def words(self, lexemes: list[Lexeme]) -> str:
        """The text of these lexemes, as written but in lower case."""
        return self.text[lexemes[0].start : lexemes[-1].end].strip()

    def clause(self, lexemes: list[Lexeme]) -> str:
        """The text from the first of these to where the next lexeme begins, small words included."""
        return self.text[lexemes[0].start : self.next_start].strip(" ,.;")

    def begin(self, join: str, at: int) -> Draft:
        """Start another line, which follows the last one by `then` or stands beside it by `and`."""
        self.line.join = join
        self.ended = False
        self.lines.append(Draft(start=at, method=self.next_method))
        self.next_method = None
        self.joined = None
        return self.line

    def next_step(self, at: int) -> Draft:
        """The next step of the same dose: `bd for 5 days then od`."""
        before = self.line
        self.next_method = None
        line = self.begin("then", at)
        line.dose, line.dose_plain = before.dose, before.dose_plain
        return line


def numbers(lexemes: list[Lexeme]) -> list[Decimal]:
    """The numbers in order; `1 and a half` is one number.

    >>> numbers([Lexeme("n", Decimal(1), 0, 1), Lexeme("T", Decimal("0.5"), 2, 3)])
    [Decimal('1.5')]
    """
    out: list[Decimal] = []
    whole = False
    for lexeme in lexemes:
        symbol = lexeme.symbol
        if symbol in "nhN":
            out.append(lexeme.value)
            whole = True
        elif symbol in "LT":
            if whole:
                out[-1] += lexeme.value
            else:
                out.append(lexeme.value)
            whole = False
        elif symbol not in "&a":
            whole = False
    return out


def first(lexemes: list[Lexeme], symbols: str) -> Lexeme | None:
    """The first lexeme of one of these symbols."""
    return next((x for x in lexemes if x.symbol in symbols), None)


def units(lexemes: list[Lexeme]) -> list[str]:
    """The dose units in order."""
    return [x.value for x in lexemes if x.symbol == "u"]
