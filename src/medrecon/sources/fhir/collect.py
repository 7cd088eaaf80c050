"""Every resource of a message, in the order it stands there, and who refers to whom."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from medrecon.model import Problem
from medrecon.sources.fhir.shape import MEDICATIONS, Found, many, word, word_at

_HOLDERS = ("entry", "resource", "parameter", "part", "response", "outcome")


_NODES = (dict, list)
NOBODY = Found({}, "", None, None, "", [])
"""The owner of a reference that is the same whoever makes it."""


class Message:
    """The resources of one message and the references between them.

    `found` holds those of the message itself; contained ones are reached through their owner only,
    so that nothing is counted twice.
    """

    def __init__(self, root: Any, name: str | None = None) -> None:
        self.root = root
        self.name = name
        self.problems: list[Problem] = []
        self.found: list[Found] = []
        self.headers: list[dict[str, Any]] = []
        self.medicines: dict[int, Any] = {}
        self.referred: dict[str, Any] = {}
        self._resolved: dict[tuple[str, str], Found | None] = {}
        self._contained: dict[int, dict[str, Found]] = {}
        self._collect(root, "", None)

    def _collect(self, root: Any, path: str, url: str | None) -> None:
        stack: list[tuple[Any, str, str | None]] = [(root, path, url)]
        while stack:
            node, path, url = stack.pop()
            if isinstance(node, list):
                inner = [
                    (v, f"{path}[{i}]", url) for i, v in enumerate(node) if v.__class__ in _NODES
                ]
                stack += reversed(inner)
                continue
            if node.__class__ is not dict:
                if node not in (None, "") and path.endswith("resource"):
                    self._lost(path, "a resource")
                continue
            kind = node.get("resourceType")
            if isinstance(kind, list):
                kind = next((k for k in kind if isinstance(k, str)), None)
            if kind.__class__ is str and kind not in ("Bundle", "Parameters"):
                self._keep(node, kind, path or kind, url)
                continue
            if kind == "Bundle" and node.get("entry").__class__ is list:
                node = self._bundle(node, path or "Bundle", stack)
            if kind is None and path and self._unnamed(node, path, url):
                continue
            keys = [k for k, v in node.items() if k in _HOLDERS or isinstance(v, (dict, list))]
            for key in reversed(keys):
                if key == "contained":
                    continue
                below = f"{path}.{key}" if path else f"{kind}.{key}" if kind else key
                stack.append((node[key], below, word(node, "fullUrl")))

    def _bundle(
        self, bundle: dict[str, Any], path: str, stack: list[tuple[Any, str, str | None]]
    ) -> dict[str, Any]:
        """Put the entries of a Bundle on the stack, plain ones without their envelope."""
        entries = bundle["entry"]
        for i in range(len(entries) - 1, -1, -1):
            entry = entries[i]
            resource = entry.get("resource") if entry.__class__ is dict else None
            if resource.__class__ is dict:
                url = entry.get("fullUrl")
                url = url if url.__class__ is str else word(entry, "fullUrl")
                stack.append((resource, f"{path}.entry[{i}].resource", url))
            else:
                stack.append((entry, f"{path}.entry[{i}]", None))
        return {k: v for k, v in bundle.items() if k != "entry"}

    def _unnamed(self, node: dict[str, Any], path: str, url: str | None) -> bool:
        """A resource that does not say its type: told apart by what only a medicine line has."""
        if not path.endswith("resource") and "medicationCodeableConcept" not in node:
            return False
        if any(k.startswith("medication") for k in node):
            self._keep(node, _guess(node), path, url)
            self.found[-1].problem("resourceType", "shape", "the type of a resource", "nothing")
            return True
        if node and not any(isinstance(v, (dict, list)) and k in _HOLDERS for k, v in node.items()):
            self._lost(path, "the type of a resource")
            return True
        return False

    def _lost(self, path: str, expected: str) -> None:
        self.problems.append(
            Problem(path, "shape", f"expected {expected}, got something else @ {path}.")
        )

    def _keep(self, node: dict[str, Any], kind: str, path: str, url: str | None) -> None:
        own = node.get("id")
        if own.__class__ is not str or not own:
            own = word(node, "id") or (_tail(url) if url else None)
        self.found.append(Found(node, kind, own, url, path, self.problems))
        if "contained" in node:
            self._keep_contained(node, kind, path)

    def _keep_contained(self, owner: dict[str, Any], kind: str, path: str) -> None:
        """What a resource contains; a medicine line in a list or a document is one of the message."""
        inner: dict[str, Found] = {}
        for i, c in enumerate(many(owner, "contained")):
            if isinstance(c, dict) and isinstance(c.get("resourceType"), str):
                cid = word(c, "id") or f"contained-{i}"
                found = Found(
                    c, c["resourceType"], cid, None, f"{path}.contained[{i}]", self.problems
                )
                inner[cid.lstrip("#")] = found
                if found.type in MEDICATIONS and kind not in MEDICATIONS:
                    self.found.append(found)
                    self._contained[id(c)] = inner
        self._contained[id(owner)] = inner

    @cached_property
    def _by_key(self) -> dict[str, Found]:
        """The resources by fullUrl and by `Type/id`; of two of one name, the first."""
        out: dict[str, Found] = {}
        for found in self.found:
            if found.url:
                out.setdefault(found.url, found)
            if found.id:
                out.setdefault(f"{found.type}/{found.id}", found)
        return out

    @cached_property
    def _by_id(self) -> dict[str, list[Found]]:
        out: dict[str, list[Found]] = {}
        for found in self.found:
            if found.id:
                out.setdefault(found.id, []).append(found)
        return out

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
        key = (reference, kind)
        if key not in self._resolved:
            self._resolved[key] = self._look_up(reference, kind)
        return self._resolved[key]

    def _look_up(self, reference: str, kind: str) -> Found | None:
        """By fullUrl or `Type/id`, also of a versioned or an absolute reference; else by id alone."""
        plain = reference.split("/_history")[0]
        for name in (reference, plain, "/".join(plain.split("/")[-2:])):
            found = self._by_key.get(name)
            if found is not None and (not kind or found.type == kind):
                return found
        named = _named_type(plain)
        if named and kind and named != kind:
            return None
        wanted = kind or named
        same = [f for f in self._by_id.get(_tail(plain), ()) if not wanted or f.type == wanted]
        return same[0] if len(same) == 1 or (same and kind) else None

    def of(self, kind: str) -> list[Found]:
        """The resources of a type, in message order."""
        return self._by_type.get(kind, [])


def reference(node: Any, key: str) -> str | None:
    """The reference under a key, as written."""
    return word_at(node, key, "reference")


def references(node: Any, key: str) -> list[str]:
    """Every reference under a key."""
    return [r for v in many(node, key) if (r := word(v, "reference"))]


def _named_type(reference: str) -> str:
    """The type that a reference names: ids are unique within a type only. "" where it names none."""
    before = reference.split("/")[-2:-1]
    return before[0] if before and before[0].isalpha() and before[0][:1].isupper() else ""


def _tail(url: str) -> str:
    return url.rsplit("/", 1)[-1].rsplit(":", 1)[-1]


def _guess(node: dict[str, Any]) -> str:
    if "dosageInstruction" in node and "intent" in node:
        return "MedicationRequest"
    if "whenHandedOver" in node or "daysSupply" in node or "authorizingPrescription" in node:
        return "MedicationDispense"
    return "MedicationStatement"
