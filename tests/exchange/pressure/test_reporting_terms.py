"""Terms of reporting: what the shipped ones say, and what is refused of others."""

from __future__ import annotations

from datetime import time
from importlib.resources import files

import pytest

from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.pressure.reporting_terms import DEFAULT, load_reporting_terms, terms_from

TEXT = (files("tidegate.exchange.pressure") / "tables" / DEFAULT).read_text("utf-8")


def test_the_shipped_terms_are_those_of_the_daily_report() -> None:
    terms = load_reporting_terms()
    assert (terms.due, terms.counted, terms.amend_days) == (time(11), time(8), 14)
    assert terms.label == "reporting 2026"
    beds = ("beds_physical", "beds_staffed_claimed", "beds_staffed_observed")
    assert set(beds) <= set(terms.lines)


WRONG = [
    ("amend_days = 14", "amend_days = -1", "TERMS_VALUE"),
    ("amend_days = 14\n", "", "TERMS_KEY_MISSING"),
    ("Europe/London", "Europe/Camelot", "TERMS_VALUE"),
    ('period = "morning"', 'period = "evening"', "TERMS_VALUE"),
    ("fewest = 7", "fewest = 1", "TERMS_VALUE"),
    ("spreads = 6.0", "spreads = 0", "TERMS_VALUE"),
    ('measure = "discharged"', 'measure = "staff_absent"', "TERMS_VALUE"),
    ("amend_days = 14", "amend_days =", "NOT_TOML"),
]


@pytest.mark.parametrize(("there", "instead", "code"), WRONG)
def test_what_makes_no_sense_is_refused(there: str, instead: str, code: str) -> None:
    assert there in TEXT
    with pytest.raises(UnusableInput) as refused:
        terms_from(TEXT.replace(there, instead), "mine.toml")
    assert [finding.code for finding in refused.value.findings] == [code]
