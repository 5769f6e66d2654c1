"""Policies are read whole or refused with the key that is wrong."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import pytest

from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.matching.policies import load_policy, shipped_policies

DEFAULT = (files("tidegate.exchange.matching") / "tables" / "policy-default-2026.toml").read_text(
    "utf-8"
)


def refused(text: str, folder) -> list[tuple[str, str | None]]:
    path = folder / "mine.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UnusableInput) as problem:
        load_policy(path)
    return [(finding.code, finding.column) for finding in problem.value.findings]


def test_the_default_policy_is_the_one_that_the_specification_states():
    policy = load_policy()
    assert policy.label == "policy default-2026"
    assert policy.week_points == {"P2": 1000, "P3": 300, "P4": 100}
    assert policy.treat_points == {"P2": 15_000, "P3": 3_000, "P4": 0}
    assert (policy.wait_step_points, policy.wait_step_weeks, policy.weeks_beyond) == (10, 13, 8)
    assert [(each.weeks, each.points) for each in policy.breaches] == [(52, 3000), (65, 6000)]
    assert [(each.weeks, each.points) for each in policy.past] == [(65, 6000)]
    assert (policy.minute_points, policy.thousand_pounds_points) == (2, 80)
    assert policy.require_consent is True
    assert policy.in_force == date(2026, 1, 1)
    assert policy.author
    assert policy.source


@pytest.mark.parametrize("name", shipped_policies())
def test_every_shipped_policy_can_be_read_by_its_name(name):
    policy = load_policy(name)
    assert f"{policy.name}-{policy.version}" == name


def test_ones_own_policy_is_read_from_its_file(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(DEFAULT.replace('"default"', '"mine"'), "utf-8")
    assert load_policy(path).name == "mine"
    assert load_policy(str(path)).name == "mine"


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ("minute_points = 2\n", "", "POLICY_KEY_MISSING", "minute_points"),
        ("minute_points = 2\n", "minute_points = 2\nminuets = 1\n", "POLICY_KEY_UNKNOWN",
         "minuets"),
        ("P3 = 300\n", "", "POLICY_VALUE", None),
        ("P3 = 300\n", "P3 = -300\n", "POLICY_VALUE", None),
        ("P3 = 300\n", 'P3 = "many"\n', "POLICY_VALUE", None),
        ("weeks = 13\n", "weeks = 0\n", "POLICY_VALUE", None),
        ("points = 3000\n", "", "POLICY_VALUE", None),
        ("weeks = 13\n", "weeks = 13.5\n", "POLICY_VALUE", None),
        ("weeks = 52\n", "weeks = 52.5\n", "POLICY_VALUE", None),
        ("weeks_beyond = 8\n", "weeks_beyond = 8.5\n", "POLICY_VALUE", None),
        ("require_consent = true\n", 'require_consent = "no"\n', "POLICY_VALUE", None),
        ("in_force = 2026-01-01\n", 'in_force = "2026-01-01"\n', "POLICY_VALUE", None),
        ("in_force = 2026-01-01\n", "in_force = 2026-01-01T10:00:00\n", "POLICY_VALUE", None),
        ("[week_points]", "[week_points", "NOT_TOML", None),
    ],
)  # fmt: skip
def test_a_faulty_policy_is_refused(old, new, code, column, tmp_path):
    assert old in DEFAULT
    assert refused(DEFAULT.replace(old, new, 1), tmp_path) == [(code, column)]


def test_a_policy_that_is_not_there_names_those_that_are():
    with pytest.raises(UnusableInput, match="default-2026"):
        load_policy("no-such-policy")
