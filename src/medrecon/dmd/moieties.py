"""Which active moieties a product holds: VTM and ingredient names with their salts folded."""

from __future__ import annotations

import re
from collections.abc import Iterable

from medrecon.names import lexicon

_PARTS = re.compile(r"\s*\+\s*|\s+and\s+")
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")


class Moieties:
    """Folds names to moieties, knowing which names stand on their own in this release."""

    def __init__(self, names: Iterable[str]) -> None:
        self._known = {name.casefold() for name in names}
        self._folded: dict[str, str] = {}  # a few thousand substances, each named many times

    def of_name(self, name: str) -> str:
        """The moiety of one substance: `Codeine phosphate` is codeine, `Calcium carbonate` itself.

        A trailing counter-ion is folded where what is left is a substance of the dictionary and not
        merely an element.
        """
        if name not in self._folded:
            self._folded[name] = self._without_salt(name)
        return self._folded[name]

    def _without_salt(self, name: str) -> str:
        lex = lexicon()
        words = _BRACKETS.sub("", name).casefold().split()
        kept = list(words)
        while len(kept) > 1 and _salt(kept[-1], lex.salts):
            kept.pop()
        short = " ".join(kept)
        if len(kept) == len(words) or kept[0] in lex.elements:
            return " ".join(words)
        return short if short in self._known or len(kept) == 1 else " ".join(words)

    def of(self, vtm: str | None, ingredients: Iterable[str], own_words: str) -> tuple[str, ...]:
        """The moieties of a product, sorted: from its VTM where that names them, else from its
        ingredients, else the words of its own name.
        """
        listed = [self.of_name(name) for name in ingredients]
        if vtm is not None:
            parts = [self.of_name(part) for part in _PARTS.split(vtm)]
            code_drug = vtm.casefold().startswith("co-")
            if not (code_drug and listed) and not (len(parts) == 1 and len(set(listed)) > 1):
                return tuple(sorted(set(parts)))
        if listed:
            return tuple(sorted(set(listed)))
        if vtm is not None:
            return (vtm.casefold(),)
        return (own_words,) if own_words else ()


def _salt(word: str, salts: frozenset[str]) -> bool:
    return word in salts or word.removeprefix("di").removeprefix("hemi") in salts
