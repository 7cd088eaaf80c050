"""Embedded persistence of maintained lists (docs/store.md)."""

from medrecon.store.journal import Draft, Item, ItemKind, Journal
from medrecon.store.memory import MemoryJournal
from medrecon.store.sqlite import SqliteJournal
from medrecon.store.store import Store, open_store

__all__ = [
    "Draft",
    "Item",
    "ItemKind",
    "Journal",
    "MemoryJournal",
    "SqliteJournal",
    "Store",
    "open_store",
]
