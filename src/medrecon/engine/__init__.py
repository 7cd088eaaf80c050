"""One patient from entries to answer."""

from medrecon.engine.reconcile import reconcile_entries

__all__ = ["reconcile_entries"]
