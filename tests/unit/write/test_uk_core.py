"""The output against the UK Core profiles, where they are at hand (they may not be copied here)."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from ukcore_profiles import URL, broken, rules

import medrecon
from fhir_check import nodes, resources
from medrecon._data import data_path

CORPUS = os.environ.get("MEDRECON_CORPUS")
PROFILES = Path(CORPUS or ".").parent / "reference" / "ukcore_profiles"
pytestmark = pytest.mark.skipif(
    not CORPUS or not PROFILES.is_dir(),
    reason="the UK Core profiles do not stand beside the folder that MEDRECON_CORPUS points at",
)


@pytest.fixture(scope="module", params=("collection", "document"))
def bundle(request, dictionary):
    readings = [medrecon.read(p) for p in sorted(data_path("demo").glob("[0-9]*"))]
    answer = medrecon.reconcile(
        readings, dictionary=dictionary, as_of=dt.date(2026, 3, 16), event="admission"
    )
    return answer.to_fhir(request.param)


def test_every_resource_keeps_the_rules_of_the_profile_it_claims(bundle):
    claimed = 0
    for resource in resources(bundle):
        for profile in resource.get("meta", {}).get("profile", ()):
            given = rules(PROFILES / f"{profile.removeprefix(URL)}.xml")
            assert given
            assert list(broken(resource, given)) == []
            claimed += 1
    assert claimed > 10


def test_every_extension_of_uk_core_has_the_value_its_profile_asks_for(bundle):
    seen = 0
    for path, value in nodes(bundle):
        url = value.get("url", "") if isinstance(value, dict) else ""
        if ".extension" in path and url.startswith(URL):
            given = rules(PROFILES / f"{url.removeprefix(URL)}.xml")
            assert list(broken(value, given)) == []
            seen += 1
    assert seen


def test_the_checker_notices_what_is_broken():
    statement = {"identifier": [{"value": "1"}]}
    given = rules(PROFILES / "UKCore-MedicationStatement.xml")
    assert list(broken(statement, given)) == ["MedicationStatement.identifier.system: at least 1"]
    extension = {"url": "urn:x", "valueBoolean": True}
    given = rules(PROFILES / "Extension-UKCore-MedicationStatementLastIssueDate.xml")
    assert any("nothing else" in b for b in broken(extension, given))
