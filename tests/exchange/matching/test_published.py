"""From published figures to a problem: one fictional board, two trusts' lists, three months."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from tidegate.core.disclosure import Profile
from tidegate.core.matching.policy import Policy
from tidegate.core.matching.problem import PRIORITIES
from tidegate.exchange.directory.places import Places, read_places
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.matching.assumptions import load_assumptions
from tidegate.exchange.matching.months import newest_first, read_months
from tidegate.exchange.matching.published import Published, published_problem
from tidegate.exchange.matching.published_context import context_of_published
from tidegate.exchange.sources import Source
from tidegate.exchange.waiting.rtt_csv import RttMonth
from tidegate.exchange.waiting.working_days import working_days

BANDS = [f"w{week:03d}" for week in range(105)]
NOVEMBER, DECEMBER, JANUARY = date(2025, 11, 30), date(2025, 12, 31), date(2026, 1, 31)
POLICY = Policy(
    name="plain", version="1", author="test", source="test", in_force=date(2026, 1, 1),
    week_points=dict.fromkeys(PRIORITIES, 100.0), treat_points=dict.fromkeys(PRIORITIES, 0.0),
    wait_step_points=0.0, wait_step_weeks=13, weeks_beyond=8, breaches=(), past=(),
    minute_points=2.0, thousand_pounds_points=80.0, require_consent=True, minutes_per_mile=2.0,
)  # fmt: skip
Row = tuple[str, str, str, str, dict[int, int]]


def month(period: date, rows: Iterable[Row], *, revised: bool = False) -> RttMonth:
    """Build a month from (provider, commissioner, part, treatment function, people by week)."""
    frame = pl.DataFrame(
        [
            {
                "provider_parent": "QZZ", "provider": provider, "provider_name": f"{provider} NAME",
                "commissioner_parent": "QZZ" if commissioner.startswith("ZZ") else "",
                "commissioner": commissioner, "commissioner_name": f"{commissioner} NAME",
                "part": part, "tfc": tfc,
                **{band: people.get(week, 0) for week, band in enumerate(BANDS)},
                "unknown_start": 0, "total": sum(people.values()),
            }
            for provider, commissioner, part, tfc, people in rows
        ],
        schema_overrides=dict.fromkeys([*BANDS, "unknown_start", "total"], pl.Int32),
    )  # fmt: skip
    source = Source(f"{period:%Y-%m}.csv", "0" * 64, 1, "rtt-full-csv")
    return RttMonth(period, revised, source, frame, ())


def completions(clinic: int, trust: int = 420) -> list[Row]:
    return [("ZN101", "ZZC", "1A", "110", {5: clinic}), ("Z01", "ZZC", "1A", "110", {9: trust})]


LISTS: list[Row] = [
    ("Z01", "ZZC", "2", "110", {10: 50, 30: 8, 60: 3}),
    ("Z01", "ZZC", "2A", "110", {30: 5}),
    ("Z02", "Y99", "2", "110", {40: 2}),
    ("Z02", "NONC", "2", "110", {40: 6}),
]
# Working days are 20, 21 and 21: the clinic's rates are 84, 84 and 105 a month, the trust's level.
MONTHS = [
    month(NOVEMBER, completions(80, 400)),
    month(DECEMBER, completions(84)),
    month(JANUARY, [*completions(105), *LISTS]),
]


def places(*, with_map: bool = True) -> Places:
    sites = [
        ("ZN101", "Fairhaven Clinic", "independent", "ZN1", 52.0, -1.0, "test"),
        ("Z01A1", "Northmere Hospital", "nhs", "Z01", 52.1, -1.0, "test"),
        ("Z01A2", "Northmere Annexe", "nhs", "Z01", 52.2, -1.0, "test"),
        ("Z01A3", "Northmere Lodge", "nhs", "Z01", 52.9, -1.0, "test"),
    ]
    zones = [("ZZC", "Northmere", "QZZ", 52.3, -1.0, 1000.0, 5.0)]
    columns = ["site", "name", "sector", "provider", "latitude", "longitude", "source"]
    zone_columns = ["zone", "name", "area", "latitude", "longitude", "population", "mean_imd"]
    site_frame = pl.DataFrame(sites, schema=columns, orient="row")
    zone_frame = pl.DataFrame(zones, schema=zone_columns, orient="row")
    return Places(
        sites=site_frame if with_map else site_frame.clear(),
        zones=zone_frame if with_map else zone_frame.clear(),
        areas=pl.DataFrame({"area": ["QZZ"], "name": ["Vale"], "region": [""]}),
        codes=pl.DataFrame({"code": [], "name": [], "closed": []}),
        boundaries=(),
        sources=(),
        findings=(),
    )


def published(*, with_map: bool = True, miles: float | None = 50.0) -> Published:
    assumed = load_assumptions().with_limit(miles)
    return published_problem(MONTHS, places(with_map=with_map), POLICY, assumed)


def rows(frame: pl.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return frame.select(columns).rows()


def test_everybody_over_eighteen_weeks_is_planned_where_they_live_and_wait():
    pathways = published().problem.pathways
    assert (
        rows(pathways, "pathway_id", "holder", "zone", "area", "weeks_waited", "count")
        == [
            ("ZZC.Z01.110.A.030", "Z01", "ZZC", "QZZ", 30, 5),
            ("ZZC.Z01.110.N.030", "Z01", "ZZC", "QZZ", 30, 3),
            ("ZZC.Z01.110.N.060", "Z01", "ZZC", "QZZ", 60, 3),
            ("Y99.Z02.110.N.040", "Z02", "at:Z02", "QZZ", 40, 2),
        ]
        or pathways["count"].sum() == 13
    )
    assert pathways["consent"].all()
    assert set(pathways["priority"]) == {"P4"}


def test_what_a_good_month_showed_becomes_units_at_the_providers_own_site():
    offers = published().problem.offers
    assert set(offers["site"]) == {"ZN101"}
    assert set(offers["modality"]) == {"admitted"}
    assert offers["week"].to_list() == [3, 8, 12]
    # 105 a month shown less 84 now, over 13 weeks of a year's 52.18: 62 whole units.
    assert offers["units"].sum() == 62


def test_travel_is_straight_lines_times_the_policys_factor():
    travel = published().problem.travel.filter(zone="ZZC")
    near = {
        site: (minutes, miles) for site, minutes, miles in rows(travel, "site", "minutes", "miles")
    }
    assert near["ZN101"] == pytest.approx([41.4, 20.7], abs=0.2)
    # The trust stands at the middle one of its three sites.
    assert near["Z01"] == pytest.approx([13.8, 6.9], abs=0.2)


def test_nobody_is_sent_further_than_assumed_unless_there_is_no_limit():
    assert "ZN101" not in set(published(miles=10).problem.travel.filter(zone="ZZC")["site"])
    national = published(miles=None).problem
    assert national.pathways["travel_max_miles"].null_count() == national.pathways.height
    assert "ZN101" in set(national.travel["site"])


def test_a_provider_that_no_file_places_stands_at_its_boards_centre():
    found = dict(rows(published().providers, "provider", "located_by"))
    assert found == {"Z01": "trust", "Z02": "board", "ZN101": "site"}


def test_without_a_map_people_move_within_their_board_only_and_it_is_said():
    plan = published(with_map=False)
    assert set(plan.problem.travel["minutes"]) == {0.0}
    assert plan.problem.pathways["travel_max_miles"].null_count() == plan.problem.pathways.height
    assert any("only within their integrated care board" in said for said in plan.assumptions)


def test_every_assumption_is_said_with_its_figures():
    plan = published()
    said = " ".join(plan.assumptions)
    for words in (
        "an estimate and no offer",
        "over 3 months",
        "50 straight-line miles",
        "minutes are miles times 2.",
        "Nobody has been asked",
        "50 people who have waited less than 18 weeks",
        "6 whose commissioner is not English",
        "2 people whose commissioner has no place on the map",
        "Of 3 providers, 1 stand at their own site, 1 (trusts)",
        "published-2026 version 1",
    ):
        assert words in said, words
    assert plan.as_of == JANUARY
    assert plan.problem.start == date(2026, 2, 2)
    assert plan.names["Z01"] == "Z01 NAME"


def test_a_name_that_some_rows_leave_blank_is_taken_from_the_others():
    blank = pl.when(pl.col("part") == "1A").then(pl.lit("")).otherwise("provider_name")
    newest = replace(MONTHS[2], frame=MONTHS[2].frame.with_columns(provider_name=blank))
    plan = published_problem([*MONTHS[:2], newest], places(), POLICY, load_assumptions())
    assert plan.names["Z01"] == "Z01 NAME"


def test_its_readers_are_told_title_whom_names_places_and_sources():
    usual = {"rule": "nearest", "objective": 1.0, "treated": 1}
    noon = datetime(2026, 3, 12, 12, tzinfo=UTC)
    told = context_of_published(published(), places(), seed=1, now=noon, greedy=usual)
    assert told.title == "England, January 2026"
    assert told.who == "people who have waited 18 weeks or more"
    assert told.profile is Profile.RTT_OPEN
    assert told.data_as_of == JANUARY
    assert [dated.as_of for dated in told.sources] == [JANUARY, DECEMBER, NOVEMBER]
    assert (told.names["QZZ"], told.names["110"]) == ("Vale", "Trauma and Orthopaedics")
    assert told.ground.points["ZN101"] == (-1.0, 52.0)
    assert told.ground.points["QZZ"] == (-1.0, 52.3)
    assert told.greedy == usual


def test_the_order_of_the_months_changes_nothing():
    backwards = published_problem(MONTHS[::-1], places(), POLICY, load_assumptions())
    for table in ("pathways", "offers", "travel"):
        assert getattr(backwards.problem, table).equals(getattr(published().problem, table))


def test_a_provider_missing_from_the_newest_month_is_left_out_and_counted():
    gone = [
        month(NOVEMBER, [*completions(80, 400), ("ZN102", "ZZC", "1A", "110", {5: 100})]),
        month(DECEMBER, [*completions(84), ("ZN102", "ZZC", "1A", "110", {5: 210})]),
        MONTHS[2],
    ]
    plan = published_problem(gone, places(), POLICY, load_assumptions())
    assert "ZN102" not in set(plan.problem.offers["provider"])
    left_out = plan.counts["spare_left_out"]
    assert left_out > 0
    assert any(f"left out: {left_out} pathways a month" in said for said in plan.assumptions)
    assert not any("left out" in said for said in published().assumptions)


def test_more_admissions_than_people_are_cut_with_a_warning():
    odd = month(JANUARY, [*completions(105), ("Z01", "ZZC", "2A", "110", {30: 4})])
    plan = published_problem([*MONTHS[:2], odd], places(), POLICY, load_assumptions())
    assert [finding.code for finding in plan.findings] == ["ADMITTED_BEYOND_LIST"]


def test_a_revision_takes_the_place_of_what_it_revises():
    first, revision = month(JANUARY, LISTS), month(JANUARY, LISTS, revised=True)
    for given in ([first, revision], [revision, first]):
        assert newest_first(given) == [revision]


def test_the_same_month_twice_is_refused():
    with pytest.raises(UnusableInput, match="MONTH_TWICE"):
        newest_first([MONTHS[0], MONTHS[0]])


def test_no_month_is_refused():
    with pytest.raises(UnusableInput, match="NO_MONTH"):
        newest_first([])


@pytest.mark.parametrize(
    ("weeks", "blocks"), [(13, (4, 5, 4)), (1, (1,)), (4, (4,)), (26, (4, 5, 4, 4, 5, 4))]
)
def test_a_horizon_is_cut_into_blocks_of_about_a_month(weeks: int, blocks: tuple[int, ...]):
    assert load_assumptions().with_weeks(weeks).block_weeks == blocks


@pytest.mark.parametrize(
    ("month_end", "days", "why"),
    [
        (date(2025, 11, 30), 20, "no holiday"),
        (date(2025, 12, 31), 21, "Christmas Day and Boxing Day"),
        (date(2026, 1, 31), 21, "New Year's Day"),
        (date(2023, 5, 31), 20, "three holidays, one for the coronation"),
    ],
)
def test_working_days_leave_out_englands_bank_holidays(month_end: date, days: int, why: str):
    assert working_days(month_end) == days, why


def table_text(tmp_path: Path, change: tuple[str, str]) -> Path:
    shipped = Path(__file__).parents[3] / "src/tidegate/exchange/matching/tables"
    text = (shipped / "published-2026.toml").read_text("utf-8")
    assert change[0] in text
    path = tmp_path / "own.toml"
    path.write_text(text.replace(*change), "utf-8")
    return path


def test_a_deployment_may_state_its_own_assumptions(tmp_path: Path):
    own = load_assumptions(table_text(tmp_path, ("limit_miles = 50", "limit_miles = 0")))
    assert own.limit_miles is None
    assert own == replace(load_assumptions(), limit_miles=None)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("floor_weeks = 18", "floor_weeks = 200"), "BAD_TABLE"),
        (("floor_weeks = 18", "floor = 18"), "BAD_TABLE"),
        (("floor_weeks = 18", "floor_weeks = 18.7"), "BAD_TABLE"),
        (('priority = "P4"', 'priority = "P9"'), "BAD_TABLE"),
        (("in_force = 2026-01-01", 'in_force = "2026-01-01"'), "BAD_TABLE"),
        (("recent_months = 3", "recent_months = 2.5"), "BAD_TABLE"),
        (("block_weeks = [4, 5, 4]", "block_weeks = [4.5, 4.5]"), "BAD_TABLE"),
        (("limit_miles = 50", "limit_miles = -1"), "BAD_TABLE"),
        (("block_weeks = [4, 5, 4]", "block_weeks = []"), "BAD_TABLE"),
        (("freak_ratio = 1.25", "freak_ratio = 0.5"), "BAD_TABLE"),
        (("[travel]", "[road]"), "MISSING_KEY"),
        (('priority = "P4"', ""), "MISSING_KEY"),
        (("[travel]", "travel ="), "BAD_TABLE"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused(tmp_path: Path, change: tuple[str, str], code: str):
    with pytest.raises(UnusableInput, match=code):
        load_assumptions(table_text(tmp_path, change))


def test_an_unknown_table_is_refused():
    with pytest.raises(UnusableInput, match="MISSING_TABLE"):
        load_assumptions("published-1999")


@pytest.mark.published
def test_the_newest_published_months_make_englands_problem(published_data: Path):
    """Two of the real files: everybody is in or counted out, and has something in reach."""
    found = [
        next((published_data / "rtt").glob(f"Full-CSV-data-file-{m}*.zip"))
        for m in ("Dec25", "Jan26")
    ]
    known = read_places([published_data / name for name in ("ods", "geo", "population-imd")])
    plan = published_problem(read_months(found), known, POLICY, load_assumptions())
    counts = plan.counts
    assert counts["planned"] + counts["below_floor"] + counts["not_english"] == 7_187_677
    assert counts["located_nowhere"] == 0
    assert plan.problem.offers["units"].sum() > 0
    reached = plan.problem.pathways.join(plan.problem.travel, on="zone", how="semi")
    assert reached["count"].sum() == counts["planned"]
