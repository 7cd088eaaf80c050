"""A process that dies in the middle of a write: what was told as kept is there, and nothing by halves.

`benchmarks/bench_store.py` does the same a thousand times.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = 50


@pytest.mark.skipif(not hasattr(os, "fork"), reason="writers are forked, which this system cannot")
def test_nothing_that_was_told_is_lost_and_nothing_half_written_is_read(tmp_path):
    script = Path(__file__).with_name("killing.py")
    command = [sys.executable, str(script), str(tmp_path / "lists.store"), str(KILLS), "20260316"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    said = json.loads(done.stdout)
    assert said["faults"] == []
    assert said["told"] >= KILLS
