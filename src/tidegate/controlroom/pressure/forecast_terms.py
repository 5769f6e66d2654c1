"""The terms by which forecasts are issued, read once, and what each series is called."""

from __future__ import annotations

from tidegate.controlroom.pressure.forms import sentence_case
from tidegate.controlroom.pressure.terms import MEASURES
from tidegate.exchange.pressure.issue_terms import load_issue_terms

ISSUE = load_issue_terms()
SCORE = "pressure_score"
"""The series of the score, whatever table it is made by."""
SERIES = (SCORE, *ISSUE.measures)
"""Everything that is forecast, in the order of pages."""


def series_name(measure: str) -> str:
    """Return what a series is called on a page."""
    return "Pressure score" if measure == SCORE else sentence_case(MEASURES[measure].label)


def board_words() -> str:
    """Return what the probability on the board is of."""
    return f"Level {ISSUE.board_level} or above within {ISSUE.board_within} days"
