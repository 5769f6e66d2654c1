"""What a score table may not say, and what a score may be called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.pressure.score_tables import ELEVENS, VERIFIED, parameter, table

from tidegate.core.pressure.measure import WorseWhen
from tidegate.core.pressure.observations import Level
from tidegate.core.pressure.score import not_official, why_not_ready
from tidegate.core.pressure.score_name import OFFICIAL, PROXY, score_name, table_label, unverified
from tidegate.core.pressure.score_table import Combine, LevelBand, Levels, Pillar
from tidegate.core.pressure.status import Status

OPEN, FILLED = Status.of("open"), Status.of("unverified")
PLACES = (Level.PROVIDER, Level.ICB, Level.REGION, Level.NATION)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: parameter(points=(0, 1, 2)), "4 bands need 4 points"),
        (lambda: parameter(points=(0, 2, 1, 3)), "points must not fall"),
        (lambda: parameter(edges=((30, "better"), (15, "better")), points=(0, 1, 2)), "must rise"),
        (lambda: parameter(edges=((30, "better"), (30, "worse")), points=(0, 1, 2)), "must rise"),
        (lambda: parameter(worse=WorseWhen.LOWER), "edges must fall"),
        (lambda: parameter(edges=()), "both edges and points, or neither"),
        (lambda: parameter(worse=WorseWhen.NEITHER), "must get worse"),
        (lambda: parameter(weight=0), "weight must be above 0"),
        (lambda: replace(parameter(), oldest_days=-1), "oldest_days must be 0 or more"),
        (lambda: Levels(ELEVENS, 5, OPEN), "decimals must lie from 0 to 4"),
        (lambda: table(pillars=()), "at least one, each once"),
        (lambda: table(pillars=(*table().pillars, *table().pillars)), "at least one, each once"),
        (lambda: Levels((LevelBand(1, 0, 11), LevelBand(2, 11, 22)), 0, OPEN), "begin at 12"),
        (lambda: Levels((LevelBand(1, 0, 11), LevelBand(2, 13, 22)), 0, OPEN), "begin at 12"),
        (lambda: Levels((LevelBand(2, 0, 11),), 0, OPEN), "levels must be 1, 2, 3"),
        (lambda: Levels((LevelBand(1, 0, 11.5),), 0, OPEN), "state it to 0 decimals"),
        (lambda: Levels((LevelBand(1, 5, 4),), 0, OPEN), "end where it begins or later"),
        (lambda: table(weights={("QZ1", "acute"): {"Z01": 0.5, "Z02": 0.4}}), "add to 1, not 0.9"),
        (lambda: table(weights={("QZ1", "acute"): {"Z01": 1.5, "Z02": -0.5}}), "from 0 to 1"),
        (lambda: table(weights={("QZ1", "dental"): {"Z01": 1}}), "dental is none of the pillars"),
        (lambda: table(name=" "), "name must be stated"),
        (lambda: table(in_force=(date(2026, 1, 1), date(2025, 1, 1))), "must not lie before"),
    ],
)  # fmt: skip
def test_a_table_that_contradicts_itself_is_refused(wrong: Callable[[], object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        wrong()


def test_levels_must_reach_as_far_as_the_points() -> None:
    short = Levels(ELEVENS[:2], 0, VERIFIED)
    with pytest.raises(ValueError, match="levels must reach from 0 to 44"):
        replace(table().pillars[0], levels=short)


def test_weights_of_pillars_add_to_one() -> None:
    acute = table().pillars[0]
    others = replace(acute, name="community", weight=0.5)
    with pytest.raises(ValueError, match="weights of pillars must add to 1"):
        table(pillars=(acute, others))


def test_weights_of_pillars_are_all_given_or_none() -> None:
    acute = table().pillars[0]
    with pytest.raises(ValueError, match="give all of them, or none"):
        table(pillars=(acute, replace(acute, name="community", weight=None)))


def test_several_pillars_need_weights_and_levels_of_their_own() -> None:
    acute = replace(table().pillars[0], weight=None)
    both = table(pillars=(acute, replace(acute, name="community")))
    assert [reason.detail for reason in why_not_ready(both)] == [
        "the weight of acute is open",
        "the weight of community is open",
        "the levels of the overall score are open",
    ]


def test_weights_that_add_to_one_on_paper_add_to_one() -> None:
    shares = {"Z01": 0.516, "Z02": 0.306, "Z03": 0.178}
    assert table(weights={("QZ1", "acute"): shares}).aggregation.weights["QZ1", "acute"] == shares


@pytest.mark.parametrize("words", ["verified", "verified by me", "verified by me on 2026-13-01",
                                   "verified by  on 2026-01-01", "Open", ""])  # fmt: skip
def test_a_status_says_who_and_when_or_that_it_is_open(words: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Status.of(words)


def official(**changes: object) -> object:
    """The official table, filled and verified but for the changes."""
    return table(**({"name": "OPEL", "edition": "2030"} | changes))  # type: ignore[arg-type]


def test_a_table_that_is_verified_in_every_part_gives_the_official_score() -> None:
    whole = official()
    assert {score_name(whole, place) for place in PLACES} == {OFFICIAL}  # type: ignore[arg-type]
    assert table_label(whole, Level.ICB) == "OPEL 2030"  # type: ignore[arg-type]


@pytest.mark.parametrize("status", [OPEN, FILLED])
@pytest.mark.parametrize("name", ["OPEL", "opel", "O.P.E.L. score", "Our Ópel", "O P E L",
                                  "Operational Pressures Escalation Levels"])  # fmt: skip
def test_a_table_with_an_unverified_threshold_is_never_called_opel(
    name: str, status: Status
) -> None:
    one = table().pillars[0]
    doubtful = replace(one, parameters=(replace(one.parameters[0], status=status),
                                        *one.parameters[1:]))  # fmt: skip
    found = table(name=name, edition="OPEL 2030", pillars=(doubtful,))
    for place in PLACES:
        assert score_name(found, place) == PROXY
        assert table_label(found, place) == "Proxy pressure index from 2025-01-01"
        assert unverified(found, place) == ("handover_mean",)
    reason = not_official(found, Level.ICB)
    assert reason is not None
    assert "nobody has verified handover_mean" in reason.detail


def test_unverified_levels_or_nobody_to_vouch_for_it_take_the_official_name_too() -> None:
    one = table().pillars[0]
    levels = replace(one, levels=replace(one.levels, status=FILLED))
    assert score_name(table(name="OPEL", pillars=(levels,)), Level.PROVIDER) == PROXY
    assert score_name(table(name="OPEL", verifier=" "), Level.PROVIDER) == PROXY


def test_how_places_are_put_together_matters_above_providers_only() -> None:
    whole = table(name="OPEL")
    doubtful = replace(whole, aggregation=replace(whole.aggregation, status=FILLED))
    assert score_name(doubtful, Level.PROVIDER) == OFFICIAL
    assert score_name(doubtful, Level.ICB) == PROXY


def test_a_table_of_ones_own_keeps_its_own_name() -> None:
    assert score_name(table(status=FILLED), Level.ICB) == "House index"
    assert not_official(table(status=FILLED), Level.ICB) is None


@given(st.lists(st.sampled_from([VERIFIED, FILLED, OPEN]), min_size=4, max_size=4))
def test_the_official_name_needs_every_single_part_verified(statuses: list[Status]) -> None:
    first, second, levels, together = statuses
    one = table().pillars[0]
    parameters = tuple(
        replace(each, status=status)
        for each, status in zip(one.parameters, (first, second), strict=True)
    )
    pillar = Pillar("acute", Combine.SUM, parameters, replace(one.levels, status=levels), 1)
    found = table(name="OPEL", pillars=(pillar,))
    found = replace(found, aggregation=replace(found.aggregation, status=together))
    all_verified = all(status is VERIFIED for status in statuses)
    assert (score_name(found, Level.NATION) == OFFICIAL) is all_verified
