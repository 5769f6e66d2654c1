"""Forecasts, and how they fared, as one viewer may see them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Avg, Case, Count, F, Sum, Value, When

from tidegate.controlroom.pressure.forecast_terms import ISSUE
from tidegate.controlroom.pressure.models import (
    Forecast,
    ForecastRun,
    ForecastScore,
    LevelChance,
    LevelOutcome,
)
from tidegate.controlroom.pressure.reach import VIEW
from tidegate.core.pressure.forecast.track_record import TrackRow

if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from django.db.models import QuerySet

    from tidegate.controlroom.directory.viewer import Viewer

Chances = dict[tuple[str, int, int], float]


class By(StrEnum):
    """What a record is summed up by."""

    MEASURE = "measure"
    PLACE = "place"
    BAND = "band"


def newest_run(viewer: Viewer) -> ForecastRun | None:
    """Return the newest run that says anything of a place in sight."""
    in_sight = Forecast.objects.filter(place__in=viewer.codes_where(VIEW))
    return ForecastRun.objects.filter(pk__in=in_sight.values("run")).first()


def forecasts_of(viewer: Viewer, run: ForecastRun, place: str) -> dict[str, Forecast]:
    """Return the forecasts of a place in sight from one run, by measure."""
    if not viewer.may(VIEW, place):
        return {}
    rows = Forecast.objects.filter(run=run, place=place)
    return {row.measure: row for row in rows}


def chances(viewer: Viewer, run: ForecastRun, places: Iterable[str]) -> Chances:
    """Return what was said of levels of places in sight, by place, level and days."""
    wanted = viewer.codes_where(VIEW) & frozenset(places)
    rows = LevelChance.objects.filter(run=run, place__in=wanted)
    return {(row.place, row.level, row.within): row.chance for row in rows}


def refused(viewer: Viewer, run: ForecastRun) -> list[dict[str, Any]]:
    """Return the series of places in sight that a run could not serve, with the reasons."""
    codes = viewer.codes_where(VIEW)
    return [each for each in run.refused if each["place"] in codes]


def records(
    viewer: Viewer, by: By, since: date, *, measure: str = "", place: str = ""
) -> dict[str, TrackRow]:
    """Sum up how forecasts of places in sight fared, newest truths only.

    Args:
        viewer: who looks.
        by: what to sum up by; the keys are ids of measures, codes of places, or the number of a
            band of leads.
        since: forecasts made earlier are left out.
        measure: only of this measure, if named.
        place: only of this place, if named.
    """
    rows = _scores(viewer, since)
    if measure:
        rows = rows.filter(forecast__measure=measure)
    if place:
        rows = rows.filter(forecast__place=place)
    key = {
        By.MEASURE: F("forecast__measure"),
        By.PLACE: F("forecast__place"),
        By.BAND: _band(),
    }[by]
    sums = rows.order_by().annotate(key=key).values("key")
    return {
        str(row["key"]): _record(row)
        for row in sums.annotate(
            tasks=Count("pk"),
            dates=Count("forecast__run", distinct=True),
            ours=Sum("wis"),
            theirs=Sum("wis_baseline"),
            ours_log=Sum("log_wis"),
            theirs_log=Sum("log_wis_baseline"),
            half=Avg("covered_50"),
            most=Avg("covered_90"),
            lean=Avg("bias"),
        )
    }


def outcomes(viewer: Viewer, since: date, place: str = "") -> list[tuple[float, bool]]:
    """Return what was said of levels in sight, and whether it came to be; the newest truth."""
    rows = LevelOutcome.objects.filter(
        superseded_by=None,
        chance__run__reference__gte=since,
        chance__place__in=viewer.codes_where(VIEW),
    )
    if place:
        rows = rows.filter(chance__place=place)
    return list(rows.order_by("pk").values_list("chance__chance", "happened"))


def _scores(viewer: Viewer, since: date) -> QuerySet[ForecastScore]:
    return ForecastScore.objects.filter(
        superseded_by=None,
        forecast__run__reference__gte=since,
        forecast__place__in=viewer.codes_where(VIEW),
    )


def _band() -> Case:
    return Case(
        *(When(horizon__lte=last, then=Value(number))
          for number, (_, last) in enumerate(ISSUE.bands)),
        default=Value(len(ISSUE.bands)),
    )  # fmt: skip


def _record(row: dict[str, Any]) -> TrackRow:
    return TrackRow(
        None, row["tasks"], row["dates"], row["ours"] / row["tasks"],
        _ratio(row["ours"], row["theirs"]), _ratio(row["ours_log"], row["theirs_log"]),
        row["half"], row["most"], row["lean"],
    )  # fmt: skip


def _ratio(ours: float, theirs: float) -> float:
    """Return ours over theirs; 1 where both were perfect."""
    if theirs > 0:
        return ours / theirs
    return 1.0 if ours <= 0 else float("inf")
