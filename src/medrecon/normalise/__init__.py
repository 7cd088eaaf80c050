"""The only place that applies the dictionary and the dose grammar to an entry."""

from medrecon.normalise.apply import Identifies, normalise, normalised
from medrecon.normalise.value import NormalisedEntry

__all__ = ["Identifies", "NormalisedEntry", "normalise", "normalised"]
