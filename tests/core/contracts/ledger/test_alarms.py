"""What somebody should look at: late and missing returns, claims not seen, limits passed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from tests.core.contracts.agreed import LONDON, contract, line, offer, returned, rules, week

from tidegate.core.contracts.ledger.alarms import alarms, implausible
from tidegate.core.contracts.ledger.ledger import make_ledger
from tidegate.core.contracts.ledger.line_week import line_week
from tidegate.core.contracts.ledger.sources import Sources
from tidegate.core.contracts.terms.pay import Basis, CostRecovery, PrivateWork
from tidegate.core.contracts.terms.terms import Terms
from tidegate.core.transfers.lifecycle.causes import UnusedCause

DUE = datetime(2026, 1, 14, 17, tzinfo=LONDON)  # three days after the first week's Sunday
FULL = {"offered": 10, "staffed": 10, "booked": 10, "done": 10}


def codes(sources: Sources, now: datetime, **changes: object) -> list[str]:
    lines = changes.pop("lines", ())
    under = contract(*lines, **changes)  # type: ignore[arg-type, misc]
    ledger = make_ledger(under, sources, now.date())
    return sorted({each.code for each in alarms(ledger, rules(), now)})


@pytest.mark.parametrize(
    ("minutes", "found"), [(0, []), (1, ["RETURN_MISSING"])], ids=["in time", "a minute later"]
)
def test_a_return_is_missing_from_the_minute_after_it_was_due(
    minutes: int, found: list[str]
) -> None:
    assert codes(Sources(), DUE + timedelta(minutes=minutes)) == found


def test_a_late_return_is_taken_and_stays_marked() -> None:
    late = replace(returned(**FULL), submitted_at=DUE + timedelta(minutes=1))
    assert codes(Sources(returns=(late,)), DUE + timedelta(days=1)) == ["RETURN_LATE"]
    in_time = replace(late, submitted_at=DUE)
    assert codes(Sources(returns=(in_time,)), DUE + timedelta(days=1)) == []


def test_a_correction_after_the_usual_time_is_marked() -> None:
    later = replace(returned(**FULL), version=2, submitted_at=DUE + timedelta(days=26))
    assert "CORRECTED_LATE" in codes(Sources(returns=(later,)), DUE + timedelta(days=26))


@pytest.mark.parametrize(("observed", "found"), [(9, []), (8, ["CLAIM_NOT_SEEN"])])
def test_staff_claimed_and_not_seen_is_said_beyond_a_tenth(observed: int, found: list[str]) -> None:
    said = returned(**(FULL | {"observed": observed}))
    assert codes(Sources(returns=(said,)), DUE) == found


@pytest.mark.parametrize(("physical", "found"), [(20, []), (21, ["NOT_STAFFED"])])
def test_physical_capacity_without_staff_is_said(physical: int, found: list[str]) -> None:
    said = returned(**(FULL | {"physical": physical}))
    assert codes(Sources(returns=(said,)), DUE) == found


@pytest.mark.parametrize(("private", "found"), [(2, []), (3, ["PRIVATE_ABOVE_LIMIT"])])
def test_private_work_is_held_to_its_share(private: int, found: list[str]) -> None:
    terms = Terms(Basis.TARIFF, private_work=PrivateWork(most_share=Fraction(1, 6)))
    said = returned(**(FULL | {"private_done": private}))
    assert codes(Sources(returns=(said,)), DUE, terms=terms) == found


def test_a_return_that_contradicts_the_offers_is_said_with_both_figures() -> None:
    said = returned(offered=6, booked=6, done=6, staffed=6)
    ledger = make_ledger(contract(), Sources((offer(),), (said,)), week(2))
    found = [each for each in alarms(ledger, rules(), DUE) if each.code == "DIFFERS_FROM_OFFERS"]
    assert [(each.inputs["figure"], each.inputs["returned"], each.inputs["offers"])
            for each in found] == [("booked", 6, 4), ("done", 6, 4)]  # fmt: skip
    assert found[0].rule_version == "use test"


def test_units_without_cause_and_causes_without_units_are_said() -> None:
    without = returned(offered=10, booked=10, done=7)
    assert "CAUSE_MISSING" in codes(Sources(returns=(without,)), DUE)
    beyond = returned(offered=10, booked=10, done=10, unused={UnusedCause.DNA: 1})
    assert codes(Sources(returns=(beyond,)), DUE) == ["CAUSES_EXCEED"]


def test_caps_that_are_reached_are_said() -> None:
    said = returned(**FULL)
    assert codes(Sources(returns=(said,)), DUE, terms=Terms(Basis.TARIFF, cap_pence=100)) == [
        "CAP_REACHED"
    ]
    assert codes(Sources(returns=(said,)), DUE, lines=(line(cap=9),)) == ["LINE_CAP_PASSED"]


def test_money_that_waits_for_an_audited_cost_is_said() -> None:
    terms = Terms(Basis.COST_RECOVERY, cost_recovery=CostRecovery(Fraction(0)))
    assert "MONEY_OPEN" in codes(Sources(returns=(returned(**FULL),)), DUE, terms=terms)


def test_what_is_implausible_of_a_return_is_asked_about() -> None:
    before = tuple(
        line_week(line(), week(number), (), returned(number, done=5, booked=5), week(9))
        for number in (1, 2, 3)
    )
    odd = returned(4, done=12, booked=11, offered=9, physical=8, touch_minutes=9, session_minutes=8)
    row = line_week(line(), week(4), (), odd, week(9))
    found = [(each.code, each.inputs["figure"]) for each in implausible(row, before, rules())]
    assert found == [
        ("UNUSUAL", "done"),
        ("UNUSUAL", "booked"),
        ("PART_ABOVE_WHOLE", "done"),
        ("PART_ABOVE_WHOLE", "offered"),
        ("PART_ABOVE_WHOLE", "touch_minutes"),
    ]
    assert list(implausible(before[2], before[:2], rules())) == []
