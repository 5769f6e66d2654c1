"""A plan takes its contract lines from running contracts; nothing of them is typed twice."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from tests.controlroom.matching.test_services_run_plan import MONDAY, NOW, load
from tests.controlroom.matching.test_services_several_offers import (
    line,
    offers_of,
    plan_with,
    travel_to,
)

from tidegate.controlroom.contracts.models import Contract, Line, Terms, UseReturn
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.matching.models import Plan
from tidegate.controlroom.matching.plan_store import kept_plan, plans_folder
from tidegate.controlroom.waiting.beside import lines_not_loaded
from tidegate.exchange.incoming import Incoming
from tidegate.exchange.sources import Source

pytestmark = pytest.mark.usefixtures("organisations")
BEGAN = MONDAY - timedelta(weeks=4)
LAST = BEGAN + timedelta(weeks=9)


def contract_with(state: str = "running", **changed: object) -> Line:
    """A contract of ten weeks that began four weeks ago; its one line has 40 units to take."""
    contract = Contract.objects.create(
        reference="K-000001", contract_id="C1", title="Day cases", buyer="ZQ1", provider="ZN101",
        area="ZQ1", service="health_care", value_pence=0, start=BEGAN,
        end=LAST + timedelta(days=6), notice_days=0, state=state, drafted_by="person:1",
        drafted_at=NOW, moved_at=NOW,
    )  # fmt: skip
    Terms.objects.create(
        contract=contract, version=1, from_day=BEGAN, written_by="person:1", written_at=NOW,
        content={"basis": "tariff", "market_forces": {"ZN101": "1.05"}},
    )  # fmt: skip
    facts = {"line_id": "K1", "site": "ZN101", "modality": "day_case", "units_per_week": 5,
             "unit_price_pence": 1_000, "minimum_take": 40, "cap": 45, "first_week": BEGAN,
             "last_week": LAST}  # fmt: skip
    row = Line.objects.create(contract=contract, **(facts | changed))
    for week, done in ((0, 6), (1, 3)):
        UseReturn.objects.create(
            line=row, week=BEGAN + timedelta(weeks=week), version=1, done=done, how="form",
            submitted_by="person:9", submitted_by_name="Person 9", submitted_at=NOW,
        )  # fmt: skip
    return row


def planned() -> Plan:
    """A plan of two weeks with two units a week under the line."""
    load("travel", travel_to(ZN101=20.0), "ZQ1")
    return plan_with(load("offers", offers_of("ZN101", {0: 2, 1: 2}, "K1"), "ZN101"))


def lines_in(plan: Plan) -> list[dict]:
    return kept_plan(plans_folder() / plan.folder).problem.lines.to_dicts()


def findings_of(plan: Plan) -> str:
    return " ".join(each["code"] for each in kept_plan(plans_folder() / plan.folder).summary[
        "findings"])  # fmt: skip


def test_take_cap_and_price_are_those_left_today_under_the_contract() -> None:
    contract_with()
    plan = planned()
    (found,) = lines_in(plan)
    # of 40 units 24 are to be taken by the end of the sixth week, and 9 were; 36 are left of 45
    assert found == {
        "line_id": "K1", "contract_id": "C1", "payer": "ZQ1", "minimum_take": 15, "cap": 36,
        "unit_price_pence": 1_050, "weekly_change": None,
    }  # fmt: skip
    assert plan.units_used == 4
    facts = Entry.objects.get(kind="plan_made").facts
    assert [each["contract"] for each in facts["contracts"]] == ["contract K-000001"]
    assert "contract K-000001" in str(kept_plan(plans_folder() / plan.folder).summary["sources"])


def test_a_line_in_a_contract_and_in_a_file_is_the_contracts_and_said() -> None:
    contract_with()
    loaded = line("K1", price=1_050).with_columns(weekly_change=pl.lit(3, pl.Int32))
    load("lines", pl.concat([loaded, line("K9")]), "ZQ1")
    plan = planned()
    assert sorted((row["line_id"], row["cap"], row["weekly_change"]) for row in lines_in(plan)) == [
        ("K1", 36, 3),
        ("K9", None, None),
    ]
    assert findings_of(plan) == "LINE_OF_A_CONTRACT"


def test_a_file_that_contradicts_the_contract_is_set_aside_and_said() -> None:
    contract_with()
    load("lines", line("K1", price=1), "ZQ1")
    plan = planned()
    assert [row["unit_price_pence"] for row in lines_in(plan)] == [1_050]
    assert findings_of(plan) == "LINE_DIFFERS_FROM_CONTRACT"


@pytest.mark.parametrize(
    ("state", "changed"),
    [
        ("suspended", {}),
        ("exiting", {}),
        ("running", {"released_from": MONDAY}),
        ("running", {"last_week": BEGAN + timedelta(weeks=2)}),
    ],
)
def test_nothing_is_booked_under_a_line_that_is_closed(
    state: str, changed: dict[str, date]
) -> None:
    contract_with(state, **changed)
    plan = planned()
    assert plan.units_used == 0
    assert findings_of(plan) == "LINE_CLOSED"


def test_a_draft_gives_no_lines() -> None:
    contract_with("draft")
    load("lines", line("K1", price=7), "ZQ1")
    plan = planned()
    assert [row["unit_price_pence"] for row in lines_in(plan)] == [7]
    assert findings_of(plan) == ""


def test_offers_may_name_a_contracts_line_without_a_file_of_lines() -> None:
    contract_with()
    source = Source("offers.csv", "0" * 64, 1, "offers")
    arriving = Incoming(source, MONDAY, offers_of("ZN101", {0: 2}, "K1"), organisation="ZN101")
    assert lines_not_loaded([arriving]) == []
    stranger = Incoming(source, MONDAY, offers_of("ZN101", {0: 2}, "K2"), organisation="ZN101")
    assert [each.code for each in lines_not_loaded([stranger])] == ["UNKNOWN_LINE"]
