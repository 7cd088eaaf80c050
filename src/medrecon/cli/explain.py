"""`medrecon explain`: why, in plain words: a type, a rule, a finding or a medication."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from medrecon.cli.output import write
from medrecon.errors import UnreadableInput, UsageError
from medrecon.model import Answer
from medrecon.policy import Policy
from medrecon.policy.types import finding_types, state_rules
from medrecon.rules import rules_table
from medrecon.rules.explain import (
    explain_finding,
    explain_medication,
    explain_rule,
    explain_type,
)

Told = dict[str, Any]


def explain(
    names: list[str], answer: str | None, person: str | None, policy: Policy, *, as_json: bool
) -> int:
    """Explain each name, of the answer where one is given; without a name, everything."""
    if answer is None:
        told = [_known(name, policy) for name in names or finding_types()]
    else:
        told = _in_answer(names, _answer(answer, person), policy)
    if as_json:
        write(json.dumps(told, ensure_ascii=False, indent=2, default=str) + "\n")
    elif answer is None and not names:
        write("".join(f"{t['type']:28} {t['says']}\n" for t in told))
    else:
        write("\n".join("\n".join(_lines(t)) + "\n" for t in told))
    return 0


def _known(name: str, policy: Policy) -> Told:
    told = explain_type(name, policy) or explain_rule(name)
    if told is None:
        names = [*finding_types(), *(r.id for r in rules_table()), *(r.id for r in state_rules())]
        close = get_close_matches(name, names, 1)
        hint = f"did you mean {close[0]}?" if close else "medrecon explain lists the types"
        raise UsageError("a finding type or the id of a rule", "another word", at=name, hint=hint)
    return told


def _answer(path: str, person: str | None) -> Answer:
    """An answer as `reconcile --json` prints it, or the line of one patient of a batch."""
    try:
        text = sys.stdin.read() if path == "-" else Path(path).read_text("utf-8")
        rows = _rows(text)
    except (OSError, ValueError) as error:
        raise UnreadableInput("an answer as JSON", type(error).__name__, at=path) from None
    found = [r for r in rows if person is None or r.get("patient_id") == person]
    if len(found) != 1:
        raise UsageError(
            "one answer",
            f"{len(found)} of {len(rows)}",
            at=path,
            hint="--patient names one of a batch",
        )
    try:
        return Answer.model_validate({k: v for k, v in found[0].items() if k != "patient_id"})
    except ValidationError:
        raise UnreadableInput("an answer of medrecon", "another JSON document", at=path) from None


def _rows(text: str) -> list[Told]:
    try:
        rows = [json.loads(text)]
    except ValueError:
        rows = [json.loads(line) for line in text.splitlines() if line.strip()]
    if not all(isinstance(r, dict) for r in rows):
        raise ValueError
    return rows


def _in_answer(names: list[str], answer: Answer, policy: Policy) -> list[Told]:
    """What the names mean in the answer: an id, the id of an entry, a type, or a medicine."""
    told: list[Told] = []
    for name in names or [""]:
        found: list[Told] = [
            explain_finding(f, answer, policy)
            for f in answer.findings
            if _means(name, f.id, f.type, f.rule, *f.entry_ids, *f.ingredients)
        ]
        found += [
            explain_medication(m, answer)
            for m in answer.medications
            if _means(name, m.id, *m.entry_ids, *m.ingredients)
        ]
        if not found and name:
            raise UsageError(
                "an id, a finding type or a medicine of the answer", "another word", at=name
            )
        told += [t for t in found if t not in told]
    return told


def _means(name: str, *words: str) -> bool:
    return not name or name.casefold() in {w.casefold() for w in words}


def _lines(told: Told) -> Iterator[str]:
    if "evidence" in told:
        yield from _finding(told)
    elif "state" in told:
        yield from _medication(told)
    elif "fires" in told:
        yield from _type(told)
    else:
        yield from (told["id"], *_rule(told))


def _finding(t: Told) -> Iterator[str]:
    yield f"{t['id']}  {t['severity']} {t['type']}"
    yield f"  {t['sentence']}"
    yield f"  {t['question'] or ''}"
    yield f"  why {t['severity']}: {'; '.join(t['because']) or 'a row of the policy gives its own grade'}"
    yield from (f"  {line.strip()}" for line in _rule(t["rule"] or {}))
    yield "  rests on:"
    yield from (
        f"    {e['entry_id']} ({e['source']}) {e['field']}: {e['value']}" for e in t["evidence"]
    )


def _medication(t: Told) -> Iterator[str]:
    yield f"{t['id']}  {t['state']} (confidence {t['confidence']})"
    yield f"  {t['sentence']}"
    if t["rule"] is not None:
        yield from (f"  {line.strip()}" for line in _rule(t["rule"]))
    yield "  rests on:"
    for e in t["entries"]:
        yield f"    {e['entry_id']} ({e['source']}) {e['medication']} {e['dosage'] or ''}".rstrip()
        yield f"      {e['state']}: {e['reason']} [{e['rule']}]"
    if t["findings"]:
        yield f"  findings: {', '.join(t['findings'])}"


def _type(t: Told) -> Iterator[str]:
    because = ", ".join(f"{k.replace('_', ' ')}: {v}" for k, v in t["severity"]["because"].items())
    yield f"{t['type']}  ({t['family']})"
    yield f"  {t['says']}"
    yield f"  severity: {t['severity']['base']} by itself{'; ' + because if because else ''}"
    if t["explains"]:
        yield f"  explains: {', '.join(t['explains'])}"
    for rule in t["rules"]:
        yield from _rule(rule)
    for heading, name in (("speaks", "fires"), ("stays silent", "silent")):
        example = t[name]
        yield f"  {heading}: {example['title']} ({example['event'] or 'no event'})"
        yield from (f"    allergy: {a}" for a in example["allergies"])
        yield from (f"    {where}: {x}" for where, xs in example["lists"].items() for x in xs)


def _rule(r: Told) -> Iterator[str]:
    if r:
        yield f"  rule {r['id']}: {r['speaks_when']}"
        yield f"    source: {r['source']}"
        if "fields" in r:
            yield f"    looks at: {', '.join(r['fields'])}"
