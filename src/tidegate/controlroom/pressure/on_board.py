"""What the board says of pressure: all areas in a table, else the one area or provider."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.urls import reverse

from tidegate.controlroom.board.figures import Figure
from tidegate.controlroom.pressure import queries
from tidegate.controlroom.pressure.forecast_panel import Said, board_chances
from tidegate.controlroom.pressure.forecast_terms import board_words
from tidegate.controlroom.pressure.presenters import area as shown
from tidegate.controlroom.pressure.presenters import areas as listed
from tidegate.controlroom.pressure.situation import WEEK, Situation, situation

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.directory.models import Organisation
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.pressure.presenters.areas import AreaShown, Heading
    from tidegate.controlroom.pressure.scoring import Scored

DAYS_OF_ALL = 40  # as far back as a figure may count, and the week that is compared with


@dataclass(frozen=True, slots=True)
class Panel:
    """The panel: a row of figures where there is one area or provider, else a table of areas."""

    score: str = ""
    figures: Sequence[Figure] = ()
    headings: Sequence[Heading] = ()
    areas: Sequence[AreaShown] = ()


def panel(viewer: Viewer, now: datetime, path: str, sort: str) -> Panel | None:
    """Return what the board shows of pressure; None where nobody in sight ever reported.

    Args:
        viewer: who looks.
        now: the moment.
        path: where the table’s headings lead.
        sort: the column that areas are sorted by.
    """
    providers = queries.providers(viewer)
    if not providers:
        return None
    known = situation(viewer, providers, now, DAYS_OF_ALL)
    if not known.newest:
        return None
    scores, before = known.scored(), known.scored(known.today - WEEK)
    areas = queries.areas(viewer)
    if len(areas) > 1:
        return all_areas(viewer, areas, known, scores, before, path, sort)
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
    scores: Scored | None,
    before: Scored | None,
    path: str,
    sort: str,
) -> Panel:
    """Return the table of areas, the worst first unless it is sorted otherwise."""
    some = next(iter(scores.areas.values()), None) if scores else None
    said = board_chances(viewer, [area.code for area in areas], known.today)
    return Panel(
        score=some.name if some else "",
        headings=listed.headings(path, sort),
        areas=listed.table(areas, known, scores, before, said, sort),
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
