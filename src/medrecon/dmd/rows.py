"""Stream the rows of one dm+d XML file: element name and columns, spelt as dm+d spells them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from medrecon.dmd.release import Member
from medrecon.errors import DictionaryError

Row = dict[str, Any]


def rows(
    member: Member, tags: tuple[str, ...], unknown: set[str]
) -> Iterator[tuple[str, str, Row]]:
    """Yield (list element, row element, columns) of every row whose element is one of `tags`.

    Memory is bounded by one row. A column that occurs again, or that has columns of its own, becomes a
    list (GTINDATA). Lists that are not known are added to `unknown`, never fatal. A DOCTYPE is refused.
    """
    from lxml import etree

    stream = member.open()
    try:
        context = etree.iterparse(
            stream,
            events=("end",),
            tag=tags,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        checked = False
        for _, element in context:
            parent = element.getparent()
            if not checked:
                checked = True
                _refuse_doctype(element.getroottree().docinfo, member)
            above = parent.tag if parent is not None else ""
            if above in tags:
                continue
            yield str(above), str(element.tag), _columns(element)
            element.clear()
            while element.getprevious() is not None and parent is not None:
                del parent[0]
        _note_unknown(context.root, tags, unknown)
    except etree.XMLSyntaxError as error:
        raise DictionaryError(
            "well-formed XML",
            f"a fault in line {error.lineno}",
            at=member.name,
            hint="the file is damaged or cut short: download the release again",
        ) from None
    finally:
        stream.close()


def _refuse_doctype(info: Any, member: Member) -> None:
    if info.internalDTD is not None or info.doctype:
        raise DictionaryError(
            "dm+d XML", "a DOCTYPE", at=member.name, hint="dm+d files never carry one"
        )


def _columns(element: Any) -> Row:
    row: Row = {column.tag: column.text for column in element}
    if len(row) == len(element) and _plain(row):
        return row
    row = {}
    for column in element:
        if not isinstance(column.tag, str):
            continue
        value: Any = _columns(column) if len(column) else column.text
        if value is None:
            continue
        if isinstance(value, dict) or column.tag in row:
            earlier = row.get(column.tag, [])
            row[column.tag] = [*(earlier if isinstance(earlier, list) else [earlier]), value]
        else:
            row[column.tag] = value.strip()
    return row


def _plain(row: Row) -> bool:
    """Whether every column is a plain text: no nesting, nothing empty, no comment."""
    try:
        return "\n" not in "".join(row.values()) and bool("".join(row))
    except TypeError:  # an empty column has None, a comment no name
        return False


def _note_unknown(root: Any, tags: tuple[str, ...], unknown: set[str]) -> None:
    if root is None:
        return
    for child in root:
        if isinstance(child.tag, str) and child.tag not in tags and len(child):
            first = next((c.tag for c in child if isinstance(c.tag, str)), None)
            if first is not None and first not in tags:
                unknown.add(f"{child.tag}/{first}")
