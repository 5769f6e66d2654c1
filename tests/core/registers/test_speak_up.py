"""Cases are counted once each, and no hidden count can be worked out from those shown."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.core.disclosure import Profile, disclosed_breakdown
from tidegate.core.registers.speak_up import (
    FEWEST_SHOWN,
    REGIONS,
    CaseFacts,
    Concern,
    count_cases,
    hidden_parts,
    quarter_of,
    quarter_words,
)

BULLYING, SAFETY = Concern.BULLYING, Concern.PATIENT_SAFETY


def cases(region: str, number: int, *concerns: Concern) -> list[CaseFacts]:
    return [CaseFacts(region, frozenset(concerns or {Concern.OTHER}))] * number


CALLS_53 = cases("scotland", 34) + cases("london", 12) + cases("north_west", 7)


def test_of_53_calls_19_came_from_outside_scotland_36_per_cent() -> None:
    counts = count_cases(CALLS_53)
    assert counts.total == 53
    share = counts.share_outside("scotland")
    assert share is not None
    assert counts.regions["scotland"] == 53 - 19
    assert f"{share:.0%}" == "36%"


def test_the_same_share_where_the_counts_leave_the_room() -> None:
    left = cases("scotland", 34) + cases("london", 19)
    counts = count_cases(left, Profile.HES_SUBNATIONAL)
    assert (counts.total, counts.regions["scotland"], counts.regions["london"]) == (55, 35, 20)
    share = counts.share_outside("scotland")
    assert share is not None
    assert f"{share:.0%}" == "36%"


def test_a_case_about_several_things_is_one_case() -> None:
    several = cases("london", 20, BULLYING, SAFETY) + cases("london", 30, BULLYING)
    counts = count_cases(several)
    assert counts.total == counts.regions["london"] == 50
    assert counts.concerns[BULLYING] == 50
    assert counts.concerns[SAFETY] == 20


@pytest.mark.parametrize(
    ("parts", "shown", "total"),
    [
        ([0, 0], (0, 0), 0),
        ([5, 0, 20], (5, 0, 20), 25),
        ([4, 0, 20], (None, 0, None), 24),
        ([4, 30, 20], (None, 30, None), 54),
        ([1, 1, 20, 20], (None, None, None, None), 42),
        ([2, 3], (None, None), None),
        ([0, 4], (0, None), None),
    ],
)
def test_what_is_small_is_hidden_with_what_would_show_it(parts, shown, total) -> None:
    assert hidden_parts(parts) == (shown, total)


def test_no_hidden_part_can_be_worked_out_by_anyone_who_knows_the_rule() -> None:
    """Every table of three parts up to nine: what looks the same must differ where it is hidden."""
    alike = defaultdict(list)
    for parts in product(range(10), repeat=3):
        alike[hidden_parts(parts)].append(parts)
    for (shown, _), behind in alike.items():
        for place, count in enumerate(shown):
            if count is None:
                assert len({parts[place] for parts in behind}) > 1, (shown, behind)


def test_what_leaves_the_room_shows_nothing_that_the_page_hides() -> None:
    """Both may be at hand: the rounded file must not fill a gap of the page beside it."""
    for parts in product((0, 1, 3, 4, 5, 6, 7, 8, 9, 12, 13, 18), repeat=3):
        on_page, total = hidden_parts(parts)
        in_file, rounded = disclosed_breakdown(parts, Profile.HES_SUBNATIONAL)
        for page, file in zip((*on_page, total), (*in_file, rounded), strict=True):
            assert not (page is None and file is not None), parts


@given(st.lists(st.integers(0, 60), min_size=1, max_size=11))
@settings(max_examples=50)
def test_no_count_of_one_to_four_is_ever_shown_nor_left_alone_beside_a_total(
    parts: list[int],
) -> None:
    shown, total = hidden_parts(parts)
    assert not [count for count in shown if count is not None and 0 < count < FEWEST_SHOWN]
    assert total is None or shown.count(None) != 1
    assert all(count in (None, part) for count, part in zip(shown, parts, strict=True))


def test_a_lone_small_concern_is_not_left_over_from_the_others() -> None:
    counts = count_cases(cases("london", 40, BULLYING) + cases("london", 4, SAFETY))
    assert counts.concerns[SAFETY] is None
    assert counts.concerns[BULLYING] is None


def test_a_concern_of_nearly_all_is_hidden_because_the_others_are_few() -> None:
    counts = count_cases(cases("london", 40, BULLYING) + cases("london", 2))
    assert counts.concerns[BULLYING] is None


def test_where_the_total_is_hidden_so_is_what_cases_are_about() -> None:
    few = [case for region in list(REGIONS)[:3] for case in cases(region, 3, BULLYING)]
    counts = count_cases(few)
    assert counts.total is None
    assert set(counts.concerns.values()) == {None}
    assert counts.share_outside("london") is None


@pytest.mark.parametrize(
    ("day", "first", "after"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 4, 1)),
        (date(2026, 6, 30), date(2026, 4, 1), date(2026, 7, 1)),
        (date(2026, 12, 31), date(2026, 10, 1), date(2027, 1, 1)),
    ],
)
def test_a_day_lies_in_its_quarter(day: date, first: date, after: date) -> None:
    assert quarter_of(day) == (first, after)


def test_a_quarter_is_named_by_its_months() -> None:
    assert quarter_words(date(2026, 10, 1)) == "October to December 2026"
