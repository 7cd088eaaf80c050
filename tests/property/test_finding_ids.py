"""The id that a finding gets with its evidence is the one that its evidence tells of afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judged_cases import Vignette, case_of, read_all
from strategies import EVENTS, records

from medrecon import Entry
from medrecon.model import Finding, Identity
from medrecon.rules import judge
from medrecon.rules.naming import named
from medrecon.treatment import Case

PEOPLE = (
    None,
    Identity(patient_id="p-1"),
    Identity(nhs_number="9434765919"),
    Identity(patient_id="p-1", nhs_number="943 476 5919"),
)


def named_again(case: Case, finding: Finding) -> str:
    lines = {x.id: x for t in case.treatments for x in t.lines}
    return named(finding.having(id=""), lines, case.target).id


@st.composite
def of_people(draw: st.DrawFn) -> list[Entry]:
    lines = draw(records(max_size=6))
    return [replace(e, patient=draw(st.sampled_from(PEOPLE))) for e in lines]


@given(of_people(), st.sampled_from(EVENTS))
def test_the_id_of_a_finding_is_that_of_its_evidence(lines, event):
    case = case_of(lines, event)
    for finding in judge(case):
        assert finding.id == named_again(case, finding)


@pytest.mark.parametrize("vignette", read_all(), ids=lambda v: v.id)
def test_and_so_it_is_in_every_vignette(vignette: Vignette):
    case = case_of(vignette.readings(), vignette.event, vignette.person(), vignette.as_of)
    for finding in judge(case):
        assert finding.id == named_again(case, finding)
