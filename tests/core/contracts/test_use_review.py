"""Keep, warn, drop or buy more: by so many weeks, by whose doing, and with the provider's reply."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from tests.core.contracts.agreed import MONDAY, contract, returned, rules, week

from tidegate.core.contracts.ledger.ledger import Ledger, make_ledger
from tidegate.core.contracts.ledger.sources import Sources
from tidegate.core.contracts.use_review import (
    Ask,
    evidence,
    refusals_to_decide,
    reply_due,
    standing,
)
from tidegate.core.transfers.lifecycle.causes import UnusedCause

THEIRS, OURS = UnusedCause.NOT_STAFFED, UnusedCause.NOT_BOOKED


def ledger(done: list[int | None], cause: UnusedCause = THEIRS) -> Ledger:
    said = tuple(
        returned(number, offered=10, done=units, unused={cause: 10 - units} if units < 10 else {})
        for number, units in enumerate(done, 1)
        if units is not None
    )
    return make_ledger(contract(), Sources(returns=said), week(len(done) + 1))


@pytest.mark.parametrize(
    ("done", "warned_after", "asks", "code"),
    [
        ([8, 8, 8], None, Ask.KEEP, "FEWER_WEEKS_BELOW"),
        ([3, 4], None, Ask.KEEP, "FEWER_WEEKS_BELOW"),
        ([3, 4, 4], None, Ask.WARN, "WEEKS_BELOW"),
        ([3, 5, 4, 4], None, Ask.KEEP, "FEWER_WEEKS_BELOW"),
        ([3, None, 4, 4], None, Ask.WARN, "WEEKS_BELOW"),
        ([3, 4, 4, None, None], None, Ask.WARN, "WEEKS_BELOW"),
        ([3, None, 4], None, Ask.KEEP, "FEWER_WEEKS_BELOW"),
        ([3, 4, 4, 4, 4], 3, Ask.WARN, "WEEKS_BELOW"),
        ([3, 4, 4, 4, 4, 2], 3, Ask.DROP, "AFTER_WARNING"),
        ([9, 10, 9, 9], None, Ask.MORE, "WELL_USED"),
    ],
)
def test_so_many_weeks_in_a_row_ask(
    done: list[int | None], warned_after: int | None, asks: Ask, code: str
) -> None:
    warned = week(warned_after) + timedelta(days=6) if warned_after else None
    found = standing(ledger(done), rules(), warned)
    assert found.asks is asks
    assert found.reasons[-1].code == code
    assert found.reasons[-1].rule_version == "use test"


def test_a_provider_is_not_warned_for_what_the_buyer_did_not_book() -> None:
    found = standing(ledger([3, 3, 3], OURS), rules())
    assert (found.asks, found.reasons[-1].code) == (Ask.KEEP, "NOT_THEIR_DOING")


def test_the_evidence_is_frozen_and_can_be_written_down() -> None:
    made = ledger([3, 4, 4])
    frozen = evidence(made, standing(made, rules()))
    assert json.loads(json.dumps(frozen)) == frozen
    assert frozen["unused"] == [{"doing": "provider", "cause": "NOT_STAFFED", "units": 19}]
    assert frozen["idle_pence"] == 5_000 + 4_000 + 4_000 + 1_143
    assert frozen["weeks_below"] == 3


def test_a_week_that_was_not_reported_blocks_no_decision_and_is_counted() -> None:
    made = ledger([3, 4, None, 4])
    frozen = evidence(made, standing(made, rules()))
    assert (frozen["unexplained"], frozen["weeks_not_reported"]) == (0, 1)


SAID = "The theatre stood without staff for three weeks, and no plan was given."


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, None),
        ({"rationale": "idle"}, "RATIONALE_MISSING"),
        ({"replied": False}, "REPLY_AWAITED"),
        ({"replied": False, "today": MONDAY + timedelta(days=11)}, None),
        ({"frozen": {"weeks_below": 2, "unexplained": 0}}, "TOO_FEW_WEEKS"),
        ({"frozen": {"weeks_below": 3, "unexplained": 1}}, "CAUSES_MISSING"),
        ({"decision": Ask.KEEP, "frozen": {"weeks_below": 0, "unexplained": 1}}, None),
        ({"decision": Ask.MORE, "frozen": {"weeks_below": 0, "unexplained": 0}}, None),
    ],
)
def test_a_decision_needs_weeks_causes_a_reply_and_reasons(
    changes: dict[str, object], code: str | None
) -> None:
    asked: dict[str, object] = {
        "decision": Ask.DROP,
        "rationale": SAID,
        "frozen": {"weeks_below": 3, "unexplained": 0},
        "replied": True,
        "reply_by": reply_due(MONDAY, rules()),
        "today": MONDAY,
        "rules": rules(),
    }
    found = refusals_to_decide(**(asked | changes))  # type: ignore[arg-type]
    assert [each.code for each in found] == ([code] if code else [])
    assert asked["reply_by"] == date(2026, 1, 15)
