"""A contract drafted, proposed, signed by two people, run, varied, ended, with its record."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import Error
from tests.controlroom.contracts.carrying import (
    BUYER,
    END,
    NOW,
    RUNNING_AT,
    People,
    award,
    drafted,
    exit_plan,
    later,
    new_contract,
    people,
    proposed,
    running,
    signed,
)

from tidegate.controlroom.contracts.models import (
    Contract,
    ExitPlan,
    Line,
    Modification,
    Residual,
    Selection,
    Signature,
    Terms,
)
from tidegate.controlroom.contracts.new_contract import NewLine
from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.services.close_contract import close_contract
from tidegate.controlroom.contracts.services.draft_contract import draft_contract
from tidegate.controlroom.contracts.services.expire_due import expire_due
from tidegate.controlroom.contracts.services.extend_contract import extend_contract
from tidegate.controlroom.contracts.services.leave_contract import leave_contract
from tidegate.controlroom.contracts.services.prepare_rollover import prepare_rollover
from tidegate.controlroom.contracts.services.redraft_contract import redraft_contract
from tidegate.controlroom.contracts.services.revise_draft import revise_draft
from tidegate.controlroom.contracts.services.settle_residual import settle_residual
from tidegate.controlroom.contracts.services.sign_contract import sign_contract
from tidegate.controlroom.contracts.services.sign_rollover import sign_rollover
from tidegate.controlroom.contracts.services.start_contract import start_contract
from tidegate.controlroom.contracts.services.terminate_contract import terminate_contract
from tidegate.controlroom.contracts.services.turn_switch import turn_switch
from tidegate.controlroom.contracts.services.vary_contract import vary_contract
from tidegate.controlroom.contracts.services.write_exit_plan import write_exit_plan
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.permissions import PermissionMissing
from tidegate.core.contracts.exit_plan import Stays
from tidegate.core.contracts.procurement.modification import Ground, Proposed
from tidegate.core.contracts.rollover import RolloverOutcome, Topic
from tidegate.core.lifecycle import Side

if TYPE_CHECKING:
    from time_machine import TimeMachineFixture

__all__ = ["people"]
pytestmark = pytest.mark.django_db


def kinds(contract: Contract) -> list[str]:
    rows = Entry.objects.filter(subject=f"contract:{contract.reference}").order_by("seq")
    return list(rows.values_list("kind", flat=True))


def test_a_draft_has_its_lines_its_terms_and_a_number(people: People) -> None:
    made = drafted(people)
    assert made.reference == f"K-{made.pk:06d}" == made.contract_id
    assert made.area == BUYER
    line = Line.objects.get(contract=made)
    assert (line.line_id, line.units_per_week) == (f"{made.reference}-1", 16)
    assert (line.first_week, line.last_week) == (date(2026, 6, 1), date(2028, 5, 29))
    assert Terms.objects.get(contract=made).version == 1
    assert kinds(made) == ["contract_drafted"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"provider": "ZX9"}, "UNKNOWN_ORGANISATION"),
        ({"provider": BUYER}, "ONE_SIDE"),
        ({"end": date(2026, 5, 31)}, "ENDS_BEFORE_IT_STARTS"),
        ({"value_pence": -1}, "BELOW_ZERO"),
        ({"complex_why": ("magic",)}, "UNKNOWN_TRIGGER"),
        ({"terms": {"basis": "magic"}}, "TERMS_UNUSABLE"),
        ({"lines": (NewLine("Z01A1", "day_case", 16, -1),)}, "LINE_UNUSABLE"),
        ({"lines": (NewLine("Z01A1", "day_case", 1, 1, first_week=date(2026, 6, 2)),)},
         "LINE_UNUSABLE"),
        ({"lines": (NewLine("Z01A1", "a", 1, 1, line_id="L"),) * 2}, "LINE_TAKEN"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_not_drafted(
    people: People, changed: dict[str, object], code: str
) -> None:
    with pytest.raises(ContractRefused, match=code):
        drafted(people, **changed)
    assert not Contract.objects.exists()


def test_identifiers_are_not_taken_twice(people: People) -> None:
    drafted(people, contract_id="C-1")
    with pytest.raises(ContractRefused, match="ID_TAKEN"):
        drafted(people, contract_id="C-1")


def test_only_a_contract_manager_of_the_buyer_drafts(people: People) -> None:
    for other in (people.answering, people.turning):
        with pytest.raises(PermissionMissing):
            draft_contract(new=new_contract(), actor=other, now=NOW)


def test_two_people_sign_and_the_second_makes_it_signed(people: People) -> None:
    made = proposed(people)
    half = sign_contract(contract=made, side=Side.PROVIDER, actor=people.answering, now=NOW)
    assert half.state == "proposed"
    whole = sign_contract(contract=made, side=Side.BUYER, actor=people.turning, now=NOW)
    assert whole.state == "signed"
    assert kinds(made)[-2:] == ["contract_signed", "contract_signed"]
    assert {one.side for one in Signature.objects.filter(contract=made)} == {"buyer", "provider"}


def test_who_drafted_does_not_sign_and_the_attempt_leaves_an_entry(people: People) -> None:
    made = proposed(people)
    with pytest.raises(ContractRefused) as refused:
        sign_contract(contract=made, side=Side.BUYER, actor=people.drafting, now=NOW)
    assert refused.value.codes == ("SAME_PERSON",)
    assert kinds(made)[-1] == "contract_step_refused"
    assert not Signature.objects.exists()


def test_nobody_signs_for_the_other_side(people: People) -> None:
    made = proposed(people)
    with pytest.raises(PermissionMissing):
        sign_contract(contract=made, side=Side.PROVIDER, actor=people.signing, now=NOW)


def test_nothing_is_signed_before_award_exit_plan_and_holder_of_risk_stand(people: People) -> None:
    made = drafted(people, holder_of_risk="")
    from tidegate.controlroom.contracts.services.propose_contract import propose_contract

    propose_contract(contract=made, actor=people.drafting, now=NOW)
    with pytest.raises(ContractRefused) as refused:
        sign_contract(contract=made, side=Side.BUYER, actor=people.signing, now=NOW)
    assert refused.value.codes == (
        "SELECTION_NOT_OPENED",
        "EXIT_PLAN_MISSING",
        "NO_HOLDER_OF_RISK",
    )
    award(made)
    Selection.objects.filter(contract=made).update(state="route_chosen", awarded_on=None)
    with pytest.raises(ContractRefused, match="NOT_AWARDED"):
        sign_contract(contract=made, side=Side.BUYER, actor=people.signing, now=NOW)


def test_a_complex_contract_is_not_signed_before_its_gates(people: People) -> None:
    made = proposed(people, complex_why=("new_entity",))
    with pytest.raises(ContractRefused) as refused:
        sign_contract(contract=made, side=Side.BUYER, actor=people.signing, now=NOW)
    assert refused.value.codes == ("GATE_NOT_PASSED",) * 3


def test_a_revised_draft_is_signed_anew(people: People) -> None:
    made = proposed(people)
    sign_contract(contract=made, side=Side.BUYER, actor=people.signing, now=NOW)
    redraft_contract(contract=made, actor=people.signing, now=NOW, reason="Price")
    revise_draft(
        contract=made, terms={"basis": "tariff"}, actor=people.signing, now=NOW,
        lines=[NewLine("Z01A1", "day_case", 12, 110_000)], holder_of_risk="Both, half each",
    )  # fmt: skip
    made.refresh_from_db()
    assert made.holder_of_risk == "Both, half each"
    assert Line.objects.get(contract=made).units_per_week == 12
    from tidegate.controlroom.contracts.services.propose_contract import propose_contract

    propose_contract(contract=made, actor=people.drafting, now=NOW)
    with pytest.raises(ContractRefused, match="SAME_PERSON"):  # they wrote this version
        sign_contract(contract=made, side=Side.BUYER, actor=people.signing, now=NOW)
    sign_contract(contract=made, side=Side.PROVIDER, actor=people.answering, now=NOW)
    both = sign_contract(contract=made, side=Side.BUYER, actor=people.drafting, now=NOW)
    assert both.state == "signed"
    with pytest.raises(ContractRefused, match="NOT_A_DRAFT"):
        revise_draft(contract=made, terms={"basis": "tariff"}, actor=people.drafting, now=NOW)


def test_it_starts_on_its_day(people: People) -> None:
    made = signed(people)
    with pytest.raises(ContractRefused, match="NOT_YET"):
        start_contract(contract=made, actor=people.drafting, now=NOW)
    assert start_contract(contract=made, actor=people.drafting, now=RUNNING_AT).state == "running"


def test_a_variation_is_a_new_version_weighed_by_the_law(people: People) -> None:
    made = running(people)
    said = {
        "contract": made, "terms": {"basis": "tariff", "settled_weeks": 4},
        "from_day": date(2026, 9, 7), "reason": "Monthly settlement", "actor": people.drafting,
        "now": later(30),
    }  # fmt: skip
    small = Proposed(Ground.BUYER, 1_000_00)
    with pytest.raises(ContractRefused, match="AGREEMENT_NEEDED"):
        vary_contract(proposed=small, **said)  # type: ignore[arg-type]
    varied = vary_contract(
        proposed=small, agreed="Letter of 30 June",
        lines=[NewLine("Z01A1", "outpatient", 4, 9_000)], **said,
    )  # type: ignore[arg-type]  # fmt: skip
    assert varied.state == "running"
    assert Terms.objects.filter(contract=made).count() == 2
    assert Line.objects.filter(contract=made).count() == 2
    assert Modification.objects.get(contract=made).version == 2
    assert kinds(made)[-2:] == ["contract_modified", "contract_varied"]
    another = Proposed(Ground.BUYER, 1_000_00, character_changed=True)
    with pytest.raises(ContractRefused, match="CHARACTER_CHANGED"):
        vary_contract(proposed=another, agreed="Letter", **said)  # type: ignore[arg-type]
    assert Terms.objects.filter(contract=made).count() == 2


def test_an_extension_waits_for_a_review_that_another_signed(people: People) -> None:
    made = running(people)
    now, until = later(400), date(2029, 5, 31)
    write_exit_plan(contract=made, plan=exit_plan(), actor=people.drafting, now=now)
    with pytest.raises(ContractRefused, match="REVIEW_NOT_SIGNED"):
        extend_contract(contract=made, until=until, actor=people.drafting, now=now)
    review = prepare_rollover(
        contract=made, answers=dict.fromkeys(Topic, "Good"), changes_considerably=False,
        outcome=RolloverOutcome.EXTEND, actor=people.drafting, now=now,
    )  # fmt: skip
    with pytest.raises(ContractRefused, match="SAME_PERSON"):
        sign_rollover(review=review, actor=people.drafting, now=now)
    assert kinds(made)[-1] == "contract_step_refused"
    sign_rollover(review=review, actor=people.turning, now=now)
    extended = extend_contract(contract=made, until=until, actor=people.drafting, now=now)
    assert extended.end == until
    assert Line.objects.get(contract=made).last_week == date(2029, 5, 28)
    assert kinds(made)[-3:] == ["rollover_signed", "contract_modified", "contract_extended"]
    assert Modification.objects.get(contract=made).ground == "provided_for"


def test_an_extension_is_a_change_that_the_law_weighs_and_a_complex_one_has_its_gate(
    people: People,
) -> None:
    made = running(people)
    now = later(300)
    review = prepare_rollover(
        contract=made, answers=dict.fromkeys(Topic, "Good"), changes_considerably=False,
        outcome=RolloverOutcome.EXTEND, actor=people.drafting, now=now,
    )  # fmt: skip
    sign_rollover(review=review, actor=people.turning, now=now)
    extend = {"contract": made, "until": date(2029, 5, 31), "actor": people.drafting, "now": now}
    other = Proposed(Ground.BUYER, 1_000_00, character_changed=True)
    with pytest.raises(ContractRefused, match="CHARACTER_CHANGED"):
        extend_contract(proposed=other, **extend)  # type: ignore[arg-type]
    Contract.objects.filter(pk=made.pk).update(complex_why=["risk_share"])
    with pytest.raises(ContractRefused, match="GATE_NOT_PASSED"):
        extend_contract(**extend)  # type: ignore[arg-type]
    made.refresh_from_db()
    assert made.end == END


def test_a_switch_is_turned_by_whom_the_terms_name(people: People) -> None:
    made = running(people)
    said = {
        "contract": made, "name": "surge", "position": "active", "because": "Winter",
        "now": later(3), "on_behalf_of": BUYER,
    }  # fmt: skip
    with pytest.raises(PermissionMissing):
        turn_switch(actor=people.drafting, from_day=date(2026, 6, 8), **said)  # type: ignore[arg-type]
    with pytest.raises(ContractRefused) as refused:
        turn_switch(actor=people.turning, from_day=date(2026, 6, 4), **said)  # type: ignore[arg-type]
    assert refused.value.codes == ("TRIGGER_MISSING", "NOTICE_TOO_SHORT")
    row = turn_switch(
        actor=people.turning, from_day=date(2026, 6, 6), trigger="OPEL4", **said
    )  # type: ignore[arg-type]  # fmt: skip
    assert (row.position, row.because) == ("active", "OPEL4: Winter")
    assert kinds(made)[-1] == "switch_turned"
    with pytest.raises(ContractRefused, match="CONTRACT_NOT_IN_FORCE"):
        turn_switch(**{**said, "contract": drafted(people)}, actor=people.turning,
                    from_day=date(2026, 6, 6))  # type: ignore[arg-type]  # fmt: skip


def test_what_was_agreed_cannot_be_rewritten(people: People) -> None:
    made = signed(people)
    with pytest.raises(Error, match="terms are not rewritten"):
        Terms.objects.filter(contract=made).update(reason="No")


def test_a_board_ends_it_the_plan_comes_into_use_and_parking_stays_on_the_register(
    people: People,
) -> None:
    """The exit of an estates contract: 1,500 staff, 70 vacancies, and what stayed behind."""
    made = running(people)
    now, last = later(60), (later(60) + timedelta(days=91)).date()
    said = {"contract": made, "last_day": last, "reason": "Cleaning", "now": now}
    with pytest.raises(ContractRefused, match="NO_BOARD_MINUTE"):
        terminate_contract(actor=people.signing, minute="", **said)  # type: ignore[arg-type]
    ended = terminate_contract(actor=people.signing, minute="2026-07/3", **said)  # type: ignore[arg-type]
    assert (ended.state, ended.ends_on) == ("exiting", last)
    plan = ExitPlan.objects.get(contract=made)
    assert plan.active_from == now
    assert (plan.content["staff"]["count"], plan.content["staff"]["vacancies"]) == (1500, 70)
    over = later(152)
    back = ["Cleaning", "Portering"]
    stays = [Stays("Car parking", "Estates", date(2029, 4, 1))]
    close = {"contract": made, "actor": people.drafting}
    with pytest.raises(ContractRefused, match="NOT_OVER_YET"):
        close_contract(returned=back, stays=stays, now=now, **close)  # type: ignore[arg-type]
    with pytest.raises(ContractRefused, match="SCOPE_LEFT_OPEN"):
        close_contract(returned=back, stays=[], now=over, **close)  # type: ignore[arg-type]
    assert close_contract(returned=back, stays=stays, now=over, **close).state == "ended"  # type: ignore[arg-type]
    parking = Residual.objects.get(contract=made)
    assert (parking.scope, parking.owner, parking.settled_on) == ("Car parking", "Estates", None)
    with pytest.raises(ContractRefused, match="REASON_NEEDED"):
        settle_residual(residual=parking, how=" ", actor=people.drafting, now=later(500))
    settle_residual(residual=parking, how="Liquidation", actor=people.drafting, now=later(500))
    parking.refresh_from_db()
    assert parking.settled_how == "Liquidation"
    with pytest.raises(ContractRefused, match="SETTLED_ALREADY"):
        settle_residual(residual=parking, how="Again", actor=people.drafting, now=later(501))
    assert kinds(made)[-3:] == ["contract_terminated", "contract_ended", "residual_settled"]


def test_a_plan_older_than_a_year_is_not_enough_to_end_a_contract(people: People) -> None:
    made = running(people)
    now = later(400)
    last = (now + timedelta(days=90)).date()
    with pytest.raises(ContractRefused) as refused:
        terminate_contract(
            contract=made, last_day=last, reason="Cleaning", minute="2027-07/3",
            actor=people.signing, now=now,
        )  # fmt: skip
    assert refused.value.codes == ("EXIT_PLAN_STALE",)


def test_a_provider_leaves_in_time(people: People) -> None:
    made = running(people)
    with pytest.raises(ContractRefused, match="NOTICE_TOO_SHORT"):
        leave_contract(
            contract=made, last_day=date(2026, 7, 1), reason="Staff", actor=people.answering,
            now=later(3),
        )  # fmt: skip
    left = leave_contract(
        contract=made, last_day=date(2026, 9, 30), reason="Staff", actor=people.answering,
        now=later(3),
    )  # fmt: skip
    assert (left.state, left.ends_on) == ("exiting", date(2026, 9, 30))
    assert kinds(made)[-1] == "contract_left"


def test_time_ends_it_the_day_after_its_last_and_once(people: People) -> None:
    made = running(people)
    on_the_last_day = later((END - RUNNING_AT.date()).days)
    assert expire_due(now=on_the_last_day) == 0
    assert expire_due(now=on_the_last_day + timedelta(days=1)) == 1
    assert expire_due(now=on_the_last_day + timedelta(days=1)) == 0
    made.refresh_from_db()
    assert (made.state, made.ends_on) == ("exiting", END)
    assert kinds(made)[-1] == "contract_expired"


def test_tick_says_which_contracts_expired(
    people: People, time_machine: TimeMachineFixture
) -> None:
    from typer.testing import CliRunner

    from tidegate.cli.main import app

    running(people)
    time_machine.move_to(later(3 * 365), tick=False)
    first = CliRunner().invoke(app, ["tick", "--json"])
    assert first.exit_code == 0, first.output
    assert json.loads(first.stdout)["contracts_expired"] == 1
