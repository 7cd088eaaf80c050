"""`python -m medrecon.write`: write the generated schema to where it is shipped and published."""

from __future__ import annotations

from pathlib import Path

from medrecon.write.schema import SHIPPED, as_text, generated_schema

if __name__ == "__main__":
    here = Path(__file__).parent
    written = as_text(generated_schema())
    here.joinpath(SHIPPED).write_text(written, "utf-8")
    here.parents[2].joinpath("docs", "schemas", "v1", "answer.schema.json").write_text(
        written, "utf-8"
    )
