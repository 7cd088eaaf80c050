"""medrecon: several medication records of one person in, one reconciled list out.

```python
import medrecon

dictionary = medrecon.Dictionary.sample()
readings = [medrecon.read(path) for path in paths]
result = medrecon.reconcile(
    readings, dictionary=dictionary, as_of=date(2026, 3, 16), event="admission"
)
result.medications, result.findings
```

It proposes; a clinician decides. Names are loaded when they are first used, so that importing medrecon
costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from medrecon._version import __version__

if TYPE_CHECKING:
    from medrecon.api import Reconciliation, reconcile, reconcile_table, update
    from medrecon.api.stored import stored_list, stored_update
    from medrecon.dmd import Dictionary
    from medrecon.dosage import Dosage
    from medrecon.dose import parse_dosage
    from medrecon.errors import (
        DictionaryError,
        MedrecError,
        MissingExtra,
        NotMedication,
        OtherPatient,
        RefusedInput,
        StoreError,
        UnreadableInput,
        UsageError,
    )
    from medrecon.model import (
        Change,
        CodedText,
        Coding,
        Decision,
        Entry,
        Finding,
        Identity,
        Issue,
        Match,
        PartialDate,
        Patient,
        Problem,
        Product,
        Proposal,
        Reading,
        ReconciledMedication,
        Source,
        WrittenDosage,
    )
    from medrecon.policy import Policy
    from medrecon.sources import read
    from medrecon.store import Store, open_store

_HOMES = {
    "medrecon.api": ("Reconciliation", "reconcile", "reconcile_table", "update"),
    "medrecon.api.stored": ("stored_list", "stored_update"),
    "medrecon.store": ("Store", "open_store"),
    "medrecon.dmd": ("Dictionary",),
    "medrecon.dosage": ("Dosage",),
    "medrecon.dose": ("parse_dosage",),
    "medrecon.errors": (
        "DictionaryError",
        "MedrecError",
        "MissingExtra",
        "NotMedication",
        "OtherPatient",
        "RefusedInput",
        "StoreError",
        "UnreadableInput",
        "UsageError",
    ),
    "medrecon.model": (
        "Change",
        "CodedText",
        "Coding",
        "Decision",
        "Entry",
        "Finding",
        "Identity",
        "Issue",
        "Match",
        "PartialDate",
        "Patient",
        "Problem",
        "Product",
        "Proposal",
        "Reading",
        "ReconciledMedication",
        "Source",
        "WrittenDosage",
    ),
    "medrecon.policy": ("Policy",),
    "medrecon.sources": ("read",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Change",
    "CodedText",
    "Coding",
    "Decision",
    "Dictionary",
    "DictionaryError",
    "Dosage",
    "Entry",
    "Finding",
    "Identity",
    "Issue",
    "Match",
    "MedrecError",
    "MissingExtra",
    "NotMedication",
    "OtherPatient",
    "PartialDate",
    "Patient",
    "Policy",
    "Problem",
    "Product",
    "Proposal",
    "Reading",
    "ReconciledMedication",
    "Reconciliation",
    "RefusedInput",
    "Source",
    "Store",
    "StoreError",
    "UnreadableInput",
    "UsageError",
    "WrittenDosage",
    "__version__",
    "open_store",
    "parse_dosage",
    "read",
    "reconcile",
    "reconcile_table",
    "stored_list",
    "stored_update",
    "update",
]


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'medrecon' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
