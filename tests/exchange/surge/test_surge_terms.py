"""The terms of surges: the shipped table, a deployment's own, and one that cannot be used."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.pressure.measures import shipped_measures
from tidegate.exchange.surge.terms import DEFAULT, OWN, load_surge_terms, surge_terms_from

TEXT = (files("tidegate.exchange.surge") / "tables" / DEFAULT).read_text("utf-8")


def test_the_third_trigger_is_open_until_somebody_fills_it_in(tmp_path: Path) -> None:
    assert [one.code for one in load_surge_terms().triggers.values() if one.open] == ["AS_AGREED"]
    own = TEXT.replace('words = ""', 'words = "As our board agreed"')
    (tmp_path / OWN).write_text(own, "utf-8")
    assert not load_surge_terms(tmp_path).triggers["AS_AGREED"].open
    assert load_surge_terms(tmp_path / "elsewhere").triggers["AS_AGREED"].open


def test_a_direction_starts_a_clock() -> None:
    """Requirement 20: the committee hears at once, the direction is public a day later."""
    due = load_surge_terms().due_after(date(2022, 1, 8))
    assert [(duty.kind, by) for duty, by in due] == [
        ("letter_to_committee", date(2022, 1, 8)),
        ("publish_direction", date(2022, 1, 9)),
    ]


def test_every_indicator_is_a_known_measure() -> None:
    assert set(load_surge_terms().indicators) <= set(shipped_measures())


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ('level = "national"', 'level = "galactic"'),
        ("notice_days = 7", "notice_days = -1"),
        ("notice_days = 7\n", ""),
        ("[[trigger]]", "[[other]]"),
        ('level = "national"', 'level = "local"'),
    ],
)
def test_what_cannot_be_used_is_named(was: str, now: str) -> None:
    with pytest.raises(UnusableInput):
        surge_terms_from(TEXT.replace(was, now), "surge-terms.toml")
