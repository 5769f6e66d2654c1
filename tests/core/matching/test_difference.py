"""How one plan differs from another, said of people that one can count on fingers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.matching.tiny import MONDAY, line, offer, pathway, problem

from tidegate.core.matching.difference import Made, difference
from tidegate.core.matching.problem import Problem
from tidegate.core.matching.result import (
    ASSIGNMENTS,
    CONTRACTS,
    EQUITY,
    OFFER_USE,
    PRICES,
    UNMATCHED,
    Result,
    Status,
)

Places = Mapping[tuple[str, str], int]


def made(problem: Problem, places: Places, codes: Mapping[str, str] | None = None) -> Made:
    """A plan as if somebody had placed people by hand; worth 100 points a person."""
    minutes = dict(zip(problem.travel["site"], problem.travel["minutes"], strict=True))
    site = dict(problem.offers.select("offer_id", "site").iter_rows())
    used = {
        offer_id: sum(count for (_, other), count in places.items() if other == offer_id)
        for offer_id in site
    }
    assignments = pl.DataFrame(
        [(who, what, n, 100.0, minutes[site[what]]) for (who, what), n in places.items()],
        schema=dict(ASSIGNMENTS), orient="row",
    )  # fmt: skip
    left = pl.DataFrame(
        [(who, 1, code, f"about {who}") for who, code in (codes or {}).items()],
        schema=dict(UNMATCHED), orient="row",
    )  # fmt: skip
    offers = pl.DataFrame(
        [
            (row["offer_id"], row["units"], used[row["offer_id"]], None, None, None)
            for row in problem.offers.to_dicts()
        ],
        schema=dict(OFFER_USE), orient="row",
    )  # fmt: skip
    lines = problem.lines.select("line_id", "contract_id", "payer", "minimum_take", "cap")
    money = pl.lit(sum(used.values()))
    contracts = lines.with_columns(
        used=money.cast(pl.Int32),
        spend_pence=money * 1_000,
        idle_pence=pl.lit(0),
        price=pl.lit(0.0),
    ).cast(dict(CONTRACTS))  # type: ignore[arg-type]
    empty = pl.DataFrame(schema=dict(PRICES))
    equity = pl.DataFrame(schema=dict(EQUITY))
    return Made(
        problem,
        Result(Status.WITHIN_TARGET, 0, 0, 0, {}, assignments, left, offers, contracts, empty,
               equity),
    )  # fmt: skip


TWO = [offer("O1", units=2), offer("O2", week=2, units=2, site="S2")]
FEW = [pathway("A"), pathway("B", priority="P2"), pathway("C")]


def only(frame: pl.DataFrame) -> dict[str, object]:
    (row,) = frame.to_dicts()
    return row


class TestWhy:
    """What a change comes from, one cause at a time; A and B had a place at O1."""

    before = made(problem(FEW, TWO), {("A", "O1"): 1, ("B", "O1"): 1})

    def test_the_same_plan_differs_in_nothing(self) -> None:
        same = difference(self.before, self.before)

        assert (same.figures.kept, same.figures.valid, same.figures.disturbance) == (2, 2, 0.0)
        assert same.moves.is_empty()
        assert same.offers.is_empty()

    def test_whoever_leaves_the_list_has_lost_nothing(self) -> None:
        after = made(problem(FEW[1:], TWO), {("B", "O1"): 1})

        found = difference(self.before, after)

        assert (found.figures.left, found.figures.lost) == (1, 0)
        assert found.figures.valid == 1
        assert only(found.moves)["reason"] == "LEFT_LIST"

    def test_when_an_offer_is_gone_its_people_are_moved_or_told_what_stops_them(self) -> None:
        after = made(problem(FEW, TWO[1:]), {("B", "O2"): 1}, {"A": "OUTBID", "C": "OUTBID"})

        found = difference(self.before, after)

        lost, moved = found.moves.to_dicts()
        assert (lost["pathway_id"], lost["change"]) == ("A", "lost")
        assert (lost["reason"], lost["stopped_by"]) == ("OFFER_GONE", "OUTBID")
        assert lost["detail"] == "about A"
        assert (moved["pathway_id"], moved["reason"]) == ("B", "OFFER_GONE")
        assert (moved["from_week"], moved["to_week"]) == (date(2026, 1, 5), date(2026, 1, 19))
        assert (moved["weeks_later"], moved["minutes_more"]) == (2, 0.0)
        assert (found.figures.valid, found.figures.disturbed) == (0, 0)
        assert only(found.offers.filter(pl.col("change") == "gone"))["offer_id"] == "O1"

    def test_an_offer_without_units_is_gone_too(self) -> None:
        none = [offer("O1", units=0), TWO[1]]
        after = made(problem(FEW, none), {("A", "O2"): 1, ("B", "O2"): 1})

        found = difference(self.before, after)

        assert set(found.moves["reason"]) == {"OFFER_GONE"}
        assert found.figures.valid == 0

    @pytest.mark.parametrize(
        ("offers", "pathways", "place", "reason"),
        [
            ([offer("O1", units=1), TWO[1]], FEW, "O2", "FEWER_UNITS"),
            (TWO, [pathway("A", earliest_week=1), *FEW[1:]], "O2", "NOT_AVAILABLE"),
            (TWO, [pathway("A", unavailable=[0]), *FEW[1:]], "O2", "NOT_AVAILABLE"),
            (TWO, FEW, "O2", "MADE_ROOM"),
        ],
    )
    def test_a_later_place_has_its_reason(self, offers, pathways, place, reason) -> None:
        after = made(problem(pathways, offers), {("A", place): 1, ("B", "O1"): 1})

        found = difference(self.before, after)

        assert only(found.moves)["reason"] == reason
        assert found.figures.disturbance == 0.5

    def test_a_sooner_or_a_nearer_place_is_called_so(self) -> None:
        offers = [offer("O1", week=1, units=2), offer("O0"), offer("O3", week=1, site="S3")]
        near = {("A", "S1"): 10.0, ("A", "S3"): 5.0}
        world = problem(FEW, offers, minutes=near)
        before = made(world, {("A", "O1"): 1, ("B", "O1"): 1})
        after = made(world, {("A", "O0"): 1, ("B", "O3"): 1})

        found = difference(before, after).moves.sort("pathway_id")

        assert found["reason"].to_list() == ["SOONER", "NEARER"]
        assert found["minutes_more"].to_list() == [0.0, -5.0]

    def test_who_declined_is_told_apart_and_was_no_valid_place(self) -> None:
        after = made(problem(FEW, TWO), {("A", "O2"): 1, ("B", "O1"): 1})
        declined = pl.DataFrame({"pathway_id": ["A"], "site": ["S1"]})

        found = difference(self.before, after, declined=declined)

        assert only(found.moves)["reason"] == "DECLINED"
        assert (found.figures.valid, found.figures.disturbed) == (1, 0)

    @pytest.mark.parametrize(
        ("pathways", "offers", "place", "reason"),
        [
            ([*FEW, pathway("D")], TWO, ("D", "O2"), "NEW_ON_LIST"),
            (FEW, [*TWO, offer("O9")], ("C", "O9"), "NEW_OFFER"),
            (FEW, [offer("O1", units=3), TWO[1]], ("C", "O1"), "MORE_UNITS"),
            (FEW, TWO, ("C", "O2"), "FACTS_CHANGED"),
        ],
    )
    def test_a_gain_has_its_reason(self, pathways, offers, place, reason) -> None:
        after = made(problem(pathways, offers), {("A", "O1"): 1, ("B", "O1"): 1, place: 1})

        found = difference(self.before, after)

        assert only(found.moves)["reason"] == reason
        assert found.figures.gained == 1

    def test_a_place_that_somebody_gave_up_goes_to_the_next(self) -> None:
        after = made(problem(FEW, TWO), {("C", "O1"): 1, ("B", "O1"): 1}, {"A": "OUTBID"})

        lost, gained = difference(self.before, after).moves.to_dicts()

        assert (lost["reason"], lost["stopped_by"]) == ("NOT_KEPT", "OUTBID")
        assert gained["reason"] == "PLACE_FREED"


class TestPromises:
    before = made(problem(FEW, TWO), {("A", "O1"): 1, ("B", "O1"): 1})
    accepted = pl.DataFrame({"pathway_id": ["A", "B"], "offer_id": ["O1", "O1"]})

    def test_an_accepted_transfer_that_is_changed_is_counted_as_a_fault(self) -> None:
        after = made(problem(FEW, TWO), {("A", "O2"): 1, ("B", "O1"): 1})

        found = difference(self.before, after, self.accepted).figures

        assert (found.accepted, found.accepted_kept, found.accepted_changed) == (2, 1, 1)

    def test_one_whose_offer_is_gone_or_who_left_has_ended_and_is_no_fault(self) -> None:
        after = made(problem(FEW[1:], TWO[1:]), {("B", "O2"): 1})

        found = difference(self.before, after, self.accepted).figures

        assert (found.accepted, found.accepted_ended, found.accepted_changed) == (2, 2, 0)


def test_weeks_are_compared_as_days_though_the_later_plan_starts_later() -> None:
    from dataclasses import replace
    from datetime import timedelta

    before = made(problem(FEW, [offer("O1", week=1)]), {("A", "O1"): 1})
    later = problem(FEW, [offer("O1", week=0), offer("O2", week=1)])
    later = replace(later, start=MONDAY + timedelta(weeks=1))

    moved = only(difference(before, made(later, {("A", "O2"): 1})).moves)
    assert moved["weeks_later"] == 1


def test_people_of_a_class_move_rather_than_lose_and_gain() -> None:
    world = problem([pathway("K", count=9)], [offer("O1", units=9), offer("O2", week=1, units=9)])
    before = made(world, {("K", "O1"): 6})
    after = made(world, {("K", "O1"): 2, ("K", "O2"): 5})

    found = difference(before, after)

    assert (found.figures.kept, found.figures.moved, found.figures.gained) == (2, 4, 1)
    assert found.figures.disturbed == 4


def test_of_a_class_that_has_shrunk_those_without_a_place_have_left() -> None:
    offers = [offer("O1", units=9)]
    before = made(problem([pathway("K", count=9)], offers), {("K", "O1"): 6})
    after = made(problem([pathway("K", count=7)], offers), {("K", "O1"): 3})

    found = difference(before, after).figures

    assert (found.kept, found.left, found.lost) == (3, 2, 1)


def test_money_and_value_are_told_by_line_and_by_tier() -> None:
    under = [offer("O1", units=2, line_id="L1")]
    world = problem(FEW, under, lines=[line()])
    found = difference(made(world, {("A", "O1"): 1}), made(world, {("A", "O1"): 1, ("B", "O1"): 1}))

    row = only(found.lines)
    assert (row["used_before"], row["used_after"]) == (1, 2)
    assert (row["spend_pence_before"], row["spend_pence_after"]) == (1_000, 2_000)
    assert found.tiers.select("priority", "treated_before", "treated_after", "value_after").rows() \
        == [("P2", 0, 1, 100.0), ("P4", 1, 1, 100.0)]  # fmt: skip
    assert only(found.offers)["change"] == "use"


@st.composite
def two_plans(draw: st.DrawFn) -> tuple[Made, Made]:
    """Two plans by hand for much the same people and offers, classes among them."""

    def plan() -> Made:
        people = [
            pathway(name, count=draw(st.integers(1, 4)))
            for name in draw(st.sets(st.sampled_from("ABCDE"), min_size=1))
        ]
        offers = [
            offer(name, week=draw(st.integers(0, 3)), units=20)
            for name in draw(st.sets(st.sampled_from("VWXYZ"), min_size=1))
        ]
        places: dict[tuple[str, str], int] = {}
        for person in people:
            for _ in range(draw(st.integers(0, person["count"]))):  # type: ignore[call-overload]
                what = draw(st.sampled_from([str(row["offer_id"]) for row in offers]))
                pair = (str(person["pathway_id"]), what)
                places[pair] = places.get(pair, 0) + 1
        return made(problem(people, offers), places)

    return plan(), plan()


@given(two_plans())
def test_every_place_of_either_plan_is_accounted_for(plans: tuple[Made, Made]) -> None:
    before, after = plans
    found = difference(before, after)
    figures = found.figures

    had, has = (int(plan.result.assignments["count"].sum()) for plan in plans)
    assert figures.kept + figures.moved + figures.lost + figures.left == had
    assert figures.kept + figures.moved + figures.gained == has
    assert figures.kept <= figures.valid <= had
    assert 0 <= figures.disturbance <= 1


@given(two_plans())
def test_there_and_back_gains_become_losses(plans: tuple[Made, Made]) -> None:
    there, back = difference(*plans).figures, difference(*reversed(plans)).figures

    assert (there.kept, there.moved) == (back.kept, back.moved)
    assert there.gained == back.lost + back.left
