"""Charts of what providers report: each figure over the last weeks, with its limits and icons.

Limits stand where the first points of a part put them, even where the chart begins later, so that
no day moves them. A part begins with the first report, or where a person had limits reckoned anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from tidegate.controlroom.pressure.observed import SHOWN
from tidegate.controlroom.pressure.terms import CHARTS, MEASURES
from tidegate.core.pressure.measure import WorseWhen
from tidegate.core.pressure.spc.asked import Decision, Direction, Lead, Rebase
from tidegate.core.pressure.spc.chart import chart_of
from tidegate.core.pressure.spc.rare import is_rare
from tidegate.core.pressure.spc.series import Series, days_between
from tidegate.exchange.pressure.spc_charted import Charted
from tidegate.exchange.pressure.spc_file import Plotted
from tidegate.exchange.pressure.spc_rules import load_rules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import polars as pl

    from tidegate.controlroom.pressure import models
    from tidegate.controlroom.pressure.queries.charts import Behind, Key
    from tidegate.core.pressure.spc.rules import RuleSet

DAYS = CHARTS.days
FEWEST = 3  # fewer points make no chart that anybody could read
KEPT = 2000  # charts in memory, each some kilobytes: as many as all areas look at in a morning
Points = list[tuple["date", float]]


@cache
def rules() -> RuleSet:
    """Return the rules by which charts here tell signals from noise."""
    return load_rules()


def charts(
    frame: pl.DataFrame,
    names: Mapping[str, str],
    behind: Behind,
    measures: Iterable[str] = SHOWN,
) -> dict[Key, Charted]:
    """Chart each provider's figures by day, where there are enough, by provider and measure.

    Args:
        frame: figures from ``observed.observations``.
        names: of the providers, by code.
        behind: what the charts go by from before the first day of the frame.
        measures: which to chart.
    """
    wanted = set(measures)
    known, lead = _points(frame, wanted), _points(behind.lead, wanted)
    found: dict[Key, Charted] = {}
    for key, points in known.items():
        name = names.get(key[0], key[0])
        rebases = _decided(behind.rebases.get(key, ()))
        if _by_events(key[1], [value for _, value in points]):
            charted = _time_between(key, name, behind.events.get(key, ()), rebases)
        else:
            charted = _values(key, name, points, lead.get(key, []), rebases)
        if charted is not None:
            found[key] = charted
    return found


def _points(frame: pl.DataFrame, measures: set[str]) -> dict[Key, Points]:
    """Return the known values of each provider and measure, in order."""
    found: dict[Key, Points] = defaultdict(list)
    columns = frame.select("organisation", "measure", "end", "value").sort("end")
    for code, measure, day, value in columns.iter_rows():
        if measure in measures:
            found[code, measure].append((day, value))
    return found


def _decided(rows: Iterable[models.Rebase]) -> tuple[Rebase, ...]:
    """Return recalculations as a chart takes them, each with who decided it, when and why."""
    return tuple(
        Rebase(row.from_day, Decision(row.reason, row.made_by_name, row.made_at.date()))
        for row in rows
    )


def _by_events(measure: str, values: Sequence[float]) -> bool:
    """Say whether the days between events are charted: they can be rare, and here they are."""
    return measure in CHARTS.rare and (is_rare(values) or not any(values))


def _values(
    key: Key, name: str, points: Points, lead: Points, rebases: Sequence[Rebase]
) -> Charted | None:
    if len(points) < FEWEST:
        return None
    first = points[0][0]
    older = [one for one in rebases if one.first <= first]
    begun_by = max(older, key=lambda one: one.first) if older else None
    before = tuple(
        value for day, value in lead if day < first and (not begun_by or day >= begun_by.first)
    )
    return _charted(
        Plotted(key[1], key[0], name, _series(points)),
        Lead(before, begun_by),
        _on_days_with_values(rebases, [day for day, _ in points]),
    )


def _time_between(
    key: Key, name: str, events: Sequence[date], rebases: Sequence[Rebase]
) -> Charted | None:
    """Chart the days between the days on which something rare happened, all that are known."""
    if len(events) <= FEWEST:
        return None
    series = days_between(events)
    plotted = Plotted(key[1], key[0], name, series, events=True)
    charted = _charted(plotted, Lead(), _on_days_with_values(rebases, series.days))
    return replace(charted, shown=replace(charted.shown, label=CHARTS.rare[key[1]]))


def _on_days_with_values(rebases: Sequence[Rebase], days: Sequence[date]) -> tuple[Rebase, ...]:
    """Let new limits begin with the first value on or after the day decided.

    It had one when somebody decided; a correction may have taken it away since.
    """
    found: dict[date, Rebase] = {}
    for one in rebases:
        first = next((day for day in days if day >= one.first), None)
        if first is not None and first != days[0]:
            found[first] = replace(one, first=first)
    return tuple(found.values())


@lru_cache(maxsize=KEPT)
def _charted(plotted: Plotted, lead: Lead, rebases: tuple[Rebase, ...]) -> Charted:
    """Make one chart, or return the one that was made of the very same before."""
    asked, shown = CHARTS.settings.of(plotted)
    if plotted.events:
        worse = MEASURES[plotted.measure].worse_when is WorseWhen.HIGHER
        better = Direction.INCREASE if worse else Direction.DECREASE
        asked = replace(asked, direction=better, targets=())
    result = chart_of(plotted.series, replace(asked, rebases=rebases, lead=lead), rules())
    return Charted(plotted.measure, plotted.organisation, plotted.name, shown, result)


def _series(points: Points) -> Series:
    """Return one value for each day from the first to the last; a day without one is a gap."""
    known = dict(points)
    first, last = points[0][0], points[-1][0]
    days = tuple(first + timedelta(days=n) for n in range((last - first).days + 1))
    return Series(days, tuple(known.get(day) for day in days))
