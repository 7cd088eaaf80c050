"""The entries table: one row a medication line, from CSV, JSON Lines, Parquet or rows in memory."""

from medrecon.sources.table.files import read_csv, read_jsonl, read_parquet, read_rows

__all__ = ["read_csv", "read_jsonl", "read_parquet", "read_rows"]
