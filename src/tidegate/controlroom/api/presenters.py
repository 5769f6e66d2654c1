"""The operations of the interface in words, for its page and for the reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tidegate.controlroom.api.problems import MEANINGS
from tidegate.controlroom.board.tables import Table, label, text_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def told(document: Mapping[str, Any]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Yield each operation of the document: its group, method, address and description."""
    for address, operations in document["paths"].items():
        for method, operation in operations.items():
            yield operation["tags"][0], method.upper(), address, operation


def operations(document: Mapping[str, Any]) -> list[Table]:
    """Return one table of operations for each kind of thing that they are about."""
    groups: dict[str, list[tuple[Any, ...]]] = {}
    for group, method, address, operation in told(document):
        line = (
            label(f"{method} {address}"),
            label(operation["summary"]),
            label(operation["x-permission"]),
        )
        groups.setdefault(group, []).append(line)
    columns = text_columns("Operation", "What it does", "Permission")
    return [Table(group, columns, tuple(lines)) for group, lines in groups.items()]


def problems() -> Table:
    """Return what each status of a refusal means."""
    columns = text_columns("Status", "Code", "Meaning")
    lines = [(label(str(status)), label(code), label(meaning))
             for status, (code, meaning) in MEANINGS.items()]  # fmt: skip
    return Table("When a call cannot be answered", columns, tuple(lines))
