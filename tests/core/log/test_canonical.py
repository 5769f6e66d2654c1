"""One content, one text: what the hash chain stands on."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.log.canonical import canonical, moment, plain
from tidegate.core.log.entry import RefType

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
plain_values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
)


def test_keys_are_sorted_and_nothing_is_spaced() -> None:
    assert canonical({"b": [1, True, None], "a": "é"}) == '{"a":"é","b":[1,true,null]}'


def test_keys_sort_by_utf16_as_rfc_8785_says() -> None:
    assert canonical({"\ufb33": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ufb33":1}'


@given(plain_values)
def test_what_is_written_reads_back_and_writes_again_the_same(value: object) -> None:
    written = canonical(value)
    assert json.loads(written) == value
    assert canonical(json.loads(written)) == written


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (0.1, "0.1"),
        (1e22, "1e+22"),
        (Decimal("12.50"), "12.50"),
        (date(2026, 1, 31), "2026-01-31"),
        (datetime(2026, 1, 31, 16, 29, tzinfo=UTC), "2026-01-31T16:29:00.000000Z"),
        (RefType.FOLLOWS, "follows"),
        ({"Z02", "Z01"}, ["Z01", "Z02"]),
        ((1, 2), [1, 2]),
    ],
)
def test_values_become_plain_without_loss(value: object, kept: object) -> None:
    assert plain(value) == kept


def test_a_moment_is_written_in_utc_whatever_its_zone() -> None:
    in_summer = timezone(timedelta(hours=1))
    assert moment(datetime(2026, 7, 1, 9, 30, tzinfo=in_summer)) == "2026-07-01T08:30:00.000000Z"


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), datetime(2026, 1, 1), "a\x00b", "\ud800"],  # noqa: DTZ001
)
def test_values_that_no_database_keeps_are_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"record|surrogates"):
        plain({"value": value})


@pytest.mark.parametrize("value", [b"bytes", object(), {1: "one"}])
def test_values_without_a_written_form_are_refused(value: object) -> None:
    with pytest.raises(TypeError):
        plain(value)


def test_a_fraction_is_never_hashed_as_a_number() -> None:
    with pytest.raises(TypeError, match="plain"):
        canonical({"share": 0.5})


def test_only_a_moment_is_written_as_one() -> None:
    with pytest.raises(TypeError, match="not a moment"):
        moment(None)  # type: ignore[arg-type]
