"""The page docs/rules.md, printed from the rules themselves.

python -m medrecon.rules.describe > docs/rules.md
"""

from __future__ import annotations

import sys

from medrecon.rules.table import RuleInfo, rules_table

_HEAD = """# The rules

Every rule, in the order in which it speaks. The `rule` of a finding is one of these ids. What the types mean and
how grave they are is in [findings.md](findings.md), the lists and windows in [policy.md](policy.md). This page is
printed by `python -m medrecon.rules.describe`.
"""


def page() -> str:
    """The page docs/rules.md: a table for each family."""
    rows = rules_table()
    parts = [_HEAD]
    for family in dict.fromkeys(r.family for r in rows):
        parts.append(
            f"## {family.capitalize()}\n\n| rule | finding | speaks when | source |\n|---|---|---|---|"
        )
        parts += [_row(r) for r in rows if r.family == family]
        parts.append("")
    return "\n".join(parts)


def _row(r: RuleInfo) -> str:
    types = ", ".join(f"`{t}`" for t in (r.type, *r.also))
    return f"| `{r.id}` | {types} | {r.sentence} | {r.citation} |"


if __name__ == "__main__":
    sys.stdout.write(page())
