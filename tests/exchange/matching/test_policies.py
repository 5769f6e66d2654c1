"""Policies are read whole or refused with the key that is wrong."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.matching.policy import EquityFloor
from tidegate.core.matching.problem import PRIORITIES
from tidegate.core.matching.value import week_values
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
    assert (policy.stay_points, policy.validation_weeks, policy.equity) == (300, 12, None)
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
        ("stay_points = 300\n", "stay_points = -1\n", "POLICY_VALUE", None),
        ("stay_points = 300\n", 'stay_points = "some"\n', "POLICY_VALUE", None),
        ("validation_weeks = 12\n", "validation_weeks = 0\n", "POLICY_VALUE", None),
        ("validation_weeks = 12\n", "validation_weeks = 12.5\n", "POLICY_VALUE", None),
    ],
)  # fmt: skip
def test_a_faulty_policy_is_refused(old, new, code, column, tmp_path):
    assert old in DEFAULT
    assert refused(DEFAULT.replace(old, new, 1), tmp_path) == [(code, column)]


EQUITY = "[equity]\nquintiles = [1, 2]\nfloor = 0.9\n"


def test_a_floor_of_equity_is_enforced_where_a_policy_states_one(tmp_path):
    path = tmp_path / "fair.toml"
    path.write_text(f"{DEFAULT}\n{EQUITY}", "utf-8")
    assert load_policy(path).equity == EquityFloor(quintiles=(1, 2), floor=0.9)


def test_what_a_policy_leaves_out_is_as_it_always_was(tmp_path):
    path = tmp_path / "old.toml"
    kept = [line for line in DEFAULT.split("\n") if not line.startswith(("stay_", "validation_"))]
    path.write_text("\n".join(kept), "utf-8")
    policy = load_policy(path)
    assert (policy.stay_points, policy.validation_weeks, policy.equity) == (0, 12, None)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[1, 2]", "[]", "some, but not all"),
        ("[1, 2]", "[1, 6]", "some, but not all"),
        ("[1, 2]", "[1, 2, 3, 4, 5]", "some, but not all"),
        ("[1, 2]", "1", "a list"),
        ("[1, 2]", '["1"]', "a list"),
        ("0.9", "0", "above 0"),
        ("0.9", "1.1", "at most at 1"),
        ("0.9", '"most"', "a number"),
        ("floor = 0.9", "share = 0.9", "quintiles and floor"),
        ("floor = 0.9\n", "", "floor"),
    ],
)
def test_a_faulty_floor_is_refused_in_words(old, new, said, tmp_path):
    path = tmp_path / "fair.toml"
    path.write_text(f"{DEFAULT}\n{EQUITY.replace(old, new)}", "utf-8")
    with pytest.raises(UnusableInput, match=said) as problem:
        load_policy(path)
    assert [finding.code for finding in problem.value.findings] == ["POLICY_VALUE"]


STRICT = load_policy("strict-2026")
WEEKS, LONGEST_WAIT, FURTHEST = 52, 260, 600.0
somebody = st.fixed_dictionaries(
    {
        "priority": st.sampled_from(PRIORITIES),
        "waited": st.integers(0, LONGEST_WAIT),
        "minutes": st.floats(0, FURTHEST),
        "cost": st.floats(0, 100),
    }
)


def in_order(person: dict, week: int, weeks: int) -> tuple[float, ...]:
    """The tiers of one slot, higher is first: priority, breaches, steps of the wait."""
    waited = person["waited"]
    avoided = sum(
        breach.points
        for breach in STRICT.breaches
        if waited < breach.weeks <= waited + weeks and waited + week < breach.weeks
    )
    past = sum(past.points for past in STRICT.past if waited >= past.weeks)
    return -PRIORITIES.index(person["priority"]), avoided + past, waited // STRICT.wait_step_weeks


@given(one=somebody, other=somebody, weeks=st.integers(1, WEEKS), data=st.data())
def test_under_the_strict_order_a_higher_tier_always_outweighs_the_lower(one, other, weeks, data):
    week = data.draw(st.integers(0, weeks - 1))

    def worth(person: dict) -> float:
        value = week_values(STRICT, person["priority"], person["waited"], weeks)[week]
        cost = STRICT.thousand_pounds_points * person["cost"]
        return float(value - STRICT.minute_points * person["minutes"] - cost)

    first, second = in_order(one, week, weeks), in_order(other, week, weeks)
    if first > second:
        assert worth(one) > worth(other)
    assert abs(worth(one)) <= 4_000_000


@given(person=somebody, weeks=st.integers(2, WEEKS))
def test_under_the_strict_order_a_week_sooner_outweighs_any_journey(person, weeks):
    values = week_values(STRICT, person["priority"], person["waited"], weeks)
    lower = STRICT.minute_points * FURTHEST + STRICT.thousand_pounds_points * 100
    assert (values[:-1] - values[1:] > lower).all()


def test_a_policy_that_is_not_there_names_those_that_are():
    with pytest.raises(UnusableInput, match="default-2026"):
        load_policy("no-such-policy")
