"""How a UK medicine text is read: name words, salts, strengths, form, release, qualities, packs.

Pure: nothing here knows a dictionary. The same reader is used on the dictionary's own names and on the
texts that are looked up, so the two are compared like with like.
"""

from medrecon.names.directions import (
    Undirected,
    direction_patterns,
    may_be_undirected,
    without_directions,
)
from medrecon.names.fold import MAX_CHARS, Folded, fold
from medrecon.names.lexicon import Lexicon, lexicon
from medrecon.names.other import OtherName, error_prone, other_names
from medrecon.names.read import NameReading, read_folded, read_name
from medrecon.names.scan import name_end
from medrecon.names.strength import Amount


def read_tables() -> None:
    """Read the tables of spellings now and not with the first text, so that workers forked later share them."""
    for table in (lexicon, other_names, error_prone, direction_patterns):
        table()


__all__ = [
    "MAX_CHARS",
    "Amount",
    "Folded",
    "Lexicon",
    "NameReading",
    "OtherName",
    "Undirected",
    "error_prone",
    "fold",
    "lexicon",
    "may_be_undirected",
    "name_end",
    "other_names",
    "read_folded",
    "read_name",
    "read_tables",
    "without_directions",
]
