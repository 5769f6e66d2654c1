"""What a plan on published figures tells its readers besides the plan: title, names, map, ages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from tidegate.core.directory.treatment_functions import treatment_function_name
from tidegate.core.disclosure import Profile
from tidegate.exchange.matching.located import board_centres
from tidegate.exchange.matching.plan_context import DatedSource, Ground, Outline, PlanContext

if TYPE_CHECKING:
    from tidegate.exchange.directory.places import Places
    from tidegate.exchange.matching.published import Published


def context_of_published(
    published: Published,
    places: Places,
    *,
    seed: int,
    now: datetime,
    greedy: Mapping[str, object],
) -> PlanContext:
    """Describe a plan on published figures; these are open data, so people are counted exactly."""
    undated = tuple(DatedSource(source) for source in places.sources)
    return PlanContext(
        title=f"England, {published.as_of:%B %Y}",
        profile=Profile.RTT_OPEN,
        made_at=now,
        seed=seed,
        who=f"people who have waited {published.floor_weeks} weeks or more",
        data_as_of=published.as_of,
        sources=(*(DatedSource(source, day) for day, source in published.months), *undated),
        assumptions=published.assumptions,
        findings=published.findings,
        names=names(published, places),
        ground=ground(published, places),
        greedy=greedy,
    )


def names(published: Published, places: Places) -> dict[str, str]:
    """Return names by code: boards, commissioners, providers and treatment functions."""
    boards = dict(places.areas.select("area", "name").iter_rows())
    functions = {
        tfc: treatment_function_name(tfc) for tfc in published.problem.pathways["tfc"].unique()
    }
    return dict(sorted({**boards, **published.names, **functions}.items()))


def ground(published: Published, places: Places) -> Ground:
    """Return what a map is drawn on: outlines and centres of boards, and providers' points."""
    centres = board_centres(places).select("area", "longitude", "latitude")
    located = published.providers.select("provider", "longitude", "latitude").drop_nulls()
    points = {
        code: (longitude, latitude)
        for frame in (centres, located)
        for code, longitude, latitude in frame.iter_rows()
    }
    return Ground(
        outlines=tuple(
            Outline(outline.area, outline.name, outline.rings) for outline in places.boundaries
        ),
        points=points,
    )
