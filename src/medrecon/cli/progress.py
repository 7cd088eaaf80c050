"""A progress bar on standard error, when somebody is looking."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[..., None]


@contextmanager
def progress_bar(title: str) -> Iterator[Progress | None]:
    """A callback `(step, done=0, of=0)` that draws a bar; None when standard error is not a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)

        def show(step: str, done: int = 0, of: int = 0) -> None:
            bar.update(task, description=f"{title}: {step}", completed=done, total=of or None)

        yield show
