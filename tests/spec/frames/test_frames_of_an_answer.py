"""What an analyst gets: frames of fixed columns and dtypes, also when nothing is in them."""

from __future__ import annotations

import datetime as dt
import sys

import polars as pl
import pytest

import medrecon
from medrecon.frames import frames_of, read_answers, read_frames, schema, to_frames
from medrecon.model import Answer

NAMES = ["medications", "findings", "entries", "treatments", "problems", "decisions", "about"]
# What stays in the answer's JSON: for a program that makes the answer again or proposes a change.
NOT_IN_FRAMES = {
    "medications": {"lines"},
    "entries": {"as_read"},
    "findings": set(),
    "treatments": set(),
    "problems": set(),
    "decisions": set(),
    "about": set(),
}


@pytest.fixture(scope="module")
def empty(dictionary) -> medrecon.Reconciliation:
    return medrecon.reconcile([], dictionary=dictionary, as_of=dt.date(2026, 3, 16))


def test_the_frames_are_a_mapping_and_attributes(demo):
    frames = demo.to_frames()
    assert list(frames) == NAMES
    assert all(frames[name] is getattr(frames, name) for name in NAMES)
    assert frames.findings.height == len(demo.findings)
    with pytest.raises(KeyError):
        frames["pictures"]


def test_columns_and_dtypes_are_those_of_the_schema_also_when_empty(demo, empty):
    for answer in (demo, empty):
        for name, frame in answer.to_frames().items():
            assert dict(frame.schema) == schema()[name].dtypes()
    assert [f.height for f in empty.to_frames().values()] == [0, 0, 0, 0, 0, 0, 1]


def test_a_decision_stands_in_its_frame_with_the_finding_that_it_closes(demo, dictionary):
    (conflict,) = [f for f in demo.findings if f.type == "dose_conflict"]
    taken = demo.decide(
        conflict.id, "accepted_difference", by="ward pharmacist", at=dt.date(2026, 3, 16)
    )
    entries = [medrecon.Entry(e.id, medrecon.Source(e.source), e.medication) for e in demo.entries]
    decided = medrecon.reconcile(
        entries, dictionary=dictionary, as_of=dt.date(2026, 3, 16), decisions=[taken]
    )
    (row,) = decided.to_frames().decisions.to_dicts()
    assert (row["finding_id"], row["kind"], row["by"], row["at"], row["until"]) == (
        conflict.id,
        "accepted_difference",
        "ward pharmacist",
        "2026-03-16",
        None,
    )
    assert row["state"] == decided.decisions[0].state


def test_every_part_of_an_answer_has_its_column():
    assert set(Answer.model_fields) - {"given"} == set(schema())
    for name, frame in schema().items():
        model = Answer.model_fields[name].annotation
        fields = (model if name == "about" else model.__args__[0]).model_fields
        covered = {c.path[0] for c in frame.columns} - {"patient_id"}
        assert set(fields) - NOT_IN_FRAMES[name] <= covered, name


def test_values_are_those_of_the_answer(demo):
    frames = demo.to_frames("P7")
    bisoprolol = frames.medications.filter(pl.col("ingredients").list.contains("bisoprolol"))
    assert bisoprolol.select(
        "patient_id", "name", "state", "daily_dose_value", "daily_dose_unit", "product_level"
    ).row(0) == ("P7", "Bisoprolol 2.5mg tablets", "current", 2.5, "mg", "VMP")
    assert sorted(frames.entries["id"]) == sorted(e.id for e in demo.entries)
    assert frames.about.row(0, named=True)["as_of"] == dt.date(2026, 3, 16)


def test_severity_sorts_by_gravity_not_by_letter(demo):
    worst = demo.to_frames().findings.sort("severity", descending=True)["severity"]
    assert worst.to_list() == ["critical", "critical", "high", "moderate"]
    serious = demo.to_frames().findings.filter(pl.col("severity") >= "high")
    assert serious.height == 3


def test_evidence_leads_back_to_the_entries(demo):
    frames = demo.to_frames()
    rows = frames.findings.explode("evidence").unnest("evidence")
    joined = rows.join(frames.entries, left_on="entry_id", right_on="id")
    assert joined.height == rows.height == sum(len(f.evidence) for f in demo.findings)


def test_the_same_answer_gives_the_same_frames(demo):
    again = medrecon.Reconciliation.model_validate_json(demo.model_dump_json())
    for name, frame in demo.to_frames().items():
        assert frame.equals(again.to_frames()[name])


def test_many_answers_are_one_set_of_frames(demo, empty):
    frames = frames_of([("P1", demo), ("P2", empty), ("P3", demo)])
    assert frames.about["patient_id"].to_list() == ["P1", "P2", "P3"]
    assert frames.findings.group_by("patient_id").len().sort("patient_id").rows() == [
        ("P1", 4),
        ("P3", 4),
    ]
    assert [f.height for f in frames_of([]).values()] == [0] * 7


def test_more_answers_than_are_held_at_once(empty, monkeypatch):
    monkeypatch.setattr("medrecon.frames.build.ANSWERS_AT_ONCE", 3)
    assert frames_of([(str(n), empty) for n in range(10)]).about.height == 10


def test_the_answers_of_a_batch_are_frames(demo, tmp_path):
    line = f'{{"patient_id":"P1",{demo.model_dump_json()[1:]}\n'
    (tmp_path / "out.jsonl").write_text(line + "\n" + line.replace("P1", "P2"), "utf-8")
    frames = read_answers(tmp_path / "out.jsonl")
    assert frames.medications["patient_id"].unique().sort().to_list() == ["P1", "P2"]
    mine = {name: f.filter(pl.col("patient_id") == "P1") for name, f in frames.items()}
    assert all(mine[name].equals(f) for name, f in to_frames(demo, "P1").items())


@pytest.mark.parametrize("text", ["not json\n", "[1]\n", '{"patient_id":"P1"}\n'])
def test_another_file_than_one_of_answers_is_refused_with_its_line(tmp_path, text):
    (tmp_path / "out.jsonl").write_text(text, "utf-8")
    with pytest.raises(medrecon.UnreadableInput, match=r"an answer in JSON.*out.jsonl line 1"):
        read_answers(tmp_path / "out.jsonl")
    with pytest.raises(medrecon.UnreadableInput, match="a file of answers"):
        read_answers(tmp_path / "absent.jsonl")


def test_arrow_and_pandas_hold_the_same_values(demo):
    pytest.importorskip("pyarrow")
    pytest.importorskip("pandas")
    frames = demo.to_frames()
    tables, pandas = frames.to_arrow(), frames.to_pandas()
    for name, frame in frames.items():
        assert tables[name].to_pylist() == frame.to_dicts()
        assert list(pandas[name].columns) == frame.columns
        assert len(pandas[name]) == frame.height
    assert pandas["medications"]["daily_dose_value"].isna().sum() == 2
    assert (
        pandas["findings"]["time_critical"].tolist() == frames.findings["time_critical"].to_list()
    )


def test_a_frame_goes_to_arrow_without_a_copy_of_its_own(demo):
    pyarrow = pytest.importorskip("pyarrow")
    frame = demo.to_frames().medications
    tables = [pyarrow.table(frame), pyarrow.table(frame), frame.to_arrow()]
    places = {t["daily_dose_value"].chunk(0).buffers()[1].address for t in tables}
    assert len(places) == 1


@pytest.mark.parametrize("library", ["pandas", "pyarrow"])
def test_a_library_that_is_not_there_is_named(demo, monkeypatch, library):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(medrecon.MissingExtra, match=f"pip install {library}"):
        demo.to_frames().to_pandas()


def test_parquet_and_csv_read_back_as_they_were(demo, tmp_path):
    frames = demo.to_frames("P1")
    frames.write_parquet(tmp_path / "parquet")
    frames.write_csv(tmp_path / "csv")
    for folder in ("parquet", "csv"):
        again = read_frames(tmp_path / folder)
        for name, frame in frames.items():
            assert again[name].equals(frame)
            assert again[name].schema == frame.schema


def test_a_folder_of_other_tables_is_refused(demo, tmp_path):
    with pytest.raises(medrecon.UnreadableInput, match=r"medications.parquet or medications.csv"):
        read_frames(tmp_path)
    demo.to_frames().write_csv(tmp_path)
    (tmp_path / "findings.csv").write_bytes((tmp_path / "entries.csv").read_bytes())
    with pytest.raises(medrecon.UnreadableInput, match="the columns of findings"):
        read_frames(tmp_path)
    (tmp_path / "a file").write_text("", "utf-8")
    with pytest.raises(medrecon.UsageError, match="a folder that can be written to"):
        demo.to_frames().write_csv(tmp_path / "a file")


@pytest.mark.parametrize("name", NAMES)
def test_the_demonstration_patient_in_csv(demo, golden, tmp_path, name):
    demo.to_frames("demo").write_csv(tmp_path)
    text = (tmp_path / f"{name}.csv").read_text("utf-8-sig")
    if name == "about":  # versions change without the answer
        for version in (demo.about.policy, demo.about.dictionary):
            text = text.replace(version, "version")
    assert text == golden(f"frames/{name}.csv", text)
