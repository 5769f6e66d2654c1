"""One configuration for each cadence; nothing in it depends on what is counted or where."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to learn at one cadence.

    Attributes:
        step_days: 1 or 7.
        longest: steps of history that learning looks at.
        warm_up: steps before the first one that is learnt from.
        half_life: steps after which an example counts half.
        ridge: penalty, as a share of each feature's size, after one day seen; more days need less.
        demeaned: share of each day's common movement that is taken out before learning, so that
            growth is learnt by comparing places and not from a handful of days.
        rise: leads over which a trend bends, in steps.
        fade: leads over which yesterday is forgotten, in steps.
        noise_floor: variance on the log scale that no count explains.
        look_back: how many earlier origins own past errors are taken from.
        look_step: steps between those origins.
        error_half_life: steps after which a past error counts half.
        span: leads by which the growth of errors is described, in steps.
        damping: share of a step's growth that the next one keeps, in a trend that is carried on.
        refit: steps between fits of learners that are slow to fit.
        trees: how many sets of trees, each drawn with a seed of its own.
        trees_from: steps of history below which trees would learn chance.
        trees_demeaned: the same as ``demeaned``, for trees.
        trends: whether learners that carry a trend on are averaged in.
        softness: how fast a learner's weight falls as its past errors rise; 0 weighs all alike.
        knots: shares of past errors, by the size of what was said, at which their shape is taken;
            the last one near the largest, whose errors scores in counts are mostly made of.
        reach: how far the shape at a knot looks around, as a share of the range of knots.
        own_width: past errors that a place needs before its own width counts as much as all.
    """

    step_days: int
    longest: int
    warm_up: int
    half_life: float
    ridge: float
    demeaned: float
    rise: float
    fade: float
    noise_floor: float
    look_back: int
    look_step: int
    error_half_life: float
    span: float
    damping: float
    refit: int
    trees: int
    trees_from: int
    trees_demeaned: float
    trends: bool
    softness: float
    knots: tuple[float, ...]
    reach: float
    own_width: float

    def at_length(self, steps: int) -> Recipe:
        """Return the same for a history of so many steps: in a long one more is looked back at."""
        return replace(
            self,
            look_back=max(self.look_back, steps // 20),
            look_step=max(self.look_step, min(7, steps // 100)),
        )


DAILY = Recipe(
    step_days=1, longest=800, warm_up=13, half_life=60, ridge=1.0, demeaned=0.9, rise=7, fade=4,
    noise_floor=0.15, look_back=14, look_step=3, error_half_life=28, span=14, damping=0.9,
    refit=10, trees=1, trees_from=56, trees_demeaned=0.9, trends=True, softness=12,
    knots=(0.1, 0.3, 0.5, 0.7, 0.9, 0.99), reach=0.125, own_width=2000,
)  # fmt: skip
WEEKLY = Recipe(
    step_days=7, longest=200, warm_up=4, half_life=78, ridge=0.5, demeaned=0.8, rise=3, fade=4,
    noise_floor=0.05, look_back=60, look_step=1, error_half_life=26, span=4, damping=0.6,
    refit=4, trees=3, trees_from=26, trees_demeaned=0.0, trends=False, softness=0,
    knots=(0.1, 0.5, 0.9), reach=0.25, own_width=25,
)  # fmt: skip
RECIPES = {recipe.step_days: recipe for recipe in (DAILY, WEEKLY)}
