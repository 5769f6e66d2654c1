"""Three contracts that went wrong, lived again: what would have been seen, when, and by whom.

What is published of each stands in the constants; what is not, such as use by provider and week, is
made up and named so.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from django.test import Client
from tests.controlroom.contracts.carrying import People, award, exit_plan, new_contract, people
from tests.core.contracts.test_exit_plan import NOTTINGHAM, PARKING

from tidegate.controlroom.contracts.models import Contract, Gate, Residual
from tidegate.controlroom.contracts.new_contract import NewLine
from tidegate.controlroom.contracts.new_use import RULES, NewUse
from tidegate.controlroom.contracts.on_board import panel
from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.services.answer_gate import answer_gate
from tidegate.controlroom.contracts.services.award_contract import award_contract
from tidegate.controlroom.contracts.services.choose_route import RouteChoice, choose_route
from tidegate.controlroom.contracts.services.close_contract import close_contract
from tidegate.controlroom.contracts.services.contract_ledger import contract_ledger
from tidegate.controlroom.contracts.services.decide_gate import decide_gate
from tidegate.controlroom.contracts.services.draft_contract import draft_contract
from tidegate.controlroom.contracts.services.open_gate import open_gate
from tidegate.controlroom.contracts.services.open_selection import open_selection
from tidegate.controlroom.contracts.services.propose_contract import propose_contract
from tidegate.controlroom.contracts.services.publish_notice import NewNotice, publish_notice
from tidegate.controlroom.contracts.services.settle_residual import settle_residual
from tidegate.controlroom.contracts.services.sign_contract import sign_contract
from tidegate.controlroom.contracts.services.start_contract import start_contract
from tidegate.controlroom.contracts.services.submit_use_return import submit_use_return
from tidegate.controlroom.contracts.services.terminate_contract import terminate_contract
from tidegate.controlroom.contracts.services.write_exit_plan import write_exit_plan
from tidegate.controlroom.directory.viewer import viewer_of
from tidegate.controlroom.log.models import Entry
from tidegate.core.contracts.gates.decide import GateDecision, Rating
from tidegate.core.contracts.gates.terms import GateName, Statement
from tidegate.core.contracts.ledger.ledger import by_doing
from tidegate.core.contracts.ledger.rules import Doing
from tidegate.core.contracts.procurement.regimes import Route
from tidegate.core.contracts.use_review import Ask, standing
from tidegate.core.lifecycle import Side
from tidegate.core.transfers.lifecycle.causes import UnusedCause

if TYPE_CHECKING:
    from tidegate.controlroom.contracts.new_contract import NewContract
    from tidegate.core.contracts.exit_plan import ExitPlan

__all__ = ["people"]
pytestmark = pytest.mark.django_db
U = UnusedCause


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=RULES.zone)


def proposed(new: NewContract, plan: ExitPlan, people: People, now: datetime) -> Contract:
    """Draft a contract whose award is not replayed, and put it to both sides."""
    made = draft_contract(new=new, actor=people.drafting, now=now)
    write_exit_plan(contract=made, plan=plan, actor=people.drafting, now=now)
    award(made)
    return propose_contract(contract=made, actor=people.drafting, now=now)


def begun(made: Contract, people: People, now: datetime) -> Contract:
    sign_contract(contract=made, side=Side.BUYER, actor=people.signing, now=now)
    sign_contract(contract=made, side=Side.PROVIDER, actor=people.answering, now=now)
    return start_contract(contract=made, actor=people.drafting, now=at(made.start))


# The national block contract of 2020. Published: nearly all private capacity was paid for from
# 23 March at what it costs; about a third of what was offered of diagnostics, day cases and clinics
# was used from June to September (HSJ); why: nobody knew how to book, it was held back for a wave
# that did not come, the NHS was slow to start again (HSJ, Health & Protection). Made up: one
# provider, its units and prices, its weeks.

BLOCK = date(2020, 3, 23)
WEEKS = 8
LINES = {"diagnostic": (120, 23_800), "day_case": (80, 148_000), "outpatient": (300, 17_500)}
WHY = {U.NOT_BOOKED: 0.6, U.HELD_FOR_SURGE: 0.25, U.LATE_NOTICE: 0.15}
WEEKLY = sum(units * pence for units, pence in LINES.values())


def block(people: People) -> Contract:
    lines = tuple(
        NewLine("ZN101", modality, units, pence, line_id=f"B-{modality}")
        for modality, (units, pence) in LINES.items()
    )
    new = new_contract(
        title="All capacity of the hospital", start=BLOCK, end=date(2020, 12, 27), lines=lines,
        terms={"basis": "guarantee", "guarantee": {"weekly_pence": WEEKLY}},
    )  # fmt: skip
    now = at(date(2020, 3, 21))
    plan = exit_plan(written_on=now.date())
    return begun(proposed(new, plan, people, now), people, now)


def synthetic(rng: np.random.Generator, units: int) -> NewUse:
    """A third of the units done, more or less, and the rest parted over the reported reasons."""
    done = int(rng.binomial(units, 1 / 3))
    parts = rng.multinomial(units - done, list(WHY.values())).tolist()
    figures = {"offered": units, "staffed": units, "booked": done, "done": done}
    return NewUse(figures, {cause: each for cause, each in zip(WHY, parts, strict=True) if each})


def test_the_block_of_2020_is_idle_on_the_board_in_week_one_and_the_causes_say_why(
    people: People,
) -> None:
    made, viewer, rng = block(people), viewer_of(people.drafting), np.random.default_rng(2020)
    for number in range(WEEKS):
        week = BLOCK + timedelta(weeks=number)
        returned = at(week + timedelta(days=7))  # on the Monday after it
        for line in made.lines.order_by("line_id"):
            new = synthetic(rng, line.units_per_week)
            submit_use_return(
                line=line, week=week, new=new, actor=people.answering, now=returned
            )  # fmt: skip
        shown = panel(viewer, returned)
        assert shown is not None
        this_week = contract_ledger(made, returned).money[number]
        assert shown.figures[0].value == f"£{this_week.idle / 100:,.0f}"
        assert shown.figures[0].origin is not None
        assert shown.figures[0].origin.age == "1 day old"
        assert 0.55 < this_week.idle / WEEKLY < 0.75
    ledger = contract_ledger(made, at(BLOCK + timedelta(weeks=WEEKS), 6))
    past = ledger.past
    assert sum(row.unexplained for row in past) == 0
    doing = by_doing(past, RULES.doing)
    assert {who for who, _ in doing} == {Doing.BUYER}
    assert next(iter(doing)) == (Doing.BUYER, U.NOT_BOOKED)
    assert sum(doing.values()) == sum(row.contracted - (row.done.units or 0) for row in past)
    paid = sum(each.due or 0 for each in ledger.money[:WEEKS])
    assert paid == WEEKS * WEEKLY
    ratio = paid / sum(each.value for each in ledger.money[:WEEKS])
    assert ratio == pytest.approx(3.0, abs=0.2)  # one third used: three times the price
    found = standing(ledger, RULES)
    assert (found.asks, found.below) == (Ask.KEEP, WEEKS)
    assert [each.code for each in found.reasons] == ["WEEKS_BELOW", "NOT_THEIR_DOING"]


# The estates contract of a Nottingham trust. Published: the board chose on 27 March 2014, with ten
# days of standstill to 7 April; £200m over five years from June 2014; warned in July 2016; exit
# announced on 1 February 2017, services back by 1 April 2017; about 1,500 staff transferred, 70
# cleaners' posts were empty; parking stayed with the contractor, which went into liquidation in
# January 2018. Made up: what became of parking then.


def page(people: People, path: str) -> str:
    client = Client()
    client.force_login(people.drafting, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(path).content.decode()


def chosen_in_march_2014(new: NewContract, people: People) -> Contract:
    """Draft it, choose the contractor by the rules of then, and sign after the standstill."""
    made = draft_contract(new=new, actor=people.drafting, now=at(date(2013, 9, 2)))
    plan = exit_plan(written_on=date(2014, 3, 3))
    write_exit_plan(contract=made, plan=plan, actor=people.drafting, now=at(date(2014, 3, 3)))
    opened = open_selection(
        contract=made, process_started=date(2013, 9, 2), actor=people.drafting,
        now=at(date(2013, 9, 2)),
    )  # fmt: skip
    choice = RouteChoice(Route.TENDER, decision_makers="The board", conflicts="None declared")
    selection = choose_route(
        selection=opened, choice=choice, actor=people.drafting, now=at(date(2013, 9, 3))
    )
    for kind, day in (("F02", date(2013, 9, 9)), ("previous_decision", date(2014, 3, 28))):
        new_notice = NewNotice(kind, day, "Notice 1")
        publish_notice(selection=selection, new=new_notice, actor=people.drafting, now=at(day))
    selection.refresh_from_db()
    with pytest.raises(ContractRefused) as too_soon:
        award_contract(selection=selection, actor=people.drafting, now=at(date(2014, 4, 7), 23))
    assert too_soon.value.codes == ("STANDSTILL_RUNS",)
    after = at(date(2014, 4, 8))
    award_contract(selection=selection, actor=people.drafting, now=after)
    propose_contract(contract=made, actor=people.drafting, now=after)
    return begun(made, people, after)


def test_the_estates_contract_ends_with_1_500_staff_back_and_parking_on_the_register(
    people: People,
) -> None:
    new = new_contract(
        title="Estates and facilities", service="other_services", cpv="79993000",
        start=date(2014, 6, 2), end=date(2019, 6, 1), notice_days=58, value_pence=200_000_000_00,
        terms={"basis": "tariff"},
    )  # fmt: skip
    made = chosen_in_march_2014(new, people)
    who = {"contract": made, "actor": people.drafting}
    with pytest.raises(ContractRefused) as refused:  # the plan is that of the signature
        terminate_contract(
            last_day=date(2017, 3, 31), reason="Cleaning", minute="2016-10/4",
            now=at(date(2016, 10, 3)), **who,
        )  # type: ignore[arg-type]  # fmt: skip
    assert refused.value.codes == ("EXIT_PLAN_STALE",)
    write_exit_plan(plan=NOTTINGHAM, now=at(date(2016, 11, 1)), **who)  # type: ignore[arg-type]
    terminate_contract(
        last_day=date(2017, 3, 31), reason="Cleaning did not come up to what was agreed",
        minute="2017-01/4", now=at(date(2017, 2, 1)), **who,
    )  # type: ignore[arg-type]  # fmt: skip
    back = [part for part in NOTTINGHAM.scope if part != PARKING.scope]
    closing = {"returned": back, "now": at(date(2017, 4, 1)), **who}
    with pytest.raises(ContractRefused) as open_end:
        close_contract(stays=(), **closing)  # type: ignore[arg-type]
    assert open_end.value.codes == ("SCOPE_LEFT_OPEN",)
    close_contract(stays=(PARKING,), **closing)  # type: ignore[arg-type]

    plan = made.exit_plans.order_by("-version")[0]
    assert (plan.content["staff"]["count"], plan.content["staff"]["vacancies"]) == (1500, 70)
    left = Residual.objects.get(contract=made)
    assert (left.scope, left.review_on, left.settled_on) == ("Car parking", PARKING.review_on, None)
    shown = page(people, "/contracts/")
    assert "Stayed with the provider, look again: Car parking" in shown
    assert "1 April 2018, overdue" in shown
    settle_residual(
        residual=left, how="Taken over by the trust when the contractor was liquidated",
        actor=people.drafting, now=at(date(2018, 1, 15)),
    )  # fmt: skip
    assert "look again: Car parking" not in page(people, "/contracts/")


# The older people's contract of 2015. Published (National Audit Office, July 2016): a new
# partnership whose VAT was not funded, no guarantee by its parents, a price not agreed, nobody who
# held the whole remaining risk; it was signed, and collapsed after eight months.

OPEN_IN_2015 = frozenset(Statement) - {
    Statement.TRANSITION_COST_OWNED,
    Statement.SUBCONTRACTS_COMPLETE,
}


def test_the_lead_provider_contract_is_stopped_at_its_gate_and_cannot_be_signed(
    people: People,
) -> None:
    new = new_contract(
        title="Care of older people", start=date(2026, 6, 1), end=date(2031, 5, 31),
        value_pence=726_000_000_00, complex_why=("new_entity", "risk_share", "integrated_model"),
        holder_of_risk="",
    )  # fmt: skip
    now = at(date(2026, 5, 20))
    made = proposed(new, exit_plan(), people, now)
    for name in (GateName.EE, GateName.CP1):
        decided(rated(made, name, people, now, frozenset()), people, now)
    gate = rated(made, GateName.CP2, people, now, OPEN_IN_2015)
    with pytest.raises(ContractRefused) as stopped:
        decided(gate, people, now)
    assert stopped.value.codes == (
        "STOP_TAX_TREATMENT", "STOP_GUARANTEE", "STOP_PRICE_OR_SCHEDULE", "STOP_RESIDUAL_RISK",
    )  # fmt: skip
    with pytest.raises(ContractRefused) as unsigned:
        sign_contract(contract=made, side=Side.BUYER, actor=people.signing, now=now)
    assert set(unsigned.value.codes) == {"GATE_NOT_PASSED", "NO_HOLDER_OF_RISK"}
    made.refresh_from_db()
    assert made.state == "proposed"
    shown = page(people, f"/contracts/{made.reference}/")
    for said in ("no funding", "nobody guarantees for it", "still open", "risk that nobody else"):
        assert said in shown
    subject = f"contract:{made.reference}"
    kinds = list(Entry.objects.filter(subject=subject).values_list("kind", flat=True))
    assert "contract_signed" not in kinds


def rated(
    made: Contract, name: GateName, people: People, now: datetime, open_ones: frozenset[Statement]
) -> Gate:
    gate = open_gate(contract=made, gate=name, actor=people.drafting, now=now)
    for one in (*gate.questions, *gate.hard_stops):
        if one["id"] not in open_ones:
            answer_gate(
                gate=gate, question=one["id"], rating=Rating.GREEN, evidence="Paper 7",
                actor=people.drafting, now=now,
            )  # fmt: skip
    return gate


def decided(gate: Gate, people: People, now: datetime) -> Gate:
    return decide_gate(
        gate=gate, decision=GateDecision.PASSED, with_whom=["Chair"], actor=people.signing, now=now
    )
