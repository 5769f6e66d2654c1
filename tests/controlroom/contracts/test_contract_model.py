"""Random legal and illegal steps by everybody: each is in the table, or nothing changed.

Every step of the lifecycle is tried from every state; nothing is signed by one person for both
sides, by who wrote the terms, or while its award is not clear.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tests.controlroom.contracts.carrying import (
    BUYER,
    NOW,
    PROVIDER,
    People,
    award,
    drafted,
    exit_plan,
    people,
)

from tidegate.controlroom.contracts.models import (
    Contract,
    ExitPlan,
    Line,
    Residual,
    RolloverReview,
    Selection,
    Signature,
    Terms,
)
from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.services.close_contract import close_contract
from tidegate.controlroom.contracts.services.expire_due import expire_due
from tidegate.controlroom.contracts.services.extend_contract import extend_contract
from tidegate.controlroom.contracts.services.leave_contract import leave_contract
from tidegate.controlroom.contracts.services.prepare_rollover import prepare_rollover
from tidegate.controlroom.contracts.services.propose_contract import propose_contract
from tidegate.controlroom.contracts.services.redraft_contract import redraft_contract
from tidegate.controlroom.contracts.services.resume_contract import resume_contract
from tidegate.controlroom.contracts.services.revise_draft import revise_draft
from tidegate.controlroom.contracts.services.sign_contract import sign_contract
from tidegate.controlroom.contracts.services.sign_rollover import sign_rollover
from tidegate.controlroom.contracts.services.start_contract import start_contract
from tidegate.controlroom.contracts.services.suspend_contract import suspend_contract
from tidegate.controlroom.contracts.services.terminate_contract import terminate_contract
from tidegate.controlroom.contracts.services.vary_contract import vary_contract
from tidegate.controlroom.contracts.services.withdraw_contract import withdraw_contract
from tidegate.controlroom.contracts.services.write_exit_plan import write_exit_plan
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.log.services.verify_record import verify_record
from tidegate.controlroom.permissions import PermissionMissing
from tidegate.core.contracts.exit_plan import Stays
from tidegate.core.contracts.lifecycle.contracts import CONTRACTS
from tidegate.core.contracts.lifecycle.states import ContractState
from tidegate.core.contracts.procurement.modification import Ground, Proposed
from tidegate.core.contracts.rollover import RolloverOutcome, Topic
from tidegate.core.directory.roles import Role
from tidegate.core.lifecycle import Side

__all__ = ["people"]
S = ContractState
WHY = {"reason": "Because"}
EXAMPLES = {"sqlite": 12, "postgresql": 6}  # of up to 30 steps
LEFT = [Stays("Car parking", "Estates", exit_plan().residual[0].review_on)]


def vary(now: Any, **who: Any) -> Contract:
    return vary_contract(
        terms={"basis": "tariff"}, from_day=now.date(), reason="Because",
        proposed=Proposed(Ground.PROVIDED_FOR), now=now, **who,
    )  # fmt: skip


STEPS: dict[str, Callable[..., Contract]] = {
    "propose": propose_contract,
    "withdraw": lambda **who: withdraw_contract(**WHY, **who),
    "redraft": lambda **who: redraft_contract(**WHY, **who),
    "sign_for_buyer": lambda **who: sign_contract(side=Side.BUYER, **who),
    "sign_for_provider": lambda **who: sign_contract(side=Side.PROVIDER, **who),
    "start": start_contract,
    "vary": vary,
    "extend": lambda contract, **who: extend_contract(
        contract=contract, until=contract.end + timedelta(days=91), **who
    ),
    "suspend": lambda **who: suspend_contract(**WHY, **who),
    "resume": lambda **who: resume_contract(**WHY, **who),
    "terminate": lambda now, **who: terminate_contract(
        last_day=now.date() + timedelta(days=90), minute="7", now=now, **WHY, **who
    ),
    "leave": lambda now, **who: leave_contract(
        last_day=now.date() + timedelta(days=90), now=now, **WHY, **who
    ),
    "close": lambda **who: close_contract(returned=["Cleaning", "Portering"], stays=LEFT, **who),
}
ONWARD = {
    S.DRAFT: ("propose",),
    S.PROPOSED: ("sign_for_buyer", "sign_for_provider"),
    S.SIGNED: ("start",),
    S.RUNNING: ("vary", "suspend", "leave", "terminate", "extend"),
    S.SUSPENDED: ("resume", "terminate", "leave"),
    S.EXITING: ("close",),
}


def rows() -> tuple[list[Any], ...]:
    """All that a refused step must leave as it was."""
    models = (Contract, Terms, Line, Signature, Selection, ExitPlan, RolloverReview, Residual)
    return tuple(list(model.objects.order_by("pk").values_list()) for model in models)


class Contracts(RuleBasedStateMachine):
    """One contract, five people, one of whom may do everything."""

    people: ClassVar[People]
    actors: ClassVar[list[Any]]
    seen: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.world = transaction.atomic()
        self.world.__enter__()
        self.contract = drafted(self.people)
        award(self.contract)
        write_exit_plan(
            contract=self.contract, plan=exit_plan(), actor=self.people.drafting, now=NOW
        )

    def teardown(self) -> None:
        found = verify_record()
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)
        assert found.ok, found

    def standing(self) -> Contract:
        self.contract.refresh_from_db()
        return self.contract

    @rule(clear=st.booleans())
    def the_award_is_put_into_question_or_clear_again(self, clear: bool) -> None:
        Selection.objects.update(state="awarded" if clear else "route_chosen")

    @rule()
    def an_exit_plan_is_written(self) -> None:
        if self.standing().state not in {"ended", "withdrawn"}:
            write_exit_plan(
                contract=self.contract, plan=exit_plan(), actor=self.people.drafting, now=self.now
            )

    @rule()
    def the_draft_is_revised(self) -> None:
        if self.standing().state == "draft":
            revise_draft(
                contract=self.contract, terms={"basis": "tariff"}, actor=self.people.drafting,
                now=self.now,
            )  # fmt: skip

    @rule()
    def the_service_is_reviewed(self) -> None:
        if self.standing().state == "running":
            review = prepare_rollover(
                contract=self.contract, answers=dict.fromkeys(Topic, "Good"),
                changes_considerably=False, outcome=RolloverOutcome.EXTEND,
                actor=self.people.drafting, now=self.now,
            )  # fmt: skip
            sign_rollover(review=review, actor=self.people.signing, now=self.now)

    @rule(days=st.sampled_from([1, 20, 100, 400]))
    def time_goes_by(self, days: int) -> None:
        self.now += timedelta(days=days)
        before = self.standing()
        due = before.state == "running" and before.end < self.now.date()
        assert expire_due(now=self.now) == int(due)
        self.seen["expire"] += int(due)

    @rule(data=st.data(), times=st.integers(1, 8))
    def the_right_people_go_on(self, data: st.DataObject, times: int) -> None:
        for _ in range(times):
            verbs = ONWARD.get(S(self.standing().state))
            if verbs is None:
                return
            verb = data.draw(st.sampled_from(verbs))
            sides = {row.verb: row.side for row in CONTRACTS.rows}
            buyer = self.people.signing if verb.startswith("sign") else self.people.drafting
            if verb == "start":
                self.now = max(self.now, NOW + timedelta(days=12))
            actor = buyer if sides[verb] is Side.BUYER else self.people.answering
            self.attempt(verb, actor)

    @rule(verb=st.sampled_from(sorted(STEPS)), data=st.data())
    def anybody_tries_anything(self, verb: str, data: st.DataObject) -> None:
        self.attempt(verb, data.draw(st.sampled_from(self.actors)))

    @rule()
    def one_person_tries_to_sign_for_both(self) -> None:
        for verb in ("sign_for_buyer", "sign_for_provider"):
            self.attempt(verb, self.actors[0])

    def attempt(self, verb: str, actor: Any) -> None:
        """Take a step, legal or not: it is in the table and done, or nothing has changed."""
        before, state = rows(), S(self.standing().state)
        try:
            after = STEPS[verb](contract=self.contract, actor=actor, now=self.now)
        except (ContractRefused, PermissionMissing) as refused:
            assert rows() == before, "a refused step changed something"
            if isinstance(refused, ContractRefused):
                illegal = "NOT_IN_THIS_STATE" in refused.codes
                assert illegal is (CONTRACTS.step(state, verb) is None)
                self.seen["illegal" if illegal else "refused"] += 1
            return
        row = CONTRACTS.step(state, verb)
        assert row is not None, f"{verb} was taken from {state}"
        assert row.next in {None, S(after.state)}
        newest = Entry.objects.order_by("-seq").first()
        assert newest is not None
        assert newest.kind == row.kind
        self.seen[verb] += 1
        if verb.startswith("sign"):
            assert Selection.objects.get().state == "awarded", "its award was not clear"

    @invariant()
    def two_people_signed_what_another_wrote(self) -> None:
        for terms in Terms.objects.filter(contract=self.contract):
            signed = list(Signature.objects.filter(contract=self.contract, version=terms.version))
            people = {one.signed_by for one in signed}
            assert len(people) == len(signed)
            assert terms.written_by not in people
        state = S(self.standing().state)
        if state not in {S.DRAFT, S.PROPOSED, S.WITHDRAWN}:
            assert {one.side for one in Signature.objects.all()} == {"buyer", "provider"}
        if state is S.ENDED:
            assert Residual.objects.get(contract=self.contract).scope == "Car parking"
        if state in {S.EXITING, S.ENDED}:
            assert self.contract.ends_on is not None


@pytest.mark.django_db
def test_a_contract_goes_by_its_table_only_whoever_tries_what(
    people: People, person_with: Callable[..., Any]
) -> None:
    every = person_with(
        (Role.CONTRACT_MANAGER, BUYER), (Role.AUTHORISER, BUYER), (Role.PROVIDER_USER, PROVIDER)
    )
    Contracts.people = people
    Contracts.actors = [every, *(getattr(people, name) for name in People.__slots__)]
    Contracts.seen = Counter()
    entries = Entry.objects.count()
    run_state_machine_as_test(
        Contracts,
        settings=settings(
            max_examples=EXAMPLES[connection.vendor], stateful_step_count=30, deadline=None,
            suppress_health_check=list(HealthCheck), derandomize=True,
        ),
    )  # fmt: skip
    assert Entry.objects.count() == entries, "every example leaves the world as it found it"
    assert Contracts.seen["illegal"]
    assert Contracts.seen["refused"]
    assert Contracts.seen["sign_for_buyer"]
    assert Contracts.seen["start"], "contracts came as far as running"


@pytest.mark.django_db
def test_every_step_is_refused_from_every_state_that_the_table_does_not_let_it_from(
    people: People,
) -> None:
    made = drafted(people)
    sides = {row.verb: row.side for row in CONTRACTS.rows}
    for state in sorted(S):
        Contract.objects.update(state=state.value)
        for verb in sorted(STEPS):
            if CONTRACTS.step(state, verb) is not None:
                continue
            actor = people.signing if sides[verb] is Side.BUYER else people.answering
            before, made = rows(), Contract.objects.get()
            with pytest.raises(ContractRefused) as refused:
                STEPS[verb](contract=made, actor=actor, now=NOW)
            assert refused.value.codes == ("NOT_IN_THIS_STATE",)
            assert rows() == before
        assert expire_due(now=NOW + timedelta(days=3000)) == int(state in {S.RUNNING, S.SUSPENDED})
