"""Values that cannot change: JSON as a source wrote it, and dataclasses made quickly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import Any, NoReturn, ParamSpec, TypeVar

_T = TypeVar("_T")


def _refuse(*_: object, **__: object) -> NoReturn:
    raise TypeError("expected no change, got an attempt to alter a frozen value.")


class FrozenDict(dict[str, Any]):
    """A dict that refuses to change and can be hashed, so that it may be a cache key.

    Its values are frozen too when it is made by `freeze`. The hash is worked out once: a dosage is
    looked up in several caches for each line that has it.
    """

    __slots__ = ("_hash",)
    __setitem__ = __delitem__ = clear = pop = popitem = setdefault = update = _refuse
    __ior__ = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        try:
            return self._hash
        except AttributeError:
            self._hash: int = hash(frozenset(self.items()))
            return self._hash

    def __reduce__(self) -> tuple[object, ...]:
        return (FrozenDict, (dict(self),))


_LEAVES = frozenset((str, int, float, bool, type(None)))


def freeze(value: Any) -> Any:
    """JSON data with every object as a `FrozenDict` and every list as a tuple.

    >>> freeze({"a": [1, {"b": 2}]})
    {'a': (1, {'b': 2})}
    """
    if isinstance(value, dict):
        out = FrozenDict(value)
        for key, held in value.items():
            if key.__class__ is not str:
                return freeze({k if isinstance(k, str) else str(k): v for k, v in value.items()})
            if held.__class__ not in _LEAVES:
                _put(out, key, freeze(held))
        return out
    if isinstance(value, (list, tuple)):
        return tuple([v if v.__class__ in _LEAVES else freeze(v) for v in value])
    return value


_put = dict.__setitem__


_Made = TypeVar("_Made")
_With = ParamSpec("_With")


def quick_init(cls: type[_T]) -> type[_T]:
    """Give a frozen, slotted dataclass an `__init__` that takes a third of the time.

    The one that `dataclass` writes stores every field through `object.__setattr__`, which is what an
    `Entry` of fifty fields mostly costs. This one makes the new object, while nobody else has it, an
    instance of a class with the same slots that is not frozen, stores the fields in the ordinary way,
    and turns it back. Equality, hash, `replace`, copies, pickles and the refusal of any change stay
    those of the dataclass.
    """
    made = _function(cls, "__init__", "self", "_as(self, '__class__', _Open)", "return None")
    made.__annotations__ = cls.__init__.__annotations__
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    cls.__init__ = made  # type: ignore[method-assign]
    return cls


def maker(cls: Callable[_With, _Made]) -> Callable[_With, _Made]:
    """A function that makes a value of a frozen, slotted dataclass, with the same arguments.

    A call of a class packs its arguments into a tuple and a dict on the way to `__init__`; a call of a
    function does not, which is a third of what an `Entry` costs where a reader makes many.
    """
    made: Callable[_With, _Made] = _function(cls, "make", "", "self = _new(_Open)", "return self")
    return made


def _function(cls: Any, name: str, own: str, first: str, last: str) -> Any:
    """A function that takes the fields of a class and stores them in `self` while that is open."""
    names = [f.name for f in fields(cls)]
    opened = type(cls.__name__, (), {"__slots__": tuple(names)})
    scope: dict[str, Any] = {"_as": object.__setattr__, "_new": object.__new__}
    scope |= {"_Open": opened, "_Frozen": cls}
    body = "".join(f" self.{n} = {n}\n" for n in names)
    text = (
        f"def {name}({', '.join([own, *names] if own else names)}):\n"
        f" {first}\n{body} self.__class__ = _Frozen\n {last}\n"
    )
    exec(text, scope)  # noqa: S102 - the text is made of field names only, as in `dataclasses`
    made = scope[name]
    made.__defaults__ = tuple([f.default for f in fields(cls) if f.default is not MISSING])
    return made
