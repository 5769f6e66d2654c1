"""Why this match, why not another, and what would have won, on a case small enough to follow."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from tests.core.matching.tiny import line, offer, pathway, problem

from tidegate.core.matching.explain import explain_offer, explain_pathway
from tidegate.core.matching.result import ALTERNATIVES
from tidegate.core.matching.solve import Stop, solve
from tidegate.core.reasons import Verdict


@pytest.fixture
def case(policy):
    """Two slots at the near site, one farther and later; four who could come, one who may not."""
    tiny = problem(
        [
            pathway("URGENT", priority="P2"),
            pathway("LONG", weeks_waited=70),
            pathway("SHORT", weeks_waited=30),
            pathway("SHORTEST", weeks_waited=2),
            pathway("HEAVY", bmi=44.0, weeks_waited=90),
        ],
        [
            offer("NEAR", site="S1", units=2, max_bmi=40.0),
            offer("FAR", site="S2", week=1, units=1, max_bmi=40.0),
            offer("EYES", site="S1", tfcs=["130"]),
        ],
        minutes={("A", "S1"): 10.0, ("A", "S2"): 50.0},
    )
    return tiny, solve(tiny, policy, Stop(gap=0.0), seed=1)


class TestOnePathway:
    def test_a_match_names_its_value_its_price_and_the_runner_up(self, case, policy):
        why = explain_pathway(case[0], policy, case[1], "URGENT")
        (option,) = why.placed
        assert option.offer_id == "NEAR"
        assert why.left_out == 0
        assert [part.code for part in option.parts] == ["WEEKS_SOONER", "PRIORITY", "TRAVEL"]
        assert option.value == 1010 * 12 + 15_000 - 20
        assert why.runner_up is not None
        assert why.runner_up.offer_id == "FAR"
        assert why.margin is not None
        assert why.margin >= 0
        assert [reason.code for reason in why.reasons] == ["BEST_AT_THESE_PRICES"]

    def test_whoever_is_outbid_learns_the_price_and_how_long_a_wait_would_have_won(
        self, case, policy
    ):
        why = explain_pathway(case[0], policy, case[1], "SHORTEST")
        assert (why.placed, why.left_out) == ((), 1)
        assert [reason.code for reason in why.reasons] == [
            "OUTBID", "WOULD_WIN_BY_WAITING", "NEAREST_SLOT",
        ]  # fmt: skip
        weeks = why.reasons[1].inputs["weeks"]
        longer = pathway("W", weeks_waited=2 + weeks)["weeks_waited"]
        assert longer > 2
        assert why.margin is not None
        assert why.margin >= 0

    def test_whoever_is_refused_learns_by_which_rule(self, case, policy):
        why = explain_pathway(case[0], policy, case[1], "HEAVY")
        assert [reason.code for reason in why.reasons] == ["CRITERIA_REFUSE", "BMI_ABOVE_LIMIT"]
        assert {option.verdict for option in why.options} == {Verdict.REFUSE}
        assert why.runner_up is None

    def test_only_offers_of_the_right_kind_of_care_are_looked_at(self, case, policy):
        why = explain_pathway(case[0], policy, case[1], "LONG")
        assert {option.offer_id for option in why.options} == {"NEAR", "FAR"}

    @pytest.mark.parametrize(
        ("who", "code"),
        [
            ({"consent": None}, "CONSENT_NOT_GIVEN"),
            ({"zone": "FAR"}, "NO_OFFER_IN_REACH"),
            ({"travel_max_minutes": 5.0}, "BEYOND_TRAVEL_LIMIT"),
            ({"travel_max_miles": 5.0}, "BEYOND_TRAVEL_LIMIT"),
            ({"earliest_week": 3}, "BEFORE_EARLIEST_WEEK"),
        ],
    )
    def test_every_obstacle_is_among_the_reasons_against_an_offer(self, who, code, policy):
        tiny = problem([pathway("W", **who)], [offer("O")], minutes={("A", "S1"): 10.0})
        why = explain_pathway(tiny, policy, solve(tiny, policy, Stop(), seed=1), "W")
        (option,) = why.options
        assert option.verdict is Verdict.REFUSE
        assert code in {reason.code for reason in option.reasons}

    @pytest.mark.parametrize(
        ("price", "said"),
        [(900.0, "800 points behind"), (100.0, "as good"), (60.0, "40 points ahead")],
    )
    def test_a_runner_up_is_behind_or_as_good_or_within_the_gap_ahead(self, price, said, policy):
        tiny = problem(
            [pathway("W")],
            [offer("O1"), offer("O2", site="S2")],
            minutes={("A", "S1"): 10.0, ("A", "S2"): 10.0},
        )
        solved = solve(tiny, policy, Stop(), seed=1)
        (taken,) = solved.assignments["offer_id"].to_list()
        prices = solved.prices.with_columns(
            price=pl.when(pl.col("id") == taken).then(100.0).otherwise(price)
        )
        why = explain_pathway(tiny, policy, replace(solved, prices=prices), "W")
        assert f"{said} at this plan's prices" in why.reasons[0].detail

    def test_whom_a_contract_stops_is_not_told_that_another_unit_would_help(self, policy):
        row = line(minimum_take=1, cap=1, unit_price_pence=0)
        tiny = problem([pathway("W", count=3)], [offer("O", line_id="L1", units=3)], lines=[row])
        why = explain_pathway(tiny, policy, solve(tiny, policy, Stop(), seed=1), "W")
        said = {reason.code: reason.detail for reason in why.reasons}
        assert "CONTRACT_LIMIT" in said
        assert said["NEAREST_SLOT"].endswith("is worth 1,300 points here and costs 1,300")
        assert why.units_that_win is None

    @pytest.mark.parametrize(
        ("minutes", "said"), [(45.2, "just over 45 minutes"), (45.6, "46 minutes")]
    )
    def test_a_journey_above_a_limit_never_reads_as_within_it(self, minutes, said, policy):
        tiny = problem(
            [pathway("W", travel_max_minutes=45.0)],
            [offer("O")],
            minutes={("A", "S1"): minutes},
        )
        why = explain_pathway(tiny, policy, solve(tiny, policy, Stop(), seed=1), "W")
        (reason,) = why.options[0].reasons
        assert reason.detail == f"{said} of travel, above the patient's limit of 45"

    def test_a_match_says_what_decided_and_what_may_be_chosen_instead(self, case, policy):
        other = pl.DataFrame(
            [("URGENT", 1, "FAR", 100.0, 50.0, 1090.0)], schema=dict(ALTERNATIVES), orient="row"
        )
        why = explain_pathway(case[0], policy, replace(case[1], alternatives=other), "URGENT")
        told = {part.code: (part.words, part.points) for part in why.decided}
        assert told["WEEKS_SOONER"] == ("1 week sooner", 1010.0)
        assert told["TRAVEL"] == ("40 minutes less of travel", 80.0)
        assert sum(part.points for part in why.decided) == pytest.approx(why.margin)
        assert [(each.offer_id, each.site, each.margin) for each in why.alternatives] == [
            ("FAR", "S2", 1090.0)
        ]

    def test_whoever_is_left_out_learns_how_many_units_would_have_reached_them(self, policy):
        tiny = problem(
            [pathway(f"W{waited}", weeks_waited=waited) for waited in (40, 30, 15, 2)], [offer("O")]
        )
        solved = solve(tiny, policy, Stop(gap=0.0), seed=1)
        units = [
            explain_pathway(tiny, policy, solved, name).units_that_win
            for name in ("W40", "W30", "W15", "W2")
        ]
        assert units == [None, 1, 2, 3]

    def test_whoever_one_thing_keeps_out_learns_what_they_could_have_but_for_it(self, policy):
        tiny = problem(
            [pathway("W", consent=None, bmi=44.0)],
            [offer("TWO", max_bmi=40.0), offer("ONE", site="S2", week=2)],
        )
        why = explain_pathway(tiny, policy, solve(tiny, policy, Stop(gap=0.0), seed=1), "W")
        assert why.but_for is not None
        assert why.but_for.offer_id == "ONE"
        assert why.but_for.value == 110 * 10 - 20
        assert [reason.code for reason in why.but_for.reasons] == ["CONSENT_NOT_GIVEN"]

    def test_a_week_in_which_the_patient_cannot_come_is_a_reason(self, policy):
        tiny = problem([pathway("W", unavailable=[1])], [offer("O", week=1), offer("P", week=2)])
        solved = solve(tiny, policy, Stop(gap=0.0), seed=1)
        why = explain_pathway(tiny, policy, solved, "W")
        reasons = {option.offer_id: option.reasons for option in why.options}
        assert [reason.code for reason in reasons["O"]] == ["UNAVAILABLE_WEEK"]
        assert reasons["P"] == ()
        assert explain_offer(tiny, policy, solved, "O").claimants == ()

    def test_a_pathway_that_is_not_there_is_an_error(self, case, policy):
        with pytest.raises(KeyError):
            explain_pathway(case[0], policy, case[1], "NOBODY")


class TestOneOffer:
    def test_a_full_offer_names_its_users_and_who_comes_next(self, case, policy):
        why = explain_offer(case[0], policy, case[1], "NEAR")
        assert (why.units, why.used, why.unused) == (2, 2, 0)
        assert why.price > 0
        assert [claimant.pathway_id for claimant in why.claimants] == ["SHORTEST"]
        assert why.left_by_standing["refused by criteria"] == 1
        assert [reason.code for reason in why.reasons] == ["MARGINAL_VALUE"]

    def test_an_idle_offer_says_why(self, case, policy):
        why = explain_offer(case[0], policy, case[1], "EYES")
        assert (why.used, why.price) == (0, 0.0)
        assert why.reasons[-1].code == "NO_ELIGIBLE_PATIENT"

    def test_a_contract_line_has_its_own_price(self, policy):
        row = line(minimum_take=1, cap=1, unit_price_pence=0)
        tiny = problem([pathway("W", count=3)], [offer("O", line_id="L1", units=3)], lines=[row])
        why = explain_offer(tiny, policy, solve(tiny, policy, Stop(), seed=1), "O")
        assert (why.used, why.unused, why.price) == (1, 2, 0.0)
        assert why.line_price == pytest.approx(110 * 12 - 20)
        assert why.reasons[-1].code == "NOT_BOOKED"

    def test_an_offer_that_is_not_there_is_an_error(self, case, policy):
        with pytest.raises(KeyError):
            explain_offer(case[0], policy, case[1], "NOTHING")
