"""One dose said in two ways, put beside each other through the product's strength."""

from __future__ import annotations

from medrecon.dosage import Dosage
from medrecon.dosage.strength import in_ingredient
from medrecon.model import Product

CONTRADICTS = "the dose is said twice, and by the product's strength the two differ"


def contradicts(dosage: Dosage, product: Product) -> bool:
    """Whether one dose said twice is two amounts: “500mg (2 tabs)” of a 500 mg tablet."""
    for line in dosage.lines:
        if line.dose is None or not line.alternatives:
            continue
        amounts = [in_ingredient(m, product) for m in (line.dose, *line.alternatives)]
        if len(set(filter(None, amounts))) > 1:
            return True
    return False
