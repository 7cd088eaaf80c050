"""Discrepancies to plant: each changes the lines of one person so that one finding is due.

A plant returns False where the medicine does not lend itself to it; the person is then left out.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.planted_people import Lines, Medicine, day

ISSUED = {"last_issued": day("2026-03-04"), "days_supply": 28}


@dataclass
class Person:
    """What a plant may change. `m` is the medicine it is about."""

    m: Medicine
    lines: Lines
    rng: random.Random
    allergies: list[str] = field(default_factory=list)

    def drop(self, *lists: str) -> None:
        """Take the medicine out of some lists."""
        self.lines[:] = [x for x in self.lines if not (x[1] == self.m[0] and x[0] in lists)]

    def add(self, where: str, name: str, dose: str, **fields: object) -> bool:
        """A line more."""
        self.lines.append((where, name, dose, fields))
        return True

    def redose(self, dose: str | None, name: str | None = None) -> bool:
        """Another dose, or another product, in the hospital's list."""
        if dose is None:
            return False
        hospital = ("ward", "discharge")
        self.lines[:] = [
            (w, name or n, dose, x) if n == self.m[0] and w in hospital else (w, n, d, x)
            for w, n, d, x in self.lines
        ]
        return True

    def times(self, factor: float) -> str | None:
        """The ward's dose with its first amount multiplied."""
        found = re.search(r"(\d+(?:\.\d+)?)( ?)(mg|g|micrograms|units)", self.m[2])
        if found is None or "-" in self.m[2]:
            return None
        amount = f"{float(found[1]) * factor:g}{found[2]}{found[3]}"
        return self.m[2][: found.start()] + amount + self.m[2][found.end() :]

    @property
    def regular(self) -> bool:
        """Whether it is taken every day and measured."""
        return not any(w in " ".join(self.m) for w in ("prn", "required", "cream", "drops"))


@dataclass(frozen=True)
class Plant:
    """A discrepancy: the finding that is due, the event, how it is made, and for which medicines."""

    kind: str
    event: str | None
    make: Callable[[Person], bool]
    needs: tuple[str, ...] = ()
    accepts: tuple[str, ...] = ()


def omission(p: Person) -> bool:
    """Not charted."""
    p.drop("ward", "discharge")
    return p.regular and not any(w in p.m[0] for w in ("Senna", "Macrogol", "Nitrofurantoin"))


def unexplained(p: Person) -> bool:
    """A medicine on the chart that no record has."""
    p.drop("gp", "pmr")
    return p.regular


def hidden(p: Person) -> bool:
    """Known to a clinic only."""
    p.drop("gp", "pmr", "ward", "discharge")
    return p.add("clinic", p.m[0], p.m[2], recorded=day("2026-03-01"))


def bought(p: Person) -> bool:
    """Ibuprofen bought by somebody on an anticoagulant."""
    return p.add("bought", "Ibuprofen 400mg tablets", "one tds prn", last_issued=day("2026-03-10"))


def represcribed(p: Person) -> bool:
    """Stopped two months ago, dispensed last week."""
    p.drop("gp", "ward", "discharge")
    return p.add(
        "gp", p.m[0], p.m[1], status="stopped", end=day("2026-01-10"), stop_reason="side effects"
    )


def restarted(p: Person) -> bool:
    """Stopped three years ago, back since January without a word."""
    p.drop("gp", "pmr")
    p.add(
        "gp",
        p.m[0],
        p.m[1],
        status="stopped",
        end=day("2023-01-10"),
        stop_reason="no longer needed",
    )
    return p.add("gp", p.m[0], p.m[1], start=day("2026-01-20"), **ISSUED)


def held(p: Person) -> bool:
    """Held in hospital, past its review, not issued since."""
    p.drop("gp", "pmr", "ward", "discharge")
    p.add("gp", p.m[0], p.m[1], last_issued=day("2026-01-05"), days_supply=28)
    return p.add(
        "discharge", p.m[0], p.m[2], status="on-hold", start=day("2026-02-01"),
        stop_reason="AKI", review_date=day("2026-02-10"),
    )  # fmt: skip


def held_in_words(p: Person) -> bool:
    """Withheld in the words of the dose since January."""
    p.drop("gp", "pmr")
    return p.add("gp", p.m[0], "WITHHELD - review in 2 weeks", change_date=day("2026-01-05"))


def ended(p: Person) -> bool:
    """Ended on the ward with no reason, absent from the discharge list."""
    p.drop("discharge")
    ended_on = {"status": "stopped", "start": day("2026-03-05"), "end": day("2026-03-15")}
    return p.add("ward", p.m[0], p.m[2], **ended_on) and p.regular


def overrun(p: Person) -> bool:
    """Five short courses in two months."""
    for d in ("2026-01-16", "2026-01-28", "2026-02-09", "2026-02-21", "2026-03-12"):
        p.add("acute", "Trimethoprim 200mg tablets", "one bd for 3 days",
              start=day(d), last_issued=day(d), days_supply=3)  # fmt: skip
    return True


def plan(p: Person) -> bool:
    """A clinic asked the GP for twice the dose six weeks ago."""
    dose = p.times(2)
    return dose is not None and p.add(
        "plan", p.m[0], dose, start=day("2026-02-01"), change_status="changed",
        change_date=day("2026-02-01"), action_by="gp",
    )  # fmt: skip


def refused(p: Person) -> bool:
    """The patient has stopped it."""
    return p.add("told", p.m[0], "not taking", status="stopped")


def doubled(p: Person) -> bool:
    """Twice the dose."""
    return p.redose(p.times(2))


def tenfold(p: Person) -> bool:
    """Ten times the dose."""
    return p.redose(p.times(10))


def fewer(p: Person) -> bool:
    """The same amount each time, once instead of more often."""
    dose = re.sub(r"\b(BD|TDS|QDS)\b", "OD", p.m[2])
    return (
        dose != p.m[2]
        and "PRN" not in dose
        and "tablet" not in dose
        and p.regular
        and p.redose(dose)
    )


def daily(p: Person) -> bool:
    """A weekly medicine charted every day."""
    return p.redose(re.sub(r" once weekly.*", " OD", p.m[2]))


def other_hours(p: Person) -> bool:
    """Levodopa by the clock, and at other hours on the ward."""
    p.drop("gp", "pmr", "ward")
    p.add("gp", p.m[0], "one at 07:00, 11:00, 15:00 and 19:00", **ISSUED)
    return p.add("ward", p.m[0], "1 tablet at 08:00, 12:00, 18:00 and 22:00")


def no_length(p: Person) -> bool:
    """An antibiotic goes home without a length."""
    return p.add(
        "discharge", "Ciprofloxacin 500mg tablets", "500 mg BD", indication="Pyelonephritis"
    )


def made_regular(p: Person) -> bool:
    """As required at home, regular on the ward."""
    return "PRN" in p.m[2] and p.redose(p.m[2].replace(" PRN", ""))


def other_eye(p: Person) -> bool:
    """Drops for one eye, charted for the other."""
    p.drop("gp", "pmr", "ward")
    p.add("gp", p.m[0], "one drop right eye at night", **ISSUED)
    return p.add("ward", p.m[0], "1 drop ON left eye")


def plain_form(p: Person) -> bool:
    """Modified release at home, immediate on the ward."""
    other = {
        "Zomorph": ("Morphine sulfate 10mg/5ml oral solution", "30 mg BD"),
        "Isosorbide": ("Isosorbide mononitrate 10mg tablets", "60 mg OM"),
    }[p.m[0].split()[0]]
    return p.redose(other[1], other[0])


def two_strengths(p: Person) -> bool:
    """A second strength of methotrexate on the list."""
    p.drop("pmr")
    return p.add("gp", "Methotrexate 10mg tablets", "one tablet once a week on Monday", **ISSUED)


def wrong_unit(p: Person) -> bool:
    """Milligrams for micrograms."""
    name = p.m[0].split()[0]
    return p.redose(p.m[2].replace("micrograms", "mg"), name)


def no_brand(p: Person) -> bool:
    """The brand that matters is not named on the ward."""
    other = {
        "Priadel": "Lithium carbonate 400mg modified-release tablets",
        "Butec": "Buprenorphine 10micrograms/hour transdermal patches",
    }[p.m[0].split()[0]]
    return p.redose(p.m[2], other)


def other_device(p: Person) -> bool:
    """The inhaler became a dry powder inhaler."""
    name = "Fostair NEXThaler 100micrograms/dose / 6micrograms/dose dry powder inhaler"
    return p.redose(p.m[2], name)


def substituted(p: Person) -> bool:
    """The formulary's proton pump inhibitor goes home."""
    p.drop("discharge")
    return p.add(
        "discharge", "Pantoprazole 40mg gastro-resistant tablets", "40 mg OD",
        start=day("2026-03-10"), note="Formulary substitution",
    )  # fmt: skip


def two_brands(p: Person) -> bool:
    """Brand and generic on one list."""
    return p.add("gp", "Losec 20mg gastro-resistant capsules", "one daily", **ISSUED)


def two_of_a_class(p: Person) -> bool:
    """A second statin."""
    return p.add("gp", "Simvastatin 40mg tablets", "one at night", **ISSUED)


def with_its_part(p: Person) -> bool:
    """A combination beside its part."""
    return p.add("gp", "Xigduo 5mg/1000mg tablets", "one bd", **ISSUED)


def twice(p: Person) -> bool:
    """Twice on repeat."""
    p.lines.append(next(x for x in p.lines if x[0] == "gp" and x[1] == p.m[0]))
    return True


def as_directed(p: Person) -> bool:
    """Insulin as directed, and nothing else."""
    p.lines[:] = [(w, n, "as directed" if n == p.m[0] else d, x) for w, n, d, x in p.lines]
    return True


def nameless(p: Person) -> bool:
    """A tablet that nobody can name."""
    return p.add("told", "small white heart tablet", "one a day")


def look_alike(p: Person) -> bool:
    """Amiloride charted for amlodipine."""
    return p.redose("5 mg OD", "Amiloride 5mg tablets")


def allergic(p: Person) -> bool:
    """A penicillin after anaphylaxis."""
    p.allergies.append("Penicillin - anaphylaxis")
    return p.add(
        "ward", "Co-amoxiclav 500mg/125mg tablets", "625 mg TDS for 5 days", indication="Pneumonia"
    )


def class_after_harm(p: Person) -> bool:
    """Ibuprofen after naproxen was stopped for a bleed."""
    p.add("gp", "Naproxen 500mg tablets", "one bd", status="stopped", end=day("2025-12-10"),
          stop_reason="Upper GI bleed")  # fmt: skip
    return p.add("gp", "Ibuprofen 400mg tablets", "one tds", **ISSUED)


def run_out(p: Person) -> bool:
    """Last handed out in December."""
    p.drop("gp", "pmr")
    for where in ("gp", "pmr"):
        p.add(where, p.m[0], p.m[1], last_issued=day("2025-12-02"), days_supply=28)
    return p.regular


def hospital_only(p: Person) -> bool:
    """A biologic on repeat."""
    name = "Humira 40mg/0.4ml solution for injection pre-filled pens"
    return p.add("gp", name, "40 mg every 2 weeks", **ISSUED)


PLANTS = (
    Plant("omission", "admission", omission),
    Plant("addition_undocumented", "admission", unexplained,
          ("Amitriptyline", "Sertraline", "Gabapentin", "Allopurinol", "Montelukast", "Quetiapine")),
    Plant("hidden_specialist", "review", hidden),
    Plant("otc_unrecorded", "review", bought, ("Apixaban", "Warfarin")),
    Plant("discontinued_represcribed", "review", represcribed),
    Plant("discontinued_represcribed", "review", class_after_harm),
    Plant("restarted_undocumented", "review", restarted),
    Plant("on_hold_not_restarted", "review", held),
    Plant("on_hold_not_restarted", "review", held_in_words),
    Plant("stop_undocumented", "discharge", ended),
    Plant("acute_overrun", "review", overrun),
    Plant("planned_change_not_actioned", "review", plan),
    Plant("status_conflict", "review", refused),
    Plant("dose_conflict", "admission", doubled),
    Plant("transcription_suspect", "admission", tenfold, (), ("weekly_daily",)),
    Plant("transcription_suspect", "admission", look_alike, ("Amlodipine",)),
    Plant("frequency_conflict", "admission", fewer),
    Plant("weekly_daily", "admission", daily, ("Methotrexate", "Alendronic")),
    Plant("timing_conflict", "admission", other_hours, ("Co-careldopa",)),
    Plant("duration_conflict", "discharge", no_length),
    Plant("prn_regular_conflict", "admission", made_regular, ("Paracetamol", "Codeine", "Senna")),
    Plant("route_conflict", "admission", other_eye, ("Latanoprost",)),
    Plant("release_conflict", "admission", plain_form, ("Zomorph", "Isosorbide")),
    Plant("strength_conflict", "review", two_strengths, ("Methotrexate",)),
    Plant("unit_suspect", "admission", wrong_unit, ("Digoxin", "Levothyroxine")),
    Plant("brand_continuity", "admission", no_brand, ("Priadel", "Butec")),
    Plant("device_change", "admission", other_device, ("Fostair",)),
    Plant("substitution_not_reversed", "discharge", substituted, ("Lansoprazole", "Omeprazole")),
    Plant("duplicate_ingredient", "review", two_brands, ("Omeprazole",)),
    Plant("duplicate_class", "review", two_of_a_class, ("Atorvastatin",)),
    Plant("duplicate_combination", "review", with_its_part, ("Metformin",)),
    Plant("duplicate_within_source", "review", twice),
    Plant("ambiguous_dose", "review", as_directed, ("Lantus", "NovoRapid")),
    Plant("incomplete_data", "review", nameless),
    Plant("allergy_conflict", "admission", allergic),
    Plant("supply_gap", "review", run_out),
    Plant("red_drug_in_primary_care", "review", hospital_only),
)  # fmt: skip
