"""What the board says of pressure: all areas in a table, else the one area or provider."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.urls import reverse

from tidegate.controlroom.board import words
from tidegate.controlroom.board.figures import Figure
from tidegate.controlroom.board.paging import address
from tidegate.controlroom.pressure import queries
from tidegate.controlroom.pressure.area_map import area_map
from tidegate.controlroom.pressure.forecast_panel import Said, board_chances
from tidegate.controlroom.pressure.forecast_terms import board_words
from tidegate.controlroom.pressure.presenters import area as shown
from tidegate.controlroom.pressure.presenters import areas as listed
from tidegate.controlroom.pressure.presenters.above import above
from tidegate.controlroom.pressure.presenters.maps import map_shown
from tidegate.controlroom.pressure.queries.places import overseers
from tidegate.controlroom.pressure.rolled_up import rolled_up
from tidegate.controlroom.pressure.situation import WEEK, Situation, situation
from tidegate.core.pressure.observations import Level
from tidegate.core.pressure.score_name import score_name

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.directory.models import Organisation
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.pressure.presenters.above import AboveShown
    from tidegate.controlroom.pressure.presenters.areas import AreaShown, Heading
    from tidegate.controlroom.pressure.presenters.levels import LevelShown
    from tidegate.controlroom.pressure.presenters.maps import MapShown
    from tidegate.controlroom.pressure.scoring import Scored

DAYS_OF_ALL = 40  # as far back as a figure may count, and the week that is compared with


@dataclass(frozen=True, slots=True)
class Panel:
    """The panel: a row of figures where there is one area or provider, else all areas.

    Attributes:
        score: what the score is called.
        figures: of the one area or provider.
        headings: columns of the table of areas.
        areas: its rows.
        above: the nation and regions that the viewer oversees.
        tally: how many areas are at each level, the worst first.
        map: the areas drawn, where their outlines are loaded.
        wall: where all areas are shown alone and large.
        board: where everything else stands beside them.
        moment: when it was made.
    """

    score: str = ""
    figures: Sequence[Figure] = ()
    headings: Sequence[Heading] = ()
    areas: Sequence[AreaShown] = ()
    above: Sequence[AboveShown] = ()
    tally: Sequence[tuple[LevelShown, str]] = ()
    map: MapShown | None = None
    wall: str = ""
    board: str = ""
    moment: str = ""


def panel(
    viewer: Viewer, now: datetime, path: str, sort: str, *, wall: bool = False
) -> Panel | None:
    """Return what the board shows of pressure; None where nobody in sight ever reported.

    Args:
        viewer: who looks.
        now: the moment.
        path: where the table’s headings lead.
        sort: the column that areas are sorted by.
        wall: whether it is shown alone and large.
    """
    providers = queries.providers(viewer)
    if not providers:
        return None
    known = situation(viewer, providers, now, DAYS_OF_ALL)
    if not known.newest:
        return None
    areas = queries.areas(viewer)
    if len(areas) > 1:
        return all_areas(viewer, areas, known, path, sort, wall=wall)
    scores, before = known.scored(), known.scored(known.today - WEEK)
    place = areas[0] if areas else providers[0]
    said = board_chances(viewer, [place.code], known.today).get(place.code)
    if areas:
        return Panel(figures=_of_area(place, known, scores, before, said))
    if len(providers) == 1:
        return Panel(figures=_of_provider(place, known, scores, before, said))
    return None


def all_areas(
    viewer: Viewer,
    areas: Sequence[Organisation],
    known: Situation,
    path: str,
    sort: str,
    *,
    wall: bool = False,
) -> Panel:
    """Return all areas in a table, the worst first unless it is sorted otherwise, and on a map."""
    now = rolled_up(known, areas)
    before = rolled_up(known, areas, known.today - WEEK)
    said = board_chances(viewer, [area.code for area in areas], known.today)
    sorting = {"sort": sort} if sort in listed.COLUMNS else {}
    sort = sorting.get("sort", listed.WORST_FIRST)
    rows = listed.table(areas, known, now, before, said, sort)
    kept = {"view": "wall"} if wall else {}
    board = reverse("board:board")
    return Panel(
        score=score_name(now.table, Level.ICB) if now else "",
        headings=listed.headings(path, sort, kept),
        areas=rows,
        above=above(overseers(viewer), areas, known, now, before),
        tally=listed.tally(rows),
        map=map_shown(area_map(viewer, areas), rows),
        wall=address(board, sorting, view="wall"),
        board=address(board, sorting),
        moment=words.day_and_time(known.now),
    )


def _of_area(
    area: Organisation,
    known: Situation,
    scores: Scored | None,
    before: Scored | None,
    said: Said | None,
) -> list[Figure]:
    figures = shown.headline(
        known,
        scores.areas.get(area.code) if scores else None,
        before.areas.get(area.code) if before else None,
    )
    return _leading([*figures, *_likely(said)], reverse("pressure:area", args=[area.code]))


def _of_provider(
    provider: Organisation,
    known: Situation,
    scores: Scored | None,
    before: Scored | None,
    said: Said | None,
) -> list[Figure]:
    figures = shown.headline(
        known,
        scores.providers.get(provider.code) if scores else None,
        before.providers.get(provider.code) if before else None,
    )
    return _leading([*figures, *_likely(said)], reverse("pressure:returns", args=[provider.code]))


def _likely(said: Said | None) -> list[Figure]:
    """Say how likely a level is, and lead to how such words fared."""
    if said is None:
        return []
    href = reverse("pressure:forecasts")
    return [Figure(board_words(), said.text, said.higher, said.origin, href)]


def _leading(figures: Sequence[Figure], href: str) -> list[Figure]:
    """Let the first two figures lead to the page that says more."""
    return [
        replace(figure, href=href) if place < 2 else figure  # noqa: PLR2004 - level and reports
        for place, figure in enumerate(figures)
    ]
