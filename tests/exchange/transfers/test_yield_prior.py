"""What is believed before outcomes: the shipped table, one's own, and unusable ones."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from tidegate.core.transfers.batch import batch_size
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.transfers.yield_prior import DEFAULT, load_yield_prior

SHIPPED = (files("tidegate.exchange.transfers") / "tables" / f"{DEFAULT}.toml").read_text("utf-8")


def refused(path: Path | str) -> list[tuple[str, str | None]]:
    with pytest.raises(UnusableInput) as caught:
        load_yield_prior(path)
    return [(found.code, found.column) for found in caught.value.findings]


def test_the_shipped_table_says_whose_judgement_it_is() -> None:
    prior = load_yield_prior()
    assert prior.label == "yield prior default-2026"
    assert prior.author
    assert prior.source
    assert prior.over_subscription_risk == 0.05


def test_before_any_outcome_it_asks_hardly_more_people_than_there_are_slots() -> None:
    prior = load_yield_prior()
    asked = {slots: batch_size(slots, prior.accept, 0.05, most=999).ask for slots in (1, 5, 10, 20)}
    assert asked == {1: 1, 5: 5, 10: 10, 20: 21}


def test_a_table_of_ones_own_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        SHIPPED.replace("over_subscription_risk = 0.05", "over_subscription_risk = 0.1")
    )
    assert load_yield_prior(path).over_subscription_risk == 0.1


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ("most_per_slot = 8", "", "PRIOR_KEY_MISSING", "most_per_slot"),
        ("spread = 1.0", "", "PRIOR_KEY_MISSING", "pull.spread"),
        ("most_per_slot = 8", "most_per_slot = 8\nboldness = 3", "PRIOR_KEY_UNKNOWN", "boldness"),
        ("mean = 0.7", "mean = 0.7\nmode = 1", "PRIOR_KEY_UNKNOWN", "accept.mode"),
        ("mean = 0.7", "mean = 1.7", "PRIOR_VALUE", None),
        ("mean = 0.7", 'mean = "most"', "PRIOR_VALUE", None),
        ("weight = 6", "weight = 0", "PRIOR_VALUE", None),
        ("rounds = 2", "rounds = 1.5", "PRIOR_VALUE", None),
        ('"moved", ', '"age", ', "PRIOR_VALUE", None),
        ("travel_minutes = [30, 60, 90]", "travel_minutes = 30", "PRIOR_VALUE", None),
        ("travel_minutes = [30, 60, 90]", "travel_minutes = [60, 30]", "PRIOR_VALUE", None),
        ("[accept]", "[accept", "NOT_TOML", None),
    ],
)
def test_a_table_that_cannot_be_used_names_what_is_wrong(
    tmp_path: Path, old: str, new: str, code: str, column: str | None
) -> None:
    assert old in SHIPPED
    path = tmp_path / "mine.toml"
    path.write_text(SHIPPED.replace(old, new, 1), "utf-8")
    assert refused(path) == [(code, column)]


def test_a_section_that_is_no_section_is_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    start, end = SHIPPED.index("[pull]"), SHIPPED.index("[groups]")
    path.write_text("pull = 3\n" + SHIPPED[:start] + SHIPPED[end:], "utf-8")
    assert refused(path) == [
        ("PRIOR_KEY_MISSING", "pull.answers"),
        ("PRIOR_KEY_MISSING", "pull.spread"),
        ("PRIOR_KEY_UNKNOWN", "pull"),
    ]


def test_no_such_table_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.toml") == [("PRIOR_NOT_FOUND", None)]
    assert refused(tmp_path) == [("PRIOR_NOT_FOUND", None)]
