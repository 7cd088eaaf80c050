"""The exceptions of medrecon, and how a message is worded.

```
MedrecError            base of all; carries `code` and the command line's `exit_code`
├── UsageError         the call itself is wrong                                  exit 2
│   └── OtherPatient   what is handed over is about somebody else                exit 2
├── UnreadableInput    a file or message that cannot be read at all              exit 3
│   ├── RefusedInput   it could be read but must not be (DOCTYPE, bomb, depth)   exit 3
│   ├── NotMedication  well formed, and nothing in it is about medicines         exit 3
│   └── StoreError     a store that is damaged, or no store at all               exit 3
├── DictionaryError    no dm+d release where one was named, or a damaged one     exit 4
└── MissingExtra       an optional part of the package is not installed          exit 5
```

Bad *clinical* data never raises: it becomes a `Problem` or a `Finding`. A message reads
`expected X, got Y @ path. Hint: …` and carries no patient values: `got` names a type, a length or a
position.
"""

from __future__ import annotations


def sentence(expected: str, got: str, at: str | None = None, hint: str | None = None) -> str:
    """Word one fault the way every medrecon message is worded.

    >>> sentence("a date (YYYY-MM-DD)", "text of 4 characters", "row 3.start", "dates are ISO 8601")
    'expected a date (YYYY-MM-DD), got text of 4 characters @ row 3.start. Hint: dates are ISO 8601.'
    """
    text = f"expected {expected}, got {got}"
    if at:
        text += f" @ {at}"
    text += "."
    if hint:
        text += f" Hint: {hint.rstrip('.')}."
    return text


class MedrecError(Exception):
    """Base of every exception medrecon raises on purpose."""

    code = "medrecon"
    exit_code = 1

    def __init__(
        self, expected: str, got: str, *, at: str | None = None, hint: str | None = None
    ) -> None:
        self.expected, self.got, self.at, self.hint = expected, got, at, hint
        super().__init__(sentence(expected, got, at, hint))

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.expected, self.got, self.at, self.hint))


def _rebuild(
    kind: type[MedrecError], expected: str, got: str, at: str | None, hint: str | None
) -> MedrecError:
    return kind(expected, got, at=at, hint=hint)


class UsageError(MedrecError, ValueError):
    """The call is wrong: an unknown option, a missing argument, a value of the wrong type."""

    code = "usage"
    exit_code = 2


class OtherPatient(UsageError):
    """What is handed over for one patient names another; nothing of it was kept."""

    code = "other-patient"


class UnreadableInput(MedrecError):
    """A file or message from which nothing can be read."""

    code = "unreadable"
    exit_code = 3


class RefusedInput(UnreadableInput):
    """Input that is refused on purpose: a DOCTYPE, a decompression bomb, nesting without end."""

    code = "refused"


class NotMedication(UnreadableInput):
    """A well-formed file in which nothing is about medicines."""

    code = "not-medication"


class StoreError(UnreadableInput):
    """A store that is damaged, of an unknown layout, or no store at all."""

    code = "store"


class DictionaryError(MedrecError):
    """The dm+d release that was named is absent, damaged or of an unknown layout."""

    code = "dictionary"
    exit_code = 4


class MissingExtra(MedrecError, ImportError):
    """An optional extra (`[cli]`, `[report]`, `[spark]`) is needed and not installed."""

    code = "missing-extra"
    exit_code = 5
