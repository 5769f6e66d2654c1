"""The deeds of gates, performance notices, exit plans, reviews and subcontracts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tidegate.controlroom.contracts.deeds import Asked, Deed, Doing
from tidegate.controlroom.contracts.forms import management as forms
from tidegate.controlroom.contracts.forms.fields import DeedForm
from tidegate.controlroom.contracts.forms.steps import ReasonForm, TerminationForm
from tidegate.controlroom.contracts.queries import contracts as queries
from tidegate.controlroom.contracts.reach import MANAGE, SIGN
from tidegate.controlroom.contracts.services.add_subcontract import add_subcontract
from tidegate.controlroom.contracts.services.answer_gate import answer_gate
from tidegate.controlroom.contracts.services.close_condition import close_condition
from tidegate.controlroom.contracts.services.contract_facts import exit_plan_of
from tidegate.controlroom.contracts.services.decide_gate import decide_gate
from tidegate.controlroom.contracts.services.end_subcontract import end_subcontract
from tidegate.controlroom.contracts.services.issue_performance_notice import (
    issue_performance_notice,
)
from tidegate.controlroom.contracts.services.meet_milestone import meet_milestone
from tidegate.controlroom.contracts.services.move_performance import OWN_SERVICE, move_performance
from tidegate.controlroom.contracts.services.open_gate import open_gate
from tidegate.controlroom.contracts.services.pause_gate import pause_gate
from tidegate.controlroom.contracts.services.prepare_rollover import prepare_rollover
from tidegate.controlroom.contracts.services.settle_residual import settle_residual
from tidegate.controlroom.contracts.services.settle_withholding import settle_withholding
from tidegate.controlroom.contracts.services.sign_rollover import sign_rollover
from tidegate.controlroom.contracts.services.withhold_money import withhold_money
from tidegate.controlroom.contracts.services.write_exit_plan import write_exit_plan
from tidegate.core.contracts.gates.terms import GateName
from tidegate.core.contracts.performance.cases import CASES, SUSPENDING
from tidegate.core.contracts.performance.plan import Plan, plan_from
from tidegate.core.contracts.performance.states import PerformanceNeeds
from tidegate.core.lifecycle import Side
from tidegate.exchange.contracts.gate_terms import load_gate_terms

Draws = Callable[[Any, Asked], DeedForm]
GATE, CASE, WITHHOLDING = "gate", "case", "withholding"
RESIDUAL, REVIEW, SUBCONTRACT = "residual", "review", "subcontract"


def _of(form: Callable[[Any], DeedForm]) -> Draws:
    return lambda data, _asked: form(data)


def _gate_form(data: Any, asked: Asked) -> DeedForm:
    stands = {
        row.gate
        for row in queries.gates(asked.viewer, asked.contract)
        if row.decision in {"", "passed"}
    }
    labels = load_gate_terms().labels.items()
    return forms.GateForm(data, [(gate.value, said) for gate, said in labels if gate not in stands])


def _answer_form(data: Any, asked: Asked) -> DeedForm:
    questions = [*asked.about.questions, *asked.about.hard_stops]
    return forms.AnswerForm(data, [(one["id"], one["text"]) for one in questions])


def _condition_form(data: Any, asked: Asked) -> DeedForm:
    listed = [
        (str(number), f"{one['text']} ({one['owner']}, by {one['due']})")
        for number, one in enumerate(asked.about.conditions)
        if not one["closed_at"]
    ]
    return forms.ConditionForm(data, listed)


def _open_gate(doing: Doing) -> object:
    return open_gate(contract=doing.contract, gate=GateName(doing.said["gate"]), **doing.who)


def _plan_of(asked: Asked) -> Plan | None:
    return plan_from(asked.about.plan)


def _plan_form(data: Any, asked: Asked) -> DeedForm:
    before = _plan_of(asked)
    return forms.PlanForm(data, 1 if before is None else before.version + 1)


def _about_a_milestone(form: Callable[..., DeedForm], *, breached: bool) -> Draws:
    def draw(data: Any, asked: Asked) -> DeedForm:
        plan = _plan_of(asked)
        listed = [
            (one.id, f"{one.id}: {one.metric}, {one.target}, due {one.due}")
            for one in (plan.milestones if plan else ())
            if one.met_on is None and (one.is_breached or not breached)
        ]
        return form(data, listed)

    return draw


def _exit_form(data: Any, asked: Asked) -> DeedForm:
    plans = queries.exit_plans(asked.viewer, asked.contract)
    newest = exit_plan_of(plans[0]) if plans else None
    return forms.ExitPlanForm(data, asked.today, newest)


def _subcontract_form(data: Any, asked: Asked) -> DeedForm:
    contract = asked.contract
    live = [one for one in queries.subcontracts(asked.viewer, contract) if one.ended_on is None]
    leads = dict.fromkeys([contract.provider, *(one.sub for one in live)])
    plans = queries.exit_plans(asked.viewer, contract)
    scope = plans[0].content["scope"] if plans else []
    care = [one.modality for one in queries.lines(asked.viewer, contract)]
    return forms.SubcontractForm(data, list(leads), list(dict.fromkeys([*scope, *care])))


def _on(row: str, service: Callable[..., Any]) -> Callable[[Doing], object]:
    return lambda doing: service(**{row: doing.about}, **doing.said, **doing.who)


def _on_contract(service: Callable[..., Any]) -> Callable[[Doing], object]:
    return lambda doing: service(contract=doing.contract, **doing.said, **doing.who)


def _moves(verb: str) -> Callable[[Doing], object]:
    def move(doing: Doing) -> object:
        said = {name: value for name, value in doing.said.items() if name != "at_once"}
        return move_performance(case=doing.about, verb=verb, **said, **doing.who)

    return move


_N = PerformanceNeeds
_CASE_FORMS: Mapping[PerformanceNeeds, Draws] = {
    _N.HELD: _of(forms.MeetingForm),
    _N.PLAN: _plan_form,
    _N.BREACH: _about_a_milestone(forms.MilestoneForm, breached=False),
    _N.LAST_DAY: _of(TerminationForm),
    _N.REASON: _of(ReasonForm),
}


def _case_form(verb: str) -> Draws:
    """Return the form of a step of a notice: one is asked for what its state asks for."""

    def draw(data: Any, asked: Asked) -> DeedForm:
        row = next(
            (each for each in CASES.rows if each.verb == verb and each.state == asked.about.state),
            next(each for each in CASES.rows if each.verb == verb),
        )
        drawn = next((form for need, form in _CASE_FORMS.items() if need in row.needs), None)
        return DeedForm(data) if drawn is None else drawn(data, asked)

    return draw


def _case_deeds() -> dict[str, Deed]:
    found = {}
    for row in CASES.rows:
        name = f"case_{row.verb}"
        if row.verb in OWN_SERVICE or name in found:
            continue
        found[name] = Deed(
            name, row.label, row.permission, Side.BUYER, _case_form(row.verb), _moves(row.verb),
            about=CASE, ends=row.verb in SUSPENDING | {"terminate", "exit"},
        )  # fmt: skip
    return found


_B = Side.BUYER
_ALL = (
    Deed("gate_open", "Open an assurance gate", MANAGE, _B, _gate_form, _open_gate),
    Deed("gate_answer", "Answer or state", MANAGE, _B, _answer_form, _on(GATE, answer_gate),
         about=GATE, explained="Whoever answers does not decide the gate."),
    Deed("gate_decide", "Decide the gate", SIGN, _B, _of(forms.DecisionForm),
         _on(GATE, decide_gate), about=GATE,
         explained="It passes only when every question is answered and no hard stop stands."),
    Deed("gate_pause", "Pause, or take up again", MANAGE, _B, _of(ReasonForm),
         _on(GATE, pause_gate), about=GATE),
    Deed("condition", "Close a condition", MANAGE, _B, _condition_form, _on(GATE, close_condition),
         about=GATE),
    Deed("issue", "Issue a performance notice", MANAGE, _B, _of(forms.IssueForm),
         _on_contract(issue_performance_notice),
         explained="The provider sees it. A meeting is due within ten operational days."),
    Deed("case_met", "Record a milestone as met", MANAGE, _B,
         _about_a_milestone(forms.MetForm, breached=False), _on(CASE, meet_milestone), about=CASE),
    Deed("case_withhold", "Withhold money", MANAGE, _B,
         _about_a_milestone(forms.WithholdForm, breached=True), _on(CASE, withhold_money),
         about=CASE, explained="Only for a breached, agreed milestone, and never above the cap."),
    Deed("settle", "Give back or keep", MANAGE, _B, _of(forms.SettleForm),
         _on(WITHHOLDING, settle_withholding), about=WITHHOLDING),
    Deed("exit_plan", "Write the exit plan", MANAGE, _B, _exit_form, _on_contract(write_exit_plan),
         explained="Nothing is signed without one, and it is written anew each year."),
    Deed("residual", "Say what became of it", MANAGE, _B, _of(forms.HowForm),
         _on(RESIDUAL, settle_residual), about=RESIDUAL),
    Deed("rollover", "Prepare a review before extension", MANAGE, _B, _of(forms.RolloverForm),
         _on_contract(prepare_rollover), explained="Somebody else signs it."),
    Deed("rollover_sign", "Sign the review", SIGN, _B, _of(DeedForm), _on(REVIEW, sign_rollover),
         about=REVIEW),
    Deed("subcontract", "Add a subcontract", MANAGE, _B, _subcontract_form,
         _on_contract(add_subcontract)),
    Deed("subcontract_end", "End it", MANAGE, _B, _of(forms.EndForm),
         _on(SUBCONTRACT, end_subcontract), about=SUBCONTRACT, ends=True,
         explained="Subcontracts beneath it end with it, but for those that go over to another."),
)  # fmt: skip
DEEDS: Mapping[str, Deed] = {**{deed.name: deed for deed in _ALL}, **_case_deeds()}
