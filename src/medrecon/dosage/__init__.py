"""Dosage: the value, its FHIR codec, its wording and its arithmetic. No text is parsed here."""

from medrecon.dosage.amounts import Amount, daily_amount, max_daily_amount, per_dose, period_amount
from medrecon.dosage.comparison import Comparison, compare
from medrecon.dosage.order import places
from medrecon.dosage.value import Dosage, DosageLine, Maximum, Measure

__all__ = [
    "Amount",
    "Comparison",
    "Dosage",
    "DosageLine",
    "Maximum",
    "Measure",
    "compare",
    "daily_amount",
    "max_daily_amount",
    "per_dose",
    "period_amount",
    "places",
]
