"""An answer as a table that a pharmacist can read at a glance."""

from __future__ import annotations

import shutil
import sys

from rich import box
from rich.console import Console, Group
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from medrecon.cli.output import shown, write
from medrecon.model import (
    SEVERITIES,
    Answer,
    DailyDose,
    EntrySummary,
    Finding,
    ReconciledMedication,
)

WIDTH_WHEN_PIPED = 120
STATE_ORDER = ("current", "on_hold", "planned", "unknown", "stopped", "completed")
SOURCE_NAMES = {
    "gp": "GP",
    "pmr": "pharmacy",
    "epma": "hospital",
    "specialist": "specialist",
    "patient": "patient",
}
STYLES = {"critical": "bold red", "high": "red", "moderate": "yellow", "low": "dim"}


def render(answer: Answer) -> None:
    """Print the list, the findings with their evidence, and what could not be read."""
    piped = not sys.stdout.isatty()
    width = WIDTH_WHEN_PIPED if piped else min(shutil.get_terminal_size().columns, 160)
    console = Console(width=width, highlight=False, soft_wrap=False)
    with console.capture() as page:
        _page(console, answer)
    write(page.get())


def _page(console: Console, answer: Answer) -> None:
    about = answer.about
    event = f", {about.event}" if about.event else ""
    console.print(f"\n[bold]Reconciled medicines on {about.as_of:%d %B %Y}{event}[/bold]")
    console.print(_medicines(answer))
    console.print(_findings(answer))
    if answer.problems:
        console.print(f"\n[bold]Could not be read: {len(answer.problems)}[/bold]")
        for problem in answer.problems:
            console.print(f"  {escape(shown(problem.message))} @ {escape(shown(problem.path))}")
    console.print(
        f"\nmedrecon {about.medrecon}, {about.dictionary}, {about.policy}. "
        "It proposes; a clinician decides.",
        style="dim",
    )


def _medicines(answer: Answer) -> Table:
    numbers: dict[str, list[int]] = {}
    for n, finding in enumerate(_ordered(answer.findings), 1):
        for entry_id in finding.entry_ids:
            numbers.setdefault(entry_id, []).append(n)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True)
    for title, ratio in (("Medicine", 5), ("Directions", 5), ("A day", 2), ("State", 2)):
        table.add_column(title, ratio=ratio)
    table.add_column("Recorded by", ratio=3)
    table.add_column("See", ratio=1)
    rows = sorted(answer.medications, key=lambda m: (STATE_ORDER.index(m.state), m.name, m.id))
    for m in rows:
        marks = sorted({n for i in m.entry_ids for n in numbers.get(i, ())})
        table.add_row(
            Text(shown(m.name), style="" if m.state == "current" else "dim"),
            Text(shown(m.dosage_text or "not stated")),
            _daily(m.daily_dose),
            _state(m),
            ", ".join(SOURCE_NAMES.get(s, s) for s in m.sources),
            " ".join(f"({n})" for n in marks),
        )
    return table


def _daily(dose: DailyDose | None) -> str:
    return f"{dose.value.normalize():f} {shown(dose.unit)}" if dose else ""


def _state(medication: ReconciledMedication) -> str:
    return medication.state.replace("_", " ")


def _ordered(findings: tuple[Finding, ...]) -> list[Finding]:
    return sorted(findings, key=lambda f: (-SEVERITIES.index(f.severity), f.type, f.id))


def _findings(answer: Answer) -> Group:
    found = _ordered(answer.findings)
    parts: list[Text | Padding] = [Text(f"To look at: {len(found)}", style="bold")]
    entries = {e.id: e for e in answer.entries}
    for n, finding in enumerate(found, 1):
        head = Text(f"({n}) ")
        head.append(finding.severity.upper(), style=STYLES[finding.severity])
        clock = ", time-critical" if finding.time_critical else ""
        head.append(f" {finding.type.replace('_', ' ')}{clock}: {shown(finding.message)}")
        parts.append(Padding(head, (1, 0, 0, 0)))
        parts += [Padding(Text(shown(line)), (0, 0, 0, 4)) for line in _evidence(finding, entries)]
        if finding.question:
            parts.append(Padding(Text(shown(finding.question), style="italic"), (0, 0, 0, 4)))
    return Group(*parts)


def _evidence(finding: Finding, entries: dict[str, EntrySummary]) -> list[str]:
    """One line an entry: where it stands, the medicine, and the fields that the finding rests on."""
    fields: dict[str, list[str]] = {}
    for e in finding.evidence:
        said = fields.setdefault(e.entry_id, [])
        if e.field != "medication":
            said.append(f"{e.field.replace('_', ' ')} {e.value or 'not recorded'}")
    lines = []
    for entry_id, said in fields.items():
        entry = entries.get(entry_id)
        if entry is None:
            lines.append("; ".join(said))
            continue
        where = SOURCE_NAMES.get(entry.source, entry.source)
        lines.append(f"{where}: {entry.medication}" + "".join(f"; {s}" for s in said))
    return lines
