"""Series that never move are forecast to stay, with no NaN and no warning."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from tidegate.core.pressure.forecast.forecast import forecast
from tidegate.core.pressure.forecast.panel import Panel
from tidegate.core.pressure.forecast.situation import HUB_QUANTILES, Situation, Task


@pytest.mark.parametrize("value", [0.0, 24.0])
def test_what_never_moved_is_expected_to_stay(value: float) -> None:
    start = date(2026, 10, 1)
    last = start + timedelta(days=34)
    task = Task(last, last, 1, tuple(range(1, 29)), HUB_QUANTILES, ("A", "B"))
    found = forecast(Situation(task, Panel(("A", "B"), start, 1, np.full((2, 35), value))), seed=1)
    assert np.isfinite(found.values).all()
    assert found.values[:, :, 11] == pytest.approx(value, abs=0.1)
