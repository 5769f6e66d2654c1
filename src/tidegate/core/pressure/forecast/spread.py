"""Quantiles around a centre, from the errors of the same learner in the past.

The variance of an error is described as a sum: of chance, which shrinks as counts grow; of what no
count explains; and of what grows with the lead. Errors divided by that width are pooled, and their
quantiles, which may differ between small and large counts, give the shape. A place whose errors
were wider than the description says is given more width, by as much as its errors are many.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.panel import Floats
    from tidegate.core.pressure.forecast.past_errors import PastErrors
    from tidegate.core.pressure.forecast.recipes import Recipe

_SMALLEST = 1e-5
_HARDLY = 0.1  # below this count, what is expected gets no surer
_LEAST_REACH = 0.5  # errors are shaped alike where logs of what was said lie so near
_ROUNDS = 300
_WIDE = np.array([2.0, 1.0, 0.2, 0.0])  # parts of the variance before any error is seen
_UNSURE = 0.5  # how much wider the variance is made for each span that is missing


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """How wide errors are, and how they are shaped.

    Attributes:
        parts: what chance, the unexplained, and the lead add to the variance.
        span: leads by which the growth with the lead is described.
        place: factor of each place's width.
        knots: levels at which the shape was taken.
        shape: quantiles of errors over their width, knots x quantiles.
    """

    parts: Floats
    span: float
    place: Floats
    knots: Floats
    shape: Floats

    def around(self, centre: Floats, leads: Floats) -> Floats:
        """Return quantiles around a centre, places x leads x quantiles, on the same scale."""
        lead = np.broadcast_to(leads, centre.shape)
        width = _width(centre, lead, self.parts, self.span) * self.place[:, None]
        at = np.clip(centre, self.knots[0], self.knots[-1])
        shape = np.stack([np.interp(at, self.knots, column) for column in self.shape.T], axis=2)
        return np.asarray(centre[:, :, None] + width[:, :, None] * shape)


def learn_spread(
    past: PastErrors, places: int, quantiles: Floats, recipe: Recipe, steps: int
) -> Spread:
    """Describe past errors; recent ones count more.

    Args:
        past: at least one error.
        places: how many places there are; errors of other series count, but for no place.
        quantiles: levels wanted.
        steps: length of the history. Errors of many places on one day are of one day: the fewer
            spans of leads it holds, the less is known of the width, and the wider it is made.
        recipe: half-life of errors, span of leads, and how firmly places keep to all.
    """
    if not past.error.size:
        return _unlearnt(places, quantiles, recipe)
    weight, span = 0.5 ** (past.age / recipe.error_half_life), recipe.span
    terms = _terms(past.said, past.lead, span)
    usual = terms[:, 0] + 0.03
    scale = np.sqrt(weight) / usual
    parts = _nonnegative(terms * scale[:, None], past.error**2 * scale)
    ratio = past.error / _width(past.said, past.lead, parts, span)
    place = _of_places(past, ratio, weight, places, recipe.own_width)
    ratio = ratio / np.where(past.series < places, place[np.minimum(past.series, places - 1)], 1.0)
    knots = np.quantile(past.said, recipe.knots) + 1e-9 * np.arange(len(recipe.knots))
    reach = max(_LEAST_REACH, float(knots[-1] - knots[0]) * recipe.reach)
    shape = np.array(
        [
            weighted_quantiles(
                ratio, weight * np.exp(-0.5 * ((past.said - knot) / reach) ** 2), quantiles
            )
            for knot in knots
        ]
    )
    return Spread(parts, span, place * np.sqrt(1 + _UNSURE * span / steps), knots, shape)


def _unlearnt(places: int, quantiles: Floats, recipe: Recipe) -> Spread:
    """Return a wide bell, for a history so short that nothing could be said before."""
    bell = np.array([NormalDist().inv_cdf(level) for level in quantiles])
    return Spread(_WIDE, recipe.span, np.ones(places), np.array([0.0]), bell[None])


def weighted_quantiles(values: Floats, weights: Floats, levels: Floats) -> Floats:
    """Return quantiles of weighted values, between neighbours by straight lines."""
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weights[order])
    if total[-1] <= 0:
        return np.quantile(values, levels)
    return np.interp(levels, (total - 0.5 * weights[order]) / total[-1], values[order])


def _terms(said: Floats, lead: Floats, span: float) -> Floats:
    """Return what may add to the variance of log(1 + count), one column each.

    A count whose variance is its mean n gives its log a variance of n / (1 + n)^2: least where
    hardly anything is expected, most at one.
    """
    far, count = lead / span, np.maximum(np.expm1(said), 0.0)
    chance = (count + _HARDLY) / (1 + count) ** 2
    return np.stack([chance, np.full_like(said, 0.1), far, far**2], axis=-1)


def _width(said: Floats, lead: Floats, parts: Floats, span: float) -> Floats:
    return np.sqrt(np.maximum(_terms(said, lead, span) @ parts, _SMALLEST))


def _of_places(past: PastErrors, ratio: Floats, weight: Floats, places: int, pull: float) -> Floats:
    """Return each place's factor: its own mean square over that of all, pulled to one."""
    square = np.minimum(ratio**2, 9.0)
    usual = float(np.average(square, weights=weight))
    if usual <= 0.0:  # nothing ever moved, so nothing was ever wrong
        return np.ones(places)
    mine = past.series < places
    own = np.bincount(past.series[mine], (weight * square)[mine], places)
    count = np.bincount(past.series[mine], weight[mine], places)
    return np.sqrt((pull * usual + own) / ((pull + count) * usual))


def _nonnegative(matrix: Floats, target: Floats) -> Floats:
    """Solve least squares with no weight below zero, one weight after another in turn."""
    square, cross = matrix.T @ matrix, matrix.T @ target
    solved = np.maximum(np.linalg.lstsq(matrix, target, rcond=None)[0], 0.0)
    for _ in range(_ROUNDS):
        for at in range(len(solved)):
            gain = (cross[at] - square[at] @ solved) / max(square[at, at], 1e-12)
            solved[at] = max(0.0, solved[at] + gain)
    return np.asarray(solved)
