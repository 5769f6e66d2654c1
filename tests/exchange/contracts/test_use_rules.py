"""The shipped rules are complete, and a broken table is refused by what is wrong in it."""

from __future__ import annotations

import pytest

from tidegate.core.transfers.lifecycle.causes import UnusedCause
from tidegate.exchange.contracts.shipped_table import read_shipped
from tidegate.exchange.contracts.use_rules import (
    USE,
    load_plan_rules,
    load_use_rules,
    use_rules_from,
)
from tidegate.exchange.findings import UnusableInput


def test_every_cause_is_somebodys_doing() -> None:
    rules = load_use_rules()
    assert set(rules.doing) == set(UnusedCause)
    assert rules.label == "use 2026"


def test_activity_plans_have_the_rules_of_the_standard_contract() -> None:
    rules = load_plan_rules()
    assert (rules.months_to_agree, rules.most_wait_weeks) == (3, 18)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('DNA = "patient"\n', ""),
        ('DNA = "patient"', 'DNA = "nobody"'),
        ('denominator = "of_contract"', 'denominator = "of_hope"'),
        ("weeks = 4", "weeks = 0"),
        ("below_percent = 50", "below_percent = 99"),
        ("[gaps]", "[gap]"),
    ],
)
def test_a_broken_table_is_refused(old: str, new: str) -> None:
    with pytest.raises(UnusableInput):
        use_rules_from(read_shipped(USE).replace(old, new, 1), USE)
