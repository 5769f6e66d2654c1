"""The table of items is the message, item by item, and counts as the data set does."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from datetime import date

import pytest

from tidegate.core.transfers.message.items import GROUP_LABELS, ITEM, ITEMS, Entry, Group
from tidegate.core.transfers.message.message import TransferMessage
from tidegate.core.transfers.message.values import is_blank, value_of, with_values

MANDATORY = {
    Group.PATIENT: 8,
    Group.PRACTICE: 2,
    Group.REFERRER: 6,
    Group.PATHWAY: 6,
    Group.PATH: 1,
    Group.RECEIVER: 3,
    Group.DATES: 1,
}
OPTIONAL = {Group.CONTACT: 5, Group.REFERRER: 2, Group.RECEIVER: 1, Group.DATES: 1}


def test_27_items_are_mandatory_and_9_optional_as_the_data_set_has_them() -> None:
    assert Counter(item.group for item in ITEMS if item.mandatory) == MANDATORY
    assert Counter(item.group for item in ITEMS if not item.mandatory) == OPTIONAL
    assert sum(MANDATORY.values()) == 27
    assert sum(OPTIONAL.values()) == 9


def test_the_table_names_each_field_of_the_message_once_and_in_its_order() -> None:
    blank = TransferMessage()
    in_message = [
        f"{group.name}.{field.name}"
        for group in fields(blank)
        for field in fields(getattr(blank, group.name))
    ]
    assert [item.name for item in ITEMS] == in_message
    assert list(GROUP_LABELS) == list(Group)


def test_each_item_has_a_code_of_its_own_for_being_missing() -> None:
    assert len({item.missing for item in ITEMS}) == len(ITEMS)


def test_an_empty_message_says_nothing_under_any_item() -> None:
    assert all(is_blank(value_of(TransferMessage(), item)) for item in ITEMS)


def test_values_are_set_by_name_and_the_rest_stays() -> None:
    start = date(2026, 3, 2)
    message = with_values(
        TransferMessage(),
        {"pathway.clock_start": start, "patient.title": "Ms", "pathway.issuer": "Z01"},
    )
    assert message.pathway.clock_start == start
    assert message.patient.title == "Ms"
    assert message.pathway.issuer == "Z01"
    changed = with_values(message, {"path.organisations": ("Z01", "Z02")})
    assert changed.path.organisations == ("Z01", "Z02")
    assert changed.patient is message.patient


def test_a_name_that_is_no_item_is_not_taken() -> None:
    with pytest.raises(KeyError):
        with_values(TransferMessage(), {"patient.shoe_size": "9"})


def test_dates_are_entered_as_dates_and_codes_as_codes() -> None:
    assert ITEM["patient.birth_date"].entry is Entry.DATE
    assert ITEM["path.organisations"].entry is Entry.ODS_CODES
    assert {item.name for item in ITEMS if item.entry is Entry.TREATMENT_FUNCTION} == {
        "referrer.tfc",
        "receiver.tfc",
    }
