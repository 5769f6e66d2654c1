"""Fifty miles, then a hundred, then anywhere, and never farther than the patient would go."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.transfers.search import (
    MILES,
    Scope,
    Search,
    why_not_wider,
    why_not_within,
    wider,
    widest,
)

ANYWHERE = None
miles = st.floats(0, 500)
choices = st.none() | st.sampled_from([50.0, 100.0]) | miles


@pytest.mark.parametrize(
    ("most_miles", "scope"),
    [
        (0, Scope.LOCAL),
        (50, Scope.LOCAL),
        (50.1, Scope.HUNDRED),
        (100, Scope.HUNDRED),
        (100.1, Scope.NATIONAL),
        (ANYWHERE, Scope.NATIONAL),
    ],
)
def test_the_patients_choice_sets_how_far_the_search_may_ever_go(
    most_miles: float | None, scope: Scope
) -> None:
    assert widest(most_miles) is scope


@pytest.mark.parametrize(
    ("most_miles", "scope", "after", "code"),
    [
        (ANYWHERE, Scope.LOCAL, Scope.HUNDRED, None),
        (ANYWHERE, Scope.HUNDRED, Scope.NATIONAL, None),
        (ANYWHERE, Scope.NATIONAL, None, "SEARCH_AT_ITS_WIDEST"),
        (100, Scope.LOCAL, Scope.HUNDRED, None),
        (100, Scope.HUNDRED, None, "PATIENT_STAYS_NEARER"),
        (50, Scope.LOCAL, None, "PATIENT_STAYS_NEARER"),
    ],
)
def test_the_search_widens_a_step_at_a_time_as_far_as_the_patient_allows(
    most_miles: float | None, scope: Scope, after: Scope | None, code: str | None
) -> None:
    search = Search(most_miles, scope)
    assert wider(search) is after
    assert [reason.code for reason in why_not_wider(search)] == ([code] if code else [])


@given(choices)
def test_anywhere_is_searched_only_after_every_nearer_search_was_closed(
    most_miles: float | None,
) -> None:
    search, passed = Search(most_miles), [Scope.LOCAL]
    while (after := wider(search)) is not None:
        search = replace(search, scope=after)
        passed.append(after)
    assert passed == list(Scope)[: len(passed)]
    assert passed[-1] is widest(most_miles)


@pytest.mark.parametrize(
    ("most_miles", "scope", "away", "expected"),
    [
        (100, Scope.LOCAL, 50, []),
        (100, Scope.LOCAL, 50.1, ["BEYOND_SEARCH"]),
        (100, Scope.HUNDRED, 100, []),
        (100, Scope.HUNDRED, 100.1, ["TOO_FAR_FOR_PATIENT", "BEYOND_SEARCH"]),
        (80, Scope.HUNDRED, 80, []),
        (80, Scope.HUNDRED, 90, ["TOO_FAR_FOR_PATIENT"]),
        (30, Scope.LOCAL, 40, ["TOO_FAR_FOR_PATIENT"]),
        (ANYWHERE, Scope.NATIONAL, 400, []),
        (ANYWHERE, Scope.LOCAL, 60, ["BEYOND_SEARCH"]),
        (ANYWHERE, Scope.NATIONAL, None, []),
        (ANYWHERE, Scope.LOCAL, None, ["DISTANCE_UNKNOWN"]),
        (200, Scope.NATIONAL, None, ["DISTANCE_UNKNOWN"]),
    ],
)
def test_a_place_lies_within_the_search_and_within_the_patients_choice(
    most_miles: float | None, scope: Scope, away: float | None, expected: list[str]
) -> None:
    found = why_not_within(Search(most_miles, scope), away)
    assert [reason.code for reason in found] == expected


@given(choices, st.sampled_from(Scope), miles)
def test_nothing_is_ever_proposed_beyond_either_limit(
    most_miles: float | None, scope: Scope, away: float
) -> None:
    limits = [limit for limit in (MILES[scope], most_miles) if limit is not None]
    allowed = why_not_within(Search(most_miles, scope), away) == ()
    assert allowed == all(away <= limit for limit in limits)
