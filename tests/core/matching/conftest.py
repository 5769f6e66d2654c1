from __future__ import annotations

from datetime import date

import pytest

from tidegate.core.matching.policy import Breach, Policy


@pytest.fixture(scope="session")
def policy() -> Policy:
    """The weights of the shipped default policy, spelt out: tests of core read no files."""
    return Policy(
        name="default",
        version="2026",
        author="The Tidegate developers",
        source="spec",
        in_force=date(2026, 1, 1),
        week_points={"P2": 1000, "P3": 300, "P4": 100},
        treat_points={"P2": 15_000, "P3": 3_000, "P4": 0},
        wait_step_points=10,
        wait_step_weeks=13,
        weeks_beyond=8,
        breaches=(Breach(52, 3_000), Breach(65, 6_000)),
        past=(Breach(65, 6_000),),
        minute_points=2,
        thousand_pounds_points=80,
        require_consent=True,
        minutes_per_mile=2.4,
    )
