"""The NHS dictionary of medicines and devices (dm+d): load, walk, and resolve texts to it."""

from medrecon.dmd.dictionary import Dictionary

__all__ = ["Dictionary"]
