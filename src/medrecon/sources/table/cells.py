"""One cell of a table as a value: dates, numbers, words of a fixed list, codes.

Each function gives the value, or None when the cell holds something that cannot be read as one; the
caller then makes a Problem and keeps the cell as it was.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal
from typing import Any

from medrecon.model import PartialDate
from medrecon.sources.guard import MAX_DEPTH

_FALSE_CODE = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_FALSE_ID = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")
_MOST_BITS = 128  # the widest integer of any table format
_MOST_DIGITS = 38  # the widest decimal


def is_empty(cell: Any) -> bool:
    """Whether a cell records nothing: absent, blank, or a frame's not-a-number."""
    if cell.__class__ is str:
        return not cell or cell.isspace()
    return (
        cell is None
        or (isinstance(cell, float) and math.isnan(cell))
        or (isinstance(cell, (list, dict, tuple)) and not cell)
    )


def text(cell: Any) -> str | None:
    """The cell as words; a number in its shortest spelling."""
    if isinstance(cell, str):
        return cell
    if cell is None or isinstance(cell, (bool, list, dict, tuple)):
        return None
    if isinstance(cell, int) and cell.bit_length() <= _MOST_BITS:
        return str(cell)  # an id may have more digits than a quantity
    if isinstance(cell, (int, float, Decimal)):
        found = number(cell)
        if found is None and isinstance(cell, Decimal) and 0 <= cell.adjusted() < _MOST_DIGITS:
            found = cell if cell == cell.to_integral_value() else None
        return format(found, "f") if found is not None else None
    return str(cell)


def number(cell: Any) -> Decimal | None:
    """An exact decimal: 28, 28.0 and “28” are one number with one spelling.

    >>> number(28.0), number("28"), number("2,8"), number("1e2")
    (Decimal('28'), Decimal('28'), None, None)
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, (int, Decimal)):
        found = Decimal(cell)
    elif isinstance(cell, float):
        found = Decimal(repr(cell)) if math.isfinite(cell) else Decimal("NaN")
    elif isinstance(cell, str) and re.fullmatch(r"-?\d{1,15}(?:\.\d{1,15})?", cell.strip()):
        found = Decimal(cell.strip())
    else:
        return None
    if not found.is_finite() or abs(found.adjusted()) > 15:
        return None
    whole = found.to_integral_value()
    return whole.quantize(Decimal(1)) if found == whole else found.normalize()


def whole(cell: Any) -> int | None:
    """A count."""
    found = number(cell)
    return int(found) if found is not None and found == found.to_integral_value() else None


def date(cell: Any) -> PartialDate | None:
    """An ISO 8601 date, month, year or date-time; never a guess between day and month."""
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time(0) and cell.tzinfo is None
        return PartialDate.parse(cell.date().isoformat() if midnight else cell.isoformat())
    if isinstance(cell, dt.date):
        return PartialDate.of(cell)
    return PartialDate.parse(cell.strip()) if isinstance(cell, str) else None


def code(cell: Any) -> str | None:
    """A code as written. A number that lost digits on the way (`3.2E+16`, a float) is none.

    >>> code(39112011000001106), code("3.9112011E+16") is None
    ('39112011000001106', True)
    """
    if isinstance(cell, str):
        return None if _FALSE_CODE.fullmatch(cell.strip()) else cell.strip()
    if isinstance(cell, int) and not isinstance(cell, bool):
        return str(cell)  # of any length: most dm+d codes have more digits than a quantity may have
    if isinstance(cell, float) and (not cell.is_integer() or abs(cell) >= 2**53):
        return None
    return text(cell)


def own_id(cell: Any) -> str | None:
    """The id of a person as written. Spreadsheets write a number that lost digits with `E+`; an `e` alone is a letter.

    >>> own_id("7e12"), own_id("1e234567"), own_id("7.1E+12") is None
    ('7e12', '1e234567', True)
    """
    if isinstance(cell, str):
        return None if _FALSE_ID.fullmatch(cell.strip()) else cell.strip()
    return code(cell)


def truth(cell: Any) -> bool | None:
    """True or false, by name."""
    if isinstance(cell, bool):
        return cell
    return {"true": True, "yes": True, "false": False, "no": False}.get(str(cell).strip().lower())


def is_deep(cell: Any) -> bool:
    """Whether a cell is nested beyond what an answer can hold and write.

    >>> is_deep([[["a"]]]), is_deep({"a": {}})
    (False, False)
    """
    level, inside = 0, [cell]
    while inside and level <= MAX_DEPTH:
        held = [c for c in inside if isinstance(c, (dict, list, tuple))]
        inside = [v for c in held for v in (c.values() if isinstance(c, dict) else c)]
        level += 1
    return bool(inside)


def plain(cell: Any) -> Any:
    """An unknown column's value as it is kept: whole floats as integers, dates as ISO text."""
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 2**53 else cell
    if isinstance(cell, (dt.date, dt.datetime, dt.time)):
        return cell.isoformat()
    if isinstance(cell, dict):
        return {str(k): plain(v) for k, v in cell.items()}
    if isinstance(cell, (list, tuple)):
        return [plain(v) for v in cell]
    return cell
