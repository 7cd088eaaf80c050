"""docs/frames.md names the columns as the schema has them."""

from __future__ import annotations

from pathlib import Path

from medrecon.frames import FrameSchema, schema

PAGE = Path(__file__).parents[3] / "docs" / "frames.md"


def section(frame: FrameSchema) -> str:
    rows = "".join(f"| `{c.name}` | `{c.dtype}` | {c.meaning} |\n" for c in frame.columns)
    return f"### {frame.name}\n{frame.meaning}\n\n| column | dtype | what it holds |\n|---|---|---|\n{rows}"


def test_the_page_has_the_columns_of_the_schema():
    written = PAGE.read_text("utf-8").partition("## Columns\n")[2].partition("\n\n")[2]
    tables = written[written.index("### ") :]
    assert tables == "\n".join(section(frame) for frame in schema().values())


def test_names_are_used_once_and_every_dtype_is_known():
    for frame in schema().values():
        names = [c.name for c in frame.columns]
        assert len(set(names)) == len(names)
        assert list(frame.dtypes()) == names
        assert all(c.meaning for c in frame.columns)
