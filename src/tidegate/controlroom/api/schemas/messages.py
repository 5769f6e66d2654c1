"""The transfer message as it is written and read, made from the one table of its items."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, create_model

from tidegate.controlroom.api.problems import CodedReason
from tidegate.controlroom.api.schemas.values import ONE_LINE, SEVERAL_LINES, Day, Decision, Input
from tidegate.core.transfers.message.items import GROUP_LABELS, ITEMS, Entry, Group, Item

MOST_ORGANISATIONS = 30


def _kind(item: Item) -> Any:
    if item.entry is Entry.DATE:
        return Day | None
    lines = SEVERAL_LINES if item.entry is Entry.LINES else ONE_LINE
    text = Annotated[str, Field(max_length=item.longest, pattern=lines)]
    if item.entry is Entry.ODS_CODES:
        return Annotated[list[text], Field(max_length=MOST_ORGANISATIONS)]
    return text


def _field(item: Item) -> tuple[Any, Any]:
    needed = "" if item.mandatory else " (may be left out)"
    hint = f" {item.hint}" if item.hint else ""
    empty: Any = {Entry.DATE: None, Entry.ODS_CODES: []}.get(item.entry, "")
    return _kind(item), Field(empty, description=f"{item.label}{needed}.{hint}")


def _part(group: Group) -> type[Input]:
    fields: dict[str, Any] = {item.field: _field(item) for item in ITEMS if item.group is group}
    name = f"Message{group.value.title()}"
    return create_model(name, __base__=Input, __doc__=f"{GROUP_LABELS[group]}.", **fields)


def _content() -> type[Input]:
    parts: dict[str, Any] = {}
    for group in Group:
        part = _part(group)
        parts[group.value] = (part, Field(default_factory=part))
    told = "The inter-provider transfer minimum data set: 36 items in 8 groups, 27 of them needed."
    return create_model("MessageContent", __base__=Input, __doc__=told, **parts)


MessageContent = _content()


class MessageIn(Decision):
    """A new version of the message; what is still missing is told, and refused on sending."""

    content: MessageContent


class MessageWritten(Schema):
    """That a version was kept, and what stands in the way of sending it."""

    reference: str
    version: int
    faults: list[CodedReason] = Field(description="Why it could not be sent as it is.")


class MessageOut(Schema):
    """The message, with who the patient is. That it was read stands in the list of readings."""

    reference: str
    version: int
    written_at: datetime
    sent_at: datetime | None
    received_at: datetime | None
    content: dict[str, Any]
