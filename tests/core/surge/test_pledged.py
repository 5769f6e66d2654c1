"""A pledge by itself, and what came of it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from tidegate.core.surge.pledged import Amounts, Kind, against_pledge, pledge_faults

NEVER = (None, None)


@pytest.mark.parametrize(
    ("amounts", "beds", "suspended", "code"),
    [
        (Amounts(), 10, NEVER, "NOTHING_PLEDGED"),
        (Amounts(beds=11), 10, NEVER, "MORE_STAFFED_THAN_PHYSICAL"),
        (Amounts(beds=-1, staff=2), 10, NEVER, "BELOW_ZERO"),
        (Amounts(staff=2), 0, (date(2026, 6, 2), date(2026, 6, 1)), "SUSPENDED_BACKWARDS"),
        (Amounts(staff=2), 0, (None, date(2026, 6, 1)), "SUSPENDED_BACKWARDS"),
    ],
)
def test_what_is_wrong_with_a_pledge_is_said(
    amounts: Amounts, beds: int, suspended: tuple[date | None, date | None], code: str
) -> None:
    assert [one.code for one in pledge_faults(amounts, beds, suspended)] == [code]


def test_a_sound_pledge_has_no_fault() -> None:
    suspended = (date(2026, 6, 1), date(2026, 6, 1))
    assert list(pledge_faults(Amounts(1, 10, 5, 6), 10, suspended)) == []


def test_what_came_is_the_mean_of_reported_days_against_every_pledge() -> None:
    came = against_pledge(
        [Amounts(beds=20), Amounts(beds=10)], [Amounts(beds=10), Amounts(beds=5)], 2
    )
    beds = next(one for one in came if one.kind is Kind.BEDS)
    assert (beds.pledged, beds.came, beds.share) == (30, Fraction(15, 2), Fraction(1, 4))
    theatres = next(one for one in came if one.kind is Kind.THEATRES)
    assert theatres.share is None


def test_nothing_reported_is_not_the_same_as_nothing_came() -> None:
    assert against_pledge([Amounts(beds=20)], [], 0)[1].came is None
