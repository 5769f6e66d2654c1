"""Slots pass to the longest wait among equals, from hand to hand where need be."""

from __future__ import annotations

import numpy as np
import pytest
from tests.core.matching.tiny import offer, pathway, problem

from tidegate.core.matching.program.blocks import condense
from tidegate.core.matching.program.longest_first import longest_first
from tidegate.core.matching.program.places import Placed, turns


def passed_on(tiny, policy, held: dict[str, tuple[str, int]]) -> dict[tuple[str, str], int]:
    """Place people as told, let slots pass on, and say who then holds how many of which site."""
    condensed = condense(tiny, policy)
    (block,) = condensed.blocks
    row_of = {name: row for row, name in enumerate(tiny.pathways["pathway_id"].to_list())}
    site_of = [condensed.pools[pool].site for pool in block.pools]
    rows = np.array([row_of[name] for name in held], np.int64)
    pools = np.array([site_of.index(site) for site, _ in held.values()], np.int64)
    amounts = np.array([amount for _, amount in held.values()], np.int64)
    nothing = np.zeros(len(rows))
    placed = Placed(rows, pools, block.cells[pools, 0], amounts, nothing, nothing)
    left = tiny.pathways["count"].to_numpy().astype(np.int64)
    np.subtract.at(left, rows, amounts)
    after = longest_first(block, placed, left, turns(tiny, 1))
    assert (left >= 0).all()
    names = tiny.pathways["pathway_id"].to_list()
    found: dict[tuple[str, str], int] = {}
    for row, pool, amount in zip(after.row, after.pool, after.amount, strict=True):
        key = (names[row], site_of[pool])
        found[key] = found.get(key, 0) + int(amount)
    return found


@pytest.fixture
def open_and_choosy() -> list[dict[str, object]]:
    """One site that takes everybody and one that must know the ASA class."""
    return [offer("O", site="OPEN", units=9), offer("P", site="CHOOSY", units=9, max_asa=2)]


def test_the_longer_wait_takes_the_slot(open_and_choosy, policy):
    tiny = problem(
        [pathway("W25", weeks_waited=25, asa=None), pathway("W14", weeks_waited=14)],
        open_and_choosy,
    )
    assert passed_on(tiny, policy, {"W14": ("OPEN", 1)}) == {("W25", "OPEN"): 1}


def test_whoever_gives_a_slot_up_may_claim_another(open_and_choosy, policy):
    tiny = problem(
        [
            pathway("W25", weeks_waited=25, asa=None),
            pathway("W20", weeks_waited=20),
            pathway("W14", weeks_waited=14),
        ],
        open_and_choosy,
    )
    held = {"W20": ("OPEN", 1), "W14": ("CHOOSY", 1)}
    assert passed_on(tiny, policy, held) == {("W25", "OPEN"): 1, ("W20", "CHOOSY"): 1}


def test_a_slot_that_the_longer_wait_may_not_use_stays(open_and_choosy, policy):
    tiny = problem(
        [pathway("W25", weeks_waited=25, asa=None), pathway("W14", weeks_waited=14)],
        open_and_choosy,
    )
    assert passed_on(tiny, policy, {"W14": ("CHOOSY", 1)}) == {("W14", "CHOOSY"): 1}


def test_a_class_of_many_hands_over_as_many_as_are_wanted(open_and_choosy, policy):
    tiny = problem(
        [
            pathway("W25", weeks_waited=25, asa=None, count=3),
            pathway("W14", weeks_waited=14, count=5),
        ],
        open_and_choosy,
    )
    held = {"W14": ("OPEN", 5)}
    assert passed_on(tiny, policy, held) == {("W25", "OPEN"): 3, ("W14", "OPEN"): 2}


def test_whoever_values_it_otherwise_is_no_equal(open_and_choosy, policy):
    tiny = problem(
        [pathway("W30", weeks_waited=30, asa=None), pathway("W14", weeks_waited=14)],
        open_and_choosy,
    )
    assert passed_on(tiny, policy, {"W14": ("OPEN", 1)}) == {("W14", "OPEN"): 1}
