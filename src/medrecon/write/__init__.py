"""An answer for other systems: FHIR R4 in UK Core shapes, and the JSON Schema of the answer."""

from medrecon.write.bundle import SHAPES, bundle_of
from medrecon.write.schema import answer_schema

__all__ = ["SHAPES", "answer_schema", "bundle_of"]
