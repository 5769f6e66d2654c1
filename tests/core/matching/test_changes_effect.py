"""Who gains and who loses by changes, and whose breach hangs on it."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from tests.core.matching import tiny

from tidegate.core.matching.changes.effect import Effect, effect
from tidegate.core.matching.moved import MOVES, Change, Made
from tidegate.core.matching.solve import solve
from tidegate.core.matching.stop import Stop

# pathway, weeks waited: the plan has four weeks, so that 48 to 51 would pass 52 without a place
WAITED = {"A": 51, "B": 48, "C": 20, "D": 60, "E": 51}


def monday(week: int | None) -> date | None:
    return None if week is None else tiny.MONDAY + timedelta(weeks=week)


def moves(*rows: tuple[str, Change, int | None, int | None]) -> pl.DataFrame:
    """Rows of pathway, change, week before and week after."""
    told = [
        {
            "pathway_id": who, "holder": "T1", "tfc": "110", "people": 1, "change": change.value,
            "from_week": monday(before), "to_week": monday(after),
            "weeks_later": None if before is None or after is None else after - before,
        }
        for who, change, before, after in rows
    ]  # fmt: skip
    return pl.DataFrame(told, schema=dict(MOVES))


def affected(policy, *rows: tuple[str, Change, int | None, int | None]) -> Effect:
    people = [tiny.pathway(who, weeks_waited=weeks) for who, weeks in WAITED.items()]
    problem = tiny.problem(people, [tiny.offer("O1", units=0)])
    return effect(Made(problem, solve(problem, policy, Stop(), 1)), moves(*rows))


def test_a_breach_counts_where_the_place_comes_before_it(policy) -> None:
    found = affected(
        policy,
        ("A", Change.GAINED, None, 0),  # 51 weeks now, treated in week 0: in time
        ("E", Change.GAINED, None, 1),  # the same, a week too late
        ("C", Change.GAINED, None, 0),  # would not have passed
        ("D", Change.GAINED, None, 0),  # has passed already
        ("B", Change.LOST, 3, None),  # 48 weeks, was to be treated at 51
    )
    assert (found.gained, found.gained_in_time) == (4, 1)
    assert (found.lost, found.lost_in_time) == (1, 1)


def test_those_who_only_move_are_told_by_sooner_and_later(policy) -> None:
    found = affected(
        policy,
        ("A", Change.MOVED, 3, 1),
        ("B", Change.MOVED, 1, 3),
        ("C", Change.MOVED, 2, 2),
        ("D", Change.LOST, 0, None),
    )
    assert (found.moved, found.gained, found.lost) == (3, 0, 1)
    (group,) = found.groups.to_dicts()
    assert (group["sooner"], group["later"], group["loser"], group["gainer"]) == (1, 1, "D", None)


def test_nothing_changed_affects_nobody(policy) -> None:
    found = affected(policy)
    assert (found.gained, found.lost, found.moved) == (0, 0, 0)
    assert found.groups.is_empty()
