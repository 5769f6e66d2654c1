"""The message as JSON: nothing is lost, nothing is guessed, and no finding repeats a value."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.transfers.message.messages import COMPLETE
from tests.exchange.transfers.transfer_messages import sendable

from tidegate.core.transfers.message.items import ITEMS, Group
from tidegate.core.transfers.message.message import TransferMessage
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.transfers.message_json import message_content, read_message

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(sendable())
def test_what_is_written_is_read_back(message: TransferMessage) -> None:
    assert read_message(json.loads(json.dumps(message_content(message)))) == message


def test_an_empty_message_is_written_with_every_item_and_read_back() -> None:
    content = message_content(TransferMessage())
    assert sum(len(part) for part in content.values()) == len(ITEMS) == 36
    assert read_message(content) == TransferMessage()


def test_what_is_left_out_is_not_known_and_never_filled_in() -> None:
    read = read_message({"patient": {"title": "Ms"}, "pathway": {}})
    assert read.patient.title == "Ms"
    assert read.pathway.clock_start is None
    assert read_message({}) == TransferMessage()


@pytest.mark.parametrize(
    ("content", "code", "column"),
    [
        ([], "NOT_AN_OBJECT", None),
        ({"patient": []}, "NOT_AN_OBJECT", "patient"),
        ({"person": {}}, "UNKNOWN_KEY", "person"),
        ({"patient": {"shoe_size": "9"}}, "UNKNOWN_KEY", "patient.shoe_size"),
        ({"patient": {"title": 5}}, "NOT_ITS_KIND", "patient.title"),
        ({"patient": {"title": None}}, "NOT_ITS_KIND", "patient.title"),
        ({"patient": {"birth_date": ""}}, "NOT_ITS_KIND", "patient.birth_date"),
        ({"patient": {"birth_date": "17/05/1961"}}, "NOT_ITS_KIND", "patient.birth_date"),
        ({"patient": {"birth_date": "19610517"}}, "NOT_ITS_KIND", "patient.birth_date"),
        ({"patient": {"birth_date": "1961-02-30"}}, "NOT_ITS_KIND", "patient.birth_date"),
        ({"path": {"organisations": "Z01"}}, "NOT_ITS_KIND", "path.organisations"),
        ({"path": {"organisations": ["Z01", 2]}}, "NOT_ITS_KIND", "path.organisations"),
        ({"path": {"organisations": ["Z01"] * 101}}, "NOT_ITS_KIND", "path.organisations"),
    ],
)
def test_what_is_not_of_its_kind_is_refused_and_located(
    content: Any, code: str, column: str | None
) -> None:
    with pytest.raises(UnusableInput) as refused:
        read_message(content)
    assert [(finding.code, finding.column) for finding in refused.value.findings] == [
        (code, column)
    ]


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(UnusableInput) as refused:
        read_message({"patient": {"title": 1, "birth_date": 2}, "dates": 3})
    assert len(refused.value.findings) == 3


@given(ANYTHING)
def test_nothing_that_json_can_hold_breaks_the_reader(content: Any) -> None:
    if content in ({}, *({group.value: {}} for group in Group)):
        assert read_message(content) == TransferMessage()
    else:
        with pytest.raises(UnusableInput):
            read_message(content)


@given(st.sampled_from(ITEMS))
def test_no_finding_repeats_what_was_written(item: Any) -> None:
    content: dict[str, Any] = message_content(COMPLETE)
    content[item.group][item.field] = {"canary": "Canary"}
    with pytest.raises(UnusableInput) as refused:
        read_message(content)
    assert "Canary" not in str(refused.value)
