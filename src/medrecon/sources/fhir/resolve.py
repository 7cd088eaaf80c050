"""Which resource of a message a reference means (FHIR R4, “Resolving references in Bundles”).

A relative reference is one to the server of the resource that makes it: `Medication/1` in what stands
at `https://a/MedicationRequest/9` is `https://a/Medication/1`, and in a resource without such a URL the
`Medication/1` of its own Bundle. Systems number their records alike, so that the same name elsewhere is
another resource. Where a name leads to two that differ, it leads to neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from operator import attrgetter

from medrecon.sources.fhir.shape import Found
from medrecon.sources.fhir.versions import older_of

_BESIDE = frozenset(("meta", "text"))
"""What may differ between two copies of one resource."""

Index = dict[tuple[int, str], list[Found]]
_Name = Callable[[Found], str | None]


class Names:
    """The resources of a message by the names that they go by, each in its own Bundle.

    `outer` holds for each Bundle the one that it stands in, None for the message itself. An index is
    made when first asked for, and of the type asked for only: most references name one or two.
    """

    def __init__(
        self,
        found: Sequence[Found],
        by_type: Mapping[str, Sequence[Found]],
        outer: Sequence[int | None],
    ) -> None:
        self._found = found
        self._by_type = by_type
        self._outer = outer
        self._indexes: dict[tuple[_Name, str], Index] = {}
        self._everywhere: dict[tuple[_Name, str], dict[str, list[Found]]] = {}

    def find(self, owner: Found, reference: str, kind: str) -> tuple[Found | None, bool]:
        """The resource that a reference of `owner` means, and whether there were several to choose."""
        if found := self._at_once(owner, reference, kind):
            return _the_one(found)
        asked = _Asked(owner, reference, kind)
        scope: int | None = owner.scope
        left = len(self._outer)
        while scope is not None:
            if candidates := self._inside(scope, asked):
                return _the_one(candidates)
            scope = self._outer[scope]
            left -= 1
        return _the_one(self._elsewhere(asked)) if left else (None, False)

    def _at_once(self, owner: Found, reference: str, kind: str) -> Sequence[Found]:
        """What the commonest references mean: a fullUrl of the Bundle, or `Type/id` where no server is named.

        These are the first two steps of `_inside`, which need no more than the reference as written.
        """
        place = (owner.scope, reference)
        if exact := self._by(_url_of, kind).get(place):
            return exact
        if kind and not owner.base and ":" not in reference and reference.count("/") == 1:
            return self._by(_name_of, kind).get(place, ())
        return ()

    def _inside(self, scope: int, asked: _Asked) -> list[Found]:
        """What a name may mean in one Bundle: by fullUrl, then `Type/id`, then the id alone."""
        for url in asked.urls:
            if exact := self._by(_url_of, asked.kind).get((scope, url)):
                return exact
        if named := asked.near(self._by(_name_of, asked.wanted).get((scope, asked.name), ())):
            return named
        if asked.contradicts:
            return []
        return asked.near(self._by(_id_of, asked.wanted).get((scope, asked.id), ()))

    def _elsewhere(self, asked: _Asked) -> list[Found]:
        """What a name may mean in the other Bundles: by fullUrl, else where all Bundles are of one
        server, as the pages of a search are, which shows in that no two name different resources alike.
        """
        for url in asked.urls:
            if exact := self._anywhere(_url_of, asked.kind).get(url):
                return exact
        if not self._one_server:
            return []
        return asked.near(self._anywhere(_name_of, asked.wanted).get(asked.name, ()))

    def _by(self, name: _Name, kind: str) -> Index:
        """The resources of a type by a name of theirs; of every type where none is asked for."""
        if (index := self._indexes.get((name, kind))) is None:
            found = self._by_type.get(kind, ()) if kind else self._found
            index = self._indexes[name, kind] = _indexed(found, name)
        return index

    def _anywhere(self, name: _Name, kind: str) -> dict[str, list[Found]]:
        """The resources of a type by a name of theirs alone, whatever the Bundle."""
        if (index := self._everywhere.get((name, kind))) is None:
            index = self._everywhere[name, kind] = {}
            for (_, own), found in self._by(name, kind).items():
                index.setdefault(own, []).extend(found)
        return index

    @cached_property
    def _one_server(self) -> bool:
        """Whether no two Bundles give one name to resources that differ."""
        first: dict[str, Found] = {}
        for (_, name), found in self._by(_name_of, "").items():
            one = first.setdefault(name, found[0])
            if one is not found[0] and not _alike(one, found[0]):
                return False
        return True


_url_of: _Name = attrgetter("url")
_id_of: _Name = attrgetter("id")


def _name_of(found: Found) -> str | None:
    return f"{found.type}/{found.id}" if found.id else None


def _indexed(found: Sequence[Found], name: _Name) -> Index:
    """What was found by the Bundle it stands in and a name; what has no such name is in no index."""
    out: Index = {}
    for one, own in zip(found, map(name, found), strict=True):
        if own:
            out.setdefault((one.scope, own), []).append(one)
    return out


class _Asked:
    """A reference as its owner means it."""

    __slots__ = ("base", "contradicts", "id", "kind", "name", "urls", "wanted")

    def __init__(self, owner: Found, reference: str, kind: str) -> None:
        plain = reference.split("/_history")[0] if "/_history" in reference else reference
        own = base_of(plain)
        self.base = own or ("" if ":" in plain else owner.base)
        self.urls = [reference, plain] if plain != reference else [plain]
        if self.base and not own:
            self.urls.append(f"{self.base}/{plain}")
        steps = plain.rsplit("/", 2)[-2:]
        self.name = "/".join(steps)
        self.id = steps[-1].rsplit(":", 1)[-1]
        self.kind = kind
        named = _named_type(steps)
        self.wanted = kind or named
        self.contradicts = bool(named and kind and named != kind)

    def near(self, found: Iterable[Found]) -> list[Found]:
        """Those of the wanted type that do not say that they are of another server."""
        return [
            f
            for f in found
            if (not self.wanted or f.type == self.wanted)
            and (not self.base or not f.base or f.base == self.base)
        ]


def _the_one(found: Sequence[Found]) -> tuple[Found | None, bool]:
    """The only one, or its newest version; of several that differ none, and that there were several."""
    if len(found) < 2:
        return (found[0] if found else None), False
    older = {id(f) for f in older_of(found)}
    left = [f for f in found if id(f) not in older]
    if all(_alike(left[0], f) for f in left[1:]):
        return left[0], False
    return None, True


def _alike(one: Found, other: Found) -> bool:
    """Whether two resources say the same, whatever is noted beside it."""
    a, b = one.resource, other.resource
    return a == b or all(a.get(k) == b.get(k) for k in {*a, *b} - _BESIDE)


def base_of(url: str | None) -> str:
    """The server of a RESTful URL, "" where it names none.

    >>> base_of("https://a.nhs.uk/fhir/Patient/17"), base_of("urn:uuid:17"), base_of("Patient/17")
    ('https://a.nhs.uk/fhir', '', '')
    """
    if url is None or "://" not in url:
        return ""
    base, _, rest = url.split("/_history")[0].rpartition("/")
    base, _, kind = base.rpartition("/")
    return base if rest and kind.isalpha() and kind[:1].isupper() and "://" in base else ""


def tail_of(url: str) -> str:
    """The id at the end of a URL or a URN."""
    return url.rsplit("/", 1)[-1].rsplit(":", 1)[-1]


def _named_type(steps: Sequence[str]) -> str:
    """The type that a reference names: ids are unique within a type only. "" where it names none."""
    before = steps[0] if len(steps) > 1 else ""
    return before if before[:1].isupper() and before.isalpha() else ""
