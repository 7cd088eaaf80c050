"""An older statement of the same list that a newer one replaces."""

from __future__ import annotations

from collections.abc import Sequence

from medrecon.treatment.value import Line, LineState


def superseded(lines: Sequence[Line]) -> list[Line]:
    """The lines, those marked completed that a later line of the same list stands for.

    A line that another `replaces` is superseded. So is the older of two dated statements of one
    specialist service about the same role: a letter states the whole dose, it does not add to the
    last letter.
    """
    replaced: dict[str, Line] = {}
    newest: dict[object, Line] = {}
    trusted: set[bool] = set()
    for line in lines:
        if line.n.entry.replaces:
            replaced[line.n.entry.replaces] = line
        if line.scope == "gp" and _issued(line):
            trusted.add(line.state.confidence != "low")
        elif _states_whole_dose(line):
            key = _role(line)
            if key not in newest or line.said > newest[key].said:  # type: ignore[operator]
                newest[key] = line
    left_over = len(trusted) == 2
    if not (replaced or newest or left_over):
        return list(lines)
    out = []
    for line in lines:
        if left_over and line.state.confidence == "low" and _issued(line):
            line = line.having(_left_over(line))
        by = replaced.get(line.id)
        if by is None and _states_whole_dose(line) and newest[_role(line)].said != line.said:
            by = newest[_role(line)]
        out.append(_ended(line, by) if by is not None and line.current else line)
    return out


def _issued(line: Line) -> bool:
    return (
        line.scope == "gp" and line.current and line.supplied is not None and not line.n.as_needed
    )


def _left_over(line: Line) -> LineState:
    """A repeat long without an issue beside one that is issued: an old line, not a part of the dose."""
    return LineState("unknown", f"{LEFT_OVER} {line.supplied}", "low", line.supplied)


LEFT_OVER = "another line is issued, and this one was not since"


def _states_whole_dose(line: Line) -> bool:
    return line.scope == "specialist" and line.current and line.said is not None


def _role(line: Line) -> tuple[object, ...]:
    source, n = line.n.entry.source, line.n
    return (source.system, source.organisation, n.as_needed, n.release)


def _ended(line: Line, by: Line) -> Line:
    day = f" of {by.said}" if by.said is not None else ""
    return line.having(LineState("completed", f"replaced by the line{day}", "high", by.said))
