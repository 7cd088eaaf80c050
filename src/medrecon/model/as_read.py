"""What an answer was made from, so that it can be made again: entries as read, sources, people.

Held as the values themselves and written as JSON data only when the answer is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from medrecon.model.as_data import Data, entry_of, from_data, rest_of, to_data
from medrecon.model.entry import Entry, Source
from medrecon.model.frozen import freeze, quick_init
from medrecon.model.patient import Patient
from medrecon.model.reading import Encounter


class AsRead:
    """What an entry recorded beyond the fields of its summary: dates, quantities, supplies, identity.

    `data` is that as JSON data; `entry(summary)` the whole entry as it was read. `renamed` says that the
    summary has another id, because two sources use the same one; then `data` holds the source's own.
    """

    __slots__ = ("_data", "_entry", "_renamed")

    def __init__(
        self, entry: Entry | None = None, data: Data | None = None, *, renamed: bool = False
    ) -> None:
        self._entry, self._data, self._renamed = entry, data, renamed

    @property
    def data(self) -> Data:
        """Only what is recorded: a field that says nothing is left out."""
        if self._data is None:
            data = rest_of(self._entry) if self._entry is not None else Data()
            own = {"id": self._entry.id} if self._entry is not None and self._renamed else {}
            self._data = Data({**own, **data}) if own else data
        return self._data

    def entry(self, summary: Mapping[str, Any]) -> Entry:
        """The entry as it was read, from the fields of its summary and these."""
        if self._entry is None:
            self._entry = entry_of(summary, self.data)
        return self._entry

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AsRead) and self.data == other.data

    def __hash__(self) -> int:
        return hash(self.data)

    def __repr__(self) -> str:
        return f"AsRead({self.data!r})"

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        def read(value: Any) -> AsRead:
            return value if isinstance(value, AsRead) else AsRead(data=freeze(value))

        return _as_object(read, lambda value: value.data)


@quick_init
@dataclass(frozen=True, slots=True)
class Given:
    """What was handed over beside the entries shown: enough to make the answer again.

    `sources` are those asked; `people` what each message says of the patient; `patient` what the
    caller said, None where it was left to the messages. `entries` are those that are not shown one
    to one, because several copies of one prescription item are shown as one line. `encounters` are the
    stays that messages tell of.
    """

    sources: tuple[Source, ...] = ()
    people: tuple[Patient, ...] = ()
    patient: Patient | None = None
    entries: tuple[Entry, ...] = ()
    encounters: tuple[Encounter, ...] = ()

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        def read(value: Any) -> Given:
            try:
                return value if isinstance(value, Given) else from_data(Given, value)
            except (KeyError, TypeError, AttributeError) as error:
                raise ValueError("expected what an answer was made from") from error

        return _as_object(read, to_data)


def _as_object(read: Any, write: Any) -> CoreSchema:
    return core_schema.json_or_python_schema(
        json_schema=core_schema.no_info_after_validator_function(read, core_schema.dict_schema()),
        python_schema=core_schema.no_info_plain_validator_function(read),
        serialization=core_schema.plain_serializer_function_ser_schema(
            write, return_schema=core_schema.dict_schema()
        ),
    )
