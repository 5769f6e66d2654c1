"""A regression of change on recent growth, pooled over all places and all leads.

The change of a series from where it stands (or, on request, from where its trend would carry it) to
a lead is a weighted sum of its features; each
weight is a smooth function of the lead, so that leads too long to have been seen yet are extended
sensibly. Each day's common movement is mostly taken out before fitting (``Recipe.demeaned``): the
weights are learnt by comparing places on the same day, of which there are many, and not days.

What the fit needs of a day is a small matrix. Those are added up once, so that the same fit can be
made as of any earlier day at hardly any cost: that is what own past errors are made of.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from tidegate.core.pressure.forecast.damped_trend import carried_on

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.lesson import Lesson
    from tidegate.core.pressure.forecast.panel import Floats
    from tidegate.core.pressure.forecast.recipes import Recipe

_MOST_LEADS = 16
_LOOSE = 0.02


class PooledRidge:
    """The regression on one lesson, ready to be fitted as of any of its steps."""

    def __init__(
        self, lesson: Lesson, leads: Sequence[int], recipe: Recipe, *, on_trend: bool = False
    ) -> None:
        self._lesson, self._recipe, self._on_trend = lesson, recipe, on_trend
        self._leads = _some_of(leads)
        size = lesson.features.shape[2] + 1
        steps = lesson.steps
        self._square = np.zeros((len(self._leads), steps, size, size))
        self._cross = np.zeros((len(self._leads), steps, size))
        self._size = np.zeros((len(self._leads), steps))
        self._counts = np.zeros((len(self._leads), steps))
        for row, lead in enumerate(self._leads):
            if lead < steps:
                self._add_up(row, lead)

    def centre(self, step: int, leads: Sequence[int]) -> Floats:
        """Return where each series goes, series x leads, told only what was known on ``step``."""
        level = self._lesson.level[:, [step]] + self._trend(leads, slice(step, step + 1))
        weights = self._fitted(step)
        if weights is None:
            return np.broadcast_to(level, (len(level), len(leads)))
        features = self._lesson.features[:, step]
        features = np.concatenate([features, np.ones((len(features), 1))], axis=1)
        return np.asarray(level + (features @ weights.T) @ self._shapes(leads).T)

    def _add_up(self, row: int, lead: int) -> None:
        """Add up what is learnt of one lead from each day, its common movement mostly out."""
        lesson, keep = self._lesson, 1.0 - self._recipe.demeaned
        level = lesson.level[:, :-lead]
        change = lesson.scaled[:, lead:] - level - self._trend([lead], slice(None, -lead))
        weight = 1.0 / (np.exp(-level) + self._recipe.noise_floor) * lesson.counts_for[None, lead:]
        weight = np.where(np.isfinite(change), weight, 0.0)
        change = np.nan_to_num(change)
        share = weight / np.maximum(weight.sum(axis=0), 1e-9)
        features = lesson.features[:, :-lead]
        common = np.einsum("pt,ptk->tk", share, features)
        features = features - self._recipe.demeaned * common[None]
        change = change - self._recipe.demeaned * (share * change).sum(axis=0)
        drift = np.full((*features.shape[:2], 1), keep)
        rows = np.concatenate([features, drift], axis=2).transpose(1, 2, 0)
        weighted = rows * share.T[:, None, :]
        self._square[row, :-lead] = weighted @ rows.transpose(0, 2, 1)
        self._cross[row, :-lead] = (weighted @ change.T[:, :, None])[:, :, 0]
        self._size[row, :-lead] = (share * change**2).sum(axis=0)
        self._counts[row, :-lead] = (weight > 0).any(axis=0)

    def _fitted(self, step: int) -> Floats | None:
        """Return weights, shapes x features, from outcomes known on ``step``; None without any."""
        recipe, shapes = self._recipe, self._shapes(self._leads)
        size = self._square.shape[2]
        square = np.zeros((shapes.shape[1], size, shapes.shape[1], size))
        cross, own, total = np.zeros((shapes.shape[1], size)), np.zeros(size), 0.0
        outcome = 0.0
        for row, lead in enumerate(self._leads):
            origins = slice(recipe.warm_up, max(recipe.warm_up, step - lead + 1))
            age = step - lead - np.arange(self._lesson.steps)[origins]
            if not age.size:
                continue
            weight = 0.5 ** (age / recipe.half_life) * self._counts[row, origins]
            weight = weight * self._worth(lead)
            here = np.tensordot(weight, self._square[row, origins], axes=1)
            square += np.einsum("m,n,kl->mknl", shapes[row], shapes[row], here)
            cross += np.outer(shapes[row], weight @ self._cross[row, origins])
            own += np.diag(here)
            outcome += float(weight @ self._size[row, origins])
            total += float(weight.sum())
        if total == 0.0:
            return None
        flat = shapes.shape[1] * size
        matrix, target = square.reshape(flat, flat) / total, cross.ravel() / total
        scale = np.tile(own / total + 1e-8, shapes.shape[1])
        loose = np.linalg.solve(matrix + np.diag(_LOOSE * scale), target)
        explained = float(np.clip(2 * loose @ target - loose @ matrix @ loose, 0, None))
        share = np.clip(explained * total / max(outcome, 1e-12), 0.02, 0.98)
        days = total / sum(self._worth(lead) for lead in self._leads)
        pull = recipe.ridge / days * (1 - share) / share
        solved = np.linalg.solve(matrix + np.diag(pull * scale), target)
        return np.asarray(solved, dtype=float).reshape(shapes.shape[1], size)

    def _trend(self, leads: Sequence[int], steps: slice) -> Floats:
        """Return what is taken for granted before anything is learnt: nothing, or the trend."""
        growth = self._lesson.growth[:, steps]
        carried = carried_on(leads, self._recipe.damping) if self._on_trend else np.zeros((1, 1))
        return np.asarray(growth * carried)

    def _worth(self, lead: int) -> float:
        """Return what an outcome at this lead teaches: less, the further and wider it is."""
        return 1.0 / (1.0 + lead * self._recipe.step_days / 7)

    def _shapes(self, leads: Sequence[int]) -> Floats:
        """Return the shapes over leads: soon forgotten, lasting, and growing until it bends."""
        lead = np.asarray(leads, dtype=float)
        recipe = self._recipe
        bend = (1 - np.exp(-lead / recipe.rise)) / (1 - np.exp(-recipe.span / recipe.rise))
        return np.stack([np.exp(-lead / recipe.fade), np.ones_like(lead), bend], axis=1)


def _some_of(leads: Sequence[int]) -> tuple[int, ...]:
    """Return leads to learn from: all of a few, else ones that lie ever further apart."""
    asked = sorted(set(leads))
    if len(asked) <= _MOST_LEADS:
        return tuple(asked)
    spaced = np.geomspace(asked[0], asked[-1], _MOST_LEADS)
    return tuple(sorted({min(asked, key=lambda lead: (abs(lead - at), lead)) for at in spaced}))
