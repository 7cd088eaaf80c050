"""The short wording for screens, by the rules of the NHS Common User Interface medication line.

No trailing zero, a leading zero before a decimal point, a blank between number and unit, `micrograms`,
`nanograms` and `units` in full, no Latin. Source: NHS CUI “Medication line: display”, ISB 1552/1553.
"""

from __future__ import annotations

from decimal import Decimal

from medrecon.dosage.codes import TIME_WORDS, WEEKDAYS, codes
from medrecon.dosage.value import Dosage, DosageLine, Measure

_PLURAL = {
    "patch": "patches",
    "suppository": "suppositories",
    "pessary": "pessaries",
    "dressing": "dressings",
}
_SHORT = {"g", "mg", "ml", "kg", "mmol", "cm", "mm"}
_WHEN = {
    "MORN": "in the morning",
    "NOON": "at noon",
    "AFT": "in the afternoon",
    "EVE": "in the evening",
    "NIGHT": "at night",
    "HS": "at bedtime",
    "PHS": "once asleep",
    "WAKE": "on waking",
    "C": "with food",
    "AC": "before food",
    "PC": "after food",
    **{
        f"C{k}": f"with {v}" for k, v in (("M", "breakfast"), ("D", "lunch"), ("V", "evening meal"))
    },
    **{
        f"AC{k}": f"before {v}"
        for k, v in (("M", "breakfast"), ("D", "lunch"), ("V", "evening meal"))
    },
    **{
        f"PC{k}": f"after {v}"
        for k, v in (("M", "breakfast"), ("D", "lunch"), ("V", "evening meal"))
    },
}


def clinical_text(dosage: Dosage) -> str:
    """The whole dosage on one line; steps are joined by `then`, lines beside each other by `and`."""
    text = ""
    for i, line in enumerate(dosage.lines):
        text += line_text(line)
        if i + 1 < len(dosage.lines):
            text += f", {line.join or 'then'} "
    return text


def line_text(line: DosageLine) -> str:
    """One line in the short wording."""
    parts = [
        line.method if line.dose is None else None,
        _dose(line),
        measured(line.rate) if line.rate else None,
        f"over {measured(line.over)}" if line.over else None,
        _frequency(line),
        _when(line),
        "on " + ", ".join(WEEKDAYS.get(day, day) for day in line.days) if line.days else None,
        "at " + ", ".join(line.times) if line.times else None,
        line.route,
        line.site,
        _needed(line),
        _bounds(line),
        _limit(line),
        *line.additional,
        line.patient_instruction,
    ]
    said = [part for part in parts if part]
    if line.dose and line.dose.unit is None and said[0][-1].isdigit() and said[1:]:
        said[0] += "," * said[1][0].isdigit()  # “1 3 times a day” would be 13
    return " ".join(said)


def plain_number(value: Decimal) -> str:
    """`5` not `5.0`, `0.5` not `.5`, thousands parted by a comma."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def measured(m: Measure) -> str:
    """`500 mg`, `1-2 tablets`, `up to 10 ml`, `125 micrograms`."""
    unit = m.unit
    if m.low is None and m.high is not None:
        return f"up to {plain_number(m.high)} {plural(unit, m.high)}".strip()
    if m.high is None and m.low is not None:
        return f"at least {plain_number(m.low)} {plural(unit, m.low)}".strip()
    if m.low is None or m.high is None:
        return unit or ""
    number = (
        plain_number(m.low) if m.low == m.high else f"{plain_number(m.low)}-{plain_number(m.high)}"
    )
    sign = "x " if unit and unit[0].isdigit() else ""  # 1 x 5ml spoonful
    return f"{number} {sign}{plural(unit, m.high)}".strip()


def plural(unit: str | None, value: Decimal) -> str:
    """The unit as a screen writes it beside that number."""
    if unit is None:
        return ""
    if unit in _SHORT or "/" in unit:
        return unit
    known = codes().units.get(unit)
    word = TIME_WORDS.get(unit) or (known.words if known else unit)
    return word if value <= 1 else _PLURAL.get(word, f"{word}s")


def _dose(line: DosageLine) -> str | None:
    if line.dose is None:
        return None
    others = "".join(f" ({measured(m)})" for m in line.alternatives)
    return measured(line.dose) + others


def _frequency(line: DosageLine) -> str | None:
    low, high = line.frequency_low, line.frequency_high
    if line.count_high == 1:
        return "once only"
    if line.count_high is not None:
        return f"{line.count_high} times in all"
    if line.period_low is None or line.period_unit is None:
        return None
    word = TIME_WORDS[line.period_unit]
    one = line.period_low == 1 and line.period_high == 1
    if high in (None, 1) and low in (None, 1) and not (low is None and high):
        if one:
            return f"once a {word}" if word != "hour" else "every hour"
        return "every " + measured(Measure(line.period_low, line.period_high, line.period_unit))
    times = f"{low}-{high}" if low != high and low is not None else f"{high}"
    upto = "up to " if low is None else ""
    said = "twice" if times == "2" and not upto else f"{times} times"
    span = (
        f"a {word}"
        if one
        else "every " + measured(Measure(line.period_low, line.period_high, line.period_unit))
    )
    return f"{upto}{said} {span}"


def _when(line: DosageLine) -> str | None:
    if not line.when:
        return None
    words = ", ".join(_WHEN.get(code, code) for code in line.when)
    return f"{line.offset} minutes {words}" if line.offset else words


def _needed(line: DosageLine) -> str | None:
    if not line.as_needed:
        return None
    return f"when required for {line.as_needed_for}" if line.as_needed_for else "when required"


def _bounds(line: DosageLine) -> str | None:
    parts = [
        f"for {measured(line.duration)}" if line.duration else None,
        f"from {line.start}" if line.start else None,
        f"until {line.end}" if line.end else None,
    ]
    return " ".join(part for part in parts if part) or None


def _limit(line: DosageLine) -> str | None:
    m = line.maximum
    if m is None:
        return None
    amount = measured(Measure(m.value, m.value, m.unit))
    return f"maximum {amount} in {measured(Measure(m.period, m.period, m.period_unit))}"
