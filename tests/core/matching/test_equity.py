"""Selection and refusal by deprivation, safe for small numbers."""

from __future__ import annotations

import polars as pl
import pytest
from tests.core.matching.tiny import offer, pathway, problem

from tidegate.core.matching.equity import equity
from tidegate.core.matching.solve import Stop, solve


def test_each_fifth_has_its_rates_and_an_unknown_one_stands_last(policy):
    tiny = problem(
        [
            pathway("DEPRIVED", imd_quintile=1, count=40),
            pathway("REFUSED", imd_quintile=1, count=20, asa=4),
            pathway("UNASKED", imd_quintile=1, count=20, asa=None),
            pathway("AFFLUENT", imd_quintile=5, count=30, weeks_waited=1),
            pathway("UNKNOWN", imd_quintile=None, count=8, weeks_waited=0, consent=False),
        ],
        [offer("O", units=50, max_asa=3)],
    )
    rows = solve(tiny, policy, Stop(), seed=1).equity.to_dicts()
    assert [row["imd_quintile"] for row in rows] == [1, 5, None]
    assert rows[0]["waiting"] == 80
    assert rows[0]["treated"] == 40
    assert rows[0]["refused"] == 40
    assert rows[0]["selection_rate"] == pytest.approx(0.5)
    assert rows[0]["refusal_rate"] == pytest.approx(0.5)
    assert rows[1]["selection_rate"] == pytest.approx(10 / 30)
    assert rows[2]["treated"] == 0


@pytest.mark.parametrize(("treated", "shown"), [(0, 0), (1, None), (7, None), (8, 8), (20, 20)])
def test_counts_of_1_to_7_and_their_rates_are_withheld(treated, shown):
    pathways = pl.DataFrame({"pathway_id": ["W"], "imd_quintile": [2], "count": [100]})
    assignments = pl.DataFrame({"pathway_id": ["W"], "count": [treated]})
    unmatched = pl.DataFrame({"pathway_id": ["W"], "count": [100 - treated], "code": ["OUTBID"]})
    row = equity(pathways, assignments, unmatched).row(0, named=True)
    assert row["treated"] == shown
    assert row["selection_rate"] == (None if shown is None else shown / 100)
