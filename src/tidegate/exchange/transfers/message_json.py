"""The transfer message as JSON: one object per group, one key per item.

Dates are ISO 8601 or null, several codes are a list, everything else is text; what is not known is
null, ``[]`` or ``""``. A key that is left out is not known. The keys are those of
``core.transfers.message.items``; docs/reference/transfer-message.md lists them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from tidegate.core.transfers.message.items import ITEMS, Entry, Group, Item
from tidegate.core.transfers.message.message import TransferMessage
from tidegate.core.transfers.message.values import Value, value_of, with_values
from tidegate.exchange.findings import Finding, UnusableInput, error

FILE = "transfer message"
MOST_ORGANISATIONS = 100


def message_content(message: TransferMessage) -> dict[str, dict[str, Any]]:
    """Return a message as JSON keeps it, with every item, known or not."""
    content: dict[str, dict[str, Any]] = {group.value: {} for group in Group}
    for item in ITEMS:
        content[item.group][item.field] = _written(value_of(message, item))
    return content


def read_message(content: object, *, name: str = FILE) -> TransferMessage:
    """Read a message back from JSON; what it says is judged by ``check_message``, not here.

    Args:
        content: what ``json.loads`` returned.
        name: what the input is called in findings.

    Raises:
        UnusableInput: something is no item of the message, or is not of its kind. Values are not
            repeated in the findings: they may tell who the patient is.
    """
    if findings := tuple(_strange(content, name)):
        raise UnusableInput(findings)
    given: Mapping[str, Mapping[str, Any]] = content  # type: ignore[assignment]
    values = {
        item.name: _read(item, given[item.group][item.field])
        for item in ITEMS
        if item.field in given.get(item.group, {})
    }
    return with_values(TransferMessage(), values)


def _written(value: Value) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _strange(content: object, name: str) -> Iterator[Finding]:
    if not isinstance(content, Mapping):
        yield error("NOT_AN_OBJECT", name, "an object with one object per group of the message")
        return
    fields = {group.value: {i.field: i for i in ITEMS if i.group is group} for group in Group}
    for group, part in content.items():
        if group not in fields:
            expected = f"one of {', '.join(fields)}"
            yield error("UNKNOWN_KEY", name, expected, column=_short(group))
        elif not isinstance(part, Mapping):
            yield error(
                "NOT_AN_OBJECT", name, "an object with the items of the group", column=group
            )
        else:
            yield from _strange_items(group, part, fields[group], name)


def _strange_items(
    group: str, part: Mapping[str, Any], items: Mapping[str, Item], name: str
) -> Iterator[Finding]:
    for field, value in part.items():
        if field not in items:
            expected = f"one of {', '.join(items)}"
            yield error("UNKNOWN_KEY", name, expected, column=f"{group}.{_short(field)}")
        elif (kind := _kind_missed(items[field], value)) is not None:
            yield error("NOT_ITS_KIND", name, kind, column=f"{group}.{field}")


def _kind_missed(item: Item, value: object) -> str | None:
    """Return what should have stood under an item; None where it is of its kind."""
    if item.entry is Entry.DATE:
        good = value is None or (isinstance(value, str) and _day(value) is not None)
        return None if good else "a date written YYYY-MM-DD, or null"
    if item.entry is Entry.ODS_CODES:
        good = isinstance(value, list) and all(isinstance(code, str) for code in value)
        few = good and len(value) <= MOST_ORGANISATIONS  # type: ignore[arg-type]
        return None if few else f"a list of at most {MOST_ORGANISATIONS} codes, each text"
    return None if isinstance(value, str) else "text"


def _read(item: Item, value: Any) -> Value:
    if item.entry is Entry.DATE:
        return None if value is None else _day(value)
    return tuple(value) if item.entry is Entry.ODS_CODES else str(value)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def _short(key: object) -> str:
    return str(key)[:40]
