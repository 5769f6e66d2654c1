"""Groups with few answers lean on the group they are part of; many speak for themselves."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.transfers.belief import Belief
from tidegate.core.transfers.pooling import Counted, pool
from tidegate.core.transfers.prior import Pull

PRIOR, PULL = Belief(7, 3), Pull(answers=10, spread=1.0)

names = st.sampled_from("abcd")
counts = st.dictionaries(
    st.tuples(names, names),
    st.integers(0, 200).flatmap(
        lambda asked: st.builds(Counted, st.integers(0, asked), st.just(asked))
    ),
    max_size=8,
)


def test_without_answers_only_the_prior_speaks() -> None:
    pooled = pool({}, 2, prior=PRIOR, pull=PULL)
    assert pooled.belief(()) == PRIOR
    assert pooled.pulls == (10, 10)


def test_a_group_that_was_never_asked_is_believed_like_its_parent_but_less_firmly() -> None:
    pooled = pool({("far", "a"): Counted(40, 100)}, 2, prior=PRIOR, pull=PULL)
    parent, unseen = pooled.belief(("far",)), pooled.belief(("far", "b"))
    assert unseen.mean == pytest.approx(parent.mean)
    assert unseen.weight < parent.weight
    nothing_alike = pooled.belief(("near", "b"))
    assert nothing_alike.mean == pytest.approx(pooled.belief(()).mean)
    assert nothing_alike.weight < unseen.weight


def test_few_answers_move_a_group_little_and_many_move_it_far() -> None:
    answers = {("usual",): Counted(500, 1000), ("few",): Counted(0, 3), ("many",): Counted(0, 300)}
    pooled = pool(answers, 1, prior=PRIOR, pull=PULL)
    usual, few, many = (pooled.belief((name,)).mean for name in ("usual", "few", "many"))
    assert many < 0.03
    assert 0.1 < few < usual


def test_groups_that_answer_alike_are_pulled_together_and_others_are_not() -> None:
    alike = {(f"g{n}",): Counted(20 + n % 2, 40) for n in range(20)}
    unlike = {(f"g{n}",): Counted(38 if n % 2 else 2, 40) for n in range(20)}
    together = pool(alike, 1, prior=PRIOR, pull=PULL).pulls[0]
    apart = pool(unlike, 1, prior=PRIOR, pull=PULL).pulls[0]
    assert together > 30
    assert apart < 3


def test_the_pull_is_the_likeliest_of_all_that_are_tried() -> None:
    """The slow way: integrate each group's share out on a grid."""
    answers = {("a",): Counted(3, 20), ("b",): Counted(12, 20), ("c",): Counted(9, 30)}
    pooled = pool(answers, 1, prior=PRIOR, pull=PULL)
    parent = pooled.belief(())
    share = (np.arange(20_000) + 0.5) / 20_000

    def log_posterior(answers_of_parent: float) -> float:
        weight = 1 / (1 / parent.weight + 1 / answers_of_parent)
        yes, no = parent.mean * weight, (1 - parent.mean) * weight
        density = share ** (yes - 1) * (1 - share) ** (no - 1)
        density /= density.sum()
        told = sum(
            math.log((density * share**group.yes * (1 - share) ** (group.asked - group.yes)).sum())
            for group in answers.values()
        )
        return told - math.log(answers_of_parent / PULL.answers) ** 2 / 2

    tried = np.geomspace(1, 2000, 200)
    best = tried[np.argmax([log_posterior(pull) for pull in tried])]
    assert pooled.pulls[0] == pytest.approx(best, rel=0.2)


def test_shares_come_out_as_they_were_put_in() -> None:
    """Groups drawn from known shares: pooling is nearer to them than each group's own share is."""
    rng = np.random.default_rng(11)
    true = rng.beta(12, 8, 60)
    asked = rng.integers(3, 30, 60)
    yes = rng.binomial(asked, true)
    answers = {
        (f"g{n}",): Counted(int(said), int(of))
        for n, (said, of) in enumerate(zip(yes, asked, strict=True))
    }
    pooled = pool(answers, 1, prior=PRIOR, pull=PULL)
    beliefs = [pooled.belief((f"g{n}",)) for n in range(60)]
    mean = np.array([belief.mean for belief in beliefs])
    assert np.square(mean - true).sum() < 0.7 * np.square(yes / asked - true).sum()
    held = [low <= share <= high for share, (low, high) in
            zip(true, (belief.interval(0.9) for belief in beliefs), strict=True)]  # fmt: skip
    assert np.mean(held) > 0.8


@given(counts)
def test_every_belief_lies_between_its_parent_and_its_own_answers(
    answers: dict[tuple[str, str], Counted],
) -> None:
    pooled = pool(answers, 2, prior=PRIOR, pull=PULL)
    for group, told in pooled.counted.items():
        belief = pooled.belief(group)
        above = pooled.belief(group[:-1]).mean if group else PRIOR.mean
        own = told.yes / told.asked if told.asked else above
        low, high = sorted([above, own])
        assert low - 1e-9 <= belief.mean <= high + 1e-9
        assert belief.weight > told.asked


@given(counts)
def test_no_order_of_groups_changes_what_is_learnt(
    answers: dict[tuple[str, str], Counted],
) -> None:
    backwards = dict(reversed(answers.items()))
    assert pool(answers, 2, prior=PRIOR, pull=PULL) == pool(backwards, 2, prior=PRIOR, pull=PULL)
