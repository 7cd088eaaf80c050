"""How a UK medicine text is read: name words, salts, strengths, form, release, qualities, packs.

Pure: nothing here knows a dictionary. The same reader is used on the dictionary's own names and on the
texts that are looked up, so the two are compared like with like.
"""

from medrecon.names.directions import Undirected, may_be_undirected, without_directions
from medrecon.names.fold import MAX_CHARS, Folded, fold
from medrecon.names.historic import Historic, historic
from medrecon.names.lexicon import Lexicon, lexicon
from medrecon.names.read import NameReading, read_name
from medrecon.names.scan import name_end
from medrecon.names.strength import Amount

__all__ = [
    "MAX_CHARS",
    "Amount",
    "Folded",
    "Historic",
    "Lexicon",
    "NameReading",
    "Undirected",
    "fold",
    "historic",
    "lexicon",
    "may_be_undirected",
    "name_end",
    "read_name",
    "without_directions",
]
