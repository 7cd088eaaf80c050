"""Dose: UK dosage wording to structure. A scanner over a vocabulary, a grammar of small rules."""

from medrecon.dose.parse import parse_dosage

__all__ = ["parse_dosage"]
