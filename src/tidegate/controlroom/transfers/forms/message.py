"""The form of the transfer message: one field for each item of its table, in the table's order."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms

from tidegate.controlroom.transfers.forms.days import DayField
from tidegate.core.directory.treatment_functions import TREATMENT_FUNCTIONS
from tidegate.core.transfers.message.items import GROUP_LABELS, ITEMS, Entry, Group, Item
from tidegate.core.transfers.message.values import Value, value_of, with_values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tidegate.core.transfers.message.message import TransferMessage

SET_BY_OTHERS = frozenset({"dates.received"})
"""Items that the sender does not fill in."""
FIXED = frozenset(
    {
        "referrer.organisation_name", "referrer.organisation", "pathway.identifier",
        "pathway.clock_start", "receiver.organisation_name", "receiver.organisation",
    }
)  # fmt: skip
"""Items that are the request's own: shown, and never typed again, so that they cannot differ."""


def field_name(item: Item) -> str:
    """Return how a form calls an item: its name, without the dot that addresses cannot bear."""
    return f"{item.group}-{item.field}"


class MessageForm(forms.Form):
    """All items that the sender fills in; none is required to keep a version that is half done."""

    def __init__(
        self,
        data: Mapping[str, str] | None,
        message: TransferMessage,
        statuses: Sequence[tuple[str, str]],
        *,
        outside: bool = False,
    ) -> None:
        """Ask for what the request does not say; of a receiver ``outside`` it knows no code."""
        super().__init__(data)
        self._message = message
        not_asked = SET_BY_OTHERS | (FIXED - {"receiver.organisation"} if outside else FIXED)
        for item in ITEMS:
            if item.name in not_asked:
                continue
            name = field_name(item)
            self.fields[name] = _field(item, statuses)
            self.initial[name] = _shown(value_of(message, item))

    def groups(self) -> list[tuple[str, list[tuple[Item, forms.BoundField | None]]]]:
        """Return the items by their groups, each with its field; None where it is the request's."""
        found: dict[Group, list[tuple[Item, forms.BoundField | None]]] = {}
        for item in ITEMS:
            if item.name in SET_BY_OTHERS:
                continue
            name = field_name(item)
            found.setdefault(item.group, []).append(
                (item, self[name] if name in self.fields else None)
            )
        return [(GROUP_LABELS[group], items) for group, items in found.items()]

    def message(self) -> TransferMessage:
        """Return the message as it was filled in, the request's own items as they were."""
        values: dict[str, Value] = {}
        for item in ITEMS:
            name = field_name(item)
            if name in self.fields:
                values[item.name] = _read(item, self.cleaned_data[name])
        return with_values(self._message, values)


def _field(item: Item, statuses: Sequence[tuple[str, str]]) -> forms.Field:
    label = item.label
    common: dict[str, Any] = {"label": label, "required": False, "help_text": item.hint}
    if item.entry is Entry.DATE:
        return DayField(**common)
    if item.entry is Entry.RTT_STATUS:
        return forms.ChoiceField(choices=[("", "Choose a status"), *statuses], **common)
    if item.entry is Entry.TREATMENT_FUNCTION:
        named = [(code, f"{name} ({code})") for code, name in TREATMENT_FUNCTIONS.items()]
        return forms.ChoiceField(choices=[("", "Choose a specialty"), *named], **common)
    if item.entry is Entry.ODS_CODES:
        common["help_text"] = f"{item.hint} Codes with spaces between them.".strip()
        return forms.CharField(max_length=item.longest * 20, **common)
    if item.entry is Entry.LINES:
        return forms.CharField(max_length=item.longest, widget=forms.Textarea, **common)
    # Spaces within a number or a code are taken out before it is kept.
    return forms.CharField(max_length=max(item.longest * 2, 20), **common)


def _shown(value: Value) -> object:
    return " ".join(value) if isinstance(value, tuple) else value


def _read(item: Item, given: object) -> Value:
    if isinstance(given, date) or given is None:
        return given
    text = str(given).replace("\r\n", "\n").strip()
    if item.entry is Entry.ODS_CODES:
        return tuple(text.replace(",", " ").upper().split())
    if item.entry is Entry.ODS_CODE:
        return text.upper()
    if item.entry is Entry.NHS_NUMBER:
        return text.replace(" ", "").replace("-", "")
    if item.entry is Entry.POSTCODE:
        return text.upper()
    return "" if item.entry is Entry.DATE else text
