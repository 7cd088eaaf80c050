"""The entries table: one row a medication line, from CSV, JSON Lines, Parquet or rows in memory."""

from medrecon.sources.table.files import read_csv, read_jsonl, read_parquet, read_rows
from medrecon.sources.table.frame import is_frame, read_frame
from medrecon.sources.table.people import Population, table_rows

__all__ = [
    "Population",
    "is_frame",
    "read_csv",
    "read_frame",
    "read_jsonl",
    "read_parquet",
    "read_rows",
    "table_rows",
]
