"""What the writer of a text doubts, or its reader must, is no product.

A question mark or a sign of more or less is the writer's own doubt. A point before three figures may
part thousands, as in much of Europe. A volume beside the strength is that of a liquid, also where the
stroke between the two was lost, so that no tablet or capsule has it.
"""

from __future__ import annotations

import pytest

from medrecon.errors import UsageError


@pytest.mark.parametrize(
    "text",
    [
        "Ramipril ?5mg capsules",
        "Ramipril 5mg capsules?",
        "? ramipril 5mg capsules",
        "Ramipril <5mg capsules",
        "Ramipril ~5mg capsules",
        "Ramipril ≤5mg capsules",
    ],
)
def test_a_doubt_that_is_written_down_is_kept(dictionary, text):
    match = dictionary.resolve(text)
    assert match.product is None
    assert "in_doubt" in match.flags
    assert match.moieties == ("ramipril",)


@pytest.mark.parametrize("text", ["Ramipril 5.000mg capsules", "Ramipril 2.500mg capsules"])
def test_a_point_before_three_figures_may_part_thousands(dictionary, text):
    match = dictionary.resolve(text)
    assert (match.product, match.moieties) == (None, ("ramipril",))
    assert "point_in_doubt" in match.flags


@pytest.mark.parametrize("text", ["Ramipril 2.5mg capsules", "Ramipril 5.0mg capsules"])
def test_a_decimal_point_is_no_doubt(dictionary, text):
    match = dictionary.resolve(text)
    assert (match.status, match.flags) == ("product", ())


@pytest.mark.parametrize(
    "text",
    ["Ramipril 5mg 5ml", "Ramipril 5mg : 5ml", "Ramipril 5mg⁄5ml", "Ramipril 5mg capsules (5ml)"],
)
def test_no_capsule_has_a_volume(dictionary, text):
    match = dictionary.resolve(text)
    assert (match.status, match.product) == ("moiety", None)


def test_a_volume_that_is_the_pack_of_a_liquid_is_no_doubt(dictionary):
    match = dictionary.resolve("Morphine sulfate 10mg/5ml oral solution 300ml")
    assert match.product is not None
    assert match.product.name == "Morphine sulfate 10mg/5ml oral solution"


@pytest.mark.parametrize("text", [None, 5, b"Ramipril 5mg capsules"])
def test_what_is_no_text_is_a_wrong_call(dictionary, text):
    with pytest.raises(UsageError, match="expected a medicine text"):
        dictionary.resolve(text)
