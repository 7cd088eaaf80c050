"""Do two dosages say the same? Wording never matters; amounts, timing and conditions do."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from medrecon.dosage.amounts import line_dose, slots_of, times_a_day, total_a_day
from medrecon.dosage.strength import in_unit
from medrecon.dosage.value import Dosage, DosageLine
from medrecon.model import Product

Kind = Literal["same", "same_daily_amount", "different", "incomparable"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two dosages have to do with each other.

    `ratio` is the second amount over the first, in a day or each time. `why` is a sentence; `differs`
    names what is not alike: `dose`, `times`, `when`, `days`, `as_needed`, `maximum`, `duration`, `route`,
    `steps`.
    """

    kind: Kind
    ratio: Decimal | None
    why: str
    differs: tuple[str, ...] = ()


def compare(
    a: Dosage, b: Dosage, product_a: Product | None = None, product_b: Product | None = None
) -> Comparison:
    """Compare two dosages, each through its own product where one is given.

    `once a day` and `every morning` are the same: a detail that only one side states is no
    difference. Two details that both sides state and that contradict each other are.
    """
    unclear = _not_comparable(a) or _not_comparable(b)
    if unclear:
        return Comparison("incomparable", None, unclear)
    steps_a, steps_b = _stated(a), _stated(b)
    if len(steps_a) != len(steps_b):
        return Comparison("incomparable", None, "one has more steps than the other", ("steps",))
    if len(steps_a) > 1:
        return _compare_steps(steps_a, steps_b, product_a, product_b)
    return _compare_step(steps_a[0], steps_b[0], product_a, product_b)


def _stated(dosage: Dosage) -> list[tuple[DosageLine, ...]]:
    steps = [tuple(line for line in step if line.states_dose) for step in dosage.phases]
    return [step for step in steps if step]


def _not_comparable(dosage: Dosage) -> str | None:
    if dosage.status == "ambiguous":
        return "a dosage is ambiguous"
    return None if _stated(dosage) else "a dosage states no dose"


def _compare_steps(
    a: list[tuple[DosageLine, ...]],
    b: list[tuple[DosageLine, ...]],
    product_a: Product | None,
    product_b: Product | None,
) -> Comparison:
    found = [_compare_step(x, y, product_a, product_b) for x, y in zip(a, b, strict=True)]
    if all(c.kind == "same" for c in found):
        return Comparison("same", Decimal(1), "the same steps")
    worst = next((c for c in found if c.kind == "incomparable"), None)
    worst = worst or next((c for c in found if c.kind == "different"), found[0])
    place = found.index(worst) + 1
    return Comparison(worst.kind, worst.ratio, f"step {place}: {worst.why}", worst.differs)


def _compare_step(
    a: tuple[DosageLine, ...],
    b: tuple[DosageLine, ...],
    product_a: Product | None,
    product_b: Product | None,
) -> Comparison:
    differs = _differences(a, b)
    total_a, total_b = total_a_day(a, product_a), total_a_day(b, product_b)
    unit = _first_unit(a, product_a)
    each_a, each_b = _each(a, product_a, unit), _each(b, product_b, unit)
    if total_a and total_b and (moved := in_unit(total_b[0], total_b[1], total_a[1])):
        total_b = moved, total_a[1]
    if total_a is None or total_b is None:
        return _without_days(a, b, each_a, each_b, differs)
    if total_a[1] != total_b[1]:
        return Comparison(
            "incomparable", None, f"amounts in {_unit(total_a)} and in {_unit(total_b)}", differs
        )
    ratio = _ratio(total_a[0], total_b[0])
    if total_a[0] != total_b[0]:
        return Comparison(
            "different",
            ratio,
            "another amount in a day",
            (*_dose_or_times(each_a, each_b), *differs),
        )
    if each_a != each_b:
        differs = ("dose", "times", *differs)
    if differs:
        return Comparison(
            "same_daily_amount", Decimal(1), "the same amount, another pattern", differs
        )
    return Comparison("same", Decimal(1), "the same dose at the same times")


def _without_days(
    a: tuple[DosageLine, ...],
    b: tuple[DosageLine, ...],
    each_a: object,
    each_b: object,
    differs: tuple[str, ...],
) -> Comparison:
    """No amount in a day on one side: alike only if dose and timing are literally so."""
    known = all(line.dose is not None for line in (*a, *b))
    if [_timing(line) for line in a] == [_timing(line) for line in b]:
        if each_a == each_b and not differs:
            return Comparison(
                "same", Decimal(1) if known else None, "the same dose at the same times"
            )
        if (
            known
            and len(a) == len(b) == 1
            and isinstance(each_a, list)
            and isinstance(each_b, list)
        ):
            (first,), (second,) = each_a, each_b
            if first and second and first[1] == second[1] and first[0] != second[0]:
                ratio = _ratio(first[0], second[0])
                return Comparison(
                    "different", ratio, "another amount each time", ("dose", *differs)
                )
    return Comparison("incomparable", None, "an amount in a day is not known for both", differs)


def _first_unit(lines: tuple[DosageLine, ...], product: Product | None) -> str | None:
    """The unit of the first dose."""
    found = line_dose(lines[0], product)
    return found[1] if found else None


def _each(
    lines: tuple[DosageLine, ...], product: Product | None, unit: str | None = None
) -> list[object]:
    """The single doses, in `unit` where they can be said in it, in a fixed order."""
    doses = []
    for line in lines:
        dose = line_dose(line, product)
        moved = in_unit(dose[0], dose[1], unit) if dose and unit is not None else None
        doses.append((moved, unit) if moved else dose)
    return sorted(doses, key=repr)


def _timing(line: DosageLine) -> object:
    return times_a_day(line), line.count_low, line.count_high, line.events, line.period_unit


def _dose_or_times(a: list[object], b: list[object]) -> tuple[str, ...]:
    return ("times",) if a == b else ("dose",)


def _differences(a: tuple[DosageLine, ...], b: tuple[DosageLine, ...]) -> tuple[str, ...]:
    """Details that both sides state and that contradict each other; as required is never a detail."""
    found = []
    if {line.as_needed for line in a} != {line.as_needed for line in b}:
        found.append("as_needed")
    slots_a, slots_b = _slots(a), _slots(b)
    if slots_a and slots_b and slots_a != slots_b:
        found.append("when")
    for name in ("days", "maximum", "duration", "route"):
        x, y = ({getattr(line, name) for line in side} - {None, ()} for side in (a, b))
        if x and y and x != y:
            found.append(name)
    return tuple(found)


def _slots(lines: tuple[DosageLine, ...]) -> set[str]:
    return {slot for line in lines for slot in (*slots_of(line.when), *line.times)}


def _ratio(a: tuple[Fraction, Fraction], b: tuple[Fraction, Fraction]) -> Decimal | None:
    if not a[1] or not b[1]:
        return None
    low = b[0] / a[0] if a[0] else None
    high = b[1] / a[1]
    if low != high and a[0] != 0 and b[0] != 0:
        return None
    return (Decimal(high.numerator) / Decimal(high.denominator)).normalize()


def _unit(total: tuple[object, str]) -> str:
    return total[1] or "an unstated unit"
