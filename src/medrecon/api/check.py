"""Is the call itself right? Wrong calls raise; wrong clinical data never does."""

from __future__ import annotations

from medrecon.errors import MedrecError, UsageError


def expect(
    value: object,
    kind: type,
    at: str,
    *,
    optional: bool = False,
    hint: str | None = None,
    error: type[MedrecError] = UsageError,
) -> None:
    """Raise `error` unless `value` is a `kind` (or None, where that is allowed)."""
    if isinstance(value, kind) or (optional and value is None):
        return
    wanted = f"a {kind.__module__.partition('.')[0]}.{kind.__name__}"
    raise error(wanted + (" or None" if optional else ""), type(value).__name__, at=at, hint=hint)
