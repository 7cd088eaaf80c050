"""An entry with what it was taken for: product, moieties, route, form, dosage."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from medrecon.dosage import Amount, Dosage
from medrecon.model import Entry, Match, Product


@dataclass(frozen=True, slots=True)
class NormalisedEntry:
    """One entry as understood. What could not be understood stays None; the entry keeps the words.

    - `product` is the dm+d concept the name was taken for, at the level that is certain; None where
      it is ambiguous or unresolved. `moieties` are its active moieties, or for an unresolved name
      its own folded words, so that two copies of one unknown text still meet.
    - `daily` is the regular amount a day, `weekly` the amount in seven days, `each` the amount each
      time, `maximum` the most in a day; all exact or None.
    - `route` is the route as named inside its class (intravenous, by mouth, …).
    - `route_class`, `form` (a form group), `release` and `device` are folded by the policy.
    - `strengths` are the amounts in one unit of the product, one for each ingredient.
    """

    entry: Entry
    match: Match
    product: Product | None
    moieties: tuple[str, ...]
    resolved: bool
    route_class: str | None
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
    strengths: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The entry's id."""
        return self.entry.id

    @property
    def states_dose(self) -> bool:
        """Whether any line of the dosage says how much."""
        return any(line.dose is not None or line.rate is not None for line in self.dosage.lines)

    @property
    def is_weekly(self) -> bool:
        """Whether the dosage is once in seven days."""
        return self.dosage.is_weekly

    @property
    def times_per_day(self) -> Decimal | None:
        """Regular administrations a day, when constant."""
        return self.dosage.times_per_day
