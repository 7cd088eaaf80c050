"""Single answers: a medicine text, a dosage text, the clinical knowledge, the schema."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import medrecon
from medrecon.cli.inputs import DONE, lines_or, open_dictionary, print_json
from medrecon.cli.output import shown, write
from medrecon.errors import UsageError
from medrecon.model import Match, Product
from medrecon.write import answer_schema


def _product(product: Product | None) -> dict[str, Any] | None:
    if product is None:
        return None
    return {"level": product.level, "code": product.code, "name": product.name}


def describe(text: str, match: Match) -> dict[str, Any]:
    """A match as JSON data."""
    return {
        "text": text,
        "status": match.status,
        "product": _product(match.product),
        "moiety": _product(match.moiety),
        "candidates": [_product(c) for c in match.candidates[:5]],
        "why": list(match.why),
        "flags": list(match.flags),
    }


def resolve_texts(texts: list[str] | None, *, dictionary: str | None, as_json: bool) -> int:
    """Resolve medicine texts; always 0, for “unresolved” is an answer."""
    lexicon = open_dictionary(dictionary)
    found = [describe(text, lexicon.resolve(text)) for text in lines_or(texts)]
    if as_json:
        print_json(found)
        return DONE
    for item in found:
        best = item["product"] or item["moiety"]
        named = f"{best['name']} ({best['level']} {best['code']})" if best else ""
        write(f"{shown(item['text'])}\n  {item['status']}: {named}\n")
        if item["status"] in ("ambiguous", "moiety"):
            for candidate in item["candidates"]:
                write(f"    perhaps {candidate['name']} ({candidate['code']})\n")
        for reason in (*item["why"], *item["flags"]):
            write(f"    {shown(reason)}\n")
    return DONE


def read_doses(texts: list[str] | None, *, as_json: bool) -> int:
    """Read dosage texts; always 0, for what was not understood is shown as such."""
    found = [medrecon.parse_dosage(text) for text in lines_or(texts)]
    if as_json:
        print_json(
            [
                {
                    "text": d.text,
                    "status": d.status,
                    "dosage": d.to_fhir(),
                    "wording": d.to_text(),
                    "unparsed": list(d.unparsed),
                }
                for d in found
            ]
        )
        return DONE
    for dosage in found:
        write(f"{shown(dosage.text)}\n  {dosage.status}: {shown(dosage.to_text())}\n")
        if dosage.unparsed:
            write(f"    not understood: {shown('; '.join(dosage.unparsed))}\n")
    return DONE


def print_policy(table: str | None, file: Path | None, *, as_json: bool) -> int:
    """The policy's version and tables, as JSON or a row a line."""
    policy = medrecon.Policy.load(file) if file else medrecon.Policy.default()
    if table is not None and table not in policy.tables:
        raise UsageError(f"one of {', '.join(policy.tables)}", "another word", at="TABLE")
    tables = {k: v for k, v in policy.tables.items() if table in (None, k)}
    if as_json:
        print_json({"version": policy.version, "tables": tables})
        return DONE
    write(f"{policy.version}\n")
    for name, rows in tables.items():
        write(f"\n{name}\n")
        listed = rows if isinstance(rows, (list, tuple)) else [{k: v} for k, v in rows.items()]
        for row in listed:
            write("  " + "; ".join(f"{k} {v}" for k, v in row.items()) + "\n")
    return DONE


def print_schema() -> int:
    """The JSON Schema of the answer (draft 2020-12)."""
    print_json(answer_schema())
    return DONE
