"""From trusts to areas, regions and the nation: shares, sizes, rounding, what is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.pressure.score_tables import ELEVENS, VERIFIED, scored, table

from tidegate.core.pressure.aggregate import actions_begun, aggregate, sizes_above
from tidegate.core.pressure.observations import Level
from tidegate.core.pressure.score import OVERALL, Score
from tidegate.core.pressure.score_table import ActionList, Levels, Rounding, ScoreTable

BRISTOL_LIKE = {"Z01": 0.516, "Z02": 0.306, "Z03": 0.178}
STATED = table(weights={("QZ1", "acute"): BRISTOL_LIKE})
AREA = dict.fromkeys(BRISTOL_LIKE, "QZ1")
MINUTES = {0: 10, 7: 20, 15: 40, 22: 60}  # of handover, that give so many points


def trust(place: str, points: int, of: ScoreTable = STATED) -> Score:
    """A trust with so many points of 22, all from handovers."""
    return scored(place, of, handover_mean=MINUTES[points], ed_4h_pct=96)


def area(scores: list[Score], of: ScoreTable, **sizes: float) -> Score:
    """Put trusts together to their one area."""
    (found,) = aggregate(scores, Level.ICB, {each.place: "QZ1" for each in scores}, of, sizes)
    return found


@pytest.mark.parametrize(
    ("points", "total"),
    [
        ((0, 0, 0), 0),
        ((22, 22, 22), 22),
        ((15, 0, 0), 7.74),
        ((0, 15, 22), 8.506),
        ((22, 15, 7), 17.188),
    ],
)
def test_an_area_counts_each_trust_by_its_stated_share(
    points: tuple[int, int, int], total: float
) -> None:
    found = area([trust(*each) for each in zip(BRISTOL_LIKE, points, strict=True)], STATED)
    assert found.total == total
    assert {share.place: share.weight for share in found.shares} == BRISTOL_LIKE


def test_equal_scores_stay_what_they_are_and_are_not_pushed_over_an_edge() -> None:
    eleven = [scored(place, STATED, handover_mean=0, ed_4h_pct=80) for place in BRISTOL_LIKE]
    unrounded = table(weights=STATED.aggregation.weights, rounding=Rounding.UNROUNDED)
    eleven = [replace(each, rounding=Rounding.UNROUNDED) for each in eleven]
    found = area(eleven, unrounded)
    assert (found.total, found.level, found.level_otherwise) == (11, 1, None)


@pytest.mark.parametrize(
    ("rounding", "level", "otherwise"), [(Rounding.HALF_UP, 1, 2), (Rounding.UNROUNDED, 2, 1)]
)
def test_where_the_two_ways_of_rounding_disagree_both_levels_are_told(
    rounding: Rounding, level: int, otherwise: int
) -> None:
    of = table(weights={("QZ1", "acute"): {"Z01": 0.76, "Z02": 0.24}}, rounding=rounding)
    found = area([trust("Z01", 15, of), trust("Z02", 0, of)], of)  # 11.4
    assert (found.level, found.level_otherwise) == (level, otherwise)


def test_without_stated_shares_a_trust_counts_by_its_beds() -> None:
    of = table(weigh_by="ga_beds_open")
    found = area([trust("Z01", 22, of), trust("Z02", 0, of)], of, Z01=300, Z02=900)
    assert found.total == 5.5


def test_without_anything_to_weigh_by_each_counts_alike() -> None:
    of = table(weigh_by="")
    assert area([trust("Z01", 22, of), trust("Z02", 0, of)], of).total == 11


def test_one_incomplete_trust_makes_its_area_incomplete_and_is_named() -> None:
    silent = scored("Z03", STATED, handover_mean=60)
    found = area([trust("Z01", 0), trust("Z02", 0), silent], STATED)
    assert (found.total, found.level) == (None, None)
    assert [reason.detail for reason in found.missing] == ["the score of Z03 is incomplete"]
    assert (float(found.lowest), float(found.highest)) == (22 * 0.178, 44 * 0.178)


def test_a_trust_that_has_a_share_and_no_score_is_missing() -> None:
    found = area([trust("Z01", 0), trust("Z02", 0)], STATED)
    assert [reason.detail for reason in found.missing] == ["the score of Z03 is missing"]
    assert (float(found.lowest), float(found.highest)) == (0, 44 * 0.178)


def test_a_trust_without_a_stated_share_does_not_count_and_leaves_the_area_complete() -> None:
    specialist = scored("Z09", STATED, ed_4h_pct=96)
    found = area([*(trust(place, 15) for place in BRISTOL_LIKE), specialist], STATED)
    assert (found.total, found.complete) == (15, True)
    assert found.shares[-1].weight == 0


@pytest.mark.parametrize("sizes", [{"Z01": 500}, {}, {"Z01": 0, "Z02": 0}, {"Z01": 500, "Z02": -1}])
def test_where_sizes_are_not_known_the_score_lies_between_those_beneath(
    sizes: dict[str, float],
) -> None:
    of = table()
    found = area([trust("Z01", 22, of), trust("Z02", 7, of)], of, **sizes)
    assert [reason.code for reason in found.missing] == ["SIZE_MISSING"]
    assert (found.lowest, found.highest) == (7, 22)


def test_areas_make_a_region_and_regions_the_nation_by_all_the_beds_beneath() -> None:
    of, beds = table(), {"Z01": 100.0, "Z02": 300.0, "Z03": 400.0}
    trusts = [trust("Z01", 22, of), trust("Z02", 0, of), trust("Z03", 15, of)]
    in_area = {"Z01": "QZ1", "Z02": "QZ1", "Z03": "QZ2"}
    areas = aggregate(trusts, Level.ICB, in_area, of, beds)
    area_beds = sizes_above(trusts, in_area, of, beds)
    (region,) = aggregate(areas, Level.REGION, {"QZ1": "YZ1", "QZ2": "YZ1"}, of, area_beds)
    region_beds = sizes_above(areas, {"QZ1": "YZ1", "QZ2": "YZ1"}, of, area_beds)
    (nation,) = aggregate([region], Level.NATION, {"YZ1": "ENG"}, of, region_beds)
    assert [each.total for each in areas] == [5.5, 15]
    assert region.total == nation.total == 10.25
    assert (area_beds, region_beds) == ({"QZ1": 400, "QZ2": 400}, {"YZ1": 800})


def pillars_of(of: ScoreTable) -> ScoreTable:
    """The same table with a second pillar, a quarter of the whole."""
    acute = replace(of.pillars[0], weight=0.75)
    community = replace(of.pillars[0], name="community", weight=0.25)
    return replace(of, pillars=(acute, community), overall=Levels(ELEVENS, 0, VERIFIED))


def test_pillars_have_their_own_levels_and_make_an_overall_score_by_their_weights() -> None:
    of = pillars_of(table(weigh_by=""))
    acute, community = trust("Z01", 22, of), replace(trust("Z02", 0, of), pillar="community")
    found = aggregate([acute, community], Level.ICB, {"Z01": "QZ1", "Z02": "QZ1"}, of, {})
    assert [(each.pillar, each.total, each.level) for each in found] == [
        ("acute", 22, 2), ("community", 0, 1), (OVERALL, 16.5, 2),
    ]  # fmt: skip


def test_a_pillar_that_nobody_reports_leaves_the_overall_score_incomplete() -> None:
    of = pillars_of(table(weigh_by=""))
    *_, overall = aggregate([trust("Z01", 22, of)], Level.ICB, {"Z01": "QZ1"}, of, {})
    assert [reason.detail for reason in overall.missing] == ["the score of community is missing"]
    assert (overall.level, overall.lowest, overall.highest) == (None, 16.5, 27.5)


LISTS = tuple(
    ActionList(Level.ICB, level, (f"what level {level} asks",), "a board paper") for level in (3, 4)
)


@pytest.mark.parametrize(
    ("values", "begun"),
    [
        ({"handover_mean": 20, "ed_4h_pct": 90}, []),
        ({"handover_mean": 40, "ed_4h_pct": 90}, [3]),
        ({"handover_mean": 60, "ed_4h_pct": 50}, [3, 4]),
        ({"handover_mean": 60}, []),
        ({"ed_4h_pct": 50}, []),
    ],
)
def test_an_area_at_level_3_begins_its_list_and_at_4_both(
    values: dict[str, float], begun: list[int]
) -> None:
    of = table(weigh_by="", actions=LISTS)
    provider = scored("Z01", of, **values)
    assert [each.level for each in actions_begun(area([provider], of), of)] == begun
    assert actions_begun(provider, of) == ()


def test_an_incomplete_area_that_is_at_level_3_for_certain_begins_its_list() -> None:
    of = table(weights={("QZ1", "acute"): {"Z01": 0.8, "Z02": 0.2}}, actions=LISTS)
    found = area([scored("Z01", of, handover_mean=60, ed_4h_pct=50)], of)
    assert (found.level, found.level_range) == (None, (4, 4))
    assert [each.level for each in actions_begun(found, of)] == [3, 4]


trusts = st.lists(
    st.tuples(st.none() | st.sampled_from(sorted(MINUTES)), st.none() | st.integers(0, 3000)),
    min_size=1, max_size=6,
)  # fmt: skip


@given(trusts, st.sampled_from(["", "ga_beds_open"]))
def test_an_area_lies_between_its_lowest_and_highest_trust_and_is_complete_only_if_all_are(
    given_trusts: list[tuple[int | None, int | None]], weigh_by: str
) -> None:
    of = table(weigh_by=weigh_by)
    scores = [
        scored(f"Z0{number}", of, ed_4h_pct=96)
        if points is None
        else trust(f"Z0{number}", points, of)
        for number, (points, _) in enumerate(given_trusts)
    ]
    sizes = {f"Z0{n}": beds for n, (_, beds) in enumerate(given_trusts) if beds is not None}
    found = area(scores, of, **sizes)
    assert min(each.lowest for each in scores) <= found.lowest
    assert found.lowest <= found.highest <= max(each.highest for each in scores)
    sized = not weigh_by or (len(sizes) == len(scores) and sum(sizes.values()) > 0)
    assert found.complete is (sized and all(each.complete for each in scores))
