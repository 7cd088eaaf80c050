"""The people of the planted benchmark: several medicines over three records, all in agreement."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

from medrecon.model import Entry, PartialDate, Source, WrittenDosage

AS_OF = dt.date(2026, 3, 16)
LISTS = {
    "gp": ("gp", "plan", "repeat"),
    "acute": ("gp", "order", "acute"),
    "bought": ("pmr", "dispense", "otc"),
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
    ("Priadel 400mg modified-release tablets", "2 on", "800 mg ON"),
)
# of one group at most one is given to a patient, so that no class stands twice by chance
GROUPS = (
    {"Lansoprazole", "Omeprazole"}, {"Spironolactone", "Eplerenone"}, {"Amlodipine", "Lercanidipine"},
    {"Sertraline", "Citalopram"}, {"Apixaban", "Warfarin"}, {"Clopidogrel", "Ticagrelor"},
    {"Trelegy", "Fostair"}, {"Zomorph", "Oramorph", "Butec", "Codeine"},
)  # fmt: skip

Medicine = tuple[str, str, str]
Lines = list[tuple[str, str, str, dict[str, object]]]


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
        lines.append(("gp", name, reworded(gp, rng), {"last_issued": issued, **supply}))
        lines.append(("pmr", name, gp.upper(), {"last_issued": issued, **supply}))
        if hospital:
            lines.append((hospital, name, ward, {}))
    return lines


def person(
    rng: random.Random, known: list[Medicine], first: Medicine | None = None
) -> list[Medicine]:
    """Five to twelve medicines that may stand together, `first` among them where it is given."""
    chosen: list[Medicine] = [first] if first else []
    for m in rng.sample(known, rng.randint(5, 12)):
        word = m[0].split()[0]
        group = next((g for g in GROUPS if word in g), {word})
        if not any(c[0].split()[0] in group for c in chosen):
            chosen.append(m)
    return chosen


# the same dose as other surgeries write it
ALSO = {
    "one daily": ("1 od", "ONE each day", "take one once a day", "1 tab(s) daily", "One To Be Taken Each Day"),
    "1 od": ("one daily", "one each day", "1 once daily", "take ONE daily"),
    "1 om": ("one in the morning", "1 mane", "ONE each MORNING"),
    "1 on": ("one at night", "1 nocte", "take one at bedtime"),
    "1 nocte": ("one at night", "1 on", "ONE to be taken at NIGHT"),
    "1 bd": ("one twice a day", "1 twice daily", "ONE to be taken TWICE a day"),
    "one bd": ("1 bd", "one twice daily", "1 b.d."),
    "1 tds": ("one three times a day", "1 three times daily"),
    "2 qds prn": ("two up to four times a day when required", "2 four times a day if needed"),
}  # fmt: skip


def reworded(dose: str, rng: random.Random) -> str:
    """A GP's dose in one of its usual wordings."""
    return rng.choice((dose, *ALSO.get(dose, ())))
