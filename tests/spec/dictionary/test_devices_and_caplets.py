"""A named device or form in the text that the candidate's name contradicts excludes the candidate."""

import pytest

from medrecon.dmd.asked import Asked
from medrecon.dmd.brands import imported
from medrecon.dmd.compare import fit
from medrecon.dmd.keys import Entry, pack, record
from medrecon.dmd.pool import Pool
from medrecon.names import read_name


def faults(text, name):
    alone = record(1, None, (), pack(read_name(name)), "")
    return fit(Asked(read_name(text)), Entry(alone), Pool(alone)).faults


@pytest.mark.parametrize("kind", ["chewable", "effervescent", "dispersible", "soluble"])
def test_a_caplet_is_swallowed_whole(kind):
    assert faults("Calcium 500mg caplets", f"Calcium 500mg {kind} tablets") == ("form",)


def test_sachets_hold_no_capsules():
    assert faults("Carbocisteine 375mg sachets", "Carbocisteine 375mg capsules") == ("form",)
    assert faults("Paracetamol 500mg tablets bottle", "Paracetamol 500mg tablets") == ()


def test_a_caplet_is_a_tablet():
    assert faults("Paracetamol 500mg caplets", "Paracetamol 500mg tablets") == ()
    assert faults("Paracetamol 500mg tablets", "Paracetamol 500mg caplets") == ()


@pytest.mark.parametrize(
    ("text", "devices"),
    [
        ("Salamol Easi-Breathe", {"easibreathe"}),
        ("Pulmicort Turbuhaler 200", {"turbohaler"}),
        ("Toujeo DoubleStar", {"doublestar"}),
        ("Salbutamol 100mcg inhaler", set()),
    ],
)
def test_named_devices_are_read(text, devices):
    assert read_name(text).devices == devices


def test_a_brand_in_another_device_is_not_the_product(dictionary):
    for text in ("Seretide 250 Evohaler", "Seretide 250 Accuhaler"):
        product = dictionary.resolve(text).product
        assert product is None or read_name(product.name).devices <= read_name(text).devices


def test_an_importer_is_not_the_usual_supplier(dictionary):
    product = dictionary.resolve("Eliquis 5mg tablets").product
    assert not imported(product)
