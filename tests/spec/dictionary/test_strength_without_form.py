"""A medicine and an amount, and no form: tablets or capsules of that amount, and never the one injection that holds it."""

from __future__ import annotations

import pytest

from medrecon.dmd import Dictionary
from medrecon.model import Entry, Source
from medrecon.normalise import normalise
from medrecon.policy import Policy


@pytest.mark.parametrize(
    "text",
    [
        "Bisacodyl 10mg",  # two tablets, or a suppository
        "Chlorphenamine 10mg",
        "Dantrolene 120mg",
        "Dantrolene 120mg oral",
        "Phenytoin 250mg",
        "Sevelamer 2.4g",
        "Zuclopenthixol 50mg",
        "Zuclopenthixol 200mg",
    ],
)
def test_another_form_of_other_strengths_may_be_meant(dictionary: Dictionary, text: str) -> None:
    match = dictionary.resolve(text)
    assert match.status == "moiety"
    assert match.moiety is not None
    assert match.moiety.name == text.split()[0]


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("Flupentixol 3mg", "Flupentixol 3mg tablets"),
        ("Chlorphenamine 4mg", "Chlorphenamine 4mg tablets"),
        ("Dantrolene 25mg", "Dantrolene 25mg capsules"),
        (  # it comes in no other form
            "Enoxaparin 40mg",
            "Enoxaparin sodium 40mg/0.4ml solution for injection pre-filled syringes",
        ),
        (
            "Dulaglutide 1.5mg",
            "Dulaglutide 1.5mg/0.5ml solution for injection pre-filled disposable devices",
        ),
        (  # the ester says which
            "Zuclopenthixol acetate 50mg",
            "Zuclopenthixol acetate 50mg/1ml solution for injection ampoules",
        ),
        ("Flupentixol 100mg/1ml", "Flupentixol 100mg/1ml solution for injection ampoules"),
        ("Chlorphenamine 10mg ampoules", "Chlorphenamine 10mg/1ml solution for injection ampoules"),
        ("Bisacodyl 10mg suppositories", "Bisacodyl 10mg suppositories"),
    ],
)
def test_where_nothing_else_can_be_meant_it_is_the_product(
    dictionary: Dictionary, text: str, product: str
) -> None:
    match = dictionary.resolve(text)
    assert match.product is not None
    assert match.product.name == product


def test_a_brand_of_tablets_and_of_an_injection_is_asked_in_the_same_way(
    dictionary: Dictionary,
) -> None:
    match = dictionary.resolve("Clopixol 200mg")
    assert match.product is None
    assert match.moiety is None  # of the brand's salts, none is said
    assert match.moieties == ("zuclopenthixol",)


def _product(
    dictionary: Dictionary, text: str, form: str | None = None, route: str | None = None
) -> str | None:
    line = Entry(id="1", source=Source(kind="epma"), medication=text, form=form, route=route)
    found = normalise(line, dictionary, Policy.default())
    assert found.moieties
    return found.product.name if found.match.product and found.product else None


@pytest.mark.parametrize(
    ("form", "route"),
    [("injection", None), ("oral solution", None), (None, "IV"), (None, "subcutaneous")],
)
def test_the_form_and_route_of_the_line_count(
    dictionary: Dictionary, form: str | None, route: str | None
) -> None:
    assert _product(dictionary, "Metoprolol 50mg", form, route) is None


@pytest.mark.parametrize(
    ("form", "route"),
    [(None, None), ("film-coated tablet", None), (None, "PO"), (None, "NG"), (None, "sublingual")],
)
def test_tablets_that_are_swallowed_are_the_tablets(
    dictionary: Dictionary, form: str | None, route: str | None
) -> None:
    assert _product(dictionary, "Metoprolol 50mg", form, route) == "Metoprolol 50mg tablets"


def test_a_text_that_names_its_form_and_a_code_need_no_help(dictionary: Dictionary) -> None:
    assert _product(dictionary, "Metoprolol 50mg tablets", None, "IV") == "Metoprolol 50mg tablets"
    injected = _product(dictionary, "Enoxaparin 40mg", None, "oral")
    assert injected is not None
    assert injected.startswith("Enoxaparin sodium 40mg/0.4ml")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Cyclizine inj", "parenteral"),
        ("Furosemide IV", "parenteral"),
        ("Salbutamol nebs", "inhaled"),
        ("Bisacodyl supps", "rectal"),
        ("Cyclizine", None),
        ("Furosemide po", None),
        ("Nebivolol", None),
    ],
)
def test_a_short_form_says_where_the_medicine_goes(
    dictionary: Dictionary, text: str, where: str | None
) -> None:
    line = Entry(id="1", source=Source(kind="epma"), medication=text)
    found = normalise(line, dictionary, Policy.default())
    assert (found.resolved, found.route_class) == (True, where)
