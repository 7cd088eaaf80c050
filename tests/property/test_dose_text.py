"""Any text at all: nothing raises, no number is made up, none is lost, and the way it is written is no matter."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medrecon.dosage import Dosage, DosageLine, compare, daily_amount, max_daily_amount
from medrecon.dose import parse_dosage
from medrecon.dose.vocabulary import phrases

WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "a": 1, "an": 1, "i": 1, "ii": 2, "iii": 3, "half": Fraction(1, 2),
    "quarter": Fraction(1, 4), "½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4),
}  # fmt: skip
AMOUNTS = ("1", "2", "one", "two tablets", "1 tab", "5ml", "half a tablet", "10mg", "1-2", "8 units", "2 puffs", "½",
           "1.5 tablets", "500 mcg", "1/2", "20mg (2 tablets)", "2 x 5mg", "10mg/5ml", "0.9%", "1,000 units")  # fmt: skip
TIMES = ("od", "bd", "three times a day", "at night", "mane", "every 4-6 hours", "4 hourly", "weekly", "2 weekly", "on Mondays",
         "with meals", "30 minutes before breakfast", "at 8am", "prn", "alternate days", "every 3 days", "5/7", "for 2 weeks",
         "max 8 in 24 hours", "then stop", "then", "and", "or", "reduce by 5mg", "day 1", "until 12/03/2027", "x 7 days",
         "changed from 5mg", "not daily", "if needed", "28 tablets", "7 day supply", "INR 2-3", "to both eyes", "stat")  # fmt: skip


@st.composite
def wordings(draw: st.DrawFn) -> str:
    """Texts put together from what dosage texts are made of, sensible or not."""
    parts = draw(st.lists(st.sampled_from(AMOUNTS + TIMES), min_size=1, max_size=7))
    joints = draw(
        st.lists(st.sampled_from((" ", ", ", ". ", "; ", " - ", "/")), min_size=7, max_size=7)
    )
    return "".join(part + joint for part, joint in zip(parts, joints, strict=False)).strip()


TEXTS = st.one_of(st.text(max_size=60), wordings())


def claimed(dosage: Dosage) -> Iterator[Fraction]:
    """Every amount that the structure claims as a dose, rate or maximum."""
    for line in dosage.lines:
        for m in (line.dose, line.rate, *line.alternatives):
            if m is not None:
                yield from (Fraction(x) for x in (m.low, m.high) if x is not None)
        if line.maximum:
            yield Fraction(line.maximum.value)


def written(text: str) -> set[Fraction]:
    """Every number that stands in a text, in digits, words, fractions; and what two of them make."""
    folded = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text.lower())
    found = {Fraction(n) for n in re.findall(r"\d+(?:\.\d+)?", folded)}
    found |= {Fraction(int(a), int(b)) for a, b in re.findall(r"(\d+)/(\d+)", folded) if int(b)}
    found |= {Fraction(WORDS[w]) for w in re.findall(r"[a-z]+|[½¼¾]", folded) if w in WORDS}
    found |= {Fraction({"od": 1, "bd": 2}.get(w, 1)) for w in re.findall(r"[a-z]+", folded)}
    whole = {a for a in found if a.denominator == 1}
    units = {a / 1000 for a in found} | {a * 1000 for a in found}
    return (
        found
        | units
        | {a + b for a in whole for b in found if b < 1}
        | {a * b for a in found for b in found}
    )


@settings(max_examples=600, deadline=None)
@given(text=TEXTS)
def test_no_text_raises_and_no_number_is_made_up(text: str) -> None:
    dosage = parse_dosage(text)
    assert set(claimed(dosage)) <= written(text), dosage
    json.dumps(dosage.to_fhir())
    for dialect in ("eps-2021", "guide-2025", "clinical"):
        dosage.to_text(dialect)


PHRASES = sorted(phrase for phrase, _ in phrases())


@settings(max_examples=600, deadline=None)
@given(parts=st.lists(st.sampled_from(PHRASES) | st.sampled_from(AMOUNTS + TIMES), max_size=9))
def test_no_run_of_known_words_raises(parts: list[str]) -> None:
    dosage = parse_dosage(" ".join(parts))
    json.dumps(dosage.to_fhir())
    for dialect in ("eps-2021", "guide-2025", "clinical"):
        dosage.to_text(dialect)
    daily_amount(dosage)
    max_daily_amount(dosage)
    assert compare(dosage, dosage).kind in ("same", "incomparable")


def held(dosage: Dosage) -> set[str]:
    """Every run of digits anywhere in what was read, in words or as a number."""
    found: set[str] = set()

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                if key not in ("code", "system", "text") or not isinstance(inner, str):
                    walk(inner)
                elif key == "text":
                    found.update(re.findall(r"\d+", inner))
        elif isinstance(value, list):
            for inner in value:
                walk(inner)
        elif value is not None and not isinstance(value, bool):
            found.update(re.findall(r"\d+", str(value)))

    for written_line in dosage.to_fhir():
        written_line.pop("text", None)
        walk(written_line)
    found.update(re.findall(r"\d+", " ".join(dosage.unparsed)))
    return found


@settings(max_examples=600, deadline=None)
@given(text=wordings())
def test_no_number_is_lost(text: str) -> None:
    """Each digit run is a value, a word of an instruction, or unparsed.

    Left out: what FHIR writes another way (`1/2`, `5/7`, `1,000`, `8am`, dates, minutes as offset).
    """
    plain = re.sub(r"\d+/\d+(?:/\d+)?|1,000|8am|30 minutes|24 hours|1\.5", " ", text)
    if "1/2" in text or "/" in text.replace("5/7", "").replace("12/03/2027", "").replace(
        "10mg/5ml", ""
    ):
        plain = ""
    dosage = parse_dosage(text)
    assert set(re.findall(r"\d+", plain)) <= held(dosage), (dosage.to_fhir(), dosage.unparsed)


def bare(dosage: Dosage) -> tuple[str, list[DosageLine]]:
    return dosage.status, [replace(line, text=None) for line in dosage.lines]


@settings(max_examples=400, deadline=None)
@given(text=wordings())
def test_case_and_blanks_change_nothing(text: str) -> None:
    expected = bare(parse_dosage(text))
    assert bare(parse_dosage(text.upper())) == expected
    assert bare(parse_dosage("  " + text.replace(" ", "  ") + " ")) == expected
    assert bare(parse_dosage(text.replace(" ", "\u00a0"))) == expected


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("take one tablet twice a day", "take 1 tablet 2 times a day"),
        ("two puffs four times a day", "2 puffs 4 times a day"),
        ("half a tablet at night", "1/2 tablet at night"),
        ("ten units before breakfast", "10 units before breakfast"),
        ("one capsule every six hours", "1 capsule every 6 hours"),
        ("five ml three times a day for seven days", "5 ml 3 times a day for 7 days"),
        ("ii tablets b.d.", "2 tablets bd"),
    ],
)
def test_digits_for_words_change_nothing(words: str, digits: str) -> None:
    assert bare(parse_dosage(words)) == bare(parse_dosage(digits))


@settings(max_examples=300, deadline=None)
@given(text=wordings())
def test_words_to_structure_to_words_is_stable(text: str) -> None:
    """What is read without a rest, printed and read again, is the same, or is refused the second time."""
    first = parse_dosage(text)
    if first.status != "parsed" or any(line.additional for line in first.lines):
        return
    printed = first.to_text("guide-2025")
    again = parse_dosage(printed)
    assert again.status in ("ambiguous", "parsed"), printed
    if again.status == "parsed":
        assert bare(again) == bare(first), printed


CORPUS = os.environ.get("MEDRECON_CORPUS")


@pytest.mark.skipif(not CORPUS, reason="MEDRECON_CORPUS does not point at the open cases")
@settings(max_examples=500, deadline=None)
@given(data=st.data())
def test_mutated_real_texts_raise_nothing_and_make_nothing_up(data: st.DataObject) -> None:
    rows = (Path(CORPUS or "") / "dosage" / "open.jsonl").read_text("utf-8").splitlines()
    text = json.loads(data.draw(st.sampled_from(rows)))["text"]
    place = data.draw(st.integers(0, len(text)))
    dropped = data.draw(st.integers(0, 4))
    mutated = text[:place] + data.draw(st.text(max_size=3)) + text[place + dropped :]
    assert set(claimed(parse_dosage(mutated))) <= written(mutated), mutated
