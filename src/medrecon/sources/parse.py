"""One message or one table, as bytes, to a Reading by its format."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from medrecon.errors import MedrecError, NotMedication, RefusedInput, UnreadableInput
from medrecon.model import Problem, Reading
from medrecon.sources import guard, json_text, sniff
from medrecon.sources.fhir import read_fhir
from medrecon.sources.older import XML_FORMATS, read_other_json, read_other_xml
from medrecon.sources.sact import is_sact, read_sact
from medrecon.sources.table import read_csv, read_jsonl, read_parquet, read_rows
from medrecon.sources.v2 import is_v2, read_v2


def read_bytes(raw: bytes, name: str | None, fmt: str | None, source: str | None) -> Reading:
    """Read one message. `fmt` None means that its first characters decide."""
    if raw[:4] == b"PAR1" or fmt == "entries-parquet":
        return read_parquet(raw, name, source)
    if raw[:5] == b"%PDF-":
        raise NotMedication("a medication message", "a PDF document", at=name)
    text = guard.decode(raw, name).lstrip("\ufeff")
    head = text.lstrip()[:1]
    if fmt in sniff.FHIR_FORMATS or fmt in XML_FORMATS or (fmt is None and head in "{[<"):
        if head == "<":
            return _xml(text, name, fmt, source)
        if fmt is None and is_json_lines(text):
            return _lines(text, name, source)
        return _json(text, name, fmt, source, raw)
    if fmt == "entries-jsonl":
        return read_jsonl(io.StringIO(text), name, source)
    if fmt == "hl7v2" or (fmt is None and is_v2(text)):
        return read_v2(text, name, source)
    if fmt == "sact-csv" or (fmt is None and is_sact(text[:20_000])):
        return read_sact(text, name, source)
    if fmt == "entries-csv" or _looks_like_table(text):
        return read_csv(text, name, source)
    raise sniff.refuse_text(name)


def _looks_like_table(text: str) -> bool:
    first = text.lstrip().partition("\n")[0]
    return any(c in first for c in ",\t;") and not first.startswith(("MSH|", "\x0bMSH"))


def is_json_lines(text: str) -> bool:
    """Whether the first line is a whole JSON object and more follow."""
    text = text.lstrip()
    end = text.find("\n")
    if end < 0 or not text.startswith("{"):
        return False
    first = text[:end].rstrip()
    if not (first.endswith("}") and text[end:].lstrip().startswith("{")):
        return False
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return True


def _json(text: str, name: str | None, fmt: str | None, source: str | None, raw: bytes) -> Reading:
    value, problems = json_text.loads(text, name, raw)
    if fmt is None and (rows := _rows(value)):
        return _with(read_rows(rows, "entries-jsonl", name, source), problems)
    if not isinstance(value, (dict, list)):
        raise NotMedication("a medication message", "a single JSON value", at=name)
    if (other := read_other_json(value, text, fmt, name, source)) is not None:
        return _with(other, problems)
    reading = read_fhir(
        value, fmt or sniff.fhir_format(text, value), name=name, source=source, text=text
    )
    if reading is None:
        raise NotMedication(
            "a medication message",
            "JSON without any medicine",
            at=name,
            hint="a source that was asked and is empty is read with source=…",
        )
    return _with(reading, problems)


def _rows(value: Any) -> list[Any]:
    """The value as rows of the entries table; [] where it is something else."""
    rows = value if isinstance(value, list) else [value]
    is_table = rows and all(
        isinstance(r, dict) and "entry_id" in r and "resourceType" not in r for r in rows
    )
    return rows if is_table else []


def _xml(text: str, name: str | None, fmt: str | None, source: str | None) -> Reading:
    from medrecon.sources import xml_text

    root = xml_text.parse(text, name)
    found = xml_text.fhir_root(root)
    if found is None or fmt in XML_FORMATS:
        if (other := read_other_xml(root, fmt, name, source)) is not None:
            return other
        space = root.tag[1:].split("}")[0] if root.tag.startswith("{") else ""
        raise sniff.refuse_xml(xml_text.local(root.tag), space, name)
    value = xml_text.to_json(found)
    dialect = fmt or sniff.fhir_format(text, value)
    reading = read_fhir(value, dialect, name=name, source=source)
    if reading is None:
        raise NotMedication("a medication message", "XML without any medicine", at=name)
    return reading


def _lines(text: str, name: str | None, source: str | None) -> Reading:
    """JSON Lines: rows of the entries table, or FHIR resources (bulk data), one a line."""
    if '"resourceType"' not in text.lstrip().partition("\n")[0]:
        return read_jsonl(io.StringIO(text), name, source)
    resources: list[Any] = []
    problems: list[Problem] = []
    for n, line in enumerate(io.StringIO(text), 1):
        if not line.strip():
            continue
        try:
            value, found = json_text.loads(line, f"line {n}")
            problems += found
            resources.append(value)
        except UnreadableInput as error:
            problems.append(Problem(f"line {n}", error.code, str(error)))
    dialect = sniff.fhir_format(text, resources)
    reading = read_fhir(resources, dialect, name=name, source=source, text=text)
    if reading is None:
        raise NotMedication("a medication message", "JSON Lines without any medicine", at=name)
    return _with(reading, problems)


def _with(reading: Reading, problems: list[Problem]) -> Reading:
    return replace(reading, problems=(*problems, *reading.problems)) if problems else reading


def read_table_file(path: Path, head: bytes, fmt: str | None, source: str | None) -> Reading | None:
    """A table larger than a message may be, read row by row from disk; None for anything else."""
    size = path.stat().st_size
    if head[:4] == b"PAR1" or fmt == "entries-parquet":
        guard.check_size(size, guard.MAX_TABLE, path.name)
        return read_parquet(path, path.name, source)
    if size <= guard.MAX_MESSAGE:
        return None
    named = fmt or {".csv": "entries-csv", ".jsonl": "entries-jsonl"}.get(path.suffix.lower())
    if named not in ("entries-csv", "entries-jsonl"):
        return None
    guard.check_size(size, guard.MAX_TABLE, path.name)
    try:
        encoding = guard.marked(head) or ("utf-8-sig" if guard.is_utf8(head) else "cp1252")
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            reader = read_csv if named == "entries-csv" else read_jsonl
            return reader(file, path.name, source)
    except MedrecError:
        raise
    except RecursionError:
        raise RefusedInput("ordinary depth", "nesting without end", at=path.name) from None
