"""The transfer message as a document to read and print, and its checks with links to the items."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from tidegate.controlroom.board import words
from tidegate.controlroom.transfers.forms.message import field_name
from tidegate.core.directory.nhs_number import grouped_nhs_number
from tidegate.core.directory.treatment_functions import treatment_function_name
from tidegate.core.transfers.message.items import ITEM, ITEMS, Entry, Item
from tidegate.core.transfers.message.values import Value, is_blank, value_of
from tidegate.core.waiting.rtt_status import RTT_STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.forms import BoundField

    from tidegate.controlroom.transfers.forms.message import MessageForm
    from tidegate.controlroom.transfers.models import Message
    from tidegate.core.reasons import Reason
    from tidegate.core.transfers.message.message import TransferMessage

_NARROW, _WIDE = 12, 30
_INPUT_MODES = {Entry.PHONE: "tel", Entry.EMAIL: "email", Entry.NHS_NUMBER: "numeric"}
_KINDS = {
    Entry.DATE: "date",
    Entry.RTT_STATUS: "select",
    Entry.TREATMENT_FUNCTION: "select",
    Entry.LINES: "lines",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One item as it is printed."""

    label: str
    value: str
    missing: bool


@dataclass(frozen=True, slots=True)
class Section:
    """One group of items."""

    heading: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Document:
    """The whole message, with which version it is and what became of it."""

    version: str
    groups: list[Section]


def document(row: Message, message: TransferMessage, named: Callable[[str], str]) -> Document:
    """Show every item in the order of the table; what is optional and empty is left out."""
    sections = []
    for group, items in groupby(ITEMS, key=lambda item: item.group):
        rows = [
            Row(
                item.label,
                _written(item, value_of(message, item), named),
                missing=_lacks(item, message),
            )
            for item in items
            if item.mandatory or not is_blank(value_of(message, item))
        ]
        if rows:
            sections.append(Section(group.label, rows))
    return Document(_version(row), sections)


def checks(reasons: Iterable[Reason], write_href: str) -> list[dict[str, str]]:
    """List what stands in the way of sending, each with a link to where it is put right."""
    said = []
    for reason in reasons:
        items = reason.inputs.get("items")
        names = [name for name in items if name in ITEM] if isinstance(items, (list, tuple)) else []
        href = f"{write_href}#id_{field_name(ITEM[names[0]])}" if names else ""
        if names and ITEM[names[0]].entry is Entry.DATE:
            href += "_day"
        said.append({"text": reason.detail, "href": href})
    return said


def form_groups(
    form: MessageForm, message: TransferMessage, named: Callable[[str], str]
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Say how each item is asked: as what kind of field, or as the request has it."""
    return [
        (heading, [_asked(item, field, message, named) for item, field in items])
        for heading, items in form.groups()
    ]


def statuses() -> list[tuple[str, str]]:
    """Return the status codes with what each means."""
    return [(code, f"{code}: {meaning}") for code, (_, meaning) in RTT_STATUSES.items()]


def _asked(
    item: Item, field: BoundField | None, message: TransferMessage, named: Callable[[str], str]
) -> dict[str, Any]:
    return {
        "field": field,
        "label": item.label if item.mandatory else f"{item.label} (optional)",
        "hint": item.hint,
        "kind": _KINDS.get(item.entry, "text"),
        "width": 10 if item.longest <= _NARROW else 30 if item.longest > _WIDE else 20,
        "inputmode": _INPUT_MODES.get(item.entry),
        "value": _written(item, value_of(message, item), named),
    }


def _lacks(item: Item, message: TransferMessage) -> bool:
    return item.mandatory and is_blank(value_of(message, item))


def _written(item: Item, value: Value, named: Callable[[str], str]) -> str:
    if value is None or value in {"", ()}:
        return "Missing"
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, tuple):
        return words.listed([_coded(code, named(code)) for code in value])
    if item.entry is Entry.TREATMENT_FUNCTION:
        return _coded(value, treatment_function_name(value))
    if item.entry is Entry.RTT_STATUS and value in RTT_STATUSES:
        return f"{value}: {RTT_STATUSES[value][1]}"
    if item.entry is Entry.NHS_NUMBER:
        return grouped_nhs_number(value)
    return value


def _coded(code: str, name: str) -> str:
    return code if name == code else f"{name} ({code})"


def _version(row: Message) -> str:
    said = f"Version {row.version}, written on {words.day_and_time(row.written_at)}"
    if row.sent_at is None:
        return f"{said}. Not sent."
    said = f"{said}. Sent on {words.day_and_time(row.sent_at)}"
    if row.received_at is None:
        return f"{said}."
    return f"{said}, received on {words.day_and_time(row.received_at)}."
