"""The other areas of the demo's region: islands of their own, drawn from the seed, that report."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import numpy as np
import pytest

from tidegate.core.demo.neighbours import NEIGHBOURS, make_outlines
from tidegate.core.demo.organisations import AREA, AREA_NAME, REGION, organisations
from tidegate.core.demo.people import PEOPLE
from tidegate.core.demo.situation_reports import NEIGHBOUR_DAYS, make_neighbours_reports
from tidegate.core.directory.outline import Outline
from tidegate.core.directory.roles import Role
from tidegate.core.pressure.submission import missing_measures
from tidegate.exchange.pressure.reporting_terms import load_reporting_terms

TODAY = date(2026, 11, 25)
TRUSTS = {code for area in NEIGHBOURS for code in area.trusts}


@pytest.fixture(scope="module")
def outlines() -> tuple[Outline, ...]:
    return make_outlines(np.random.default_rng(7), AREA, AREA_NAME)


def test_each_area_has_one_closed_coast_in_the_open_sea(outlines: tuple[Outline, ...]) -> None:
    assert [each.area for each in outlines] == [AREA, *(each.code for each in NEIGHBOURS)]
    for outline in outlines:
        (ring,) = outline.rings
        assert ring[0] == ring[-1]
        assert len(ring) > 15
        for longitude, latitude in ring:
            assert 1.2 < longitude < 4.8
            assert 54.0 < latitude < 56.2


@pytest.mark.parametrize("seed", [1, 7, 2026])
def test_islands_do_not_run_into_each_other(seed: int) -> None:
    drawn = make_outlines(np.random.default_rng(seed), AREA, AREA_NAME)
    for one, other in combinations(drawn, 2):
        (a,), (b,) = one.rings, other.rings
        nearest = min(np.hypot(*(np.array(b) - point).T).min() for point in np.array(a))
        assert nearest > 0.02, (one.name, other.name)


def test_the_same_seed_draws_the_same_coasts(outlines: tuple[Outline, ...]) -> None:
    assert make_outlines(np.random.default_rng(7), AREA, AREA_NAME) == outlines
    assert make_outlines(np.random.default_rng(8), AREA, AREA_NAME) != outlines


def test_they_lie_in_the_region_and_somebody_reports_for_each_trust() -> None:
    found = {each.code: each for each in organisations()}
    assert {found[area.code].parent for area in NEIGHBOURS} == {REGION}
    desks = {each.organisation for each in PEOPLE if each.role is Role.PROVIDER_USER}
    assert desks >= TRUSTS


def test_their_trusts_report_for_weeks_and_one_has_fallen_silent() -> None:
    reports = make_neighbours_reports(np.random.default_rng([2026, 6]), TODAY)
    assert {each.provider for each in reports} == TRUSTS
    assert min(each.day for each in reports) == TODAY - timedelta(days=NEIGHBOUR_DAYS - 1)
    newest = {code: max(r.day for r in reports if r.provider == code) for code in sorted(TRUSTS)}
    silent = {code for code, day in newest.items() if day < TODAY}
    assert silent == {"Z08"}
    assert all(missing_measures(each.values, load_reporting_terms()) == () for each in reports)
