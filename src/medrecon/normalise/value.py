"""An entry with what it was taken for: product, moieties, route, form, dosage."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from medrecon.dosage import Amount, Dosage
from medrecon.model import Entry, Match, Product, ProductRef


@dataclass(frozen=True, slots=True)
class Timing:
    """What follows from a dosage alone: how often, when, for how long, and its short wording.

    `course_days` is the length that the dosage states, all its steps together, None where it states
    none: a month is 28 days in it. `course_length` is the same in months of the calendar and days. `slots` are times of day by name, `clock` by the clock, `weekdays` the days of the week.
    `cycle` is (days on, days in all) where the words tell of a cycle, (0, 0) without its lengths.
    `moments` are slots, clock times and weekdays together. `steps` is how many steps follow each other.
    `as_needed` says that every line with a dose is as required.
    """

    states_dose: bool
    weekly: bool
    times_per_day: Decimal | None
    course_days: float | None
    course_length: tuple[int, float] | None
    slots: frozenset[str]
    clock: frozenset[str]
    weekdays: frozenset[str]
    moments: frozenset[str]
    as_needed: bool
    wording: str | None
    cycle: tuple[int, int] | None
    steps: int


@dataclass(frozen=True)
class NormalisedEntry:
    """One entry as understood. What could not be understood stays None; the entry keeps the words.

    - `product` is the dm+d concept the name was taken for, at the level that is certain; None where
      it is ambiguous or unresolved. `moieties` are its active moieties, or for an unresolved name
      its own folded words, so that two copies of one unknown text still meet.
    - `daily` is the regular amount a day, `weekly` the amount in seven days, `each` the amount each
      time, `maximum` the most in a day; all exact or None.
    - `route` is the route as named inside its class (intravenous, by mouth, …).
    - `route_class`, `form` (a form group), `release` and `device` are folded by the policy.
    - `systemic` says that it is for the whole body, by its route, or where none is known by name and dose.
    - `strengths` are the amounts in one unit of the product, one for each ingredient.
    - `ref` is how an answer names the product, or the moiety where only that is certain.
    - `names` are the words of the line and of its product, in lower case.
    - `plain` says that a product is certain and a dose is stated, and no length of a course.
    - `held` are the words of the dosage, else of the note, that tell of a hold; None where none do.
    - `ended` are the words of the dosage, else of the note or the change, that say it was stopped.
    - `interval` is how many days lie between two injections that are a fortnight or more apart.
    - `alike` is equal for two entries that any comparison of regimens takes for the same.

    It has no slots, so that what follows from words and codes alone is laid under the next entry of
    the same wording in one step (`of`): a record has many such, and this is made for each.
    """

    entry: Entry
    match: Match
    product: Product | None
    ref: ProductRef | None
    moieties: tuple[str, ...]
    resolved: bool
    route_class: str | None
    systemic: bool
    form: str | None
    release: str | None
    device: str | None
    brand: str | None
    route: str | None
    dosage: Dosage
    daily: Amount | None
    weekly: Amount | None
    each: Amount | None
    maximum: Amount | None
    as_needed: bool
    strengths: tuple[str, ...]
    timing: Timing
    names: str
    plain: bool
    held: str | None
    ended: str | None
    interval: float | None
    alike: tuple[object, ...]

    def of(self, entry: Entry, held: str | None, ended: str | None = None) -> NormalisedEntry:
        """The same understanding for another entry of the same words and codes."""
        course = entry.course
        as_needed = self.timing.as_needed or course == "as-required"
        fields = self.__dict__.copy()
        fields["entry"] = entry
        fields["held"] = held
        if ended is not None:
            fields["ended"] = ended
        fields["as_needed"] = as_needed
        fields["alike"] = (self.alike[0], as_needed, course, entry.end is None)
        made = _new(NormalisedEntry)
        _put_fields(made, fields)
        return made

    @property
    def id(self) -> str:
        """The entry's id."""
        return self.entry.id

    @property
    def states_dose(self) -> bool:
        """Whether any line of the dosage says how much."""
        return self.timing.states_dose

    @property
    def is_weekly(self) -> bool:
        """Whether the dosage is once in seven days."""
        return self.timing.weekly

    @property
    def times_per_day(self) -> Decimal | None:
        """Regular administrations a day, when constant."""
        return self.timing.times_per_day


# An entry without fields and all of its fields at once, without the look-up of their names.
_new = object.__new__
_put_fields = vars(NormalisedEntry)["__dict__"].__set__
