"""How many to ask: against enumeration and SciPy, and what must hold whatever is believed."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.transfers.batch import Party, batch_size, more_to_ask, room_for
from tidegate.core.transfers.belief import Belief, chances

beliefs = st.builds(Belief, st.floats(0.3, 60), st.floats(0.3, 60))
risks = st.floats(0.001, 0.4)
ROUNDING = 1e-9


@pytest.mark.parametrize(
    ("slots", "yes", "no", "risk", "ask"),
    [
        # slots, as if so many had said yes and no, risk → ask (SciPy, by trying each number)
        (10, 4.2, 1.8, 0.05, 10),  # hardly anything is known: no more than there are slots
        (10, 420, 180, 0.05, 11),  # seven in ten, known well: one more
        (10, 300, 300, 0.05, 14),  # half of them
        (10, 60, 540, 0.05, 61),  # one in ten
        (100, 420, 180, 0.05, 130),
        (100, 42, 18, 0.05, 123),  # the same share, known less well: fewer
        (0, 300, 300, 0.05, 0),  # no slot, nobody to ask
        (10, 300, 300, 0.0, 10),  # no risk at all
    ],
)
def test_how_many_are_asked(slots: int, yes: float, no: float, risk: float, ask: int) -> None:
    assert batch_size(slots, Belief(yes, no), risk, most=1000).ask == ask


def test_chances_agree_with_scipy() -> None:
    stats = pytest.importorskip("scipy.stats")
    for asked, yes, no in product([0, 1, 7, 60, 900], [0.4, 3.0, 250.0], [0.7, 5.0, 90.0]):
        expected = stats.betabinom(asked, yes, no).pmf(np.arange(asked + 1))
        found = chances(asked, Belief(yes, no), asked)
        np.testing.assert_allclose(found, expected, rtol=1e-7, atol=1e-13)


def test_intervals_agree_with_scipy() -> None:
    stats = pytest.importorskip("scipy.stats")
    for yes, no in product([0.5, 2.0, 40.0, 3000.0], [0.8, 5.0, 700.0]):
        expected = stats.beta(yes, no).ppf([0.05, 0.95])
        np.testing.assert_allclose(Belief(yes, no).interval(0.9), expected, atol=6e-4)


@given(st.integers(1, 8), beliefs, risks)
def test_no_larger_number_keeps_the_risk(slots: int, belief: Belief, risk: float) -> None:
    most = 6 * slots
    within = [
        asked
        for asked in range(most + 1)
        if asked <= slots or 1 - chances(asked, belief, slots).sum() <= risk
    ]
    found = batch_size(slots, belief, risk, most=most)
    assert found.ask == max(within)
    assert found.p_over <= risk


@given(st.integers(0, 60), beliefs, risks, st.integers(0, 300))
def test_what_is_expected_adds_up(slots: int, belief: Belief, risk: float, most: int) -> None:
    batch = batch_size(slots, belief, risk, most=most)
    assert min(slots, most) <= batch.ask <= most
    assert 0 <= batch.p_over <= risk
    assert 0 <= batch.p_all_filled <= 1
    assert batch.p_over <= batch.p_all_filled + ROUNDING
    assert -ROUNDING <= batch.expected_empty <= slots + ROUNDING
    filled = slots - batch.expected_empty
    assert filled <= batch.expected_yes + 1e-6
    assert batch.expected_yes == pytest.approx(batch.ask * belief.mean)


@given(st.integers(1, 40), beliefs, risks, risks)
def test_more_slots_or_more_risk_never_ask_fewer(
    slots: int, belief: Belief, one: float, other: float
) -> None:
    low, high = sorted([one, other])
    bolder = batch_size(slots, belief, high, most=10**4)
    careful = batch_size(slots, belief, low, most=10**4)
    larger = batch_size(slots + 1, belief, low, most=10**4)
    assert careful.ask <= bolder.ask
    assert careful.ask <= larger.ask


@given(st.integers(2, 30), st.floats(0.05, 0.6), st.floats(5, 50))
def test_the_surer_the_belief_in_few_yeses_the_more_are_asked(
    slots: int, mean: float, weight: float
) -> None:
    unsure, sure = Belief.of(mean, weight), Belief.of(mean, weight * 100)
    asked = [batch_size(slots, belief, 0.05, most=10**4).ask for belief in (unsure, sure)]
    assert asked[0] <= asked[1]


def test_a_batch_does_in_ten_thousand_draws_what_it_says() -> None:
    belief, slots = Belief(12, 18), 15
    batch = batch_size(slots, belief, 0.05, most=200)
    rng = np.random.default_rng(5)
    yes = rng.binomial(batch.ask, rng.beta(belief.yes, belief.no, 40_000))
    assert np.mean(yes > slots) == pytest.approx(batch.p_over, abs=0.005)
    assert np.mean(yes >= slots) == pytest.approx(batch.p_all_filled, abs=0.01)
    assert np.mean(np.maximum(slots - yes, 0)) == pytest.approx(batch.expected_empty, abs=0.1)


class TestSeveralGroups:
    @given(st.integers(0, 6), beliefs, beliefs, st.integers(0, 6), st.integers(0, 6))
    def test_their_yeses_add_up_as_every_combination_does(
        self, slots: int, one: Belief, other: Belief, first: int, second: int
    ) -> None:
        party = Party()
        party.ask(one, first, "near")
        party.ask(other, second, "far")
        a, b = chances(first, one, first), chances(second, other, second)
        over = sum(
            a[i] * b[j] for i in range(first + 1) for j in range(second + 1) if i + j > slots
        )
        empty = sum(
            a[i] * b[j] * max(0, slots - i - j) for i in range(first + 1) for j in range(second + 1)
        )
        told = party.batch(slots)
        assert told.ask == first + second
        assert told.p_over == pytest.approx(over, abs=1e-9)
        assert told.expected_empty == pytest.approx(empty, abs=1e-9)

    @given(st.integers(1, 12), beliefs, beliefs, risks)
    def test_room_is_filled_up_to_the_risk_and_no_further(
        self, slots: int, there: Belief, more: Belief, risk: float
    ) -> None:
        party = Party()
        party.ask(there, slots // 2, "there")
        room = room_for(slots, party, more, risk, group="more", most=500)
        assert party.p_over(slots, more, room, "more") <= risk
        if room < 500:
            assert party.p_over(slots, more, room + 1, "more") > risk

    def test_two_groups_of_one_belief_are_surer_together_than_one_group(self) -> None:
        belief = Belief(3, 3)
        one, two = Party(), Party()
        one.ask(belief, 20)
        two.ask(belief, 10, "near")
        two.ask(belief, 10, "far")
        assert two.p_over(15) < one.p_over(15)


class TestFurtherRound:
    def test_nobody_more_while_all_answers_are_awaited(self) -> None:
        belief = Belief(300, 300)
        first = batch_size(10, belief, 0.05, most=100)
        again = more_to_ask(10, belief, 0.05, yes=0, no=0, pending=first.ask, most=100)
        assert again.ask == 0
        assert again.p_over == pytest.approx(first.p_over)

    def test_each_no_makes_room(self) -> None:
        belief = Belief(300, 300)
        asked = [
            more_to_ask(10, belief, 0.05, yes=2, no=no, pending=8 - no, most=100).ask
            for no in range(9)
        ]
        assert asked == sorted(asked)
        assert asked[0] < asked[-1]

    def test_all_slots_taken_ask_nobody(self) -> None:
        batch = more_to_ask(10, Belief(3, 3), 0.05, yes=10, no=1, pending=4, most=100)
        assert (batch.slots, batch.ask) == (0, 0)
        assert batch.p_over > 0.5  # four answers are awaited, and nobody can call them back

    @given(st.integers(1, 20), beliefs, risks, st.integers(0, 20), st.integers(0, 20))
    def test_with_no_answer_awaited_it_is_a_new_batch_for_what_is_left(
        self, slots: int, belief: Belief, risk: float, yes: int, no: int
    ) -> None:
        again = more_to_ask(slots, belief, risk, yes=yes, no=no, pending=0, most=400)
        left = max(0, slots - yes)
        assert again == batch_size(left, belief.after(yes, no), risk, most=400)

    @given(st.integers(1, 20), beliefs, risks, st.integers(0, 20), st.integers(0, 15))
    def test_whatever_is_asked_keeps_the_risk(
        self, slots: int, belief: Belief, risk: float, yes: int, pending: int
    ) -> None:
        again = more_to_ask(slots, belief, risk, yes=yes, no=3, pending=pending, most=400)
        assert again.ask == 0 or again.p_over <= risk


@pytest.mark.parametrize("yes", [0.0, -1.0, float("nan"), float("inf")])
def test_a_belief_that_counts_nothing_is_refused(yes: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        Belief(yes, 1.0)


def test_a_risk_of_one_and_slots_below_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="risk"):
        batch_size(1, Belief(1, 1), 1.0, most=5)
    with pytest.raises(ValueError, match="slots"):
        batch_size(-1, Belief(1, 1), 0.1, most=5)
