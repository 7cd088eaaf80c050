"""The invariants of docs/design.md over generated patients."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medrecon.dmd import Dictionary
from medrecon.engine import reconcile_entries
from medrecon.model import (
    COURSES,
    ENTRY_KINDS,
    ENTRY_STATUSES,
    Answer,
    Entry,
    Identity,
    PartialDate,
    Source,
    WrittenDosage,
)

AS_OF = dt.date(2026, 3, 16)
EVENTS = st.sampled_from(["admission", "transfer", "discharge", "review", None])
SAME_DOSE = (
    (
        "Bisoprolol 2.5mg tablets",
        ("one in the morning", "1 om", "2.5 mg OM", "0.0025 g mane", "1 tab om"),
    ),
    (
        "Metformin 500mg tablets",
        ("1 bd", "500mg twice a day", "0.5 g BD", "ONE to be taken TWICE a day"),
    ),
    ("Ramipril 5mg capsules", ("one daily", "5 mg OD", "1 cap od", "5000 micrograms once daily")),
    ("Furosemide 40mg tablets", ("2 om", "80 mg in the morning", "TWO to be taken in the MORNING")),
    ("Apixaban 5mg tablets", ("1 bd", "5 mg BD", "one twice daily")),
)
NAMES = (
    *(name for name, _ in SAME_DOSE),
    "Co-codamol 30mg/500mg tablets",
    "Paracetamol 500mg tablets",
    "Methotrexate 2.5mg tablets",
    "Salbutamol 100micrograms/dose inhaler CFC free",
    "Lansoprazole 30mg gastro-resistant capsules",
    "Omeprazole 20mg gastro-resistant capsules",
    "Warfarin 3mg tablets",
    "Levothyroxine",
    "Longtec 20mg modified-release tablets",
    "Oxycodone 20mg capsules",
    "something in a blister pack",
    "",
)
DOSES = (
    "1 od", "1 bd", "2 qds prn", "15 mg once a week on Monday", "as directed", "", "40 mg daily for 7 days then 20 mg",
    "-5 mg daily", "1e30 mg bd", "0 tablets daily", "one \u00bd tablet",
)  # fmt: skip
DATES = st.one_of(
    st.none(),
    st.dates(dt.date(2024, 1, 1), dt.date(2027, 1, 1)).map(PartialDate.of),
    st.sampled_from(
        [PartialDate.parse(t) for t in ("2026", "2026-02", "0001-01-01", "9999-12-31")]
    ),
)
AMOUNTS = st.one_of(
    st.none(), st.sampled_from([Decimal(n) for n in ("28", "0", "-3", "1e12", "0.5")])
)


@lru_cache(maxsize=1)
def dictionary() -> Dictionary:
    return Dictionary.sample()


@st.composite
def one_entry(draw: st.DrawFn) -> Entry:
    return Entry(
        id="",
        source=Source(draw(st.sampled_from(["gp", "pmr", "epma", "specialist", "patient"]))),
        medication=draw(st.sampled_from(NAMES)),
        kind=draw(st.sampled_from(ENTRY_KINDS)),
        dosage=draw(st.one_of(st.none(), st.sampled_from(DOSES).map(WrittenDosage))),
        status=draw(st.sampled_from(ENTRY_STATUSES)),
        course=draw(st.sampled_from([None, *COURSES])),
        start=draw(DATES),
        end=draw(DATES),
        last_issued=draw(DATES),
        days_supply=draw(AMOUNTS),
        quantity=draw(AMOUNTS),
        stop_reason=draw(st.sampled_from([None, "AKI - restart in 1 week", "GI bleed"])),
        change_status=draw(
            st.sampled_from([None, "started", "changed", "stopped", "suspended", "continued"])
        ),
        change_date=draw(DATES),
        revert_at=draw(DATES),
        review_date=draw(DATES),
    )


PATIENTS = st.lists(one_entry(), max_size=12).map(
    lambda entries: [replace(e, id=f"e{i}") for i, e in enumerate(entries)]
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def run(entries: list[Entry], event: str | None = "admission", as_of: dt.date = AS_OF) -> Answer:
    return reconcile_entries(entries, dictionary=dictionary(), as_of=as_of, event=event)


def conclusions(answer: Answer, *, but: str = "") -> Counter[tuple[object, ...]]:
    """Findings without wording or ids, leaving out those on one medicine."""
    return Counter(
        (f.type, f.severity, f.ingredients) for f in answer.findings if but not in f.ingredients
    )


@given(PATIENTS, EVENTS)
@QUICK
def test_every_entry_ends_in_exactly_one_treatment(entries: list[Entry], event: str | None) -> None:
    answer = run(entries, event)
    placed = Counter(i for t in answer.treatments for i in t.entry_ids)
    assert placed == Counter(e.id for e in entries)
    assert sorted(e.id for e in answer.entries) == sorted(e.id for e in entries)


@given(PATIENTS, EVENTS, st.randoms(use_true_random=False))
@QUICK
def test_order_does_not_matter(entries: list[Entry], event: str | None, random: object) -> None:
    mixed = list(entries)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert run(mixed, event).model_dump_json() == run(entries, event).model_dump_json()


@given(PATIENTS, EVENTS)
@QUICK
def test_the_same_input_gives_the_same_bytes(entries: list[Entry], event: str | None) -> None:
    assert run(entries, event).model_dump_json() == run(list(entries), event).model_dump_json()


@given(PATIENTS, EVENTS, st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)))
@QUICK
def test_bad_clinical_data_never_raises_and_no_dose_is_invented(
    entries: list[Entry], event: str | None, as_of: dt.date
) -> None:
    answer = run(entries, event, as_of)
    read = {e.id: e for e in answer.entries}
    for m in answer.medications:
        assert m.reason or m.state == "unknown"
        if m.daily_dose is not None:
            assert m.daily_dose.value > 0
            assert any(read[i].daily_dose is not None for i in m.entry_ids)
        if m.product is not None:
            assert any(read[i].product == m.product for i in m.entry_ids)


@given(PATIENTS, EVENTS)
@QUICK
def test_a_name_that_is_not_known_is_listed_and_not_guessed(
    entries: list[Entry], event: str | None
) -> None:
    strange = replace(one("", "Zzyzxomab 7mg elixir"), id="strange")
    answer = run([*entries, strange], event)
    assert [m.product for m in answer.medications if "strange" in m.entry_ids] == [None]


@given(st.lists(st.sampled_from(SAME_DOSE), min_size=1, max_size=5, unique=True), st.data())
@QUICK
def test_saying_it_differently_changes_nothing(
    regimen: list[tuple[str, tuple[str, ...]]], data: st.DataObject
) -> None:
    pairs = []
    for i, (name, ways) in enumerate(regimen):
        for source, kind, course in (("gp", "plan", "repeat"), ("epma", "order", "inpatient")):
            base = Entry(
                id=f"{source}{i}",
                source=Source(source),
                medication=name,
                kind=kind,
                course=course,
                status="active",
            )
            said = data.draw(st.sampled_from(ways))
            pairs.append(
                (
                    replace(base, dosage=WrittenDosage(ways[0])),
                    replace(base, dosage=WrittenDosage(said)),
                )
            )
    plain, other = run([a for a, _ in pairs]), run([b for _, b in pairs])
    assert conclusions(plain) == conclusions(other) == Counter()
    assert [m.daily_dose for m in plain.medications] == [m.daily_dose for m in other.medications]


@given(PATIENTS, EVENTS)
@QUICK
def test_an_unrelated_medicine_changes_no_other_finding(
    entries: list[Entry], event: str | None
) -> None:
    others = [e for e in entries if "Ramipril" not in e.medication]
    added = [
        replace(one("", "Cetirizine 10mg tablets", dose="1 od"), id=f"x{s}", source=Source(s))
        for s in asked_in(others)
    ]
    before, after = run(others, event), run([*others, *added], event)
    assert conclusions(before, but="cetirizine") == conclusions(after, but="cetirizine")


@given(PATIENTS, PATIENTS)
@QUICK
def test_people_are_never_mixed(mine: list[Entry], theirs: list[Entry]) -> None:
    a = [replace(e, id=f"a{e.id}", patient=Identity(nhs_number="9434765919")) for e in mine]
    b = [replace(e, id=f"b{e.id}", patient=Identity(nhs_number="9000000009")) for e in theirs]
    answer = run([*a, *b])
    for group in (*answer.treatments, *answer.medications):
        assert len({i[0] for i in group.entry_ids}) == 1
    if a and b:
        assert [f.type for f in answer.findings] == ["wrong_patient"]


def one(entry_id: str, name: str, dose: str = "1 daily") -> Entry:
    return Entry(
        id=entry_id, source=Source("gp"), medication=name, kind="plan", course="repeat", status="active",
        dosage=WrittenDosage(dose),
    )  # fmt: skip


def asked_in(entries: list[Entry]) -> list[str]:
    """The sources that already take part, so that the new lines ask nobody new."""
    return sorted({e.source.kind for e in entries})
