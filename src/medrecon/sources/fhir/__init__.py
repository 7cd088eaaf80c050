"""FHIR R4 and STU3, in JSON shape: one path for GP Connect, EPS, UK Core and CareConnect."""

from medrecon.sources.fhir.message import read_fhir

__all__ = ["read_fhir"]
