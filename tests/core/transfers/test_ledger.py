"""The ledger of use: each unit in one place, every total ties, and what does not is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.transfers.ledger import (
    NEED_A_CAUSE,
    Balance,
    Moved,
    Movement,
    UnitsDoNotTieError,
    balance,
)
from tidegate.core.transfers.lifecycle.causes import UnusedCause

M, U = Movement, UnusedCause
STEPS = st.lists(
    st.tuples(st.sampled_from(Movement), st.integers(1, 4), st.sampled_from(UnusedCause)),
    max_size=40,
)


def test_a_week_of_an_offer_in_figures() -> None:
    found = balance(
        [
            Moved(M.OFFERED, 10),
            Moved(M.CUT, 1, U.NOT_STAFFED),
            Moved(M.TAKEN, 7),
            Moved(M.RELEASED, 1),
            Moved(M.BOOKED, 6),
            Moved(M.UNBOOKED, 1),
            Moved(M.MISSED, 1, U.DNA),
            Moved(M.DONE, 3),
            Moved(M.UNUSED, 2, U.NOT_BOOKED),
        ]
    )
    assert found == Balance(
        offered=10, free=1, agreed=1, booked=1, done=3,
        unused={U.NOT_STAFFED: 1, U.DNA: 1, U.NOT_BOOKED: 2},
    )  # fmt: skip
    assert found.taken == 5


def total(found: Balance) -> int:
    return found.free + found.agreed + found.booked + found.done + sum(found.unused.values())


@given(STEPS)
def test_totals_tie_after_whatever_was_done(steps: list[tuple[Movement, int, UnusedCause]]) -> None:
    lines: list[Moved] = []
    for movement, units, cause in steps:
        line = Moved(movement, units, cause if movement in NEED_A_CAUSE else None)
        try:
            found = balance([*lines, line])
        except UnitsDoNotTieError:
            continue  # refused: the ledger stays as it was
        lines.append(line)
        assert total(found) == found.offered
        assert min(found.free, found.agreed, found.booked, found.done) >= 0
    assert total(balance(lines)) == sum(one.units for one in lines if one.movement is M.OFFERED)


@given(STEPS, st.randoms(use_true_random=False))
def test_a_ledger_counts_the_same_line_by_line_as_at_once(steps, random) -> None:  # type: ignore[no-untyped-def]
    """An oracle that is slow and obvious: every unit is a counter of its own."""
    lines = [Moved(M.OFFERED, 6)]
    pots = {"free": 6, "agreed": 0, "booked": 0, "done": 0, "unused": 0}
    way = {
        M.CUT: ("free", "unused"), M.TAKEN: ("free", "agreed"), M.RELEASED: ("agreed", "free"),
        M.BOOKED: ("agreed", "booked"), M.UNBOOKED: ("booked", "agreed"),
        M.MISSED: ("booked", "unused"), M.DONE: ("booked", "done"), M.UNUSED: ("free", "unused"),
    }  # fmt: skip
    for movement, units, cause in steps:
        if movement is M.OFFERED:
            continue
        source, target = way[movement]
        if pots[source] < units:
            continue
        for _ in range(units):
            pots[source] -= 1
            pots[target] += 1
        lines.append(Moved(movement, units, cause if movement in NEED_A_CAUSE else None))
    found = balance(lines)
    assert pots == {
        "free": found.free, "agreed": found.agreed, "booked": found.booked, "done": found.done,
        "unused": sum(found.unused.values()),
    }  # fmt: skip


OFFERED = Moved(M.OFFERED, 2)
BREACHES = [
    ([Moved(M.TAKEN, 1)], "movement 1: taken of 1, but 0 free"),
    ([OFFERED, Moved(M.TAKEN, 3)], "movement 2: taken of 3, but 2 free"),
    ([OFFERED, Moved(M.RELEASED, 1)], "movement 2: released of 1, but 0 agreed"),
    ([OFFERED, Moved(M.BOOKED, 1)], "movement 2: booked of 1, but 0 agreed"),
    ([OFFERED, Moved(M.TAKEN, 1), Moved(M.UNBOOKED, 1)], "movement 3: unbooked of 1, but 0 booked"),
    ([OFFERED, Moved(M.TAKEN, 1), Moved(M.DONE, 1)], "movement 3: done of 1, but 0 booked"),
    ([OFFERED, Moved(M.TAKEN, 1), Moved(M.MISSED, 1, U.DNA)], "missed of 1, but 0 booked"),
    ([OFFERED, Moved(M.TAKEN, 2), Moved(M.UNUSED, 1, U.NOT_BOOKED)], "unused of 1, but 0 free"),
    ([OFFERED, Moved(M.CUT, 3, U.WITHDRAWN)], "cut of 3, but 2 free"),
    ([Moved(M.OFFERED, 0)], "movement 1: offered of 0 units"),
    ([OFFERED, Moved(M.UNUSED, 1)], "movement 2: unused with cause None"),
    ([OFFERED, Moved(M.TAKEN, 1, U.DNA)], "movement 2: taken with cause DNA"),
]


@pytest.mark.parametrize(("lines", "said"), BREACHES, ids=[said for _, said in BREACHES])
def test_what_does_not_tie_is_named(lines: list[Moved], said: str) -> None:
    with pytest.raises(UnitsDoNotTieError, match=said):
        balance(lines)
