"""Make a forecast: prepare the lesson, let each learner say its quantiles, and average them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tidegate.core.pressure.forecast.daily import prepare_daily
from tidegate.core.pressure.forecast.past_errors import Learner, past_errors
from tidegate.core.pressure.forecast.recipes import RECIPES, Recipe
from tidegate.core.pressure.forecast.ridge import PooledRidge
from tidegate.core.pressure.forecast.situation import Situation, Task, known
from tidegate.core.pressure.forecast.spread import learn_spread
from tidegate.core.pressure.forecast.standing import Standing, standing_of
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
    recipe = RECIPES[now.task.step_days]
    standing = standing_of(now)
    places = tuple(each.place for each in standing if each.served)
    if not places:
        nothing = np.empty((0, len(now.task.horizons), len(now.task.quantiles)))
        return Forecast(now.task, (), nothing, standing)
    prepare = prepare_daily if recipe.step_days == 1 else prepare_weekly
    prepared = prepare(now, places, recipe)
    learners: list[Learner] = [PooledRidge(prepared.lesson, now.task.leads, recipe)]
    said = [_quantiles(learner, prepared, now.task, recipe) for learner in learners]
    values = np.mean(said, axis=0)
    return Forecast(now.task, places, np.sort(np.maximum(values, 0.0), axis=2), standing)


def _quantiles(learner: Learner, prepared: Prepared, task: Task, recipe: Recipe) -> Floats:
    """Return one learner's quantiles as counts, places x leads x quantiles."""
    lesson = prepared.lesson
    centre = learner.centre(lesson.steps - 1, task.leads)[: lesson.places]
    past = past_errors(learner, lesson, task.leads, _origins(lesson, task, recipe))
    spread = learn_spread(past, lesson.places, np.array(task.quantiles), recipe)
    scaled = spread.around(centre, np.array(task.leads, dtype=float))
    counts: Floats = np.expm1(scaled) * np.exp(prepared.pattern)[:, :, None]
    return np.maximum(counts, 0.0)


def _origins(lesson: Lesson, task: Task, recipe: Recipe) -> list[int]:
    """Return earlier steps to ask from, newest first, far enough back for each lead."""
    first = max(
        recipe.warm_up + 5, lesson.steps - 1 - recipe.look_back * recipe.look_step - max(task.leads)
    )
    return list(range(lesson.steps - 2, min(first, lesson.steps - 3), -recipe.look_step))
