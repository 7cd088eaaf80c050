"""Is the record itself sound: what is missing, unclear, or about somebody else."""

from __future__ import annotations

from collections.abc import Iterator

from medrecon.model import PartialDate
from medrecon.normalise.moieties import spread
from medrecon.rules.cover import at_home, look_alike_in_target
from medrecon.rules.draft import Draft, name_of, said, where
from medrecon.rules.product import brand_rule
from medrecon.rules.regimen import burst, power, told
from medrecon.rules.unread import by_a_chart, noted
from medrecon.treatment import Case, Line, Treatment


def incomplete_data(case: Case) -> Iterator[Draft]:
    """A medicine that cannot be identified, or a line without what it needs."""
    for t in case.odd:
        lines = tuple(line for line in t.lines if line.current)
        if not lines or t.resolved or any("code_text_mismatch" in x.n.match.flags for x in lines):
            continue
        name = lines[0].n.entry.medication.casefold()
        bought = all(x.n.entry.course == "otc" for x in lines) or any(
            w in name for w in case.policy.words["appliance"]
        )
        yield Draft(
            "incomplete_data",
            t.ingredients,
            lines,
            f"“{lines[0].n.entry.medication}” in {where(lines)} could not be identified.",
            "Which product is it?",
            fields=("medication", "code", "dosage"),
            because=() if bought else ("unidentified",),
            origin="data",
        )


def ambiguous_dose(case: Case) -> Iterator[Draft]:
    """Current, and no source says how much."""
    p = case.policy
    for t in case.odd:
        lines = t.current()
        if t.state.state != "current" or not lines or not t.resolved:
            continue
        must = p.on("dose_must_be_known", t.ingredients)
        if any(_says_how_much(x, must) for x in t.lines if x.state.state != "stopped"):
            continue
        if any(by_a_chart(case, x) for x in lines):
            continue
        if any(noted(x, p.words["two_readings"]) for x in lines):
            continue
        if p.on("as_directed_usual", t.ingredients) or t.route_class in _LOCAL:
            continue
        if p.in_class("infusion fluid", t.ingredients) or all(x.n.form == "implant" for x in lines):
            continue
        if not must and not any(x.n.dosage.text for x in lines):
            continue
        yield Draft(
            "ambiguous_dose",
            t.ingredients,
            lines,
            f"{name_of(lines).capitalize()}: no source says how much is taken ({said(lines)}).",
            "What dose is taken?",
            fields=("medication", "dosage"),
            because=("must_know",)
            if must
            else ("minor",) * all(x.n.as_needed or t.route_class == "inhaled" for x in lines),
            origin="data",
        )


def _says_how_much(x: Line, must: bool) -> bool:
    """Whether a line states an amount, or words that may hold one."""
    if x.n.states_dose:
        return True
    if must:
        return any(c.isdigit() for c in x.n.dosage.text)
    return x.n.dosage.status not in _NO_DOSE


_NO_DOSE = ("as_directed", "no_dose")
_LOCAL = ("topical", "ocular", "otic", "nasal", "rectal", "vaginal", "oromucosal", None)


def code_text_mismatch(case: Case) -> Iterator[Draft]:
    """The code and the words of one line are two different medicines, or two products or brands of one."""
    for t in case.odd:
        for line in t.lines:
            match = line.n.match
            if "code_brand_mismatch" in match.flags:
                yield from _another_brand(case, t, line)
            if "code_text_mismatch" not in match.flags:
                continue
            moieties = {m for c in match.candidates for m in spread(c.moieties, case.policy)}
            yield Draft(
                "code_text_mismatch",
                tuple(sorted(moieties or set(t.ingredients))),
                (line,),
                f"“{line.n.entry.medication}” in {where([line])} carries the code of "
                f"{'another product of it' if match.moieties else 'another medicine'}.",
                "Which of the two is meant?",
                fields=("medication", "code", "dosage"),
                origin="data",
                confidence="high",
            )


def _another_brand(case: Case, t: Treatment, line: Line) -> Iterator[Draft]:
    """The code of another brand, where it matters which it is."""
    rule = brand_rule(case, t, (line,))
    if rule is None:
        return
    yield Draft(
        "code_text_mismatch",
        t.ingredients,
        (line,),
        f"“{line.n.entry.medication}” in {where([line])} carries the code of another brand of it.",
        "Which of the two is meant?",
        fields=("medication", "code", "dosage"),
        because=("moderate",) * (rule.severity == "moderate"),
        origin="data",
        confidence="high",
    )


def transcription_suspect(case: Case) -> Iterator[Draft]:
    """A dose ten or a hundred times another, or a look-alike name in place of the one at home."""
    for t, d in told(case, "amount", "frequency"):
        if d.ratio is None or power(case, d.ratio) not in case.policy.ratios["ten_fold"]:
            continue
        if burst(case, t, d):
            continue
        grave = case.policy.on("very_low_index", t.ingredients)
        yield Draft(
            "transcription_suspect",
            t.ingredients,
            (*d.a, *d.b),
            f"{name_of(d.a).capitalize()}: {said(d.a)} in {where(d.a)}, {said(d.b)} in {where(d.b)}: "
            "the one is ten times the other or more.",
            "Has a digit or a decimal point slipped?",
            fields=("medication", "dosage"),
            because=("lethal",) if grave else (),
            intent="unintended-likely",
        )
    if not case.target:
        return
    for t in case.treatments:
        home = at_home(case, t)
        if not home or t.of(*case.target) or t.state.state in ("stopped", "completed"):
            continue
        other = look_alike_in_target(case, t)
        if other is None:
            continue
        lines = other.current(*case.target)
        yield Draft(
            "transcription_suspect",
            tuple(sorted({*t.ingredients, *other.ingredients})),
            (*home, *lines),
            f"{name_of(home).capitalize()} in {where(home)}, {name_of(lines)} in {where(lines)}: "
            "the names are easily confused, and neither list has the other.",
            "Was one taken for the other?",
            fields=("medication", "dosage"),
            intent="unintended-likely",
        )


def implausible_patient(case: Case) -> Iterator[Draft]:
    """Two lists share nothing, and one holds what a person of this age or sex would not take."""
    if case.patient is None or len(case.asked) < 2:
        return
    lists: dict[str, list[Treatment]] = {}
    for t in case.treatments:
        for scope in sorted({x.scope for x in t.lines if x.current and t.resolved}):
            lists.setdefault(scope, []).append(t)
    large = {s: ts for s, ts in lists.items() if len(ts) >= _ENOUGH}
    if len(large) < 2:
        return
    for scope, ts in sorted(large.items()):
        others = {m for s, us in large.items() if s != scope for u in us for m in u.ingredients}
        if any(m in others for t in ts for m in t.ingredients):
            continue
        odd = [t for t in ts if _odd(case, t)]
        if odd:
            yield Draft(
                "wrong_patient",
                ("*",),
                tuple(x for t in ts for x in t.current(scope)),
                f"Nothing in {where(odd[0].current(scope))} is in any other list, "
                f"and {name_of(odd[0].lines)} does not fit this patient's age or sex.",
                "Whose record is this?",
                fields=("medication",),
                origin="data",
            )
            return


_ENOUGH = 3


def _odd(case: Case, t: Treatment) -> bool:
    p, who = case.policy, case.patient
    if who is None:
        return False
    sex = who.sex
    if sex in ("male", "female") and any(p.sex_specific.get(m, sex) != sex for m in t.ingredients):
        return True
    born = who.birth_date.first if isinstance(who.birth_date, PartialDate) else who.birth_date
    if born is None:
        return False
    age = (case.as_of - born).days // 365
    return any(
        not p.age_specific[m][0] <= age <= p.age_specific[m][1]
        for m in t.ingredients
        if m in p.age_specific
    )


def missing_parts(case: Case) -> Iterator[Draft]:
    """A hospital line without any dose, or a strength that nobody gives."""
    for t in case.odd:
        if not t.resolved or t.route_class in _LOCAL or t.state.state != "current":
            continue
        if case.policy.on("as_directed_usual", t.ingredients):
            continue
        bare = tuple(
            x
            for x in t.current("inpatient", "discharge")
            if x.n.dosage.status == "no_dose" and x.n.entry.kind == "order" and not x.n.entry.note
        )
        if bare and any(x.n.states_dose for x in t.lines):
            yield _missing(t, bare, "no dose is written", ("unidentified",))
        if not case.policy.on("dose_must_be_known", t.ingredients):
            silent = t.current("gp", "specialist", "inpatient", "discharge", "pmr", "patient")
            if silent and all(not x.n.dosage.text and not x.n.dosage.lines for x in t.current()):
                yield _missing(t, silent, "no dose is written anywhere", ("unidentified",))
        vague = tuple(x for x in t.current() if _counted_only(x))
        if vague:
            known = any(x.n.weekly is not None and not _counted_only(x) for x in t.current())
            yield _missing(
                t, vague, "which product it is cannot be told", () if known else ("unidentified",)
            )


def _counted_only(x: Line) -> bool:
    """A number of tablets or capsules of a product whose strength is not known."""
    n = x.n
    counted = n.weekly is not None and n.weekly.unit in ("tablet", "capsule", "")
    return counted and (n.product is None or n.product.level == "VTM")


def _missing(t: Treatment, lines: tuple[Line, ...], what: str, because: tuple[str, ...]) -> Draft:
    return Draft(
        "incomplete_data",
        t.ingredients,
        lines,
        f"{name_of(lines).capitalize()} in {where(lines)}: {what} ({said(lines)}).",
        "What is missing?",
        fields=("medication", "dosage"),
        because=because,
        origin="data",
    )
