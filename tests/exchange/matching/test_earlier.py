"""What of an earlier plan stays, after the replies to it and for the lists of today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from tests.exchange.matching.replanned import PATIENTS, first_plan, four_patients, second_plan
from tests.exchange.matching.small_plan import small_policy

from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.matching.comparison import compare_plans
from tidegate.exchange.matching.earlier import Earlier, in_words, replacing, take_up
from tidegate.exchange.matching.explanation import pathway_explanation
from tidegate.exchange.matching.plan_folder import Plan, read_plan
from tidegate.exchange.matching.promised import promised
from tidegate.exchange.matching.replies import Replies, read_replies


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return first_plan(tmp_path / "monday")


@pytest.fixture
def said(tmp_path: Path):
    """A function that reads replies given as ``("W1", "accepted")`` or with an offer besides."""

    def read(*replies: tuple[str, ...]) -> Replies:
        path = tmp_path / "replies.csv"
        rows = [",".join((*reply, "")[:3]) for reply in replies]
        path.write_text("\n".join(["pathway_id,reply,offer_id", *rows]) + "\n", encoding="utf-8")
        return read_replies(path)

    return read


def matches(earlier: Earlier) -> dict[str, tuple[str, bool]]:
    return {who: (what, accepted) for who, what, accepted in earlier.matches.iter_rows()}


class TestReplies:
    def test_without_replies_every_place_is_proposed_still(self, plan: Plan) -> None:
        earlier = take_up(plan, "monday")

        assert matches(earlier) == {"W1": ("O1", False), "W2": ("O1", False), "W3": ("O2", False)}
        assert earlier.declined.is_empty()

    def test_an_acceptance_is_kept_and_a_no_takes_the_site_away(self, plan: Plan, said) -> None:
        replies = said(("W1", "accepted"), ("W2", "declined"), ("W3", "proposed"))

        earlier = take_up(plan, "monday", replies)

        assert matches(earlier) == {"W1": ("O1", True), "W3": ("O2", False)}
        assert earlier.declined.rows() == [("W2", "ZN101")]
        assert earlier.findings == ()

    @pytest.mark.parametrize(
        "reply", [("W9", "accepted"), ("W4", "accepted"), ("W1", "accepted", "O2")]
    )
    def test_an_acceptance_of_no_place_is_refused(self, plan: Plan, said, reply) -> None:
        with pytest.raises(UnusableInput, match="REPLY_TO_NO_PLACE"):
            take_up(plan, "monday", said(reply))

    @pytest.mark.parametrize(
        "reply", [("W9", "declined"), ("W4", "proposed"), ("W1", "accepted", "last-year")]
    )
    def test_any_other_reply_to_no_place_is_told(self, plan: Plan, said, reply) -> None:
        earlier = take_up(plan, "monday", said(reply))

        (found,) = earlier.findings
        assert (found.code, found.row, found.value) == ("REPLY_TO_NO_PLACE", 2, reply[0])
        assert len(matches(earlier)) == 3

    def test_who_agreed_to_another_offer_of_the_plan_has_that_one(self, plan: Plan, said) -> None:
        replies = said(("W1", "accepted", "O2"), ("W4", "accepted", "O1"), ("W9", "accepted", "O1"))
        agreed = replace(replies, agreed=True)

        with pytest.raises(UnusableInput, match="W9"):  # nobody whom the plan knows
            take_up(plan, "monday", agreed)
        known = replace(agreed, frame=agreed.frame.filter(pl.col("pathway_id") != "W9"))
        found = matches(take_up(plan, "monday", known))

        assert (found["W1"], found["W4"]) == (("O2", True), ("O1", True))
        assert found["W2"] == ("O1", False)

    def test_a_no_to_an_offer_of_another_plan_leaves_the_place_of_this_one(
        self, plan: Plan, said
    ) -> None:
        earlier = take_up(plan, "monday", said(("W1", "declined", "O2")))

        assert matches(earlier)["W1"] == ("O1", False)
        assert earlier.declined.rows() == [("W1", "Z02A1")]

    def test_places_of_counted_classes_are_promised_to_nobody(self, plan: Plan) -> None:
        twos = plan.problem.pathways.with_columns(count=pl.lit(2, pl.Int32))
        counted = replace(plan, problem=replace(plan.problem, pathways=twos))

        assert take_up(counted, "monday").matches.is_empty()


class TestProblemOfToday:
    def test_a_place_stands_while_its_patient_waits_and_its_offer_has_units(
        self, plan: Plan
    ) -> None:
        today = four_patients({"O1": 2, "O2": 0}, ["W1", "W3", "W4"])

        _, replaced = replacing(take_up(plan, "monday"), today)

        assert replaced.promises.matches.rows() == [
            ("W1", "O1", False, True), ("W2", "O1", False, False), ("W3", "O2", False, False),
        ]  # fmt: skip
        assert replaced.previous.matches.rows() == [("W1", "O1", False)]
        assert replaced.previous.prices.rows() == [("offer", "O1", 900.0)]

    def test_who_declined_a_site_has_no_journey_there_and_others_have(
        self, plan: Plan, said
    ) -> None:
        earlier = take_up(plan, "monday", said(("W2", "declined")))

        problem, _ = replacing(earlier, four_patients())

        zone = dict(problem.pathways.select("pathway_id", "zone").iter_rows())
        reach = {
            who: set(problem.travel.filter(pl.col("zone") == zone[who])["site"]) for who in PATIENTS
        }
        assert reach["W2"] == {"Z02A1", "ZN102"}
        assert reach["W1"] == reach["W3"] == reach["W4"] == {"ZN101", "Z02A1", "ZN102"}
        assert problem.pathways["pathway_id"].to_list() == PATIENTS

    def test_fewer_units_than_were_accepted_is_for_a_person_to_settle(
        self, plan: Plan, said
    ) -> None:
        earlier = take_up(plan, "monday", said(("W1", "accepted"), ("W2", "accepted")))

        with pytest.raises(UnusableInput, match="units for the 2 accepted transfers") as refused:
            replacing(earlier, four_patients({"O1": 1, "O2": 2}))

        assert refused.value.findings[0].value == "O1"

    def test_it_is_said_what_a_change_must_be_worth(self, plan: Plan) -> None:
        _, replaced = replacing(take_up(plan, "monday"), four_patients())

        free, held = (replace(small_policy(), stay_points=points) for points in (0.0, 1000.0))
        assert "wherever that is worth more" in in_words(replaced, free)
        assert "only where that is worth 1000 points more" in in_words(replaced, held)


class TestFolder:
    @pytest.fixture
    def tuesday(self, plan: Plan, tmp_path: Path) -> Plan:
        return second_plan(tmp_path / "tuesday", plan)

    def test_a_plan_keeps_what_it_was_bound_by(self, tuesday: Plan) -> None:
        assert tuesday.previous is not None
        assert tuesday.previous.matches.rows() == [("W1", "O1", True)]
        assert tuesday.previous.prices.is_empty()

    def test_its_summary_tells_the_difference(self, tuesday: Plan) -> None:
        told = tuesday.summary["difference"]

        assert told["replaces"]["name"] == "monday"
        assert told["figures"] == {
            "kept": 1, "moved": 1, "gained": 1, "lost": 1, "left": 0, "valid": 1, "disturbed": 0,
            "accepted": 1, "accepted_kept": 1, "accepted_ended": 0, "accepted_changed": 0,
            "disturbance": 0.0,
        }  # fmt: skip
        assert {(row["change"], row["reason"]) for row in told["reasons"]} == {
            ("lost", "OFFER_GONE"), ("moved", "DECLINED"), ("gained", "PLACE_FREED"),
        }  # fmt: skip
        assert told["offers"]["gone"] == told["offers"]["new"] == 1
        assert told["stopped_by"] == [{"stopped_by": "OUTBID", "people": 1}]

    def test_its_table_has_a_row_for_each_pathway_and_offer_that_changed(
        self, tuesday: Plan
    ) -> None:
        table = pl.read_parquet(tuesday.folder / "difference.parquet")

        people = table.filter(pl.col("about") == "pathway")
        offers = table.filter(pl.col("about") == "offer")
        assert people["pathway_id"].to_list() == ["W3", "W2", "W4"]
        assert dict(offers.select("offer_id", "change").iter_rows()) == {"O2": "gone", "O3": "new"}

    def test_its_report_says_what_changed_and_a_first_plan_has_no_such_part(
        self, plan: Plan, tuesday: Plan
    ) -> None:
        first, second = (
            (each.folder / "report.html").read_text("utf-8") for each in (plan, tuesday)
        )
        assert "What changed since the last plan" not in first
        assert "What changed since the last plan" in second
        assert "Accepted transfers that stay as they were: *, which is all." in second
        assert "They declined the place" in second

    def test_neither_summary_nor_report_tells_of_one_patient(self, tuesday: Plan) -> None:
        for name in ("summary.json", "report.html"):
            text = (tuesday.folder / name).read_text("utf-8")
            assert not [who for who in PATIENTS if who in text]

    def test_a_third_plan_knows_what_was_accepted_and_declined_before(self, tuesday: Plan) -> None:
        earlier = take_up(tuesday, "tuesday")

        assert matches(earlier)["W1"] == ("O1", True)
        assert earlier.declined.rows() == [("W2", "ZN101")]

    def test_a_patient_is_told_what_was_promised_and_what_they_declined(
        self, plan: Plan, tuesday: Plan
    ) -> None:
        told = {who: " ".join(promised(tuesday, who)) for who in PATIENTS}

        assert told == {
            "W1": "O1 was accepted in the earlier plan, so that it stays whatever else is on "
            "offer.",
            "W2": "The patient has declined ZN101, which is not proposed again and counts as out "
            "of reach.",
            "W3": "O2 was proposed in the earlier plan and is no longer there.",
            "W4": "",
        }
        assert promised(plan, "W1") == []
        assert told["W2"] in " ".join(pathway_explanation(tuesday, "W2")["sentences"])

    def test_two_folders_compare_as_the_later_one_tells(self, plan: Plan, tuesday: Plan) -> None:
        found = compare_plans(plan, tuesday)

        told = tuesday.summary["difference"]["figures"]
        assert {name: getattr(found.figures, name) for name in told} == told

    @pytest.mark.parametrize("name", ["previous", "declined"])
    @pytest.mark.parametrize(
        "damage",
        [Path.unlink, lambda path: pl.DataFrame({"a": [1]}).write_parquet(path)],
        ids=["lost", "altered"],
    )
    def test_a_lost_or_altered_file_of_promises_is_damage(
        self, tuesday: Plan, damage: Callable[[Path], None], name: str
    ) -> None:
        damage(tuesday.folder / "inputs" / f"{name}.parquet")

        with pytest.raises(UnusableInput, match="DAMAGED_PLAN"):
            read_plan(tuesday.folder)
