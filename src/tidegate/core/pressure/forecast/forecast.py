"""Make a forecast: prepare the lesson, let each learner say its quantiles, and average them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tidegate.core.pressure.forecast.averaging import weights_of
from tidegate.core.pressure.forecast.daily import prepare_daily
from tidegate.core.pressure.forecast.damped_trend import DampedTrend
from tidegate.core.pressure.forecast.past_errors import Learner, past_errors
from tidegate.core.pressure.forecast.recipes import RECIPES, Recipe
from tidegate.core.pressure.forecast.ridge import PooledRidge
from tidegate.core.pressure.forecast.situation import Situation, Task, known
from tidegate.core.pressure.forecast.spread import learn_spread
from tidegate.core.pressure.forecast.standing import Standing, standing_of
from tidegate.core.pressure.forecast.trees import BoostedTrees
from tidegate.core.pressure.forecast.weekly import prepare_weekly

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.lesson import Lesson, Prepared
    from tidegate.core.pressure.forecast.panel import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """What is forecast.

    Attributes:
        task: what was asked.
        places: for whom an answer is given, in the order of rows.
        values: places x horizons x quantiles; ascending over quantiles, none below zero.
        standing: of every place that was asked for, how it was served or why not.
    """

    task: Task
    places: tuple[str, ...]
    values: Floats
    standing: tuple[Standing, ...]


def forecast(situation: Situation, seed: int) -> Forecast:
    """Forecast every place that has a history, with nothing but what was known.

    Args:
        situation: what is asked, and data that may reach beyond what may be used.
        seed: for learners that draw at random.
    """
    now = known(situation)
    recipe = RECIPES[now.task.step_days].at_length(now.history.steps)
    standing = standing_of(now)
    places = tuple(each.place for each in standing if each.served)
    if not places:
        nothing = np.empty((0, len(now.task.horizons), len(now.task.quantiles)))
        return Forecast(now.task, (), nothing, standing)
    prepare = prepare_daily if recipe.step_days == 1 else prepare_weekly
    prepared = prepare(now, places, recipe)
    values = _averaged(
        learners_of(prepared.lesson, now.task, recipe, seed), prepared, now.task, recipe
    )
    return Forecast(now.task, places, np.sort(values, axis=2), standing)


def learners_of(lesson: Lesson, task: Task, recipe: Recipe, seed: int) -> list[Learner]:
    """Return the learners that are averaged; all of them learn from the same lesson."""
    learners: list[Learner] = [PooledRidge(lesson, task.leads, recipe)]
    if recipe.trends:
        learners.append(PooledRidge(lesson, task.leads, recipe, on_trend=True))
        learners.append(DampedTrend(lesson, recipe.damping))
    if lesson.steps >= recipe.trees_from:
        seeds = range(seed, seed + recipe.trees)
        learners += [BoostedTrees(lesson, task.leads, recipe, each) for each in seeds]
    return learners


def _averaged(
    learners: Sequence[Learner], prepared: Prepared, task: Task, recipe: Recipe
) -> Floats:
    """Return the learners' average as counts, places x leads x quantiles."""
    lesson = prepared.lesson
    origins, leads = _origins(lesson, task, recipe), np.array(task.leads, dtype=float)
    levels = np.array(task.quantiles)
    past = [past_errors(learner, lesson, task.leads, origins) for learner in learners]
    weights = weights_of(past, lesson.places, recipe)
    total = np.zeros((lesson.places, len(leads), len(levels)))
    for learner, errors, weight in zip(learners, past, weights, strict=True):
        centre = learner.centre(lesson.steps - 1, task.leads)[: lesson.places]
        scaled = learn_spread(errors, lesson.places, levels, recipe, lesson.steps).around(
            centre, leads
        )
        counts = np.expm1(scaled) * np.exp(prepared.pattern)[:, :, None]
        total += weight * np.maximum(counts, 0.0)
    return total


def _origins(lesson: Lesson, task: Task, recipe: Recipe) -> list[int]:
    """Return earlier steps to ask from, newest first, far enough back for each lead."""
    last = lesson.steps - 1
    furthest = last - recipe.look_back * recipe.look_step - max(task.leads)
    first = max(min(max(recipe.warm_up + 5, furthest), last - 2), -1)
    return list(range(last - 1, first, -recipe.look_step))
