"""The terms by which forecasts are issued: those that are shipped, and what cannot be used."""

from __future__ import annotations

from importlib.resources import files

import pytest

from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.pressure.issue_terms import DEFAULT, issue_terms_from, load_issue_terms
from tidegate.exchange.pressure.measures import shipped_measures
from tidegate.exchange.pressure.reporting_terms import load_reporting_terms


def shipped() -> str:
    return (files("tidegate.exchange.pressure") / "tables" / DEFAULT).read_text("utf-8")


def test_what_is_forecast_is_asked_for_every_day() -> None:
    terms, reporting = load_issue_terms(), load_reporting_terms()
    assert set(terms.measures) <= {name for name, line in reporting.lines.items() if line.needed}
    assert set(terms.measures) <= set(shipped_measures())
    assert terms.at > reporting.due
    assert terms.label == "forecasts 2026"
    assert terms.horizons == tuple(range(1, 29))


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("days = 28", "days = 90", "days must lie from 1 to 56"),
        ("days = 28", "days = 21", "the last one must end with days"),
        ("within = [1, 3, 7, 14]", "within = [3, 1, 7]", "ascending"),
        ("within = [1, 3, 7, 14]", "within = [1, 3, 14]", "board_within must be one of within"),
        ("[8, 14]", "[9, 14]", "each where the one before ended"),
        ("fewest_dates = 8", "fewest_dates = 0", "must be 1 or more"),
        ("held_90 = [0.85, 0.95]", "held_90 = [0.92, 0.95]", "must lie around 0.9"),
        ("history_days = 800", "history_days = 7", "no fewer than days"),
        ('  "ed_attendances",\n', '  "ga_beds_occupied",\n', "each once"),
        ("days = 28\n", "", "a value for “days”|missing 1 required"),
        ("days = 28", "days =", "valid TOML"),
    ],
)
def test_terms_that_cannot_be_used_are_refused_by_name(was: str, becomes: str, said: str) -> None:
    text = shipped()
    assert was in text
    with pytest.raises(UnusableInput, match=said) as refused:
        issue_terms_from(text.replace(was, becomes, 1), "mine.toml")
    assert "mine.toml" in str(refused.value)
