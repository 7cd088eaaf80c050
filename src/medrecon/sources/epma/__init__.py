"""The NHS England ePMA data sets (Electronic Prescribing and Medicines Administration)."""

from medrecon.sources.epma.fields import is_epma_xml
from medrecon.sources.epma.read import read_epma_xml

__all__ = ["is_epma_xml", "read_epma_xml"]
