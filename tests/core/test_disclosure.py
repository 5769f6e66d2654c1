"""What may be shown of counts of people, and that nothing hidden can be worked out from the rest.

The attack is complete: every table within reach is published, and whoever sees one publication is
given every table that could have led to it. A small count is safe while two of them
differ in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.disclosure import (
    Profile,
    disclosed,
    disclosed_breakdown,
    disclosed_flows,
    disclosed_mean,
)

PUBLIC = Profile.HES_SUBNATIONAL
EXACT = [profile for profile in Profile if profile is not PUBLIC]
Counts = tuple[int, ...]


def published(count: int) -> int | None:
    """Return what the public sees of a count."""
    return disclosed(count, PUBLIC)


@pytest.mark.parametrize(
    ("people", "shown"),
    [(0, 0), (1, None), (7, None), (8, 10), (12, 10), (13, 15), (17, 15), (18, 20), (None, None)],
)
def test_the_vectors_of_the_published_method(people: int | None, shown: int | None) -> None:
    assert disclosed(people, PUBLIC) == shown


@pytest.mark.parametrize("profile", EXACT)
@given(people=st.integers(-1000, 1000))
def test_open_figures_and_those_behind_a_role_stay_exact(profile: Profile, people: int) -> None:
    assert disclosed(people, profile) == people
    assert disclosed_mean(3.5, abs(people), profile) == 3.5


@given(st.integers(8, 10**7))
def test_what_is_shown_is_a_multiple_of_five_within_two_of_the_truth(people: int) -> None:
    shown = published(people)
    assert shown is not None
    assert shown % 5 == 0
    assert abs(shown - people) <= 2


@pytest.mark.parametrize(("people", "shown"), [(0, None), (7, None), (8, 12.5), (100, 12.5)])
def test_a_mean_is_shown_over_eight_people_or_more(people: int, shown: float | None) -> None:
    assert disclosed_mean(12.5, people, PUBLIC) == shown


def test_a_total_is_rounded_from_the_true_total_not_from_rounded_parts() -> None:
    parts = (12, 12, 12)
    assert sum(published(part) or 0 for part in parts) == 30
    assert published(sum(parts)) == 35


def recoverable(
    tables: Iterable[Counts],
    publication: Callable[[Counts], Sequence[int | None]],
    below: int = 1000,
) -> list[Counts]:
    """Return a table for each publication from which a count of 1 to 7 people can be worked out.

    Tables with a count of ``below`` or more are candidates only: of the largest ones not all that
    look alike are among the tables.
    """
    alike: dict[tuple[int | None, ...], list[Counts]] = defaultdict(list)
    for table in tables:
        alike[tuple(publication(table))].append(table)
    return [
        candidates[0]
        for candidates in alike.values()
        for cell in range(len(candidates[0]))
        if max(candidates[0]) < below
        and 1 <= candidates[0][cell] <= 7
        and len({one[cell] for one in candidates}) == 1
    ]


def broken_down(parts: Counts) -> list[int | None]:
    """Publish parts and their total as the rule has it."""
    shown, total = disclosed_breakdown(parts, PUBLIC)
    return [*shown, total]


def two_issues(counts: Counts) -> list[int | None]:
    """Publish a count, how many joined and left, and the count a week later, as the rule has it."""
    before, joined, left = counts
    after = before + joined - left
    flows = disclosed_flows(before, (joined, left), after, PUBLIC)
    return [published(before), *flows, published(after)]


def issues(weeks: int) -> Iterable[Counts]:
    """Return every count, number joining and number leaving below a limit that can be."""
    every = product(range(weeks), repeat=3)
    return (counts for counts in every if counts[2] <= counts[0] + counts[1])


@pytest.mark.parametrize(("parts", "below"), [(1, 40), (2, 40), (3, 30), (4, 14)])
def test_no_small_part_can_be_worked_out_from_the_parts_beside_it_and_the_total(
    parts: int, below: int
) -> None:
    assert recoverable(product(range(below), repeat=parts), broken_down) == []


def test_no_small_count_can_be_worked_out_from_two_weekly_issues_and_the_flows_between() -> None:
    assert recoverable(issues(45), two_issues, below=25) == []


def test_the_attack_does_find_what_a_careless_publication_gives_away() -> None:
    def with_exact_total(row: Counts) -> list[int | None]:
        return [*(published(count) for count in row), sum(row)]

    def each_by_itself(row: Counts) -> list[int | None]:
        return [published(count) for count in (*row, sum(row))]

    def with_flows(counts: Counts) -> list[int | None]:
        before, joined, left = counts
        return [published(count) for count in (*counts, before + joined - left)]

    assert recoverable(product(range(24), repeat=2), with_exact_total)
    assert (1, 8, 8) in recoverable(product(range(24), repeat=3), each_by_itself)
    assert recoverable(issues(45), with_flows, below=25)


@pytest.mark.parametrize(
    ("parts", "shown", "total"),
    [
        ((20, 30), (20, 30), 50),
        ((0, 20), (0, 20), 20),
        ((1, 8, 8), (None, None, None), 15),
        ((1, 9, 18), (None, None, 20), 30),
        ((3, 40, 20), (None, 40, None), 65),
        ((3, 4, 20, 90), (None, None, None, 90), 115),
        ((7, 7, 7, 7), (None, None, None, None), None),
        ((3, 0), (None, 0), None),
        ((), (), 0),
    ],
)
def test_beside_a_total_nothing_is_hidden_alone(
    parts: Counts, shown: tuple[int | None, ...], total: int | None
) -> None:
    assert disclosed_breakdown(parts, PUBLIC) == (shown, total)


@given(st.lists(st.integers(0, 60), max_size=6))
def test_a_breakdown_shows_nothing_that_a_count_alone_would_not(parts: list[int]) -> None:
    shown, total = disclosed_breakdown(parts, PUBLIC)
    assert total in (None, published(sum(parts)))
    assert all(one in (None, published(part)) for one, part in zip(shown, parts, strict=True))
    assert disclosed_breakdown(parts, Profile.EXACT) == (tuple(parts), sum(parts))


@given(*(st.integers(0, 60) for _ in range(3)))
def test_flows_are_shown_together_or_not_at_all(before: int, joined: int, left: int) -> None:
    after = before + joined - left
    if after < 0:
        return
    flows = disclosed_flows(before, (joined, left), after, PUBLIC)
    assert flows in ((None, None), (published(joined), published(left)))
    assert disclosed_flows(before, (joined, left), after, Profile.EXACT) == (joined, left)
