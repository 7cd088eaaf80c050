"""Rules of the grammar about words: conditions, instructions, places, what cannot be held."""

from __future__ import annotations

from medrecon.dosage.codes import codes
from medrecon.dose.draft import Reading, first
from medrecon.dose.frequency_rules import fixed
from medrecon.dose.scan import Lexeme
from medrecon.dose.symptoms import symptom_in
from medrecon.dose.timing_rules import one_and_a_half

Run = list[Lexeme]
# symbols that carry a number, a time or an amount: left over, they put the whole reading in doubt
CRITICAL = frozenset("nhNLTgdKðHAZFOtx%BGQPX#8UvsE!C-o/")


def as_needed(r: Reading, run: Run) -> None:
    """`prn`, `when required for pain`, `for pain when required`."""
    r.line.as_needed = True
    words = [x for x in run if x.symbol in "?S"]
    if words:
        r.line.as_needed_for = r.words(words)


def also_needed(r: Reading, run: Run) -> None:
    """`1 bd and prn`: regularly, and besides that as required."""
    if r.line.timed and r.line.dose and not r.line.as_needed:
        before = r.line
        line = r.begin("and", run[0].start)
        line.dose, line.dose_plain, line.linked = before.dose, before.dose_plain, True
    as_needed(r, run)


def negation(r: Reading, run: Run) -> None:
    """`do not use for more than 8 weeks`: the clause is an instruction in words.

    An exception with a number in it (`except 4mg on Monday`) is a second dose, not an instruction.
    """
    if run[0].symbol == "E" and first(run, "nhNLTu"):
        r.doubt("a second dose in an exception")
    r.line.additional.append(r.clause(run))


def step(r: Reading, run: Run) -> None:
    """`then reduce by 5mg every 3 days`: a step that only words can hold."""
    if r.line.empty:
        r.leave(run)
        if any(x.symbol in CRITICAL for x in run):
            r.doubt("a rule of steps before any dose")
        return
    said = r.clause(run).removeprefix("then ").removeprefix("and ").strip(" ,")
    r.begin("then", run[0].start).additional.append(said)
    r.begin("then", run[-1].end)


def sentence(r: Reading, run: Run) -> None:
    """A sentence of its own without an amount or a time, or under a condition: words."""
    r.line.additional.append(r.clause(run[1:]))


def supervision(r: Reading, run: Run) -> None:
    """`supervised Mon-Sat, takeaway Sunday`: the days are those of supervision, not of the dose."""
    if run[0].symbol == "5":
        r.line.additional.append(run[0].value)
        run = run[1:]
    if run:
        r.leave(run)


def beside_supply(r: Reading, run: Run) -> None:
    """`collected twice weekly`, `bloods every 3 months`: how often, of something that is not the dose.

    A frequency before such a word (`at night weekly bloods`) may be of the dose, unless the dose has its own.
    """
    own = r.line.frequency or r.before in (",", ".", ";", "(", "-", "&")
    own = own or (r.line.empty and not first(run, "nhNLT"))
    if run[0].symbol not in "c¢µ" and not own:
        r.doubt("a frequency of the dose, or of what stands beside it")
    r.leave(run)


def on_and_off(r: Reading, run: Run) -> None:
    """`for a week off for three weeks`: which of the two is the break is not said."""
    r.doubt("a time on and a time off")
    r.leave(run)


def condition(r: Reading, run: Run) -> None:
    """`if in pain`, `when you have a headache` is as required; any other condition is a doubt.

    What follows a stop, an omission or words that are not known is about them and not the dose.
    """
    symptom = (
        symptom_in(r.text[run[0].end : r.next_start]) if r.before not in _NOT_OF_A_DOSE else None
    )
    if symptom:
        r.line.as_needed = r.line.if_symptom = True
        r.line.as_needed_for = r.line.as_needed_for or symptom
        return
    r.doubt("a condition")
    r.leave(run)


_NOT_OF_A_DOSE = frozenset("?s!J74EC>0l6cB")


def then(r: Reading, run: Run) -> None:
    """What follows is the next step; an arrow after a dose without an end may be a change of the dose."""
    if r.line.dose and not r.line.duration and r.words(run)[-1] == ">":
        r.doubt("a change of the dose, or a step")
    r.joined = "then"


def link(r: Reading, run: Run) -> None:
    """`and` puts what follows beside the line; a comma may only say it again."""
    r.linked = run[0].symbol == "&"


def route(r: Reading, run: Run) -> None:
    """`by mouth`, `IV`."""
    value = run[-1].value
    if r.line.method == "inhale" and r.line.route == "inhalation" and value == "oral":
        r.leave(run)  # inhaled through the mouth
        return
    if r.line.route not in (None, value):
        r.doubt("two routes")
    r.line.route = value
    if run[0].symbol == "V":
        r.line.method = r.line.method or run[0].value


def site(r: Reading, run: Run) -> None:
    """`to both eyes`; an eye, ear or nostril fixes the route."""
    name, way = run[-1].value
    r.line.site = name if r.line.site is None else f"{r.line.site} and {name}"
    if way and r.line.route is None:
        r.line.route = way


def method(r: Reading, run: Run) -> None:
    """`take`, `to be applied`."""
    if r.line.method is None:
        r.line.method = run[0].value
    else:
        r.next_method = run[0].value
    if run[0].value == "inhale" and r.line.route is None:
        r.line.route = "inhalation"


def instruction(r: Reading, run: Run) -> None:
    """What FHIR holds as an additional instruction."""
    name = run[0].value
    said = name if name in codes().concepts["instruction"] else r.words(run)
    if said not in r.line.additional:
        r.line.additional.append(said)


def directed(r: Reading, _run: Run) -> None:
    """`as directed`."""
    r.directed = True
    if "as directed" not in r.line.additional:
        r.line.additional.append("as directed")


def placeholder(r: Reading, run: Run) -> None:
    """`Not recorded`."""
    r.placeholder = True
    r.leave(run)


def refused(r: Reading, run: Run) -> None:
    """A word of two meanings."""
    why = str(run[0].value)
    r.doubt(why if " " in why else "a number of more than one reading")
    r.leave(run)


def bracket(r: Reading, run: Run) -> None:
    """Brackets say the same in other words."""
    r.bracket = run[0].symbol == "("


def end(r: Reading, _run: Run) -> None:
    """The end of a sentence."""
    r.linked = False
    r.bracket = False
    r.ended = True


def nothing(r: Reading, run: Run) -> None:
    """Words with no meaning of their own here; `two now` is once."""
    line = r.line
    if run[0].value == "now" and line.dose and not line.timed:
        line.count = (1, 1)


def event(r: Reading, run: Run) -> None:
    """`60 minutes before exercise`: words; `one a day after surgery` is once a day."""
    time = first(run, "t")
    if time and one_and_a_half(run) and r.line.dose is None:
        r.doubt("one and a half, or one and then half")
    if run[0].symbol == "a" and time and time.value not in ("min", "h"):
        fixed(r, [run[0], time])
    r.line.additional.append(r.clause(run))


def words(r: Reading, run: Run) -> None:
    """Words that are not known."""
    r.leave(run)


def left(r: Reading, run: Run) -> None:
    """A known word that fits nowhere: where it is a number or a time, the reading is in doubt."""
    r.leave(run)
    if run[0].symbol in CRITICAL:
        r.doubt("a number or a time that fits nowhere")
