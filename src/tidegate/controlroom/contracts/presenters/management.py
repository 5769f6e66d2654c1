"""Gates, notices, exit plans, reviews and subcontracts as a contract's page shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.presenters.contract import Action, deed_address
from tidegate.core.contracts.exit_plan import PARTS
from tidegate.core.contracts.gates.terms import GateName
from tidegate.core.contracts.performance.plan import Milestone, plan_from
from tidegate.core.contracts.performance.states import OVER, PERFORMANCE_LABELS, PerformanceState
from tidegate.core.contracts.performance.terms import is_overdue
from tidegate.core.contracts.subcontracts import Tree, accountable, subcontract_faults
from tidegate.exchange.contracts.gate_terms import load_gate_terms

if TYPE_CHECKING:
    from tidegate.controlroom.contracts.deeds import Deed
    from tidegate.controlroom.contracts.models import (
        Contract,
        ExitPlan,
        Gate,
        Notice,
        Performance,
        Residual,
        RolloverReview,
        Subcontract,
        Switch,
        Terms,
    )
    from tidegate.core.contracts.terms.terms import Terms as CoreTerms
    from tidegate.core.reasons import Reason

Row = list[str]


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due, and whether it is late."""

    text: str
    when: str
    late: bool
    on: date


@dataclass(frozen=True, slots=True)
class Card:
    """One gate, notice, plan, review or part that stayed behind."""

    heading: str
    state: str
    colour: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)


def gate_card(
    contract: Contract, gate: Gate, deeds: Iterable[Deed], stops: Sequence[Reason], now: datetime
) -> Card:
    """Show one gate: its questions, what was stated, and what still stands against it."""
    passed = gate.decision == "passed"
    state, colour = ("Passed", "green") if passed else ("Open", "blue")
    if gate.decision == "referred_back":
        state, colour = "Referred back", "grey"
    if gate.paused_since is not None:
        days = words.counted((now - gate.paused_since).days, "day")
        state, colour = f"Paused for {days}", "orange"
    facts = [
        ("Why it is paused", gate.paused_why),
        ("Decided by", words.listed(list(gate.decided_by))),
        ("Decided", words.day_and_time(gate.decided_at) if gate.decided_at else ""),
        *(("Condition", _condition(one)) for one in gate.conditions),
    ]
    rows = [
        [one["text"], one["rating"].capitalize() or "Not answered", one["evidence"]]
        for one in gate.questions
    ] + [
        [one["text"], "Stated" if one["stated"] else "Not stated", one["evidence"]]
        for one in gate.hard_stops
    ]
    return Card(
        heading=load_gate_terms().labels[GateName(gate.gate)],
        state=state,
        colour=colour,
        facts=[(name, value) for name, value in facts if value],
        rows=rows,
        columns=["Question or statement", "Answer", "Evidence"],
        open=[] if gate.decision else [reason.detail for reason in stops],
        actions=_actions(contract, deeds, gate.pk),
    )


def case_card(
    contract: Contract,
    case: Performance,
    deeds: Iterable[Deed],
    settle: Deed | None,
    today: date,
) -> Card:
    """Show one performance notice: where it stands, its plan, and what was withheld."""
    state = PerformanceState(case.state)
    late = is_overdue(case.due_on, today) and state not in OVER
    plan = plan_from(case.plan)
    withheld = list(case.withholdings.all())
    facts = [
        ("Issued", words.day(case.issued_at)),
        ("Evidence", case.evidence),
        ("Next step due", _due_said(case.due_on, late=late) if state not in OVER else ""),
        *(
            (f"Withheld of {words.month(one.month)}", f"{_pounds(one.amount_pence)}, {_how(one)}")
            for one in withheld
        ),
    ]
    open_ones = [one for one in withheld if not one.outcome] if settle else []
    settles = [
        Action(f"{settle.label}: {words.month(one.month)}, {one.milestone}",
               deed_address(contract, settle.name, one.pk), ends=False)
        for one in open_ones
        if settle
    ]  # fmt: skip
    return Card(
        heading=f"Performance notice {case.number}: {case.clause}",
        state=PERFORMANCE_LABELS[state],
        colour="grey" if state in OVER else "red" if late else "orange",
        facts=[(name, value) for name, value in facts if value],
        rows=[_milestone(one, today) for one in (plan.milestones if plan else ())],
        columns=["Milestone", "Owner", "Due", "How it stands"],
        actions=[*_actions(contract, deeds, case.number), *settles],
    )


def exit_card(plan: ExitPlan, gaps: Sequence[Reason]) -> Card:
    """Show the newest exit plan, and what is due of it."""
    content = plan.content
    staff = content["staff"]
    said = words.counted(staff["count"], "person", "people")
    vacancies = words.counted(staff["vacancies"], "empty post")
    facts = [
        ("Covers", words.listed(content["scope"])),
        ("Would stay behind", words.listed([one["scope"] for one in content["residual"]])),
        ("Staff who transfer", f"{said}, {vacancies}"),
        ("Costs", _pounds(content["cost_pence"])),
        ("Sees to it", content["owner"]),
        ("Tried out", words.day(plan.dry_run_on) if plan.dry_run_on else "Not yet"),
        ("In use since", words.day(plan.active_from) if plan.active_from else ""),
        *((PARTS[name], said) for name, said in content["parts"].items() if name in PARTS),
    ]
    return Card(
        heading=f"Version {plan.version}, {words.day(plan.written_at)}",
        state=plan.readiness.capitalize(),
        colour={"green": "green", "amber": "orange", "red": "red"}.get(plan.readiness, "grey"),
        facts=[(name, value) for name, value in facts if value],
        open=[reason.detail for reason in gaps],
    )


def residual_card(contract: Contract, residual: Residual, deeds: Iterable[Deed]) -> Card:
    """Show what stayed with the provider, and what became of it."""
    settled = residual.settled_on is not None
    facts = [
        ("Sees to it", residual.owner),
        ("To be looked at", "" if settled else words.day(residual.review_on)),
        ("Settled", f"{words.day(residual.settled_on)}: {residual.settled_how}" if settled else ""),
    ]
    return Card(
        heading=residual.scope,
        state="Settled" if settled else "Stayed with the provider",
        colour="grey" if settled else "orange",
        facts=[(name, value) for name, value in facts if value],
        actions=[] if settled else _actions(contract, deeds, residual.pk),
    )


def review_card(
    contract: Contract,
    review: RolloverReview,
    questions: Iterable[tuple[str, str]],
    deeds: Iterable[Deed],
) -> Card:
    """Show one review before an extension."""
    signed, answers = review.signed_at is not None, review.answers
    return Card(
        heading=f"Before the end on {words.day(review.for_end)}",
        state=f"Signed: {review.outcome}" if signed else f"To be signed: {review.outcome}",
        colour="green" if signed else "blue",
        facts=[(text, str(answers.get(topic, ""))) for topic, text in questions],
        actions=[] if signed else _actions(contract, deeds, review.pk),
    )


def tree_rows(
    contract: Contract, rows: Iterable[Subcontract], ends: Deed | None
) -> list[dict[str, Any]]:
    """Write the subcontracts as rows, each with the button that ends it."""
    return [
        {
            "cells": [
                one.lead,
                one.sub,
                words.listed(list(one.services)),
                _pounds(one.value_pence),
                one.novates_to or "Nobody",
                f"Ended {words.day(one.ended_on)}" if one.ended_on else "In force",
            ],
            "href": deed_address(contract, ends.name, one.pk)
            if ends is not None and one.ended_on is None
            else "",
        }
        for one in rows
    ]


def accountable_rows(tree: Tree, named: Callable[[str], str]) -> list[tuple[str, str]]:
    """Say who answers for each service; nobody is named while the tree does not hold together."""
    if subcontract_faults(tree):
        return []
    return [
        (service.replace("_", " ").capitalize(), named(party))
        for service, party in accountable(tree).items()
    ]


def version_rows(versions: Iterable[Terms], basis: Callable[[Terms], str]) -> list[Row]:
    """Write each version of the terms as a row."""
    return [
        [f"Version {one.version}", words.day(one.from_day), basis(one), one.reason]
        for one in versions
    ]


def switch_rows(terms: CoreTerms | None, turns: Sequence[Switch], today: date) -> list[Row]:
    """Say of each switch where it stands, since when, and who may turn it."""
    rows = []
    for switch in terms.switches if terms else ():
        turned = [one for one in turns if one.name == switch.name and one.from_day <= today]
        newest = max(turned, key=lambda one: (one.from_day, one.turned_at), default=None)
        rows.append(
            [
                switch.name,
                newest.position if newest else switch.positions[0].name,
                words.day(newest.from_day) if newest else "From the start",
                newest.because if newest else "",
                words.listed(list(switch.may_turn)),
            ]
        )
    return rows


def notice_rows(notices: Iterable[Notice], labels: Callable[[str], str]) -> list[Row]:
    """Write the notices of the law as rows."""
    return [
        [
            labels(one.kind),
            words.day(one.due_on) if one.due_on else "",
            words.day(one.published_on) if one.published_on else "Not published",
            one.because,
        ]
        for one in notices
    ]


def due(items: Iterable[tuple[str, date | None]], today: date) -> list[Due]:
    """Write what is due, the soonest first, and mark what is late."""
    found = [
        Due(text, _due_said(on, late=on < today), late=on < today, on=on)
        for text, on in items
        if on is not None
    ]
    return sorted(found, key=lambda one: one.on)


def _due_said(on: date | None, *, late: bool) -> str:
    said = words.day(on)
    return f"{said}, overdue" if late else said


def _condition(one: dict[str, Any]) -> str:
    closed = one["closed_at"]
    met = f"met {closed}" if closed else "open"
    return f"{one['text']} ({one['owner']}, by {one['due']}): {met}"


def _milestone(one: Milestone, today: date) -> Row:
    if one.met_on is not None:
        how = f"Met {words.day(one.met_on)}"
    elif one.breached_on is not None:
        how = f"Breached, found {words.day(one.breached_on)}"
    else:
        how = "Overdue" if one.due < today else "To come"
    return [f"{one.id}: {one.metric}, {one.target}", one.owner, words.day(one.due), how]


def _pounds(pence: int) -> str:
    return f"£{pence / 100:,.2f}"


def _how(one: Any) -> str:
    return {"restored": "given back", "retained": "kept"}.get(one.outcome, "not settled")


def _actions(contract: Contract, deeds: Iterable[Deed], number: int) -> list[Action]:
    return [
        Action(deed.label, deed_address(contract, deed.name, number), deed.ends) for deed in deeds
    ]
