"""A generated population with planted discrepancies: recall and precision by type, and false alarms.

    python benchmarks/bench_planted.py [--patients 20000] [--dictionary PATH]

Each patient has several medicines over the GP record, the pharmacy and the hospital, all in agreement and
worded differently. In every second patient one discrepancy is planted. A finding above low that was not
planted is a false alarm.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator

from medrecon.dmd import Dictionary
from medrecon.engine import reconcile_entries
from medrecon.model import Entry, PartialDate, Source, WrittenDosage

AS_OF = dt.date(2026, 3, 16)
LISTS = {
    "gp": ("gp", "plan", "repeat"),
    "pmr": ("pmr", "dispense", None),
    "ward": ("epma", "order", "inpatient"),
    "discharge": ("epma", "order", "discharge"),
    "clinic": ("specialist", "order", "clinic"),
    "plan": ("specialist", "plan", "clinic"),
    "told": ("patient", "statement", None),
}
# medicine, as a GP writes the dose, as a ward does
MEDICINES = (
    ("Aspirin 75mg dispersible tablets", "one daily", "75 mg OD"),
    ("Bisoprolol 2.5mg tablets", "1 om", "2.5 mg OM"),
    ("Ramipril 5mg capsules", "one daily", "5 mg OD"),
    ("Atorvastatin 40mg tablets", "1 nocte", "40 mg ON"),
    ("Furosemide 40mg tablets", "two in the morning", "80 mg OM"),
    ("Metformin 500mg tablets", "two twice a day with meals", "1 g BD"),
    ("Gliclazide 80mg tablets", "one bd", "80 mg BD"),
    ("Lansoprazole 30mg gastro-resistant capsules", "1 od", "30 mg OD"),
    ("Omeprazole 20mg gastro-resistant capsules", "one daily", "20 mg OM"),
    ("Levothyroxine sodium 100microgram tablets", "one each morning", "100 micrograms OM"),
    ("Amitriptyline 10mg tablets", "2 on", "20 mg ON"),
    ("Sertraline 50mg tablets", "one daily", "50 mg OD"),
    ("Tamsulosin 400microgram modified-release capsules", "one daily", "400 micrograms OD"),
    ("Finasteride 5mg tablets", "1 od", "5 mg OD"),
    ("Allopurinol 100mg tablets", "3 daily", "300 mg OD"),
    ("Apixaban 5mg tablets", "one bd", "5 mg BD"),
    ("Digoxin 125microgram tablets", "1 od", "125 micrograms OD"),
    ("Alendronic acid 70mg tablets", "one weekly on Monday", "70 mg once weekly (Monday)"),
    ("Colecalciferol 800unit capsules", "one daily", "800 units OD"),
    ("Folic acid 5mg tablets", "1 od", "5 mg OD"),
    ("Ferrous fumarate 210mg tablets", "one bd", "210 mg BD"),
    ("Senna 7.5mg tablets", "2 on prn", "15 mg ON PRN"),
    ("Paracetamol 500mg tablets", "2 qds prn", "1 g QDS PRN"),
    ("Codeine 30mg tablets", "1-2 qds prn", "30-60 mg QDS PRN"),
    ("Salbutamol 100micrograms/dose inhaler CFC free", "2 puffs prn", "200 micrograms PRN"),
    ("Fostair 100micrograms/dose / 6micrograms/dose inhaler", "2 puffs bd", "2 puffs BD"),
    (
        "Trelegy Ellipta 92micrograms/dose / 55micrograms/dose / 22micrograms/dose dry powder inhaler",
        "one dose daily",
        "1 dose OD",
    ),
    ("Latanoprost 50micrograms/ml eye drops", "one drop both eyes at night", "1 drop ON both eyes"),
    ("Carbocisteine 375mg capsules", "two tds", "750 mg TDS"),
    ("Co-careldopa 25mg/100mg tablets", "1 qds", "1 tablet QDS"),
    ("Donepezil 10mg tablets", "1 on", "10 mg ON"),
    ("Memantine 10mg tablets", "1 bd", "10 mg BD"),
    ("Mirtazapine 30mg tablets", "1 on", "30 mg ON"),
    ("Gabapentin 300mg capsules", "1 tds", "300 mg TDS"),
    (
        "Lantus 100units/ml solution for injection 3ml pre-filled SoloStar pens",
        "20 units at night",
        "20 units ON",
    ),
    (
        "NovoRapid FlexPen 100units/ml solution for injection 3ml pre-filled pens",
        "8 units three times a day with meals",
        "8 units TDS with meals",
    ),
    (
        "Methotrexate 2.5mg tablets",
        "6 tablets once a week on Monday",
        "15 mg once weekly on Monday",
    ),
    ("Zomorph 30mg modified-release capsules", "one bd", "30 mg BD"),
    (
        "Oramorph 10mg/5ml oral solution",
        "5ml every 4 hours when required",
        "10 mg every 4 hours PRN",
    ),
    ("Isosorbide mononitrate 60mg modified-release tablets", "1 om", "60 mg OM"),
    (
        "Glyceryl trinitrate 400micrograms/dose pump sublingual spray",
        "1-2 sprays prn",
        "1-2 sprays PRN",
    ),
    ("Amlodipine 5mg tablets", "1 od", "5 mg OD"),
    ("Spironolactone 25mg tablets", "1 om", "25 mg OM"),
    ("Dapagliflozin 10mg tablets", "1 od", "10 mg OD"),
    ("Prednisolone 5mg tablets", "1 om", "5 mg OM"),
    ("Quetiapine 25mg tablets", "1 on", "25 mg ON"),
    ("Solifenacin 5mg tablets", "1 od", "5 mg OD"),
    ("Clopidogrel 75mg tablets", "1 od", "75 mg OD"),
    ("Macrogol compound oral powder sachets NPF sugar free", "1 sachet bd prn", "1 sachet BD PRN"),
    ("Hypromellose 0.3% eye drops", "1 drop qds both eyes", "1 drop QDS both eyes"),
    ("Thiamine 100mg tablets", "1 tds", "100 mg TDS"),
    ("Epilim Chrono 500 tablets", "1 bd", "500 mg BD"),
    ("Keppra 500mg tablets", "1 bd", "500 mg BD"),
    (
        "Butec 10micrograms/hour transdermal patches",
        "one patch every 7 days",
        "1 patch every 7 days",
    ),
    ("Warfarin 3mg tablets", "3 mg daily", "3 mg OD at 18:00"),
    ("Hydrocortisone 1% cream", "apply bd", "apply BD"),
    ("Nicorandil 10mg tablets", "1 bd", "10 mg BD"),
    ("Ticagrelor 90mg tablets", "1 bd", "90 mg BD"),
    ("Eplerenone 25mg tablets", "1 od", "25 mg OD"),
    ("Lercanidipine 10mg tablets", "1 om", "10 mg OM"),
    ("Montelukast 10mg tablets", "1 on", "10 mg ON"),
    ("Citalopram 20mg tablets", "1 od", "20 mg OD"),
    ("Nitrofurantoin 50mg tablets", "1 on", "50 mg ON"),
)
# of one group at most one is given to a patient, so that no class stands twice by chance
GROUPS = (
    {"Lansoprazole", "Omeprazole"}, {"Spironolactone", "Eplerenone"}, {"Amlodipine", "Lercanidipine"},
    {"Sertraline", "Citalopram"}, {"Apixaban", "Warfarin"}, {"Clopidogrel", "Ticagrelor"},
    {"Trelegy", "Fostair"}, {"Zomorph", "Oramorph", "Butec", "Codeine"},
)  # fmt: skip

Medicine = tuple[str, str, str]
Lines = list[tuple[str, str, str, dict[str, object]]]
Plant = Callable[[Medicine, Lines], bool]


def day(text: str) -> PartialDate | None:
    """An ISO date."""
    return PartialDate.parse(text)


def entries(lines: Lines) -> Iterator[Entry]:
    """The lines as entries."""
    for i, (where, name, dose, more) in enumerate(lines):
        kind, entry_kind, course = LISTS[where]
        fields = {"status": "active", **more}
        yield Entry(
            id=f"{where}-{i}",
            source=Source(kind),
            medication=name,
            kind=entry_kind,
            course=course,
            dosage=WrittenDosage(dose) if dose else None,
            **fields,  # type: ignore[arg-type]
        )


def agreeing(medicines: list[Medicine], event: str | None, rng: random.Random) -> Lines:
    """Lists that say the same of every medicine."""
    lines: Lines = []
    hospital = {"admission": "ward", "transfer": "ward", "discharge": "discharge"}.get(event or "")
    for name, gp, ward in medicines:
        issued = PartialDate.of(AS_OF - dt.timedelta(days=rng.randint(2, 20)))
        supply = {} if "prn" in gp or "required" in gp else {"days_supply": 28}
        lines.append(("gp", name, gp, {"last_issued": issued, **supply}))
        lines.append(("pmr", name, gp.upper(), {"last_issued": issued, **supply}))
        if hospital:
            lines.append((hospital, name, ward, {}))
    return lines


def without(lines: Lines, name: str, *lists: str) -> Lines:
    """The lines but those of one medicine in some lists."""
    return [x for x in lines if not (x[1] == name and x[0] in lists)]


def times(dose: str, factor: int) -> str | None:
    """A ward dose with its first amount multiplied."""
    found = re.search(r"(\d+(?:\.\d+)?)( ?)(mg|g|micrograms|units)", dose)
    if found is None or "-" in dose:
        return None
    return f"{dose[: found.start()]}{float(found[1]) * factor:g}{found[2]}{found[3]}{dose[found.end() :]}"


def plant_omission(m: Medicine, lines: Lines) -> bool:
    """Not charted."""
    lines[:] = without(lines, m[0], "ward", "discharge")
    return not any(w in m[0] for w in ("cream", "Senna", "Paracetamol", "Macrogol", "Hypromellose"))


def plant_dose(m: Medicine, lines: Lines) -> bool:
    """Twice the dose."""
    return _redose(m, lines, 2)


def plant_tenfold(m: Medicine, lines: Lines) -> bool:
    """Ten times the dose."""
    return _redose(m, lines, 10)


def _redose(m: Medicine, lines: Lines, factor: int) -> bool:
    dose = times(m[2], factor)
    if dose is None:
        return False
    lines[:] = [
        (w, n, dose if n == m[0] and w in ("ward", "discharge") else d, x) for w, n, d, x in lines
    ]
    return True


def plant_represcribed(m: Medicine, lines: Lines) -> bool:
    """Stopped two months ago, dispensed last week."""
    lines[:] = without(lines, m[0], "gp", "ward", "discharge")
    stop = {"status": "stopped", "end": day("2026-01-10"), "stop_reason": "side effects"}
    lines.append(("gp", m[0], m[1], stop))
    return True


def plant_hold(m: Medicine, lines: Lines) -> bool:
    """Held in hospital, past its review, not issued since."""
    lines[:] = without(lines, m[0], "gp", "pmr", "ward", "discharge")
    lines.append(("gp", m[0], m[1], {"last_issued": day("2026-01-05"), "days_supply": 28}))
    hold = {
        "status": "on-hold",
        "start": day("2026-02-01"),
        "stop_reason": "AKI",
        "review_date": day("2026-02-10"),
    }
    lines.append(("discharge", m[0], m[2], hold))
    return True


def plant_hidden(m: Medicine, lines: Lines) -> bool:
    """Known to a clinic only."""
    lines[:] = without(lines, m[0], "gp", "pmr", "ward", "discharge")
    lines.append(("clinic", m[0], m[2], {"recorded": day("2026-03-01")}))
    return True


def plant_plan(m: Medicine, lines: Lines) -> bool:
    """A clinic asked the GP for twice the dose six weeks ago."""
    dose = times(m[2], 2)
    if dose is None:
        return False
    asked = {
        "start": day("2026-02-01"),
        "change_status": "changed",
        "change_date": day("2026-02-01"),
        "action_by": "gp",
    }
    lines.append(("plan", m[0], dose, asked))
    return True


def plant_gap(m: Medicine, lines: Lines) -> bool:
    """Last handed out in December."""
    if "prn" in m[1] or "required" in m[1] or "cream" in m[0]:
        return False
    lines[:] = without(lines, m[0], "gp", "pmr")
    for where in ("gp", "pmr"):
        lines.append((where, m[0], m[1], {"last_issued": day("2025-12-02"), "days_supply": 28}))
    return True


def plant_twice(m: Medicine, lines: Lines) -> bool:
    """Twice on repeat."""
    lines.append(next(x for x in lines if x[0] == "gp" and x[1] == m[0]))
    return True


def plant_refusal(m: Medicine, lines: Lines) -> bool:
    """The patient has stopped it."""
    lines.append(("told", m[0], m[1], {"status": "stopped"}))
    return True


PLANTS: dict[str, tuple[str | None, Plant]] = {
    "omission": ("admission", plant_omission),
    "dose_conflict": ("admission", plant_dose),
    "transcription_suspect": ("admission", plant_tenfold),
    "discontinued_represcribed": ("review", plant_represcribed),
    "on_hold_not_restarted": ("review", plant_hold),
    "hidden_specialist": ("review", plant_hidden),
    "planned_change_not_actioned": ("review", plant_plan),
    "supply_gap": ("review", plant_gap),
    "duplicate_within_source": ("review", plant_twice),
    "status_conflict": ("review", plant_refusal),
}


def person(rng: random.Random, known: list[Medicine]) -> list[Medicine]:
    """Five to twelve medicines that may stand together."""
    chosen: list[Medicine] = []
    for m in rng.sample(known, rng.randint(5, 12)):
        first = m[0].split()[0]
        group = next((g for g in GROUPS if first in g), set())
        if not any(c[0].split()[0] in group for c in chosen):
            chosen.append(m)
    return chosen


def main() -> None:
    """Print recall and precision by type, and false alarms a patient."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=20000)
    parser.add_argument("--dictionary")
    args = parser.parse_args()
    dictionary = Dictionary.open(args.dictionary) if args.dictionary else Dictionary.sample()
    known = [m for m in MEDICINES if dictionary.resolve(m[0]).status == "product"]
    rng = random.Random(20260316)
    planted, hit, false = Counter[str](), Counter[str](), Counter[str]()
    quiet = alarms = 0
    for i in range(args.patients):
        medicines = person(rng, known)
        kind = rng.choice(sorted(PLANTS)) if i % 2 else None
        event = (
            PLANTS[kind][0]
            if kind
            else rng.choice(["admission", "transfer", "discharge", "review", None])
        )
        lines = agreeing(medicines, event, rng)
        if kind and not PLANTS[kind][1](rng.choice(medicines), lines):
            continue
        answer = reconcile_entries(entries(lines), dictionary=dictionary, as_of=AS_OF, event=event)
        loud = [f.type for f in answer.findings if f.severity != "low"]
        if kind is None:
            quiet, alarms = quiet + 1, alarms + len(loud)
        else:
            planted[kind] += 1
            hit[kind] += kind in loud
            loud = loud[:]
            if kind in loud:
                loud.remove(kind)
        false.update(loud)
    print(f"{len(known)} of {len(MEDICINES)} medicines are in this dictionary")
    print(f"{'type':32} {'planted':>8} {'recall':>7} {'false':>6} {'precision':>9}")
    for kind in sorted({*planted, *false}):
        right = hit[kind]
        recall = f"{right / planted[kind]:.3f}" if planted[kind] else "-"
        precision = f"{right / (right + false[kind]):.3f}" if right + false[kind] else "-"
        print(f"{kind:32} {planted[kind]:>8} {recall:>7} {false[kind]:>6} {precision:>9}")
    total, right, wrong = sum(planted.values()), sum(hit.values()), sum(false.values())
    print(
        f"recall {right / total:.4f}, precision {right / (right + wrong):.4f}; nothing planted: "
        f"{alarms / quiet:.4f} findings above low a patient in {quiet} patients"
    )


if __name__ == "__main__":
    main()
