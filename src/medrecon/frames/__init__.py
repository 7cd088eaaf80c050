"""Answers as tables for a notebook: polars frames, and pandas, Arrow, CSV and Parquet from them."""

from medrecon.frames.build import frames_of, frames_of_json, to_frames
from medrecon.frames.csv_files import write_csv
from medrecon.frames.read import read_answers, read_frames
from medrecon.frames.schema import Column, FrameSchema, schema
from medrecon.frames.value import Frames

__all__ = [
    "Column",
    "FrameSchema",
    "Frames",
    "frames_of",
    "frames_of_json",
    "read_answers",
    "read_frames",
    "schema",
    "to_frames",
    "write_csv",
]
