"""What the commands share: inputs opened and read, exit codes, one JSON document."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import medrecon
from medrecon.cli.output import write
from medrecon.errors import DictionaryError, UnreadableInput, UsageError
from medrecon.model import Reading
from medrecon.sources.mapping import READY, Mapping, load_mapping, read_mapped

DONE, FINDINGS, WITH_PROBLEMS = 0, 1, 6


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def open_dictionary(path: str | None) -> medrecon.Dictionary:
    """The named dictionary, or the embedded sample with a word of warning."""
    if path is None:
        sys.stderr.write(
            "medrecon: using the embedded dm+d sample, which is for trials only. "
            "Hint: --dictionary PATH names a TRUD release.\n"
        )
        return medrecon.Dictionary.sample()
    if not Path(path).exists():
        raise DictionaryError(
            "a TRUD zip, a folder of its XML or a compiled file",
            "a path where nothing is",
            at=path,
            hint="dm+d is free from NHS TRUD; medrecon dictionary build RELEASE.zip OUT compiles it",
        )
    return medrecon.Dictionary.open(path)


def mapped(pairs: list[str], files: list[str]) -> dict[str, Mapping]:
    """The mapping of each file that --mapping names."""
    found = {}
    for pair in pairs:
        name, _, mapping = pair.partition("=")
        if not mapping or name not in files:
            raise UsageError(
                "FILE=MAPPING with one of the files",
                "another text",
                at="--mapping",
                hint=f"MAPPING is a TOML file or one of {', '.join(READY)}",
            )
        found[name] = load_mapping(mapping)
    return found


def read_all(files: list[str], mappings: dict[str, Mapping]) -> list[Reading]:
    """Every file read, or one error that names each file that could not be."""
    readings, faults = [], []
    for name in files:
        try:
            if name in mappings:
                readings.append(read_mapped(name, mappings[name]))
            else:
                readings.append(medrecon.read(sys.stdin.buffer.read() if name == "-" else name))
        except UnreadableInput as error:
            faults.append((name, error))
    if len(faults) == 1:
        raise faults[0][1]
    if faults:
        for name, fault in faults:
            sys.stderr.write(f"medrecon: {name}: {fault}\n")
        raise UnreadableInput(
            "messages that can be read", f"{len(faults)} of {len(files)} that cannot"
        )
    return readings


def lines_or(texts: Iterable[str] | None) -> list[str]:
    """The texts given, or the lines of standard input when none is."""
    return list(texts) if texts else [line.rstrip("\r\n") for line in sys.stdin]
