"""The quick reading of JSON says what the slow one says, and no doubled key passes it in silence."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from medrecon.errors import MedrecError
from medrecon.sources import json_text

words = st.text(max_size=6) | st.sampled_from(['"', '\\"', "\\", '":', '{"a":1}', "é", "\ud83d"])
numbers = (
    st.integers() | st.floats() | st.decimals(allow_nan=False, allow_infinity=False).map(float)
)
values = st.recursive(
    st.none() | st.booleans() | numbers | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=12,
)


def written(value: Any, draw: Any) -> str:
    """A value as JSON text; now and then an object says a key twice."""
    if isinstance(value, dict):
        pairs = list(value.items())
        if pairs and draw(st.integers(0, 4)) == 0:
            pairs.append((pairs[0][0], draw(numbers | words)))
        blank = draw(st.sampled_from(["", " ", "\n\t"]))
        inner = (f"{written(k, draw)}{blank}:{blank}{written(v, draw)}" for k, v in pairs)
        return f"{{{','.join(inner)}}}"
    if isinstance(value, list):
        return f"[{','.join(written(v, draw) for v in value)}]"
    text = json.dumps(value, ensure_ascii=draw(st.booleans()))
    escaped = isinstance(value, str) and draw(st.integers(0, 3)) == 0
    return text.replace('\\"', "\\u0022") if escaped else text


@st.composite
def texts(draw: st.DrawFn) -> str:
    """JSON text, spaced and escaped in any of the ways there are."""
    return written(draw(values), draw)


def answer(reader: Any, text: str) -> object:
    """What a reader makes of the text; NaN is equal to itself here."""
    try:
        value, problems = reader(text, None)
    except MedrecError as error:
        return type(error), str(error)
    return repr(value), problems


@given(texts() | st.text(alphabet='{}[]:,"\\u0022 1e-.a', max_size=12))
@example("[" + "9" * 5000 + "]")
@example("[" * 300 + "]" * 300)
@example("[" * 5000 + "]" * 5000)
@example('{"a": 1e400, "b": -0, "c": -0.0, "d": 123456789012345678901234567890}')
@example('{"a":1,"\\u0061":2}')
@example('{"a":"\\u0022\\u0022","a":"\\u0022\\u0022"}')
@example('{"a":NaN}')
def test_quick_and_slow_say_the_same(text: str) -> None:
    assert answer(json_text.loads, text) == answer(json_text._noted, text)


@given(texts(), st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]))
def test_bytes_say_what_their_text_says(text: str, encoding: str) -> None:
    raw = text.encode(encoding, "replace")
    text = raw.decode(encoding)
    said = answer(json_text.loads, text)
    assert answer(lambda *told: json_text.loads(*told, raw), text) == said


@given(values, st.sampled_from(["plain", 'with "marks"', "\\u0022", "é"]), st.data())
def test_a_doubled_key_is_a_problem_wherever_it_stands(
    value: Any, key: str, data: st.DataObject
) -> None:
    name = json.dumps(key)
    doubled = f"{{{name}:{json.dumps(value)},{name}:{json.dumps(data.draw(values))}}}"
    for text in (doubled, f'{{"entry":[{{"a":{doubled}}}]}}'):
        _, problems = json_text.loads(text)
        assert "duplicate-key" in {p.code for p in problems}
