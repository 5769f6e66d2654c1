"""Rare events: counts that are mostly 0, of which the time between them says more."""

from __future__ import annotations

from collections.abc import Sequence

_MEAN = 1.0
_ZEROS = 0.5


def is_rare(values: Sequence[float]) -> bool:
    """Tell whether these are counts of something that mostly does not happen.

    Fewer than one event a period, or none in most periods; what never happened, or is no count, is
    not rare in this sense. Source: spec, ``spc-rules.json`` small counts.
    """
    if any(value < 0 or value != int(value) for value in values) or not any(values):
        return False
    zeros = sum(value == 0 for value in values) / len(values)
    return zeros > _ZEROS or sum(values) / len(values) < _MEAN
