"""Learnt from few answers and asked by, the risk that is stated is the risk that is run."""

from __future__ import annotations

import numpy as np
import pytest
from tests.core.transfers.beliefs import a_prior

from tidegate.core.transfers.batch import batch_size
from tidegate.core.transfers.belief import Belief, chances
from tidegate.core.transfers.pooling import Counted, pool

CERTAIN = 1e9  # answers: as good as knowing the share


@pytest.mark.parametrize(("yes", "no"), [(12, 8), (4, 10), (30, 3)])
@pytest.mark.parametrize("slots", [4, 12, 40])
def test_over_many_groups_too_many_say_yes_no_more_often_than_was_allowed(
    yes: float, no: float, slots: int
) -> None:
    """Shares are drawn, each group answers a little, and the true chance is then worked out."""
    prior, rng = a_prior(), np.random.default_rng([int(yes), int(no), slots])
    true, stated = [], []
    for _ in range(12):
        shares = rng.beta(yes, no, 25)
        asked = rng.integers(5, 60, 25)
        counts = {
            (f"g{n}",): Counted(int(rng.binomial(of, share)), int(of))
            for n, (share, of) in enumerate(zip(shares, asked, strict=True))
        }
        pooled = pool(counts, 1, prior=prior.accept, pull=prior.pull)
        for n, share in enumerate(shares):
            batch = batch_size(slots, pooled.belief((f"g{n}",)), 0.05, most=20 * slots)
            known = chances(batch.ask, Belief.of(float(share), CERTAIN), slots)
            true.append(1 - known.sum() if batch.ask > slots else 0.0)
            stated.append(batch.p_over)
    assert np.mean(stated) <= 0.05
    assert np.mean(true) == pytest.approx(np.mean(stated), abs=0.02)
