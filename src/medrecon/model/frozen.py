"""A JSON value that cannot change: what a source wrote stays as it wrote it."""

from __future__ import annotations

from typing import Any, NoReturn


def _refuse(*_: object, **__: object) -> NoReturn:
    raise TypeError("expected no change, got an attempt to alter a frozen value.")


class FrozenDict(dict[str, Any]):
    """A dict that refuses to change and can be hashed, so that it may be a cache key.

    Its values are frozen too when it is made by `freeze`.
    """

    __slots__ = ()
    __setitem__ = __delitem__ = clear = pop = popitem = setdefault = update = _refuse
    __ior__ = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[object, ...]:
        return (FrozenDict, (dict(self),))


_LEAVES = frozenset((str, int, float, bool, type(None)))


def freeze(value: Any) -> Any:
    """JSON data with every object as a `FrozenDict` and every list as a tuple.

    >>> freeze({"a": [1, {"b": 2}]})
    {'a': (1, {'b': 2})}
    """
    if isinstance(value, dict):
        return FrozenDict(
            {
                k if k.__class__ is str else str(k): v if v.__class__ in _LEAVES else freeze(v)
                for k, v in value.items()
            }
        )
    if isinstance(value, (list, tuple)):
        return tuple([v if v.__class__ in _LEAVES else freeze(v) for v in value])
    return value
