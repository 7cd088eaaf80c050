"""The public functions over the pipeline, and the answer they give."""

from medrecon.api.batch import reconcile_table
from medrecon.api.reconcile import Reconciliation, reconcile
from medrecon.api.update import update

__all__ = ["Reconciliation", "reconcile", "reconcile_table", "update"]
