"""The dm+d dictionary: look up ids, walk the graph, resolve texts."""

from __future__ import annotations

import json
import os
import tempfile
import weakref
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from medrecon._data import data_path
from medrecon.dmd import compiled
from medrecon.dmd.products import make
from medrecon.dmd.resolve import Resolver
from medrecon.dmd.store import Row, Store
from medrecon.errors import DictionaryError, UsageError
from medrecon.model import Match, Product
from medrecon.names import MAX_CHARS

if TYPE_CHECKING:
    from medrecon.dmd.build import Progress

PRODUCTS_KEPT = 20_000
MATCHES_KEPT = 50_000


class Dictionary:
    """One release of dm+d. Immutable, usable from many threads, cheap after a fork.

    Open next week's release beside it and swap the reference: nothing is shared between two.
    """

    def __init__(self, path: Path, *, keep: object = None) -> None:
        self._store = Store(path)
        self._keep = keep
        self._path = path
        self._product = lru_cache(maxsize=PRODUCTS_KEPT)(self._make)
        self._resolver = Resolver(self._store, self._product)
        self._remembered = lru_cache(maxsize=MATCHES_KEPT)(self._resolver.resolve)

    @property
    def path(self) -> Path:
        """The compiled file that is read."""
        return self._path

    @property
    def release(self) -> str:
        """The date of the extract and a digest of its files: the same for the zip, the folder and the compiled file."""
        return self._store.meta.get("release", "unknown")

    @property
    def remarks(self) -> tuple[str, ...]:
        """What in the release was not understood: unknown lists of rows, ids that are damaged."""
        found: list[str] = json.loads(self._store.meta.get("unknown", "[]"))
        return tuple(found)

    def __repr__(self) -> str:
        return f"Dictionary({self.release})"

    def __reduce__(self) -> tuple[object, ...]:
        if _sample.cache_info().currsize and self is _sample():
            return (Dictionary.sample, ())
        return (Dictionary.open, (str(self.path),))

    @classmethod
    def open(cls, path: str | Path, bonus: str | Path | None = None) -> Dictionary:
        """Open a TRUD zip, a folder of its XML, or a compiled file (which opens at once).

        `bonus` is the bonus archive of the same release (its history of ids); a compiled file already
        holds it. A zip is compiled into a temporary file first, which takes some seconds.
        Raises DictionaryError when there is no release at `path`, or a damaged one.
        """
        where = Path(path)
        if not where.exists():
            raise DictionaryError(
                "a dm+d release (TRUD zip, folder of its XML, or compiled file)",
                "nothing",
                at=str(path),
                hint="download NHSBSA dm+d from TRUD (item 24), or use Dictionary.sample()",
            )
        if compiled.is_compiled(where):
            with compiled.verifying(where):
                return cls(where)
        return cls._temporary(where, Path(bonus) if bonus is not None else None)

    @classmethod
    def _temporary(cls, release: Path, bonus: Path | None) -> Dictionary:
        from medrecon.dmd.build import build

        handle, name = tempfile.mkstemp(prefix="medrecon-dmd-", suffix=".dmd")
        os.close(handle)
        target = Path(name)
        try:
            build(release, target, bonus)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
        made = cls(target, keep=target)
        weakref.finalize(made, _remove, name, os.getpid())
        return made

    @classmethod
    def sample(cls) -> Dictionary:
        """The sample that ships with medrecon: a thousand or so medicines, for tests and demonstrations.

        Not for care. What in it is real and what is not: data/dmd_samples/README.md.
        """
        return _sample()

    @staticmethod
    def build(
        release_path: str | Path,
        out: str | Path,
        bonus: str | Path | None = None,
        progress: Progress | None = None,
    ) -> Path:
        """Compile a release into one file that opens at once; `progress` is called with each stage.

        The file takes its name only when complete. Raises DictionaryError for a bad release.
        """
        from medrecon.dmd.build import build

        release, target = Path(release_path), Path(out)
        if not release.exists():
            raise DictionaryError("a dm+d release", "nothing", at=str(release))
        build(release, target, Path(bonus) if bonus is not None else None, progress)
        return target

    def get(self, code: str) -> Product | None:
        """The Product of a current or superseded id of any level, or None.

        A superseded id leads to its successor through any number of steps; where it was split into
        several, to none of them (None), because choosing would be a guess.

        >>> Dictionary.sample().get("42109611000001109").name
        'Paracetamol 500mg tablets'
        """
        text = str(code).strip()
        if not (text.isascii() and text.isdigit()) or not 5 < len(text) <= 18 or text[0] == "0":
            return None
        current = self._current(int(text))
        return None if current is None else self._product(current)

    def raw(self, code: str) -> dict[str, Row | list[Row]] | None:
        """The release's own rows about an id, columns as dm+d spells them; None for an unknown id."""
        product = self.get(code)
        if product is None:
            return None
        found = self._store.concept(int(product.code))
        rows: dict[str, Row | list[Row]] = dict(self._store.details(int(product.code)))
        if found is not None:
            rows[found[0]] = found[1]
        return rows

    def parents(self, code: str) -> tuple[Product, ...]:
        """The Products straight above: VMP to VTM, AMP and VMPP to VMP, AMPP to AMP and VMPP."""
        product = self.get(code)
        return self._all(self._store.parents(int(product.code))) if product else ()

    def children(self, code: str) -> tuple[Product, ...]:
        """The Products straight below, by id."""
        product = self.get(code)
        return self._all(self._store.children(int(product.code))) if product else ()

    def resolve(self, text: str) -> Match:
        """Which product a text is about: see Match. Repeated texts are remembered, boundedly.

        >>> Dictionary.sample().resolve("BISOPROLOL TAB 2.5MG").product.name
        'Bisoprolol 2.5mg tablets'
        """
        if text.__class__ is not str:
            raise UsageError("a medicine text", type(text).__name__, at="resolve")
        if len(text) > MAX_CHARS:
            return self._resolver.resolve(text)
        return self._remembered(text)

    def identify(self, text: str | None, codes: Sequence[str] = ()) -> Match:
        """What a line is about, from its codes and its text together.

        A code is trusted when there is no text, or when the text agrees with it on the medicine and
        contradicts nothing else it says (strength, form, release, salt). A disagreement is `ambiguous`,
        flagged `code_text_mismatch`, both among the candidates. Of two brands of one VMP it is the VMP, flagged
        `code_brand_mismatch`. A code that is not in dm+d is flagged
        `unknown_code` (and `bad_check_digit` where it is damaged), and the text decides.
        """
        from medrecon.dmd.identify import identify

        return identify(self, text, codes)

    def _current(self, code: int) -> int | None:
        seen = {code}
        while True:
            if self._product(code) is not None:
                return code
            onward = [c for c in self._store.successors(code) if c not in seen]
            if len(onward) != 1:
                return None
            code = onward[0]
            seen.add(code)

    def _make(self, code: int) -> Product | None:
        return make(self._store, code, self._product)

    def _all(self, codes: Sequence[int]) -> tuple[Product, ...]:
        found = (self._product(code) for code in codes)
        return tuple(product for product in found if product is not None)


def _remove(name: str, pid: int) -> None:
    if os.getpid() == pid:
        Path(name).unlink(missing_ok=True)


@cache
def _sample() -> Dictionary:
    folder = data_path("dmd_samples")
    zips = sorted(folder.glob("nhsbsa_dmd_*.zip"))
    if not zips:
        raise DictionaryError(
            "the embedded dm+d sample", "nothing", at=str(folder), hint="reinstall medrecon"
        )
    return Dictionary.open(zips[0])
