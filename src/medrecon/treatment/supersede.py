"""An older statement of the same list that a newer one replaces."""

from __future__ import annotations

from collections.abc import Sequence

from medrecon.policy import Policy
from medrecon.treatment.restated import left_open, restated
from medrecon.treatment.value import Line, LineState


def superseded(lines: Sequence[Line], policy: Policy) -> list[Line]:
    """The lines, those marked completed that a later line of the same list stands for.

    A line that another `replaces` is superseded. So is the older of two statements of one list that
    each say the whole dose (`restated`).
    """
    if len(lines) < 2:
        return list(lines)
    replaced: dict[str, Line] = {}
    stating: list[Line] = []
    doubtful = False
    for line in lines:
        if line.n.entry.replaces:
            replaced[line.n.entry.replaces] = line
        if line.scope == "gp":
            doubtful = doubtful or line.state.confidence == "low"
        elif line.scope != "pmr" and line.current:
            stating.append(line)
    older = restated(stating, lines, policy) if len(stating) > 1 else {}
    left_over = doubtful and len({x.state.confidence == "low" for x in lines if _issued(x)}) == 2
    if not (replaced or older or left_over):
        return list(lines)
    out = []
    for line in lines:
        if left_over and line.state.confidence == "low" and _issued(line):
            line = line.having(_left_over(line))
        by = replaced.get(line.id) or older.get(line.id)
        if by is not None and line.current:
            line = _ended(line, by)
        elif line.id in older:
            line = left_open(line)
        out.append(line)
    return out


def _issued(line: Line) -> bool:
    return (
        line.scope == "gp" and line.current and line.supplied is not None and not line.n.as_needed
    )


def _left_over(line: Line) -> LineState:
    """A repeat long without an issue beside one that is issued: an old line, not a part of the dose."""
    return LineState("unknown", f"{LEFT_OVER} {line.supplied}", "low", line.supplied)


LEFT_OVER = "another line is issued, and this one was not since"


def _ended(line: Line, by: Line) -> Line:
    day = f" of {by.said}" if by.said is not None else ""
    return line.having(LineState("completed", f"{REPLACED}{day}", "high", by.said))


REPLACED = "replaced by the line"
