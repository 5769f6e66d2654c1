"""A message as values by item, and back: how forms, files and checks reach what they need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from tidegate.core.transfers.message.items import ITEM, Item

if TYPE_CHECKING:
    from tidegate.core.transfers.message.message import TransferMessage

# What an item may hold: text, a day, several codes, or nothing.
Value = str | date | tuple[str, ...] | None


def value_of(message: TransferMessage, item: Item) -> Value:
    """Return what a message says under an item; empty text, ``None`` or ``()`` where nothing."""
    value: Value = getattr(getattr(message, item.group), item.field)
    return value


def is_blank(value: Value) -> bool:
    """Whether a value says nothing: missing, empty, or spaces only."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value == ()


def with_values(message: TransferMessage, values: Mapping[str, Value]) -> TransferMessage:
    """Return a message with other values, by name of item (``patient.family_name``).

    Raises:
        KeyError: a name that is no item of the message.
    """
    items = sorted((ITEM[name] for name in values), key=lambda item: item.group)
    for group, its_items in groupby(items, key=lambda item: item.group):
        new = {item.field: values[item.name] for item in its_items}
        message = replace(message, **{group.value: replace(getattr(message, group), **new)})
    return message
