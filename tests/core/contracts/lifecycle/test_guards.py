"""What a contract's steps ask for: two people, an award that stands, gates, a way out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tidegate.core.contracts.lifecycle.contracts import CONTRACTS
from tidegate.core.contracts.lifecycle.guards import (
    ContractFacts,
    ContractStep,
    contract_refusals,
)
from tidegate.core.contracts.lifecycle.states import CONTRACT_LABELS, ContractState
from tidegate.core.directory.roles import PERMISSIONS
from tidegate.core.lifecycle import Side
from tidegate.core.log.kinds import kind_of
from tidegate.core.reasons import Reason

S = ContractState
TODAY = date(2026, 4, 1)
WHY = Reason("SOME_RULE", "Another rule says no.")
SOUND = ContractFacts(
    state=S.PROPOSED,
    start=TODAY,
    end=date(2027, 3, 31),
    notice_days=90,
    drafted_by="person:1",
    lines=1,
    holder_of_risk="The buyer",
)
FULL = ContractStep(
    "start", "person:2", TODAY, reason="Because", day=date(2026, 7, 1), ground="external",
    minute="2026-04/7",
)  # fmt: skip


def codes(facts: ContractFacts, step: ContractStep) -> list[str]:
    return [reason.code for reason in contract_refusals(facts, step)]


@pytest.mark.parametrize("verb", CONTRACTS.verbs())
@pytest.mark.parametrize("state", sorted(S))
def test_what_the_table_does_not_have_is_refused_and_nothing_else_is(state: S, verb: str) -> None:
    """Every state with every verb, with everything said that any step asks for."""
    over = date(2027, 4, 1)
    today = over if verb in {"expire", "close"} else TODAY
    facts = replace(SOUND, state=state)
    found = codes(facts, replace(FULL, verb=verb, today=today))
    assert found == ([] if CONTRACTS.step(state, verb) else ["NOT_IN_THIS_STATE"])


def test_every_step_names_a_permission_and_a_kind_and_every_state_is_reached() -> None:
    for row in CONTRACTS.rows:
        assert row.permission in PERMISSIONS or row.side is Side.CLOCK
        assert kind_of(row.kind).name == row.kind
    # the second signature makes it signed
    assert {row.next for row in CONTRACTS.rows} - {None} | {S.SIGNED} == set(S)
    assert set(CONTRACT_LABELS) == set(S)


@pytest.mark.parametrize("verb", ["sign_for_buyer", "sign_for_provider"])
@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"lines": 0}, "NO_LINES"),
        ({"term_faults": (WHY,)}, "SOME_RULE"),
        ({"selection": (WHY,)}, "SOME_RULE"),
        ({"gates_before_signature": (WHY,)}, "SOME_RULE"),
        ({"exit_plan_gaps": (WHY,)}, "SOME_RULE"),
        ({"subcontract_faults": (WHY,)}, "SOME_RULE"),
        ({"holder_of_risk": " "}, "NO_HOLDER_OF_RISK"),
        ({"drafted_by": "person:2"}, "SAME_PERSON"),
        ({"signed_by": {Side.BUYER: "person:2", Side.PROVIDER: "person:2"}}, "SAME_PERSON"),
    ],
)
def test_nothing_is_signed_before_everything_stands(
    verb: str, changed: dict[str, object], expected: str
) -> None:
    facts = replace(SOUND, **changed)  # type: ignore[arg-type]
    assert expected in codes(facts, replace(FULL, verb=verb))


def test_two_people_sign_once_each_whatever_they_come_as() -> None:
    bought = replace(SOUND, signed_by={Side.BUYER: "person:2"})
    again = replace(FULL, verb="sign_for_buyer", actor="person:3")
    alone = replace(FULL, verb="sign_for_provider")
    by_a_token = replace(alone, actor="token:5", same_actor=frozenset({"person:2"}))
    another = replace(alone, actor="person:3")
    assert codes(bought, again) == ["SIGNED_ALREADY"]
    assert codes(bought, alone) == ["SAME_PERSON"]
    assert codes(bought, by_a_token) == ["SAME_PERSON"]
    assert codes(bought, another) == []


@pytest.mark.parametrize("verb", ["propose", "sign_for_buyer"])
def test_what_is_incomplete_is_not_proposed(verb: str) -> None:
    state = S.DRAFT if verb == "propose" else S.PROPOSED
    facts = replace(SOUND, state=state, lines=0, term_faults=(WHY,))
    assert codes(facts, replace(FULL, verb=verb)) == ["NO_LINES", "SOME_RULE"]


def test_a_contract_starts_on_its_day_and_past_its_gate() -> None:
    signed = replace(SOUND, state=S.SIGNED, gates_before_start=(WHY,))
    assert codes(signed, FULL) == ["SOME_RULE"]
    early = replace(FULL, today=date(2026, 3, 31))
    assert codes(replace(signed, gates_before_start=()), early) == ["NOT_YET"]


@pytest.mark.parametrize(
    ("verb", "changed", "expected"),
    [
        ("terminate", {"day": None}, ["DAY_NEEDED"]),
        ("terminate", {"day": date(2026, 3, 31)}, ["DAY_PAST"]),
        ("terminate", {"day": date(2026, 6, 29)}, ["NOTICE_TOO_SHORT"]),
        ("terminate", {"day": date(2026, 6, 30)}, []),
        ("terminate", {"day": date(2026, 6, 29), "at_once": True}, []),
        ("terminate", {"day": date(2027, 4, 1)}, ["ENDS_BEFORE"]),
        ("terminate", {"reason": " "}, ["REASON_NEEDED"]),
        ("terminate", {"minute": ""}, ["NO_BOARD_MINUTE"]),
        ("leave", {"minute": ""}, []),
        ("leave", {"day": date(2026, 6, 29)}, ["NOTICE_TOO_SHORT"]),
    ],
)
def test_notice_is_given_in_time_and_by_a_board(
    verb: str, changed: dict[str, object], expected: list[str]
) -> None:
    step = replace(FULL, verb=verb, **changed)  # type: ignore[arg-type]
    assert codes(replace(SOUND, state=S.RUNNING), step) == expected


def test_a_buyer_ends_nothing_without_an_exit_plan_in_order() -> None:
    stale, dry_run = Reason("EXIT_PLAN_STALE", "Old."), Reason("DRY_RUN_DUE", "Not tried out.")
    running = replace(SOUND, state=S.RUNNING, exit_plan_gaps=(WHY,), exit_plan_due=(stale, dry_run))
    assert codes(running, replace(FULL, verb="terminate")) == ["SOME_RULE", "EXIT_PLAN_STALE"]
    assert codes(running, replace(FULL, verb="leave")) == []


def test_time_ends_a_contract_on_the_day_after_its_last() -> None:
    running = replace(SOUND, state=S.RUNNING)
    last = replace(FULL, verb="expire", today=date(2027, 3, 31))
    assert codes(running, last) == ["NOT_OVER_YET"]
    assert codes(running, replace(last, today=date(2027, 4, 1))) == []


def test_it_is_closed_after_its_last_day_with_no_notice_left_open() -> None:
    leaving = replace(SOUND, state=S.EXITING, ends_on=date(2026, 7, 1), open_cases=1)
    step = replace(FULL, verb="close", besides=(WHY,))
    assert codes(leaving, step) == ["SOME_RULE", "NOT_OVER_YET", "PERFORMANCE_OPEN"]
    done = replace(step, today=date(2026, 7, 1), besides=())
    assert codes(replace(leaving, open_cases=0), done) == []


def test_a_change_names_its_ground() -> None:
    running = replace(SOUND, state=S.RUNNING)
    assert codes(running, replace(FULL, verb="vary", ground=" ")) == ["GROUND_NEEDED"]
    assert codes(running, replace(FULL, verb="vary", besides=(WHY,))) == ["SOME_RULE"]
