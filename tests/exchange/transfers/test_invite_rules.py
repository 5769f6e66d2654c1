"""The file of the default list's thresholds: the shipped one says what the scheme said."""

from __future__ import annotations

from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.transfers.invite_rules import DEFAULT, load_invite_rule

TEXT = (
    resources.files("tidegate.exchange.transfers") / "tables" / f"{DEFAULT}.toml"
).read_text("utf-8")  # fmt: skip


def test_the_shipped_rule_is_the_schemes_with_source_and_day() -> None:
    rule = load_invite_rule()
    assert (rule.weeks_waited, rule.dated_within_weeks, rule.youngest) == (40, 8, 18)
    assert rule.in_force == date(2023, 10, 31)
    assert rule.source
    assert rule.author
    assert rule.excluded_conditions == frozenset()


def test_ones_own_file_is_read_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        TEXT.replace("excluded_conditions = []", 'excluded_conditions = ["dialysis"]'), "utf-8"
    )
    assert load_invite_rule(path).excluded_conditions == frozenset({"dialysis"})


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("weeks_waited = 40", "", "RULE_KEY_MISSING"),
        ("weeks_waited = 40", "weeks_waited = 40\nweeks_wait = 3", "RULE_KEY_UNKNOWN"),
        ("weeks_waited = 40", 'weeks_waited = "40"', "RULE_VALUE"),
        ("weeks_waited = 40", "weeks_waited = true", "RULE_VALUE"),
        ("weeks_waited = 40", "weeks_waited = -1", "RULE_VALUE"),
        ("excluded_conditions = []", "excluded_conditions = 3", "RULE_VALUE"),
        ("weeks_waited = 40", "weeks_waited =", "NOT_TOML"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused(
    tmp_path: Path, before: str, after: str, code: str
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(TEXT.replace(before, after), "utf-8")
    with pytest.raises(UnusableInput) as refused:
        load_invite_rule(path)
    assert code in [finding.code for finding in refused.value.findings]


def test_a_name_that_is_nowhere_is_refused() -> None:
    with pytest.raises(UnusableInput, match="invite-2023"):
        load_invite_rule("no-such-rule")
