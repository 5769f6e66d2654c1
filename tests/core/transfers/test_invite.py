"""Whom to ask for each offer of a plan, in this round and the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.core.matching.tiny import arcs, line, offer, pathway, problem
from tests.core.transfers.beliefs import a_prior, outcomes
from tests.core.transfers.slow_asking import slowly

from tidegate.core.matching.policy import Policy
from tidegate.core.matching.problem import Problem
from tidegate.core.matching.result import Result
from tidegate.core.matching.solve import Stop, solve
from tidegate.core.matching.value import week_values
from tidegate.core.transfers.batch import batch_size
from tidegate.core.transfers.belief import Belief
from tidegate.core.transfers.invite import ANSWERED, Invitations, invite
from tidegate.core.transfers.yields import Yields, learn

HALF = a_prior(accept=Belief(4000, 4000), levels=("moved",))
"""Half of all say yes, and that is known for certain."""


def known(prior: object = HALF) -> Yields:
    """Yields from outcomes that bear out the half."""
    return learn(outcomes({"count": 3000}, {"reply": "no", "count": 3000}), prior)


def planned(problem: Problem, policy: Policy) -> Result:
    return solve(problem, policy, Stop(), 1)


def asked(invitations: Invitations, offer_id: str) -> list[str]:
    return invitations.invitees.filter(offer_id=offer_id).sort("rank")["pathway_id"].to_list()


def queue(many: int, **facts: object) -> list[dict[str, object]]:
    """Routine patients who have waited longer the lower their number."""
    return [pathway(f"P{n:02}", weeks_waited=50 - n, **facts) for n in range(many)]


class TestFirstRound:
    def test_those_with_a_place_come_first_and_then_the_longest_waiting(
        self, policy: Policy
    ) -> None:
        ten = problem(queue(30), [offer("O1", units=10)])
        result = planned(ten, policy)
        invitations = invite(ten, policy, result, known())
        placed = result.assignments["pathway_id"].to_list()
        told = invitations.invitees
        assert set(told.filter("matched")["pathway_id"]) == set(placed)
        assert asked(invitations, "O1")[:10] == sorted(placed)
        assert asked(invitations, "O1") == [f"P{n:02}" for n in range(len(told))]

    def test_as_many_are_asked_as_one_group_alone_would_be(self, policy: Policy) -> None:
        ten = problem(queue(40), [offer("O1", units=10)])
        yields = known()
        row = invite(ten, policy, planned(ten, policy), yields).offers.row(0, named=True)
        belief = yields.accept.belief(("elsewhere",))
        batch = batch_size(10, belief, 0.05, most=60)
        assert row["ask"] == batch.ask > 10
        assert row["expected_yes"] == pytest.approx(batch.expected_yes)
        assert row["p_over"] == pytest.approx(batch.p_over)
        assert row["p_empty"] == pytest.approx(batch.p_empty)
        assert row["expected_empty"] == pytest.approx(batch.expected_empty)
        filled = 10 - batch.expected_empty
        assert row["expected_unattended"] == pytest.approx(filled * 0.1, rel=0.05)

    def test_the_last_days_of_asking_are_counted_back_from_the_offers_monday(
        self, policy: Policy
    ) -> None:
        one = problem(queue(3), [offer("O1", week=2)])
        yields = known()
        row = invite(one, policy, planned(one, policy), yields).offers.row(0, named=True)
        days = yields.replies.days_for(0.9)
        assert row["ask_last_by"] == date(2026, 1, 19) - timedelta(days=14 + days)
        assert row["ask_by"] == row["ask_last_by"] - timedelta(days=days)

    def test_a_higher_priority_goes_first_even_where_it_gains_less(self, policy: Policy) -> None:
        flat = replace(
            policy,
            week_points=dict.fromkeys(("P2", "P3", "P4"), 100),
            treat_points=dict.fromkeys(("P2", "P3", "P4"), 0),
        )
        people = [*queue(20), pathway("urgent", priority="P2", weeks_waited=1)]
        one = problem(people, [offer("O1", units=4)])
        result = planned(one, flat)
        assert "urgent" not in result.assignments["pathway_id"]
        assert asked(invite(one, flat, result, known()), "O1")[4] == "urgent"

    def test_the_next_who_does_not_fit_lets_nobody_pass(self, policy: Policy) -> None:
        """Of six who say yes 56 times in 100 all do so in 3 of 100; of five and one certain, 5."""
        answers = outcomes(
            {"count": 56_000}, {"reply": "no", "count": 44_000},
            {"moved": False, "count": 99_000}, {"moved": False, "reply": "no", "count": 1_000},
        )  # fmt: skip
        yields = learn(answers, HALF)
        behind = [pathway(f"Q{n}", weeks_waited=10) for n in range(9)]
        certain = pathway("own", holder="N1", weeks_waited=37)
        with_them = problem([*queue(5), certain, *behind], [offer("O1", units=5)])
        without = problem([*queue(5), *behind], [offer("O1", units=5)])
        placed = [f"P{n:02}" for n in range(5)]
        for people, expected in ((with_them, placed), (without, [*placed, "Q0"])):
            invitations = invite(people, policy, planned(people, policy), yields)
            assert asked(invitations, "O1") == expected

    @pytest.mark.parametrize(
        "facts",
        [
            {"consent": False},
            {"consent": None},
            {"asa": 4},
            {"asa": None},
            {"earliest_week": 1},
            {"unavailable": [0]},
            {"travel_max_minutes": 5.0},
            {"modality": "inpatient"},
            {"tfc": "100"},
            {"zone": "B"},
        ],
    )
    def test_nobody_is_asked_whom_the_offer_could_not_take(
        self, policy: Policy, facts: dict[str, object]
    ) -> None:
        def names(**facts: object) -> set[str]:
            fifth = pathway("fifth", **{"unavailable": [], **facts})
            four = problem([*queue(4, unavailable=[]), fifth], [offer("O1", units=4, max_asa=3)])
            return set(asked(invite(four, policy, planned(four, policy), known()), "O1"))

        assert names() - names(**facts) == {"fifth"}

    def test_nobody_is_asked_for_two_offers(self, policy: Policy) -> None:
        both = [offer("O1", units=5), offer("O2", units=5, week=1)]
        two = problem(queue(17), both)
        invitations = invite(two, policy, planned(two, policy), known())
        assert invitations.invitees["pathway_id"].is_unique().all()
        assert invitations.offers["ask"].sum() > 10

    def test_units_that_a_contract_holds_back_are_not_offered(self, policy: Policy) -> None:
        capped = problem(
            queue(40), [offer("O1", units=10, line_id="L1")], lines=[line(cap=4, minimum_take=4)]
        )
        result = planned(capped, policy)
        assert result.offers["cause"].to_list() == ["NOT_BOOKED"]
        row = invite(capped, policy, result, known()).offers.row(0, named=True)
        assert (row["units"], row["slots"], row["matched"]) == (10, 4, 4)
        assert row["ask"] == batch_size(4, known().accept.belief(("elsewhere",)), 0.05, most=24).ask

    def test_of_a_class_of_people_some_are_asked(self, policy: Policy) -> None:
        classes = problem([pathway("many", count=100)], [offer("O1", units=10)])
        invitations = invite(classes, policy, planned(classes, policy), known())
        people = invitations.invitees.select("count", "matched").rows()
        assert people[0] == (10, True)
        assert people[1][0] + 10 == invitations.offers["ask"].item()

    def test_no_more_are_asked_for_a_slot_than_the_prior_allows(self, policy: Policy) -> None:
        rarely = a_prior(accept=Belief(1, 99999), most_per_slot=3)
        found = learn(outcomes({"reply": "no", "count": 10**6}), rarely)
        two = problem(queue(40), [offer("O1", units=2)])
        assert invite(two, policy, planned(two, policy), found).offers["ask"].item() == 6

    def test_a_plan_without_anybody_asks_nobody(self, policy: Policy) -> None:
        nobody = problem([pathway("P", consent=False)], [offer("O1", units=3)])
        invitations = invite(nobody, policy, planned(nobody, policy), known())
        assert invitations.offers["ask"].to_list() == [0]
        assert invitations.offers["expected_empty"].to_list() == [3.0]
        assert invitations.invitees.is_empty()


def answer(invitations: Invitations, said: dict[str, str]) -> pl.DataFrame:
    reply = pl.col("pathway_id").replace_strict(said, default="pending")
    return invitations.invitees.with_columns(reply=reply).select(list(ANSWERED))


class TestFurtherRounds:
    @pytest.fixture
    def ten(self) -> Problem:
        return problem(queue(45), [offer("O1", units=10)])

    def test_while_all_answers_are_awaited_nobody_more_is_asked(
        self, ten: Problem, policy: Policy
    ) -> None:
        result = planned(ten, policy)
        first = invite(ten, policy, result, known())
        second = invite(ten, policy, result, known(), answer(first, {}))
        row, before = second.offers.row(0, named=True), first.offers.row(0, named=True)
        assert (row["ask"], row["pending"]) == (0, before["ask"])
        assert row["p_over"] == pytest.approx(before["p_over"])
        assert second.invitees.is_empty()

    def test_each_no_is_made_good_by_the_next_in_line(self, ten: Problem, policy: Policy) -> None:
        result = planned(ten, policy)
        first = invite(ten, policy, result, known())
        said = {"P00": "yes", "P01": "no", "P02": "no", "P03": "none", "P04": "no"}
        second = invite(ten, policy, result, known(), answer(first, said))
        row = second.offers.row(0, named=True)
        many = first.offers["ask"].item()
        assert (row["accepted"], row["pending"], row["slots"]) == (1, many - 5, 10)
        assert row["ask"] > 0
        assert row["p_over"] <= 0.05
        assert asked(second, "O1") == [f"P{n:02}" for n in range(many, many + row["ask"])]
        assert second.invitees["round"].unique().to_list() == [2]

    def test_when_all_slots_have_a_yes_nobody_is_asked(self, ten: Problem, policy: Policy) -> None:
        result = planned(ten, policy)
        first = invite(ten, policy, result, known())
        said = dict.fromkeys(asked(first, "O1")[:10], "yes")
        row = invite(ten, policy, result, known(), answer(first, said)).offers.row(0, named=True)
        assert (row["accepted"], row["ask"], row["expected_empty"]) == (10, 0, 0.0)

    def test_rounds_fill_every_slot_in_the_end_and_turn_hardly_anybody_away(
        self, policy: Policy
    ) -> None:
        """Whoever has an even number says yes: as many as the half that is believed in."""
        many = problem(queue(49), [offer("O1", units=10)])
        result = planned(many, policy)
        told = pl.DataFrame(schema=dict(ANSWERED))
        for _ in range(8):
            found = invite(many, policy, result, known(), told)
            said = {name: "yes" if int(name[1:]) % 2 == 0 else "no" for name in asked(found, "O1")}
            told = pl.concat([told, answer(found, said)])
        accepted = told.filter(reply="yes").height
        assert accepted == 10


offers_drawn = st.lists(
    st.builds(
        dict, units=st.integers(0, 6), week=st.integers(0, 3), site=st.sampled_from(["S1", "S2"]),
        max_asa=st.sampled_from([None, 2]),
    ),
    min_size=1, max_size=4,
)  # fmt: skip
people_drawn = st.lists(
    st.builds(
        dict, priority=st.sampled_from(["P2", "P3", "P4"]), weeks_waited=st.integers(0, 80),
        asa=st.sampled_from([1, 3, None]), consent=st.sampled_from([True, True, False]),
        earliest_week=st.integers(0, 3), count=st.integers(1, 4),
        holder=st.sampled_from(["T1", "N1"]), unavailable=st.sampled_from([[], [1], [0, 2]]),
    ),
    max_size=14,
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(offers_drawn, people_drawn, st.floats(0.1, 0.9), st.floats(0.01, 0.3))
@example(
    # Of two people of one pathway only one fits at first: the other keeps the turn.
    [{"units": 2}],
    [{"priority": "P2", "weeks_waited": waited, "count": count}
     for waited, count in ((0, 1), (0, 1), (18, 2), (18, 1))],
    0.125,
    0.015625,
)  # fmt: skip
def test_on_any_plan_the_risk_is_kept_and_the_order_is_by_priority(
    policy: Policy,
    drawn: list[dict[str, object]],
    people: list[dict[str, object]],
    mean: float,
    risk: float,
) -> None:
    offers = [offer(f"O{n}", provider="N1", **facts) for n, facts in enumerate(drawn)]
    waiting = [pathway(f"P{n:02}", **facts) for n, facts in enumerate(people)]
    some = problem(waiting or [pathway("P", unavailable=[])], offers)
    result = planned(some, policy)
    yields = learn(outcomes(), a_prior(accept=Belief.of(mean, 50), over_subscription_risk=risk))
    invitations = invite(some, policy, result, yields)
    told, rows = invitations.invitees, invitations.offers
    assert (rows["p_over"] <= risk).all()
    assert (rows["ask"] >= rows["matched"]).all()
    assert rows["ask"].to_list() == [
        told.filter(offer_id=name)["count"].sum() for name in rows["offer_id"]
    ]
    counts = dict(some.pathways.select("pathway_id", "count").rows())
    for name, invited in told.group_by("pathway_id").agg(pl.col("count").sum()).rows():
        assert invited <= counts[name]
    again = invite(some, policy, result, yields, answer(invitations, {}))
    assert again.invitees.is_empty()
    allowed = arcs(some, policy)
    priority = dict(some.pathways.select("pathway_id", "priority").rows())
    waited = dict(some.pathways.select("pathway_id", "weeks_waited").rows())
    week = dict(some.offers.select("offer_id", "week").rows())
    for (offer_id,), line_of in told.filter(~pl.col("matched")).group_by("offer_id"):
        order = line_of.sort("rank")["pathway_id"].to_list()
        assert all((name, offer_id) in allowed for name in order)
        worth = [
            (priority[name],
             -week_values(policy, priority[name], waited[name], some.weeks)[week[offer_id]])
            for name in order
        ]  # fmt: skip
        assert worth == sorted(worth)


@settings(max_examples=30, deadline=None)
@given(offers_drawn, people_drawn, st.floats(0.1, 0.9), st.floats(0.01, 0.3))
def test_those_next_are_asked_as_if_one_went_down_every_line_by_hand(
    policy: Policy,
    drawn: list[dict[str, object]],
    people: list[dict[str, object]],
    mean: float,
    risk: float,
) -> None:
    offers = [offer(f"O{n}", provider="N1", **facts) for n, facts in enumerate(drawn)]
    waiting = [pathway(f"P{n:02}", **facts) for n, facts in enumerate(people)]
    some = problem(waiting or [pathway("P", unavailable=[])], offers)
    result = planned(some, policy)
    answers = outcomes({"count": 5}, {"moved": False, "reply": "no", "count": 9})
    yields = learn(answers, a_prior(accept=Belief.of(mean, 8), over_subscription_risk=risk))
    told = invite(some, policy, result, yields).invitees.filter(~pl.col("matched"))
    asked = told.sort("offer_id", "rank").select("offer_id", "pathway_id", "count").rows()
    expected = sorted(slowly(some, policy, result, yields), key=lambda each: each[0])
    assert asked == expected


def test_a_long_line_is_gone_down_in_order_of_wait(policy: Policy) -> None:
    """Longer than what is looked up of a line at a time."""
    people = [pathway(f"P{n:03}", weeks_waited=200 - n) for n in range(180)]
    weeks = [offer(f"O{n}", units=20, week=n) for n in range(4)]
    long = problem(people, weeks)
    told = invite(long, policy, planned(long, policy), known()).invitees
    names = told["pathway_id"].sort().to_list()
    assert names == [f"P{n:03}" for n in range(len(names))]
    assert len(names) > 120


@settings(max_examples=20, deadline=None)
@given(offers_drawn, people_drawn, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nobody_asked(
    policy: Policy, drawn: list[dict[str, object]], people: list[dict[str, object]], shuffle: object
) -> None:
    offers = [offer(f"O{n}", provider="N1", **facts) for n, facts in enumerate(drawn)]
    waiting = [pathway(f"P{n:02}", **facts) for n, facts in enumerate(people)]
    some = problem(waiting or [pathway("P", unavailable=[])], offers)
    result, yields = planned(some, policy), known()
    other = replace(
        some,
        pathways=some.pathways.reverse(),
        offers=some.offers.reverse(),
    )
    turned = replace(
        result,
        assignments=result.assignments.reverse(),
        unmatched=result.unmatched.reverse(),
        offers=result.offers.reverse(),
    )
    one, two = invite(some, policy, result, yields), invite(other, policy, turned, yields)
    assert one.invitees.equals(two.invitees)
    assert one.offers.sort("offer_id").equals(two.offers.sort("offer_id"))
