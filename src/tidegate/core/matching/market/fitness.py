"""Classes of patients whom every set of criteria judges alike, and each judgement once.

The rules themselves are those of ``eligibility``: here only patients are put together whom no limit
on offer can tell apart, and one of each class is judged.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.eligibility import CRITERIA, RULES, Rule
from tidegate.core.matching.market.codes import dense, distinct, numbers
from tidegate.core.matching.market.lists import masks, one_bit_each

Bytes = npt.NDArray[np.int8]
Shorts = npt.NDArray[np.int32]
_MOST_CONDITIONS = 63  # one bit each, and one for a list that is not known


def fitness(pathways: pl.DataFrame, profiles: pl.DataFrame) -> tuple[Shorts, Bytes]:
    """Class the pathways and judge each class against each profile.

    Args:
        pathways: columns named as attributes in ``eligibility.RULES``.
        profiles: one row per distinct set of limits, columns ``eligibility.CRITERIA``.

    Returns:
        The class of each pathway, int32, and verdicts by class and profile, int8.
    """
    class_ = np.zeros(pathways.height, np.int64)
    verdicts = np.zeros((1, profiles.height), np.int8)
    if pathways.is_empty():
        return np.zeros(0, np.int32), verdicts[:0]
    for rule, limit in zip(RULES, CRITERIA, strict=True):
        limits = profiles[limit].to_list()
        if not any(rule.limits(each) for each in limits):
            continue
        bucket, values = _buckets(pathways[rule.attribute], rule, limits)
        judged, alike = np.unique(_judged(rule, values, limits), axis=0, return_inverse=True)
        class_ *= len(judged)
        class_ += alike.ravel()[bucket]
        verdicts = np.maximum(verdicts[:, None], judged[None]).reshape(-1, profiles.height)
    number, kept = dense(class_, len(verdicts))
    return number, verdicts[kept]


def _judged(rule: Rule, values: Sequence[object], limits: Sequence[object]) -> Bytes:
    table = [[rule.verdict(value, limit) for limit in limits] for value in values]
    return np.array(table, np.int8)


def _buckets(column: pl.Series, rule: Rule, limits: list[object]) -> tuple[Shorts, list[object]]:
    """Sort an attribute into buckets that no limit divides; also give a value for each."""
    if isinstance(column.dtype, pl.List):
        return _sets(column, pl.Series(limits, dtype=pl.List(pl.String)))
    if column.dtype == pl.Boolean:
        return column.cast(pl.Int32).fill_null(2).to_numpy(), [False, True, None]
    return _steps(column, [limit for limit in limits if rule.limits(limit)])


def _steps(column: pl.Series, limits: list[object]) -> tuple[Shorts, list[object]]:
    """Below, at and between the limits; unknown numbers in a bucket of their own."""
    steps = np.unique(np.array(limits, np.float64))
    known = column.cast(pl.Float64).fill_nan(None)
    bucket = np.zeros(len(column), np.int32)
    for step in steps:
        bucket += (known >= step).fill_null(value=False).to_numpy()
        bucket += (known > step).fill_null(value=False).to_numpy()
    bucket[known.is_null().to_numpy()] = 2 * len(steps) + 1
    edges = np.concatenate([steps[:1] - 1, steps, steps[-1:] + 1])
    values = np.insert((edges[:-1] + edges[1:]) / 2, np.arange(1, len(steps) + 1), steps)
    return bucket, [*values.tolist(), None]


def _sets(column: pl.Series, limits: pl.Series) -> tuple[Shorts, list[object]]:
    """Tell lists apart by what they hold of the things that any limit names."""
    named = distinct(limits.explode())
    if len(named) > _MOST_CONDITIONS:
        raise ValueError(f"at most {_MOST_CONDITIONS} excluded conditions can be told apart")
    held = masks(column, lambda items: one_bit_each(numbers(items, named), len(named)))
    held[column.is_null().to_numpy()] = np.uint64(2**63)
    different = np.array(pl.Series(held).unique().sort().to_numpy())
    values: list[object] = [
        None if mask == 2**63 else [name for bit, name in enumerate(named) if mask >> bit & 1]
        for mask in different.tolist()
    ]
    return np.searchsorted(different, held).astype(np.int32), values
