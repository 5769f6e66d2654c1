"""What advice assumes is data: shipped with author and date, replaceable, checked."""

from __future__ import annotations

from datetime import date

import pytest

from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.matching.advice import load_terms

PLAIN = """
version = "1"
author = "A commissioner"
source = "Last year's transfers"
in_force = 2026-04-01
[choice]
decline = 0.3
first_alternative = 0.2
second_alternative = 0.1
[steps]
minutes = 30
miles = [50]
max_asa = 1
max_bmi = 5
min_age = 1
"""


def test_the_shipped_terms_name_their_author_and_their_day():
    terms = load_terms()
    assert terms.author
    assert terms.source
    assert terms.in_force == date(2026, 1, 1)
    assert terms.choice.first_alternative + terms.choice.second_alternative <= terms.choice.decline
    assert terms.steps.miles == (50, 100)


def test_a_deployment_may_have_its_own(tmp_path):
    file = tmp_path / "ours.toml"
    file.write_text(PLAIN, "utf-8")
    assert load_terms(file).choice.decline == 0.3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("decline = 0.3", "decline = 1.3"),
        ("decline = 0.3", "decline = 0.1"),
        ("minutes = 30", "minutes = 0"),
        ("max_asa = 1\n", ""),
        ("minutes = 30", "hours = 1"),
        ('author = "A commissioner"', 'author = " "'),
        ("[steps]", "steps = 1"),
        ("version =", "version"),
    ],
)
def test_what_cannot_be_is_refused_by_name(tmp_path, old, new):
    file = tmp_path / "ours.toml"
    file.write_text(PLAIN.replace(old, new), "utf-8")
    with pytest.raises(UnusableInput, match=r"ours\.toml"):
        load_terms(file)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UnusableInput, match="readable TOML"):
        load_terms(tmp_path / "none.toml")
