"""Selection and refusal by deprivation, safe for small numbers."""

from __future__ import annotations

from itertools import product

import polars as pl
import pytest
from tests.core.matching.tiny import offer, pathway, problem

from tidegate.core.matching.equity import SMALL, safe
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
    counts = {"imd_quintile": [2], "waiting": [100], "treated": [treated], "refused": [0]}
    row = safe(pl.DataFrame(counts)).row(0, named=True)
    assert row["treated"] == shown
    assert row["selection_rate"] == (None if shown is None else shown / 100)


class TestWhatATotalWouldGiveAway:
    @staticmethod
    def shown(*treated: int) -> list[int | None]:
        frame = pl.DataFrame(
            {
                "imd_quintile": range(1, len(treated) + 1),
                "waiting": [1_000] * len(treated),
                "treated": treated,
                "refused": [0] * len(treated),
            }
        )
        rows = safe(frame)
        hidden = rows["selection_rate"].is_null().to_list()
        assert hidden == rows["treated"].is_null().to_list()
        return rows["treated"].to_list()

    @pytest.mark.parametrize(
        ("treated", "shown"),
        [
            ((5, 30, 20, 40, 50), [None, 30, None, 40, 50]),
            ((5, 30, 20, 3, 50), [None, 30, None, None, 50]),
            ((7, 30, 30, 7, 50), [None, None, None, None, 50]),
            ((5, 0, 20, 40, 50), [None, 0, None, 40, 50]),
            ((5, 0, 0, 0, 0), [None, 0, 0, 0, 0]),
            ((8, 30, 20, 40, 50), [8, 30, 20, 40, 50]),
        ],
    )
    def test_the_smallest_other_counts_go_with_those_that_are_withheld(self, treated, shown):
        assert self.shown(*treated) == shown

    def test_no_small_count_can_be_worked_out_from_the_others_and_the_exact_total(self):
        alike: dict[tuple[int | None, ...], list[tuple[int, ...]]] = {}
        for treated in product(range(11), repeat=3):
            if max(treated) > SMALL:  # beside none but small counts, a total is as small itself
                seen = (*self.shown(*treated), sum(treated))
                alike.setdefault(seen, []).append(treated)
        for candidates in alike.values():
            for place, count in enumerate(candidates[0]):
                small = 1 <= count <= SMALL
                assert not small or len({one[place] for one in candidates}) > 1, candidates
