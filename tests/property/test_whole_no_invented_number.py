"""Invariant 4. No invented number: what the answer states was read, or computed from what was read."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    MEDICINES,
    NAMES,
    TABLETS,
    WORDINGS,
    Daily,
    daily,
    entries,
    message,
    messages,
    reconcile,
    records,
    sample,
)

import medrecon
from medrecon import Entry, Source, WrittenDosage

MG = {
    "g": Decimal(1000),
    "gram": Decimal(1000),
    "mg": Decimal(1),
    "microgram": Decimal("0.001"),
    "micrograms": Decimal("0.001"),
    "nanogram": Decimal("0.000001"),
}
NUMBER = re.compile(r"\d+(?:\.\d+)?")
AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s?(micrograms?|nanogram|mg|gram|g)\b")
LEVELS_WITH_STRENGTH = ("VMP", "AMP", "VMPP", "AMPP")


def one_line(name: str, text: str, **more: object) -> Entry:
    return Entry(
        id="e",
        source=Source("gp"),
        medication=name,
        kind="plan",
        course="repeat",
        status="active",
        dosage=WrittenDosage(text),
        **more,
    )


def plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def strength_mg(name: str) -> Decimal:
    """The strength that a tablet's own name states."""
    value, unit = AMOUNT.search(name).groups()
    return Decimal(value) * MG[unit]


def allowed(meaning: Daily | None, name: str) -> set[tuple[str, str] | None]:
    """The only daily doses that a wording leaves: none, or what it says, in tablets or in mg."""
    if meaning is None:
        return {None}
    if meaning.unit is not None:
        return {None, (plain(meaning.value), meaning.unit)}
    return {
        None,
        (plain(meaning.value), "tablet"),
        (plain(meaning.value * strength_mg(name)), "mg"),
    }


@pytest.mark.parametrize("text", WORDINGS)
def test_a_wording_gives_the_daily_dose_that_it_says_or_none(text):
    for name in TABLETS[::4]:
        result = reconcile([one_line(name, text)])
        for part in (*result.medications, *result.entries):
            assert daily(part.daily_dose) in allowed(WORDINGS[text], name), (text, name)


TIMES = {
    "OD": 1,
    "once daily": 1,
    "each morning": 1,
    "BD": 2,
    "twice a day": 2,
    "TDS": 3,
    "three times a day": 3,
    "every 8 hours": 3,
    "QDS": 4,
    "four times daily": 4,
    "every 6 hours": 4,
}
amounts = st.decimals(Decimal("0.05"), 2000, places=2, allow_nan=False).map(
    lambda d: plain(d)
) | st.integers(1, 999).map(str)


@given(
    st.sampled_from(TABLETS),
    amounts,
    st.sampled_from((" mg", "mg", "microgram", " micrograms", "g")),
    st.sampled_from(tuple(TIMES)),
)
def test_a_daily_dose_is_amount_times_frequency_exactly(name, amount, unit, often):
    result = reconcile([one_line(name, f"{amount}{unit} {often}")])
    exact = Decimal(amount) * MG[unit.strip()] * TIMES[often]
    for part in (*result.medications, *result.entries):
        assert daily(part.daily_dose) in (None, (plain(exact), "mg"))


@given(st.sampled_from(TABLETS), st.integers(1, 12), st.sampled_from(tuple(TIMES)))
def test_tablets_a_day_are_count_times_frequency_times_strength(name, count, often):
    text = f"{count} tablet{'s' if count > 1 else ''} {often}"
    result = reconcile([one_line(name, text)])
    meaning = Daily(Decimal(count * TIMES[often]))
    for part in (*result.medications, *result.entries):
        assert daily(part.daily_dose) in allowed(meaning, name)


@given(st.sampled_from(("Bisoprolol", "Warfarin", "Furosemide")), st.integers(1, 12))
def test_tablets_of_an_unknown_strength_have_no_dose_in_mg(moiety, count):
    result = reconcile([one_line(moiety, f"{count} tablets daily")])
    for part in (*result.medications, *result.entries):
        assert daily(part.daily_dose) in (None, (str(count), "tablet"))


def numbers_in(text: str) -> set[str]:
    return {plain(Decimal(n)) for n in NUMBER.findall(text)}


WORDS = {
    "half": ("0.5", "2"),
    "quarter": ("0.25", "4"),
    "one": ("1",),
    "a": ("1",),
    "two": ("2",),
    "three": ("3",),
    "four": ("4",),
    "eight": ("8",),
    "once": ("1",),
    "twice": ("2",),
    "bd": ("2",),
    "b.d": ("2",),
    "tds": ("3",),
    "qds": ("4",),
    "g": ("1000",),
    "hours": ("24",),
    "weekly": ("7",),
    "week": ("7",),
    "days": ("7",),
}


def sayable(text: str) -> set[str]:
    """The numbers that a dosage text says: its digits, its number words, fractions of the two."""
    said = numbers_in(text)
    words = re.findall(r"[a-z.]+", re.sub(r"(?<=\d)(?=[a-z])", " ", text.casefold()))
    for word in words:
        said |= set(WORDS.get(word.strip("."), ()))
    if "and a half" in text.casefold():
        said |= {plain(Decimal(n) + Decimal("0.5")) for n in said | {"1"}}
    return said


@given(entries(names=NAMES))
def test_the_understood_dosage_holds_only_numbers_that_were_said(line):
    """`dosage_read` restates; 1 is free (“once”, “a day”)."""
    (read,) = reconcile([line]).entries
    assert numbers_in(read.dosage_read or "") <= sayable(line.dosage.text) | {"1"}


@given(records(), st.sampled_from(("admission", None)))
def test_the_dosage_text_of_a_medication_is_the_wording_of_a_source(lines, event):
    written = {e.dosage.text for e in lines}
    for medication in reconcile(lines, event=event).medications:
        text = medication.dosage_text
        assert text is None or set(text.split("; ")) <= written


@given(records())
def test_the_answer_names_a_product_only_with_the_strength_that_was_written(lines):
    """A dm+d name in the answer states no amount that its line does not: by name or by its own code."""
    by_id = {e.id: e for e in lines}
    for entry in reconcile(lines).entries:
        if entry.product is None or entry.product.level not in LEVELS_WITH_STRENGTH:
            continue
        line = by_id[entry.id]
        coded = sample().get(line.code).name if line.code else ""
        assert numbers_in(entry.product.name) <= numbers_in(f"{line.medication} {coded}")


@given(st.sampled_from(MEDICINES), st.sampled_from(("3.3", "17", "0.4", "999", "12345")))
def test_a_strength_that_does_not_exist_is_not_replaced_by_one_that_does(name, other):
    altered = NUMBER.sub(other, name, count=1)
    match = sample().resolve(altered)
    if match.product is not None and match.product.level in LEVELS_WITH_STRENGTH:
        said = numbers_in(altered)
        in_other_units = {plain(Decimal(n) * f) for n in said for f in (1000, Decimal("0.001"))}
        assert numbers_in(match.product.name) <= said | in_other_units


@given(messages)
def test_a_message_gives_no_dose_that_its_words_do_not_say(made):
    reading = medrecon.read(message(made))
    texts = {e.id: [e.dosage.text if e.dosage else None] for e in reading.entries}
    for entry in reconcile(reading).entries:
        text = texts[entry.id][0]
        meaning = WORDINGS.get(text or "")
        if meaning is None:
            assert entry.daily_dose is None or not text or " and " in text
        elif meaning.unit is not None and entry.daily_dose is not None:
            assert daily(entry.daily_dose) == (plain(meaning.value), meaning.unit)
