"""What a forecast is asked for, and what was known when it was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.panel import Panel

HUB_QUANTILES = (
    0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5,
    0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.975, 0.99,
)  # fmt: skip
USUAL_HORIZONS = {1: tuple(range(1, 29)), 7: tuple(range(4))}


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked for.

    Attributes:
        reference: the day on which the forecast is made.
        last_observed: the last day whose value may be used.
        step_days: days of one horizon unit: 1 or 7.
        horizons: target day = reference + horizon x step_days.
        quantiles: levels, ascending.
        places: for whom.
    """

    reference: date
    last_observed: date
    step_days: int
    horizons: tuple[int, ...]
    quantiles: tuple[float, ...]
    places: tuple[str, ...]

    @property
    def leads(self) -> tuple[int, ...]:
        """Steps from the last observed day to each target; horizons count from the reference."""
        gap = (self.reference - self.last_observed).days // self.step_days
        return tuple(horizon + gap for horizon in self.horizons)


@dataclass(frozen=True, slots=True, eq=False)
class Release:
    """The history as one release stated it, before later corrections."""

    as_of: date
    panel: Panel


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """Everything that a forecaster may look at.

    Attributes:
        task: what is asked for.
        history: the measure itself.
        signals: other measures by name, on the same calendar; each may end earlier.
        releases: the history as earlier releases stated it, oldest first.
        regions: region of a place, where known.
        populations: people of a place, where known.
        named_days: bank holidays and the like, by day.
    """

    task: Task
    history: Panel
    signals: Mapping[str, Panel] = field(default_factory=dict)
    releases: tuple[Release, ...] = ()
    regions: Mapping[str, str] = field(default_factory=dict)
    populations: Mapping[str, float] = field(default_factory=dict)
    named_days: Mapping[date, str] = field(default_factory=dict)


def known(situation: Situation) -> Situation:
    """Cut away whatever was not known at the reference: nothing later is ever looked at.

    A release counts as later when it is dated after the reference, and when it reaches beyond the
    last observed day: the release in hand would then not be the newest.
    """
    task = situation.task
    last = min(task.last_observed, task.reference)
    earlier = tuple(
        release
        for release in situation.releases
        if release.as_of <= task.reference
        and (end := release.panel.last_known) is not None
        and end <= last
    )
    signals = {
        name: panel.until(end)
        for name, panel in sorted(situation.signals.items())
        if (end := panel.until(last).last_known) is not None
    }
    return replace(
        situation,
        history=situation.history.until(last),
        signals=signals,
        releases=tuple(sorted(earlier, key=lambda release: release.as_of)),
    )
