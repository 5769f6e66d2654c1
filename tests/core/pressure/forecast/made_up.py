"""A made-up epidemic in a handful of places, daily or weekly, and what may be known of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from tidegate.core.pressure.forecast.panel import Panel
from tidegate.core.pressure.forecast.situation import Release, Situation, Task

PLACES = tuple(f"Z{number:02d}" for number in range(8))
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
START = date(2031, 9, 1)


def counts(steps: int, step_days: int, seed: int = 1) -> np.ndarray:
    """Waves with a weekly pattern, places x steps: some small, some large, whole numbers."""
    draw = np.random.default_rng(seed)
    at = np.arange(steps) * step_days
    size = np.geomspace(3, 200, len(PLACES))[:, None]
    wave = np.exp(np.sin(at / 40 + np.linspace(0, 0.6, len(PLACES))[:, None]))
    week = 1 + 0.2 * (at % 7 == 6) * (step_days == 1)
    return draw.poisson(size * wave * week).astype(float)


def daily(steps: int = 70, horizons: int = 14, seed: int = 1) -> Situation:
    """Admissions with cases as a signal that ends four days earlier."""
    values = counts(steps, 1, seed)
    last = START + timedelta(days=steps - 1)
    task = Task(last, last, 1, tuple(range(1, horizons + 1)), LEVELS, PLACES)
    cases = Panel(PLACES, START, 1, counts(steps - 4, 1, seed + 1) * 5)
    return Situation(
        task, Panel(PLACES, START, 1, values), {"cases": cases},
        regions={place: "North" if place < "Z04" else "South" for place in PLACES},
    )  # fmt: skip


def weekly(steps: int = 30, seed: int = 1) -> Situation:
    """Weekly admissions of a nation and its states, with releases and an early signal."""
    parts = counts(steps, 7, seed)[1:] * 7
    values = np.concatenate([parts, parts.sum(axis=0, keepdims=True)])
    last = START + timedelta(weeks=steps - 1)
    task = Task(last + timedelta(weeks=1), last, 7, (0, 1, 2, 3), LEVELS, PLACES)
    long = steps + 20
    share = Panel(PLACES, START - timedelta(weeks=20), 7, counts(long, 7, seed + 1) / 1e3)
    releases = tuple(
        Release(
            START + timedelta(weeks=end, days=4),
            Panel(PLACES, START, 7, values[:, : end + 1] * np.append(np.ones(end), 0.9)),
        )
        for end in range(steps - 6, steps)
    )
    return Situation(
        task, Panel(PLACES, START, 7, values), {"share": share}, releases,
        populations=dict.fromkeys(PLACES, 1e6),
    )  # fmt: skip


def with_wild_future(situation: Situation, steps: int = 5) -> Situation:
    """The same, with absurd values after the last observed day in every input."""

    def longer(panel: Panel, end: date) -> Panel:
        missing = (end - panel.end).days // panel.step_days
        wild = np.full((len(panel.places), missing), 9e6)
        return replace(panel, values=np.concatenate([panel.values, wild], axis=1))

    task = situation.task
    end = task.last_observed + timedelta(days=steps * task.step_days)
    signals = {}
    for name, panel in situation.signals.items():
        lag = (task.last_observed - panel.end).days // task.step_days
        held_back = np.full((len(panel.places), lag), np.nan)
        known = replace(panel, values=np.concatenate([panel.values, held_back], axis=1))
        signals[name] = longer(known, end)
    releases = situation.releases
    if releases:
        later = longer(situation.history, end)
        releases += tuple(
            Release(task.reference + timedelta(days=days), later) for days in (-1, 0, 30)
        )
    return replace(
        situation, history=longer(situation.history, end), signals=signals, releases=releases
    )
