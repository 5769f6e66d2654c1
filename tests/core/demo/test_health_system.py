"""What must hold in the fictional health system, whatever its seed."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tidegate.core.demo.geography import COAST, TOWNS, degrees
from tidegate.core.demo.health_system import EARLIER, HealthSystem, make_health_system
from tidegate.core.demo.months import published_periods
from tidegate.core.demo.offers import WEEKS
from tidegate.core.demo.organisations import AREA, SITES, care_homes, organisations, practices
from tidegate.core.demo.people import PEOPLE
from tidegate.core.directory.roles import Role
from tidegate.core.directory.treatment_functions import TREATMENT_FUNCTIONS

TODAY = date(2026, 11, 25)
FRAMES = ("zones", "pathways", "earlier", "offers", "lines", "budgets", "travel", "outcomes")


@pytest.fixture(scope="module")
def system() -> HealthSystem:
    return make_health_system(seed=1, people=30_000, as_of=TODAY)


def waited(system: HealthSystem) -> pl.DataFrame:
    days = (pl.lit(system.as_of) - pl.col("clock_start")).dt.total_days()
    return system.pathways.with_columns(days=days)


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32), people=st.integers(1, 800))
def test_every_seed_and_size_makes_a_sound_system(seed: int, people: int) -> None:
    made = make_health_system(seed, people, TODAY)
    pathways, offers = made.pathways, made.offers
    assert pathways.height == people
    assert pathways["pathway_id"].n_unique() == people
    assert (pathways["clock_start"] <= made.as_of).all()
    assert pathways["imd_quintile"].drop_nulls().is_between(1, 5).all()
    assert pathways["asa"].drop_nulls().is_between(1, 4).all()
    assert set(pathways["tfc"]) <= set(TREATMENT_FUNCTIONS)
    assert set(pathways["zone"]) <= set(made.zones["zone"])
    assert offers["offer_id"].n_unique() == offers.height
    assert (offers["units"] > 0).all()
    assert set(offers["site"]) <= {site.site for site in SITES}
    assert set(offers["line_id"].drop_nulls()) == set(made.lines["line_id"])
    assert (made.lines["cap"].fill_null(10**9) >= made.lines["minimum_take"]).all()
    assert made.travel.select("zone", "site").is_unique().all()


def test_the_same_seed_makes_the_same_system_and_another_seed_another() -> None:
    first, again, other = (make_health_system(seed, 500, TODAY) for seed in (7, 7, 8))
    for name in FRAMES:
        assert_frame_equal(getattr(first, name), getattr(again, name))
    for month, same in zip(first.months, again.months, strict=True):
        assert_frame_equal(month.frame, same.frame)
    assert not first.pathways.equals(other.pathways)


def test_the_list_has_the_shape_of_a_real_one(system: HealthSystem) -> None:
    days = waited(system)["days"]
    assert 0.57 < (days <= 126).mean() < 0.63
    assert 0.015 < (days >= 365).mean() < 0.026
    assert 0 < (days >= 456).sum() < 60


def test_waits_are_uneven_between_trusts_specialties_and_neighbourhoods(
    system: HealthSystem,
) -> None:
    def over_18(column: str) -> dict[object, float]:
        late = (pl.col("days") > 126).mean()
        return dict(waited(system).group_by(column).agg(late).iter_rows())

    trusts, specialties, quintiles = map(over_18, ("holder", "tfc", "imd_quintile"))
    assert trusts["Z02"] < trusts["Z01"] < trusts["Z03"]
    assert specialties["130"] < specialties["110"] < specialties["120"]
    assert quintiles[5] < quintiles[1]


def test_the_urgent_wait_less(system: HealthSystem) -> None:
    median = dict(waited(system).group_by("priority").agg(pl.col("days").median()).iter_rows())
    assert median["P2"] < median["P3"] < median["P4"]


def test_some_facts_are_unknown_as_in_real_records(system: HealthSystem) -> None:
    missing = {name: system.pathways[name].is_null().mean() for name in system.pathways.columns}
    assert 0.1 < missing["bmi"] < 0.2
    assert 0.1 < missing["asa"] < 0.2
    assert 0.4 < missing["consent"] < 0.7  # not yet asked
    assert missing["pathway_id"] == missing["holder"] == missing["clock_start"] == 0


def test_the_earlier_list_leads_to_todays(system: HealthSystem) -> None:
    earlier, now = system.earlier, system.pathways
    assert earlier["pathway_id"].n_unique() == earlier.height
    assert (earlier["clock_start"] < system.as_of - EARLIER).all()
    still = earlier.join(now, on="pathway_id", how="semi").height
    assert 0.8 < still / now.height < 0.95
    joined = now.filter(pl.col("clock_start") >= system.as_of - EARLIER)
    assert joined.height + still == now.height


def test_fellgarth_is_far_from_every_independent_hospital(system: HealthSystem) -> None:
    fellgarth = system.zones.filter(pl.col("town") == "Fellgarth")["zone"]
    journeys = system.travel.filter(
        pl.col("zone").is_in(fellgarth.to_list()) & pl.col("site").str.starts_with("ZN")
    )
    assert (journeys["minutes"] > 60).all()


def test_the_tight_line_hardly_finds_anyone(system: HealthSystem) -> None:
    tight = system.offers.filter(pl.col("line_id") == "ZN102-IP")
    accepted = system.pathways.filter(
        (pl.col("modality") == "inpatient")
        & (pl.col("tfc") == "110")
        & (pl.col("consent") == "yes")
        & (pl.col("asa") <= tight["max_asa"][0])
        & (pl.col("bmi") <= tight["max_bmi"][0])
        & (pl.col("conditions") == "none")
    )
    minimum = system.lines.filter(pl.col("line_id") == "ZN102-IP")["minimum_take"][0]
    assert accepted.height < minimum


def test_offers_are_for_eight_weeks_from_the_start(system: HealthSystem) -> None:
    weeks = system.offers["week"]
    assert (weeks.dt.weekday() == 1).all()
    assert weeks.min() == system.start == date(2026, 11, 30)
    assert weeks.n_unique() == WEEKS


def test_units_follow_the_size_of_the_list() -> None:
    units = make_health_system(3, 150_000, TODAY).offers["units"].sum()
    assert 15_000 < units < 20_000


def test_organisations_are_a_tree_with_the_right_numbers() -> None:
    seen: set[str] = set()
    for organisation in organisations():
        assert organisation.parent is None or organisation.parent in seen
        assert organisation.code not in seen
        seen.add(organisation.code)
    kinds = [organisation.kind for organisation in organisations()]
    numbers = {"icb": 5, "trust": 8, "independent": 6, "care_home": 20, "practice": 60}
    assert {kind: kinds.count(kind) for kind in numbers} == numbers
    assert len(care_homes()) == 20
    assert len({practice.name for practice in practices()}) == 60


def test_every_role_has_an_account_at_an_organisation_that_exists() -> None:
    codes = {organisation.code for organisation in organisations()}
    assert {person.role for person in PEOPLE} == set(Role)
    assert {person.organisation for person in PEOPLE} <= codes
    assert all(person.email.endswith(".example") for person in PEOPLE)
    assert len({person.email for person in PEOPLE}) == len(PEOPLE)


def test_no_code_could_be_a_real_one(system: HealthSystem) -> None:
    codes = {organisation.code for organisation in organisations()}
    codes |= set(system.zones["zone"]) | set(system.zones["commissioner"]) | {AREA}
    assert all(code.startswith("Z") for code in codes)


def test_the_map_lies_in_the_open_north_sea() -> None:
    for place in (*COAST, *(town.place for town in TOWNS)):
        longitude, latitude = degrees(place)
        assert 1.3 < longitude < 3.8
        assert 54.3 < latitude < 55.5


def test_months_are_whole_past_and_already_published() -> None:
    assert published_periods(TODAY) == (date(2026, 7, 31), date(2026, 8, 31), date(2026, 9, 30))
    assert published_periods(date(2027, 1, 11))[-1] == date(2026, 10, 31)


def test_a_list_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="people"):
        make_health_system(1, 0, TODAY)
