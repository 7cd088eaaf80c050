"""CDA documents of integrated urgent care (NHS 111 to a GP)."""

from medrecon.sources.cda.read import read_cda

__all__ = ["read_cda"]
