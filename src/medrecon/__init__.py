"""medrecon: several medication records of one person in, one reconciled list out."""

from medrecon._version import __version__

__all__ = ["__version__"]
