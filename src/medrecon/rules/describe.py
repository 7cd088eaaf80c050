"""The pages docs/rules, printed from the rules and the finding types themselves.

python -m medrecon.rules.describe docs/rules
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from medrecon.policy import Policy
from medrecon.policy.types import Example, FindingType, finding_types
from medrecon.rules.table import rules_table

_FAMILIES = {
    "presence": "Is it on the list at all?",
    "state": "Is it meant to be current?",
    "regimen": "Do the lists agree on how it is taken?",
    "product": "Is it still the same product where that matters?",
    "duplication": "Is it there twice?",
    "data": "Is the record itself sound?",
    "safety": "Allergy, supply, and who may prescribe.",
}
_LISTS = {
    "gp": "GP repeat",
    "acute": "GP acute",
    "elsewhere": "GP, prescribed elsewhere",
    "pmr": "pharmacy",
    "otc": "pharmacy, bought",
    "ward": "ward",
    "stat": "ward, once",
    "discharge": "discharge",
    "clinic": "clinic",
    "plan": "clinic plan",
    "homecare": "homecare",
    "supervised": "supervised",
    "cycle": "chemotherapy",
    "told": "patient",
}
_PRINTED = (
    "Printed by `python -m medrecon.rules.describe docs/rules`; the examples are run as tests.\n"
)


def pages() -> dict[str, str]:
    """File name -> text: an index, and a page for each family."""
    found = {"README.md": _index()}
    for family in _FAMILIES:
        found[f"{family}.md"] = "\n".join(_family(family))
    return found


def _index() -> str:
    policy = Policy.default()
    rows = [
        f"| [`{t.name}`]({t.family}.md#{t.name}) | {t.says} | {policy.severities[t.name].base} | "
        f"{_reasons(policy, t.name)} |"
        for t in finding_types().values()
    ]
    return "\n".join(
        [
            "# The rules\n",
            "The 38 finding types, with a page for each family: "
            + ", ".join(f"[{f}]({f}.md)" for f in _FAMILIES)
            + ". How a finding looks is in [findings.md](../findings.md), the lists and windows in "
            "[policy.md](../policy.md). The same pages on the command line: `medrecon explain TYPE`.\n",
            "*By itself* is the severity when no reason applies.\n",
            "| type | says | by itself | because of |",
            "|---|---|---|---|",
            *rows,
            "",
            "A finding leaves out those on the same medicine that it explains; the pages name them.\n",
            _PRINTED,
        ]
    )


def _reasons(policy: Policy, name: str) -> str:
    because = policy.severities[name].because
    return ", ".join(f"{reason.replace('_', ' ')}: {grade}" for reason, grade in because.items())


def _family(family: str) -> Iterator[str]:
    yield f"# {family.capitalize()}\n\n{_FAMILIES[family]} [All types](README.md)\n"
    for kind in finding_types().values():
        if kind.family == family:
            yield from _type(kind)
    yield _PRINTED


def _type(kind: FindingType) -> Iterator[str]:
    policy = Policy.default()
    yield f"## `{kind.name}`\n\n{kind.says}\n"
    reasons = _reasons(policy, kind.name)
    because = f"; {reasons}" if reasons else ""
    yield f"Severity: {policy.severities[kind.name].base} by itself{because}.\n"
    if explained := sorted(policy.swallows.get(kind.name, ())):
        yield f"Explains: {', '.join(f'`{e}`' for e in explained)}.\n"
    yield "| rule | speaks when | source |\n|---|---|---|"
    for r in rules_table():
        if kind.name in (r.type, *r.also):
            yield f"| `{r.id}` | {r.sentence} | {r.citation} |"
    yield from ("", *_example("Speaks", kind.fires), *_example("Stays silent", kind.silent))


def _example(heading: str, e: Example) -> Iterator[str]:
    yield f"**{heading}.** {e.title} ({e.event or 'no event'}).\n\n```text"
    if e.allergies:
        yield f"allergies: {'; '.join(e.allergies)}"
    for name, lines in e.lists.items():
        yield from (f"{_LISTS[name]}: {line}" for line in lines)
    yield "```\n"


def main(folder: str) -> None:
    """Write the pages into a folder."""
    for name, text in pages().items():
        (Path(folder) / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
