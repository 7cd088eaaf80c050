"""Any spreadsheet as the entries table: a mapping file says which column is what (docs/sources/mapping.md)."""

from medrecon.sources.mapping.apply import read_mapped
from medrecon.sources.mapping.draft import draft_mapping
from medrecon.sources.mapping.load import READY, Mapping, load_mapping

__all__ = ["READY", "Mapping", "draft_mapping", "load_mapping", "read_mapped"]
