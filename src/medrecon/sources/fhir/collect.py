"""Every resource of a message, in the order it stands there, and who refers to whom."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from medrecon.model import Problem
from medrecon.sources.fhir.resolve import Names, base_of, tail_of
from medrecon.sources.fhir.shape import MEDICATIONS, Found, many, word, word_at

_HOLDERS = ("entry", "resource", "parameter", "part", "response", "outcome")


_HOLDING = ("Bundle", "Parameters")
MEDICINE_KEYS = frozenset(("medicationCodeableConcept", "medicationReference"))
"""What only a medicine line has: of a type that FHIR had before, or that is misspelt, it is one all the same."""
_R5 = frozenset(("concept", "reference"))
LINKS = ("basedOn", "authorizingPrescription", "request", "prescription")
"""The elements by which a line refers to the order that it was made from."""
_NODES = (dict, list)
_Node = tuple[Any, str, str | None, int]
"""A node, its path, the fullUrl beside it, and its Bundle; a tuple is the entries of that Bundle."""


class Message:
    """The resources of one message and the references between them.

    `found` holds those of the message itself; contained ones (`inner`) are reached through their owner
    only, so that nothing is counted twice.
    """

    def __init__(self, root: Any, name: str | None = None) -> None:
        self.root = root
        self.name = name
        self.problems: list[Problem] = []
        self.found: list[Found] = []
        self.headers: list[dict[str, Any]] = []
        self.inner: list[Found] = []
        self.medicines: dict[int, Any] = {}
        self.referred: dict[tuple[int, str], Any] = {}
        self._resolved: dict[tuple[int, str, str], Found | None] = {}
        self._contained: dict[int, dict[str, Found]] = {}
        self._outer: list[int | None] = [None]
        self._spaces: dict[tuple[int, str], int] = {}
        self._collect(root)

    def _collect(self, root: Any) -> None:
        stack: list[_Node] = [(root, "", None, 0)]
        while stack:
            node, path, url, scope = stack.pop()
            if node.__class__ is tuple:
                self._entries(node, path, stack, scope)
                continue
            if isinstance(node, list):
                inner = [
                    (v, f"{path}[{i}]", url, scope)
                    for i, v in enumerate(node)
                    if v.__class__ in _NODES
                ]
                stack += reversed(inner)
                continue
            if node.__class__ is not dict:
                if node not in (None, "") and path.endswith(("resource", "entry", "]")):
                    self._lost(path, "a resource")
                continue
            kind = node.get("resourceType")
            if isinstance(kind, list):
                kind = next((k for k in kind if isinstance(k, str)), None)
            elif kind.__class__ is not str:
                kind = None
            if kind.__class__ is str and kind not in _HOLDING:
                self._keep(node, kind, path or kind, url, scope)
                continue
            if kind == "Bundle":
                self._outer.append(scope)
                scope = len(self._outer) - 1
                if node.get("entry").__class__ is list:
                    stack.append((tuple(node["entry"]), path or "Bundle", None, scope))
                    node = {k: v for k, v in node.items() if k != "entry"}
            if kind is None and self._unnamed(node, path, url, scope):
                continue
            keys = [k for k, v in node.items() if k in _HOLDERS or isinstance(v, (dict, list))]
            for key in reversed(keys):
                if key == "contained":
                    continue
                below = f"{path}.{key}" if path else f"{kind}.{key}" if kind else key
                stack.append((node[key], below, word(node, "fullUrl"), scope))

    def _entries(self, entries: tuple[Any, ...], path: str, stack: list[_Node], scope: int) -> None:
        """Keep the resources in the entries of a Bundle, without their envelopes.

        From the first entry that holds anything but one resource, say a Bundle, all wait on the stack.
        """
        resource: Any
        for i, entry in enumerate(entries):
            resource = entry.get("resource") if entry.__class__ is dict else None
            kind = resource.get("resourceType") if resource.__class__ is dict else None
            if kind.__class__ is not str or kind in _HOLDING:
                break
            self._keep(resource, kind, f"{path}.entry[{i}].resource", _full_url(entry), scope)
        else:
            return
        for j in range(len(entries) - 1, i - 1, -1):
            entry = entries[j]
            resource = entry.get("resource") if entry.__class__ is dict else None
            if resource.__class__ is dict:
                below = f"{path}.entry[{j}].resource"
                stack.append((resource, below, _full_url(entry), scope))
            else:
                stack.append((entry, f"{path}.entry[{j}]", None, scope))

    def _unnamed(self, node: dict[str, Any], path: str, url: str | None, scope: int) -> bool:
        """A resource that does not say its type: told apart by what only a medicine line has."""
        is_line = is_medicine_line(node)
        if not is_line and not path.endswith("resource"):
            return False
        if is_line:
            self._keep(node, _guess(node), path or "resource", url, scope)
            got = "another value" if "resourceType" in node else "nothing"
            self.found[-1].problem("resourceType", "shape", "the type of a resource", got)
            return True
        if node and not any(isinstance(v, (dict, list)) and k in _HOLDERS for k, v in node.items()):
            self._lost(path, "the type of a resource")
            return True
        return False

    def _lost(self, path: str, expected: str) -> None:
        self.problems.append(
            Problem(path, "shape", f"expected {expected}, got something else @ {path}.")
        )

    def _keep(
        self, node: dict[str, Any], kind: str, path: str, url: str | None, scope: int
    ) -> None:
        own = node.get("id")
        if own.__class__ is not str or not own:
            own = word(node, "id") or (tail_of(url) if url else None)
        base = base_of(url) if url and "://" in url else ""
        space = self._spaces.setdefault((scope, base), len(self._spaces))
        strange = kind not in MEDICATIONS and is_medicine_line(node)
        told = _guess(node) if strange else kind
        found = Found(node, told, own, url, path, self.problems, scope, base, space)
        self.found.append(found)
        if strange:
            found.problem(
                "resourceType", "shape", "a type that is read", "another, with a medicine"
            )
        if "contained" in node:
            self._keep_contained(found)

    def _keep_contained(self, holder: Found) -> None:
        """What a resource contains; a medicine line in a list or a document is one of the message."""
        owner, kind, path = holder.resource, holder.type, holder.path
        where = (self.problems, holder.scope, holder.base, holder.space)
        inner: dict[str, Found] = {}
        several: set[str] = set()
        for i, c in enumerate(many(owner, "contained")):
            if isinstance(c, dict) and isinstance(c.get("resourceType"), str):
                cid = word(c, "id") or f"contained-{i}"
                at = f"{path}.contained[{i}]"
                told = c["resourceType"]
                strange = told not in MEDICATIONS and is_medicine_line(c)
                found = Found(c, _guess(c) if strange else told, cid, None, at, *where)
                name = cid.lstrip("#")
                if name in inner and inner[name].resource != c:
                    several.add(name)
                inner[name] = found
                self.inner.append(found)
                if found.type in MEDICATIONS and (
                    kind not in MEDICATIONS or not _is_order_of(owner, c)
                ):
                    self.found.append(found)
                    self._contained[id(c)] = inner
                    if strange or kind in MEDICATIONS:
                        found.problem("", "contained", "a line of its own", "one inside another")
            elif isinstance(c, dict) and is_medicine_line(c):
                self._lost(f"{path}.contained[{i}]", "the type of a resource")
        self._contained[id(owner)] = inner
        for name in several:
            del inner[name]
            holder.problem("contained", "ambiguous-reference", "one resource of a name", "several")

    @property
    def bundles(self) -> int:
        """How many Bundles the message holds."""
        return len(self._outer) - 1

    @cached_property
    def _names(self) -> Names:
        return Names(self.found, self._by_type, self._outer)

    @cached_property
    def _by_type(self) -> dict[str, list[Found]]:
        out: dict[str, list[Found]] = {}
        for found in self.found:
            out.setdefault(found.type, []).append(found)
        return out

    def resolve(self, owner: Found, reference: str | None, kind: str = "") -> Found | None:
        """The resource that a reference of `owner` means, None when it is not in the message."""
        if not reference:
            return None
        if reference.startswith("#"):
            return self._contained.get(id(owner.resource), {}).get(reference[1:])
        key = (owner.space, reference, kind)
        if key not in self._resolved:
            self._resolved[key], several = self._names.find(owner, reference, kind)
            if several:
                owner.problem("", "ambiguous-reference", "one resource of a name", "several")
        return self._resolved[key]

    def of(self, kind: str) -> list[Found]:
        """The resources of a type, in message order."""
        return self._by_type.get(kind, [])


def is_medicine_line(node: dict[str, Any]) -> bool:
    """Whether a resource has what only a medicine line has, whatever type it says it is of."""
    if not node.keys().isdisjoint(MEDICINE_KEYS):
        return True
    held = node.get("medication")
    return held.__class__ is dict and not _R5.isdisjoint(held)


def _is_order_of(owner: dict[str, Any], inner: dict[str, Any]) -> bool:
    """Whether a contained medicine line tells nothing of its own: the medicine of its holder, or its order.

    The one order of a dispensing may name another product: it is kept beside what was handed over.
    """
    if all(owner.get(key) == inner.get(key) for key in (*MEDICINE_KEYS, "medication")):
        return True
    name = f"#{(word(inner, 'id') or '').lstrip('#')}"
    orders = [c for c in many(owner, "contained") if c.__class__ is dict and is_medicine_line(c)]
    return len(orders) == 1 and name in references(owner, "authorizingPrescription")


def _full_url(entry: dict[str, Any]) -> str | None:
    url = entry.get("fullUrl")
    return url if url.__class__ is str else word(entry, "fullUrl")


def reference(node: Any, key: str) -> str | None:
    """The reference under a key, as written."""
    return word_at(node, key, "reference")


def references(node: Any, key: str) -> list[str]:
    """Every reference under a key."""
    return [r for v in many(node, key) if (r := word(v, "reference"))]


def _guess(node: dict[str, Any]) -> str:
    if "dosageInstruction" in node and "intent" in node:
        return "MedicationRequest"
    if "whenHandedOver" in node or "daysSupply" in node or "authorizingPrescription" in node:
        return "MedicationDispense"
    return "MedicationStatement"
