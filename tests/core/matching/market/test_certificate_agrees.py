"""The certificate, which shares no code with the market, allows and values the same pairs."""

from __future__ import annotations

import itertools

import polars as pl
import pytest
from hypothesis import given, settings
from tests.core.matching.market.problems import values, varied_problems, with_frames

from tidegate.core.matching.certificate.check import Certificate, certify
from tidegate.core.matching.market.make import make_market


@given(made=varied_problems())
@settings(max_examples=50, deadline=None)
def test_the_certificate_says_the_same(made, policy):
    free = made.lines.with_columns(unit_price_pence=pl.lit(0, pl.Int64))
    made = with_frames(made, lines=free)
    found = values(make_market(made, policy, 1), made)
    inhabited = made.pathways.filter(pl.col("count") > 0)["pathway_id"]
    pairs = set(itertools.product(inhabited, made.offers["offer_id"]))
    nothing = pl.DataFrame(schema={"kind": pl.String, "id": pl.String, "price": pl.Float64})

    def certified(chosen: set[tuple[str, str]]) -> Certificate:
        rows = [(*pair, 1) for pair in sorted(chosen)]
        schema = {"pathway_id": pl.String, "offer_id": pl.String, "count": pl.Int32}
        plan = pl.DataFrame(rows, schema=schema, orient="row")
        return certify(made, policy, plan, nothing)

    allowed, others = certified(set(found)), certified(pairs - set(found))
    assert allowed.objective == pytest.approx(sum(found.values()))
    assert allowed.violations.get("not allowed", 0) == 0
    assert others.violations.get("not allowed", 0) == len(pairs) - len(found)
