"""A dose and a time mean side by side what each means alone, whichever comes first."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from medrecon.dosage import DosageLine
from medrecon.dose import parse_dosage

DOSES = (
    "1", "two", "1-2", "one or two", "two tablets", "half a tablet", "1 1/2 tablets", "5mg", "2.5 mls", "500 micrograms",
    "two 5ml spoonfuls", "2 puffs", "8 units", "1,000 units", "ONE (1) tablet", "10mg (2 tablets)", "a tablet", "10-20mg", "½ tablet",
)  # fmt: skip
TIMES = (
    "od", "b.d.", "three times a day", "4x day", "daily", "every morning", "nocte", "at bedtime", "every 4-6 hours", "6 hourly",
    "once a week", "twice weekly", "fortnightly", "every 12 weeks", "alternate days", "Mon Wed Fri", "before breakfast", "with food",
    "at 08:00 and 20:00", "when required", "as required for pain", "up to 4 times a day", "once or twice daily", "stat", "q6h",
    "in the morning and at night",
)  # fmt: skip
SHAPES = ("{d} {t}", "take {d} {t}", "{t} {d}", "{d} to be taken {t}", "{t}: {d}", "{d}, {t}")
ENDS = ("", " by mouth", " (new)", " as directed", ". Swallow whole", " until finished")


def timing(line: DosageLine) -> tuple[object, ...]:
    return (
        line.frequency_low, line.frequency_high, line.period_low, line.period_high, line.period_unit,
        line.when, line.days, line.times, line.as_needed, line.count_low,
    )  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(
    dose=st.sampled_from(DOSES),
    time=st.sampled_from(TIMES),
    shape=st.sampled_from(SHAPES),
    end=st.sampled_from(ENDS),
)
def test_side_by_side(dose: str, time: str, shape: str, end: str) -> None:
    (amount,) = parse_dosage(f"take {dose}").lines
    (when,) = parse_dosage(f"use {time}").lines
    both = parse_dosage(shape.format(d=dose, t=time) + end)
    if both.status == "ambiguous":
        return
    (line,) = both.lines
    assert line.dose == amount.dose
    assert timing(line) == timing(when)
