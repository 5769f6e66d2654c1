"""A changed plan beside the one that it came from: the figures, the sentence, who is affected."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from tests.exchange.matching.replanned import first_plan, four_patients, placed
from tests.exchange.matching.small_plan import (
    MADE_AT,
    small_context,
    small_policy,
    small_problem,
)

from tidegate.core.matching.changes.effect import Effect, effect
from tidegate.core.matching.moved import Made
from tidegate.core.matching.solve import solve
from tidegate.core.matching.stop import Stop
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.matching.beside import beside, sentence
from tidegate.exchange.matching.changed_plan import (
    change_plan,
    context_of_changed,
    names_told,
    said,
)
from tidegate.exchange.matching.changes import read_changes
from tidegate.exchange.matching.earlier import replacing, take_up
from tidegate.exchange.matching.plan_folder import Plan, read_plan, write_plan
from tidegate.exchange.matching.replies import read_replies
from tidegate.exchange.matching.summary import summarise


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """The small plan with the best placements, in which everybody has said yes to moving."""
    whole = small_problem()
    willing = whole.pathways.with_columns(consent=pl.lit(True))
    problem = replace(whole, pathways=willing)
    result = solve(problem, small_policy(), Stop(gap=0.0), 1)
    write_plan(tmp_path / "plan", problem, small_policy(), result, small_context())
    return read_plan(tmp_path / "plan")


def compared(plan: Plan, *texts: str) -> tuple[dict[str, float | None], Effect, str]:
    changes = read_changes(texts)
    changed = change_plan(plan, "the plan", changes)
    result = solve(changed.problem, changed.policy, Stop(gap=0.0), 1)
    names = names_told(plan)
    after = summarise(
        changed.problem,
        changed.policy,
        result,
        context_of_changed(plan, changes, names, now=MADE_AT),
    )
    moves = changed.replaced.against(Made(changed.problem, result)).moves
    found = effect(changed.replaced.made, moves)
    rows = {row.key: row.change for row in beside(plan.summary, after)}
    in_words = said(plan, changes, lambda code: names.get(code, code))
    return rows, found, sentence(in_words, found, int(rows["spend_pence"] or 0))


def test_more_units_see_more_people_and_the_sentence_says_who_and_for_how_much(
    plan: Plan,
) -> None:
    rows, found, told = compared(plan, "units O1 +20")
    assert rows["treated"] == 20
    assert rows["units"] == 20
    assert (found.gained, found.lost) == (20, 0)
    assert told == (
        "20 more units at The Larches Hospital for Trauma and Orthopaedics (inpatient) in the week "
        "of 16 February 2026 (offer O1) would see 20 more people, for £25,000."
    )


def test_a_breach_that_more_units_avoid_is_told_with_the_people(plan: Plan) -> None:
    rows, found, told = compared(plan, "units O2 +20")
    assert rows["breaches_52_avoided"] == found.gained_in_time == 20
    assert "would see 20 more people, 20 of whom would otherwise pass 52 weeks." in told


def test_a_cancelled_list_takes_places_away(plan: Plan) -> None:
    rows, found, told = compared(plan, "cancel O3")
    assert rows["treated"] == -30
    assert (found.gained, found.lost) == (0, 30)
    assert "would take their place from 30 people" in told
    (group,) = found.groups.to_dicts()
    assert (group["tfc"], group["holder"], group["lost"]) == ("130", "Z02", 30)


def test_several_changes_are_said_together(plan: Plan) -> None:
    _, _, told = compared(plan, "units O1 +20", "units O3 +5")
    assert told.startswith("Together, these 2 changes would see 25 more people")


def test_what_the_plan_has_no_place_for_is_refused_by_the_line_that_asks_for_it(
    plan: Plan,
) -> None:
    changes = read_changes(["units O1 +1", "cancel O9", "consent"])
    with pytest.raises(UnusableInput) as refusal:
        change_plan(plan, "the plan", changes)
    told = [(finding.code, finding.value) for finding in refusal.value.findings]
    assert told == [("UNKNOWN_OFFER", "cancel O9"), ("EVERYBODY_ASKED", "consent")]


def test_the_readers_of_a_changed_plan_are_told_what_was_changed(plan: Plan) -> None:
    changes = read_changes(["units O1 +20"])
    context = context_of_changed(plan, changes, names_told(plan), now=MADE_AT)
    assert context.assumptions[0].startswith("Changed: 20 more units at The Larches Hospital")
    assert context.title == plan.summary["title"]
    assert context.seed == plan.summary["seed"]
    assert [dated.source.name for dated in context.sources] == [
        row["name"] for row in plan.summary["sources"]
    ]


NOBODY = Effect(0, 0, 0, 0, 0, pl.DataFrame())

SENTENCES = [
    (NOBODY, None, "A budget would change nothing for anybody."),
    (replace(NOBODY, gained=1), None, "A budget would see 1 more person."),
    (replace(NOBODY, gained=12, gained_in_time=9), 1_440_000,
     "A budget would see 12 more people, 9 of whom would otherwise pass 52 weeks, for £14,400."),
    (replace(NOBODY, gained=9, lost=2, gained_in_time=4, lost_in_time=1), 100_000,
     "A budget would see 7 more people: 9 would gain a place, 4 of whom would otherwise pass 52 "
     "weeks, and 2 would lose theirs (1 of them would then pass 52 weeks); £1,000 "
     "more would be spent."),
    (replace(NOBODY, gained=1, lost=2), -100_000,
     "A budget would see 1 person fewer: 1 would gain a place and 2 would lose theirs; £1,000 "
     "would be saved."),
    (replace(NOBODY, gained=3, lost=3), None,
     "A budget would see as many people, but not the same ones: 3 would gain a place and 3 would "
     "lose theirs."),
    (replace(NOBODY, gained=2), -100_000, "A budget would see 2 more people, and save £1,000."),
    (replace(NOBODY, lost=1), None, "A budget would take their place from 1 person."),
    (replace(NOBODY, moved=3), 0,
     "A budget would see nobody more and nobody fewer, but 3 people elsewhere or in another week."),
]  # fmt: skip


@pytest.mark.parametrize(("found", "pence", "told"), SENTENCES)
def test_the_sentence_of_a_change(found: Effect, pence: int | None, told: str) -> None:
    assert sentence(["a budget"], found, pence) == told


def test_money_stays_with_those_who_may_see_it(plan: Plan) -> None:
    names = [row.key for row in beside(plan.summary, plan.summary, with_money=False)]
    assert not [name for name in names if "pence" in name]


def test_units_that_patients_have_accepted_cannot_be_taken_away(tmp_path: Path) -> None:
    accepted = [("W1", "accepted"), ("W2", "accepted")]
    problem = four_patients()
    result = placed(problem, {"W1": "O1", "W2": "O1", "W3": "O2"})
    path = tmp_path / "replies.csv"
    pl.DataFrame(accepted, schema=["pathway_id", "reply"], orient="row").write_csv(path)
    earlier = take_up(first_plan(tmp_path / "first"), "the first", read_replies(path))
    problem, replaced = replacing(earlier, problem)
    folder = tmp_path / "second"
    write_plan(folder, problem, small_policy(), result, small_context(), replaced=replaced)
    second = read_plan(folder)
    with pytest.raises(UnusableInput, match="ACCEPTED_ABOVE_UNITS"):
        change_plan(second, "the second", read_changes(["units O1 -1"]))
    changed = change_plan(second, "the second", read_changes(["units O2 +1"]))
    kept = changed.replaced.previous.matches.filter("accepted")["pathway_id"]
    assert kept.to_list() == ["W1", "W2"]
