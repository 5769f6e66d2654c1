"""Pseudonyms recognise a person within a purpose, and say nothing else."""

from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.directory.pseudonym import (
    SHORTEST_KEY,
    Purpose,
    pseudonym_of_number,
    pseudonym_of_pathway,
)

KEY, OTHER_KEY = b"k" * SHORTEST_KEY, b"o" * SHORTEST_KEY
NUMBER = "9434765919"
numbers = st.integers(0, 9_999_999_999).map(lambda number: f"{number:010d}")


def of_number(number: str, key: bytes = KEY, purpose: Purpose = Purpose.TRANSFERS) -> str:
    """Return a pseudonym by number."""
    return pseudonym_of_number(number, key=key, purpose=purpose)


def of_pathway(holder: str, pathway_id: str) -> str:
    """Return a pseudonym by pathway."""
    return pseudonym_of_pathway(holder, pathway_id, key=KEY, purpose=Purpose.TRANSFERS)


def test_a_person_is_recognised_however_the_number_is_spaced() -> None:
    assert of_number("943 476 5919") == of_number(NUMBER) == of_number("943-476-5919")


@given(numbers)
def test_each_purpose_and_each_key_has_pseudonyms_of_its_own(number: str) -> None:
    made = {of_number(number, key, purpose) for key in (KEY, OTHER_KEY) for purpose in Purpose}
    assert len(made) == 2 * len(Purpose)


@given(numbers)
def test_the_form_of_a_pseudonym_gives_nothing_away(number: str) -> None:
    made = of_number(number)
    assert re.fullmatch("[0-9a-f]{64}", made)
    assert number not in made
    assert made != hashlib.sha256(number.encode()).hexdigest()


@given(st.tuples(numbers, numbers).filter(lambda pair: pair[0] != pair[1]))
def test_two_people_have_two_pseudonyms(pair: tuple[str, str]) -> None:
    assert of_number(pair[0]) != of_number(pair[1])


def test_holder_and_pathway_are_not_run_together() -> None:
    assert of_pathway("Z01", "A1") != of_pathway("Z01A", "1")
    assert of_pathway("Z01", "A1") == of_pathway("Z01", "A1")
    assert of_pathway("Z01", NUMBER) != of_number(NUMBER)


def test_a_short_key_and_nobody_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 32 bytes"):
        of_number(NUMBER, key=b"short")
    with pytest.raises(ValueError, match="nobody"):
        of_number(" ")
    with pytest.raises(ValueError, match="nobody"):
        of_pathway("Z01", "")
