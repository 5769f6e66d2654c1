"""Choose the route of a selection, among those that the law leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.contracts.models import Selection
from tidegate.controlroom.contracts.procurement import TABLE
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import ContractRefused, refuse
from tidegate.controlroom.log.services.record import Actor, record
from tidegate.core.contracts.procurement.considerable import Change, considerable_change
from tidegate.core.contracts.procurement.decision_tree import Question, decide
from tidegate.core.contracts.procurement.regimes import (
    ROUTE_LABELS,
    ROUTES_OF,
    Regime,
    Route,
    SelectionState,
)
from tidegate.core.contracts.procurement.urgent import Limb, limb_refusals

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.core.contracts.procurement.criteria import Criterion
    from tidegate.core.reasons import Reason

CHANGEABLE = {SelectionState.OPEN, SelectionState.CHOSEN}


@dataclass(frozen=True, slots=True)
class RouteChoice:
    """A route with what the law asks to be kept of how it was chosen.

    Attributes:
        route: the route.
        answers: to the questions of the decision tree; not asked for an urgent award.
        change: how the contract differs from the one before, from which the last answer follows.
        limbs: for an urgent award, what is said to be true.
        decision_makers: who decided.
        conflicts: conflicts of interest and how they were handled; “none” is said in words.
        criteria: what was found by each key criterion, where the route asks for them; they may be
            written until an intention is published.
        why: why this route among those that are open.
    """

    route: Route
    answers: Mapping[Question, bool] = field(default_factory=dict)
    change: Change | None = None
    limbs: frozenset[Limb] = frozenset()
    decision_makers: str = ""
    conflicts: str = ""
    criteria: Mapping[Criterion, str] = field(default_factory=dict)
    why: str = ""


@transaction.atomic
def choose_route(
    *,
    selection: Selection,
    choice: RouteChoice,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> Selection:
    """Keep the answers and the route; until an intention is published it may be chosen anew.

    Raises:
        PermissionMissing: the actor may not manage contracts of this buyer.
        ContractRefused: the law is not known, a question is open, the route is barred, a limb of an
            urgent award is missing, or nobody said who decided and what conflicts there were.
    """
    acted_for = hold_to_reach(actor, MANAGE, selection.contract.buyer, on_behalf_of)
    rows = Selection.objects.select_for_update().select_related("contract")
    locked = rows.get(pk=selection.pk)
    if SelectionState(locked.state) not in CHANGEABLE:
        raise refuse("ROUTE_FIXED", "The route was chosen and an intention published.")
    answers, reasons = _weighed(Regime(locked.regime), choice)
    if faults := _left_out(choice):
        raise ContractRefused(faults)
    locked.route = choice.route.value
    locked.route_reasons = [{"code": each.code, "detail": each.detail} for each in reasons]
    locked.answers = {question.value: answer for question, answer in answers.items()}
    locked.content = locked.content | _kept(choice)
    locked.state = SelectionState.CHOSEN.value
    locked.save()
    contract = locked.contract
    record(
        kind="selection_moved",
        actor=actor,
        on_behalf_of=acted_for,
        subject=f"contract:{contract.reference}",
        headline=f"{contract.reference}: {ROUTE_LABELS[choice.route]} chosen",
        facts={
            "state": locked.state,
            "route": choice.route,
            "answers": locked.answers,
            "reasons": [each.code for each in reasons],
            "why": choice.why.strip(),
        },
        now=now,
    )
    return locked


def answers_with_change(choice: RouteChoice) -> tuple[dict[Question, bool], tuple[Reason, ...]]:
    """Return the answers, the last worked out from the values where those are given."""
    answers = dict(choice.answers)
    if choice.change is None:
        return answers, ()
    considerable, reasons = considerable_change(choice.change, TABLE.considerable)
    answers[Question.CONSIDERABLE] = considerable
    return answers, reasons


def _weighed(
    regime: Regime, choice: RouteChoice
) -> tuple[dict[Question, bool], tuple[Reason, ...]]:
    """Return the answers that count and why the route may be used.

    Raises:
        ContractRefused: it may not.
    """
    if choice.route not in ROUTES_OF[regime]:
        detail = "The law that governs knows no such route."
        if regime is Regime.UNKNOWN:
            detail = "Nobody has said yet which law governs the award."
        raise refuse("ROUTE_NOT_OF_THIS_LAW", detail, regime=regime.value, route=choice.route.value)
    if choice.route is Route.URGENT:
        if missing := limb_refusals(choice.limbs):
            raise ContractRefused(missing)
        detail = "All three limbs of regulation 14 are said to hold."
        return {}, refuse("URGENT", detail).reasons
    if regime is not Regime.PSR:
        return {}, refuse("CHOSEN", f"{ROUTE_LABELS[choice.route]}, as the buyer says.").reasons
    answers, of_change = answers_with_change(choice)
    decided = decide(answers)
    if decided.next is not None:
        detail = "A question that decides is not answered."
        raise refuse("QUESTION_OPEN", detail, question=decided.next.value)
    if choice.route not in decided.routes:
        details = " ".join(reason.detail for reason in decided.reasons)
        raise refuse("ROUTE_BARRED", details, route=choice.route.value)
    counted = {question: answers[question] for question in decided.asked}
    asked_of_change = of_change if Question.CONSIDERABLE in counted else ()
    return counted, (*decided.reasons, *asked_of_change)


def _left_out(choice: RouteChoice) -> tuple[Reason, ...]:
    """Return what the records of a decision lack (SI 2023/1348 reg. 24)."""
    found: tuple[Reason, ...] = ()
    if not choice.decision_makers.strip():
        found += refuse("DECISION_MAKERS_NEEDED", "Say who decided.").reasons
    if not choice.conflicts.strip():
        detail = "Say which conflicts of interest there were and how they were handled, or “none”."
        found += refuse("CONFLICTS_NEEDED", detail).reasons
    return found


def _kept(choice: RouteChoice) -> dict[str, object]:
    change = choice.change
    return {
        "decision_makers": choice.decision_makers.strip(),
        "conflicts": choice.conflicts.strip(),
        "criteria": {each.value: text.strip() for each, text in choice.criteria.items()},
        "why": choice.why.strip(),
        "limbs": sorted(limb.value for limb in choice.limbs),
        "change": None if change is None else {
            "value_now_pence": change.value_now_pence,
            "value_new_pence": change.value_new_pence,
            "character_changed": change.character_changed,
            "by_the_buyer": change.by_the_buyer,
        },
    }  # fmt: skip
