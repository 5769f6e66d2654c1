"""Which texts may be used as an NHS number, and what is said of those that may not."""

from __future__ import annotations

import nhs_number
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.directory.nhs_number import (
    grouped_nhs_number,
    nhs_number_faults,
    plain_nhs_number,
)


def codes(text: str, *, demo: bool = False) -> list[str]:
    """Return the codes of what is wrong."""
    return [fault.code for fault in nhs_number_faults(text, demo=demo)]


# The number, what is wrong with it in use, and what in a demonstration.
VECTORS = (
    ("9434765919", "NHS_NUMBER_TEST_RANGE", None),
    ("943 476 5919", "NHS_NUMBER_TEST_RANGE", None),
    ("943-476-5919", "NHS_NUMBER_TEST_RANGE", None),
    ("9434765918", "NHS_NUMBER_CHECK_DIGIT", "NHS_NUMBER_CHECK_DIGIT"),
    ("9000000009", "NHS_NUMBER_TEST_RANGE", None),
    ("9000000017", "NHS_NUMBER_TEST_RANGE", None),
    ("4010232137", None, "NHS_NUMBER_REAL_IN_DEMO"),
    ("0000000000", "NHS_NUMBER_REPEATED", "NHS_NUMBER_REPEATED"),
    ("9999999999", "NHS_NUMBER_REPEATED", "NHS_NUMBER_REPEATED"),
    ("943476591", "NHS_NUMBER_FORM", "NHS_NUMBER_FORM"),
    ("94347659199", "NHS_NUMBER_FORM", "NHS_NUMBER_FORM"),
    ("943476591X", "NHS_NUMBER_FORM", "NHS_NUMBER_FORM"),
    ("٩٤٣٤٧٦٥٩١٩", "NHS_NUMBER_FORM", "NHS_NUMBER_FORM"),
    ("", "NHS_NUMBER_FORM", "NHS_NUMBER_FORM"),
    ("5000000005", "NHS_NUMBER_NOT_ISSUED", "NHS_NUMBER_REAL_IN_DEMO"),
)


@pytest.mark.parametrize(("text", "in_use", "in_demo"), VECTORS)
def test_a_number_is_taken_or_refused(text: str, in_use: str | None, in_demo: str | None) -> None:
    assert codes(text) == ([in_use] if in_use else [])
    assert codes(text, demo=True) == ([in_demo] if in_demo else [])


def test_nine_digits_may_have_no_check_digit_at_all() -> None:
    assert all(codes(f"900000005{digit}", demo=True) for digit in "0123456789")


@given(st.integers(0, 999_999_999))
def test_in_use_and_in_a_demonstration_never_take_the_same_number(first_nine: int) -> None:
    digits = f"{first_nine:09d}"
    number = f"{digits}{nhs_number.calculate_checksum(digits)}"
    assert codes(number) or codes(number, demo=True)


@given(st.text(max_size=12))
def test_what_is_wrong_never_repeats_the_number(text: str) -> None:
    for fault in nhs_number_faults(f"4{text}23456789"):
        assert not fault.inputs
        assert "23456789" not in fault.detail


def test_numbers_are_kept_plain_and_shown_in_groups() -> None:
    assert plain_nhs_number(" 943 476-5919 ") == "9434765919"
    assert grouped_nhs_number("9434765919") == "943 476 5919"
    assert grouped_nhs_number("") == ""
