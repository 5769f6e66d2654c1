"""Boosted trees of change on recent growth, pooled over all places and leads.

They see what a weighted sum cannot: that fast growth does not last, or that growth means less
where counts are small. Each example's change is divided by the width that chance and its lead
would give it, so that large and small places, near and far leads teach alike, and the absolute
error is minimised, which makes the answer a median.

Trees are fitted as of a few earlier steps; in between, the last fit before is asked. That is what
a service would do that learns now and then, and no answer ever knows what came after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.lesson import Lesson
    from tidegate.core.pressure.forecast.panel import Floats
    from tidegate.core.pressure.forecast.recipes import Recipe

_MOST_LEADS = 6
_MOST_FITS = 8
_FEWEST = 400  # examples without which trees would learn chance
_ROUNDS = 80
_SETTINGS = {
    "objective": "regression_l1", "num_leaves": 15, "learning_rate": 0.05, "max_bin": 63,
    "feature_fraction": 0.7, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 1.0,
    "num_threads": 1, "deterministic": True, "force_row_wise": True, "verbose": -1,
}  # fmt: skip


class BoostedTrees:
    """Trees on one lesson, fitted as of a few of its steps, the last one included."""

    def __init__(self, lesson: Lesson, leads: Sequence[int], recipe: Recipe, seed: int) -> None:
        self._lesson, self._recipe, self._seed = lesson, recipe, seed
        asked = sorted(set(leads))
        spaced = np.linspace(0, len(asked) - 1, min(_MOST_LEADS, len(asked))).round().astype(int)
        self._leads = [asked[at] for at in spaced]
        back = recipe.look_back * recipe.look_step + asked[-1]
        self._every = max(recipe.refit, -(-back // _MOST_FITS))
        self._fits: dict[int, Any] = {}

    def centre(self, step: int, leads: Sequence[int]) -> Floats:
        """Return where each series goes, series x leads, told only what was known on ``step``."""
        last = self._lesson.steps - 1
        as_of = last - -(-(last - step) // self._every) * self._every
        if as_of not in self._fits:
            self._fits[as_of] = self._fitted(as_of)
        trees, level = self._fits[as_of], self._lesson.level[:, [step]]
        centre = np.repeat(level, len(leads), axis=1)
        if trees is None:
            return centre
        rows = np.concatenate([self._rows(np.array([step]), lead) for lead in leads])
        told = np.asarray(trees.predict(rows, num_threads=1)).reshape(len(leads), -1).T
        width = np.stack([self._width(level[:, 0], lead) for lead in leads], axis=1)
        return np.asarray(centre + np.nan_to_num(told * width))

    def _fitted(self, as_of: int) -> Any:
        """Return trees taught by outcomes known on ``as_of``; None where those are too few."""
        parts = [part for lead in self._leads if (part := self._examples(as_of, lead)) is not None]
        if not parts or sum(len(part[1]) for part in parts) < _FEWEST:
            return None
        import lightgbm  # noqa: PLC0415 - it takes a while to import, and one learner needs it

        rows, change, weight = (np.concatenate(each) for each in zip(*parts, strict=True))
        fewest = min(200, max(20, len(rows) // 50))
        settings = _SETTINGS | {"min_data_in_leaf": fewest, "seed": self._seed}
        return lightgbm.train(settings, lightgbm.Dataset(rows, change, weight=weight), _ROUNDS)

    def _examples(self, as_of: int, lead: int) -> tuple[Floats, Floats, Floats] | None:
        """Return features, changes and weights of every origin whose outcome is known."""
        lesson, recipe = self._lesson, self._recipe
        origins = np.arange(recipe.warm_up, as_of - lead + 1)
        if not origins.size:
            return None
        level = lesson.level[:, origins]
        width = self._width(level, lead)
        change = (lesson.scaled[:, origins + lead] - level) / width
        decay = 0.5 ** ((as_of - lead - origins) / recipe.half_life)
        weight = np.where(np.isfinite(change), decay * lesson.counts_for[origins + lead], 0.0)
        share = weight * width**-2
        common = np.nansum(share * change, axis=0) / np.maximum(share.sum(axis=0), 1e-9)
        change = change - recipe.trees_demeaned * common
        known = (weight > 0).ravel()
        rows = self._rows(origins, lead)[known]
        return rows, change.ravel()[known], weight.ravel()[known]

    def _rows(self, origins: np.ndarray[Any, np.dtype[np.intp]], lead: int) -> Floats:
        """Return features of all series on these steps, series by series, with level and lead."""
        features = self._lesson.features[:, origins]
        level = np.nan_to_num(self._lesson.level[:, origins])[:, :, None]
        rows = np.concatenate([features, level, np.full_like(level, lead)], axis=2)
        return rows.reshape(-1, rows.shape[2])

    def _width(self, level: Floats, lead: int) -> Floats:
        chance = np.exp(-np.nan_to_num(level)) + self._recipe.noise_floor
        return np.sqrt(chance * (1.0 + lead * self._recipe.step_days / 7))
