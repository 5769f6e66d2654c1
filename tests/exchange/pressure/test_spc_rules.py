"""Rule sets of charts as files: those that are shipped, and those of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.pressure.spc_rules import load_rules, shipped_rules

OWN = """
name = "eights"
version = "3"
author = "Analyst, Northmere"
in_force = 2026-04-01
source = "Our own choice"
run_points = 8
trend_points = 6
near_share = 0.6666666666666666
outside_is_near = true
limit_factor = 2.66
screen_factor = 3.267
baseline_points = 12
"""


def test_two_rule_sets_are_shipped_and_name_their_source() -> None:
    assert shipped_rules() == ("plotthedots-0.2.2", "tidegate-2026")
    for name in shipped_rules():
        rules = load_rules(name)
        assert rules.name == name
        assert rules.source
        assert rules.author
        assert (rules.run_points, rules.trend_points, rules.limit_factor) == (7, 7, 2.66)


def test_a_rule_set_of_ones_own_states_its_run_length(tmp_path: Path) -> None:
    file = tmp_path / "eights.toml"
    file.write_text(OWN)
    rules = load_rules(file)
    assert rules.title == "eights 3"
    assert "8 points on one side" in rules.sentence()
    assert "6 points each above" in rules.sentence()


@pytest.mark.parametrize(
    ("line", "becomes", "code"),
    [
        ("run_points = 8", "", "RULES_KEY_MISSING"),
        ("run_points = 8", "run_points = 8\nruns = 3", "RULES_KEY_UNKNOWN"),
        ("run_points = 8", "run_points = 1", "RULES_VALUE"),
        ("run_points = 8", 'run_points = "eight"', "RULES_VALUE"),
        ("near_share = 0.6666666666666666", "near_share = 1.5", "RULES_VALUE"),
        ("limit_factor = 2.66", "limit_factor = 0", "RULES_VALUE"),
        ("run_points = 8", "run_points =", "NOT_TOML"),
    ],
)
def test_a_rule_set_that_cannot_be_used_is_refused(
    tmp_path: Path, line: str, becomes: str, code: str
) -> None:
    file = tmp_path / "own.toml"
    file.write_text(OWN.replace(line, becomes))
    with pytest.raises(UnusableInput) as refused:
        load_rules(file)
    assert [finding.code for finding in refused.value.findings] == [code]


def test_a_rule_set_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(UnusableInput, match="tidegate-2026"):
        load_rules("no-such-rules")
