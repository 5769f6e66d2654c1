"""The decision tree as pages: one question at a time, then the route; and a change weighed.

Answers travel in the address, so that the way back works and nothing is kept before the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tidegate.controlroom.contracts import selection_forms as forms
from tidegate.controlroom.contracts.procurement import TABLE
from tidegate.controlroom.contracts.reach import MANAGE, VIEW
from tidegate.controlroom.contracts.selection_views import (
    contract_of,
    selection_to_move,
    taken,
)
from tidegate.controlroom.contracts.services.choose_route import (
    RouteChoice,
    answers_with_change,
    choose_route,
)
from tidegate.controlroom.contracts.services.modify_contract import weigh_change
from tidegate.controlroom.permissions import requires
from tidegate.core.contracts.procurement.decision_tree import QUESTIONS, Question, decide
from tidegate.core.contracts.procurement.regimes import (
    ROUTES_OF,
    WITH_STANDSTILL,
    Regime,
    Route,
)
from tidegate.core.reasons import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse, QueryDict

    from tidegate.controlroom.contracts.models import Selection
    from tidegate.controlroom.directory.viewer import ViewerRequest
    from tidegate.core.contracts.procurement.considerable import Change
    from tidegate.core.contracts.procurement.decision_tree import Decided
    from tidegate.core.reasons import Reason

CHANGE_KEYS = ("value_now", "value_new", "character", "by_the_buyer")
ASKED, URGENT = "asked", "urgent"
VERDICTS: Mapping[Verdict, str] = {
    Verdict.ACCEPT: "The law allows it",
    Verdict.REFUSE: "The law does not allow it",
    Verdict.REFER: "Ask somebody who knows the law",
    Verdict.UNKNOWN: "Not known",
}


@require_GET
@requires(MANAGE)
def questions(request: ViewerRequest, reference: str) -> HttpResponse:
    """Ask the next question of the tree, until the route is known."""
    found = selection_to_move(request.viewer, reference)
    given = request.GET
    decided = _decided(given)
    if decided.next is None or found.regime != Regime.PSR:
        return redirect(_address("contracts:choose_route", reference, _kept(given)))
    asked = given if given.get(ASKED) == decided.next.value else None
    form = _form(decided.next, asked, found)
    page = {
        "contract": found.contract,
        "form": form,
        "asked": decided.next.value,
        "kept": _kept(given),
        "answered": _answered(reference, decided, given),
        "number": len(decided.asked) + 1,
        "urgent": _address("contracts:choose_route", reference, {URGENT: "yes"}),
        "back": reverse("contracts:selection", args=[reference]),
    }
    return render(request, "contracts/selection/question.jinja", page)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE)
def route(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show where the answers lead, ask what the law wants kept, and choose the route."""
    viewer, given = request.viewer, request.GET
    found = selection_to_move(viewer, reference)
    law, urgent = Regime(found.regime), given.get(URGENT) == "yes"
    decided = _decided(given)
    if law is Regime.PSR and not urgent and decided.next is not None:
        return redirect(_address("contracts:selection_questions", reference, _kept(given)))
    routes = _routes(law, decided, urgent=urgent)
    weighs = any((law, each) in WITH_STANDSTILL for each in routes) and law is Regime.PSR
    sent = request.POST if request.method == "POST" else None
    form = forms.RouteForm(sent, routes, found, weighs=weighs)

    def step() -> None:
        choice = RouteChoice(answers=_answers(given), change=_change(given), **form.kept())
        choose_route(selection=found, choice=choice, actor=viewer.actor, now=timezone.now())

    if routes and form.is_valid() and taken(form, step):
        messages.success(request, "The route is chosen.")
        return redirect("contracts:selection", reference)
    by_the_tree = law is Regime.PSR and not urgent
    page = {
        "contract": found.contract,
        "form": form,
        "routes": routes,
        "criteria": [form[name] for name in form.fields if name.startswith("criterion_")],
        "others": [form[name] for name in form.fields if not name.startswith("criterion_")],
        "reasons": [reason.detail for reason in decided.reasons] if by_the_tree else [],
        "of_change": [reason.detail for reason in _change_reasons(given)] if by_the_tree else [],
        "answered": _answered(reference, decided, given) if by_the_tree else [],
        "mandatory": by_the_tree and decided.mandatory,
        "urgent": urgent,
        "back": reverse("contracts:selection", args=[reference]),
    }
    return render(request, "contracts/selection/route.jinja", page)


@require_GET
@requires(VIEW)
def weigh(request: ViewerRequest, reference: str) -> HttpResponse:
    """Say what the law says to a change of a contract, before anybody makes it."""
    contract = contract_of(request.viewer, reference)
    form = forms.WeighForm(request.GET if ASKED in request.GET else None)
    page: dict[str, object] = {
        "contract": contract,
        "form": form,
        "back": reverse("contracts:selection", args=[reference]),
    }
    if form.is_valid():
        weighed = weigh_change(contract, form.proposed())
        labels = {rule.kind: rule.label for rule in TABLE.notices}
        page |= {
            "verdict": VERDICTS[weighed.verdict],
            "allowed": weighed.verdict is Verdict.ACCEPT,
            "reasons": [reason.detail for reason in weighed.reasons],
            "cumulative": weighed.cumulative_pence,
            "notices": [labels[kind] for kind in weighed.notices],
        }
    return render(request, "contracts/selection/weigh.jinja", page)


def _routes(law: Regime, decided: Decided, *, urgent: bool) -> tuple[Route, ...]:
    if law is not Regime.PSR:
        return ROUTES_OF[law]
    return (Route.URGENT,) if urgent else decided.routes


def _form(
    question: Question, data: QueryDict | None, found: Selection
) -> forms.QuestionForm | forms.ChangeForm:
    if question is not Question.CONSIDERABLE:
        return forms.QuestionForm(data, question)
    form = forms.ChangeForm(data)
    form.fields["value_new"].initial = f"{found.contract.value_pence / 100:,.2f}"
    return form


def _change(given: Mapping[str, str]) -> Change | None:
    """Return the change that was described, where all of it was."""
    form = forms.ChangeForm(given) if all(key in given for key in CHANGE_KEYS) else None
    return form.change() if form is not None and form.is_valid() else None


def _answers(given: Mapping[str, str]) -> dict[Question, bool]:
    return {
        question: given[question.value] == "yes"
        for question in Question
        if question is not Question.CONSIDERABLE and given.get(question.value) in {"yes", "no"}
    }


def _choice(given: Mapping[str, str]) -> RouteChoice:
    return RouteChoice(Route.COMPETITIVE, _answers(given), _change(given))


def _decided(given: Mapping[str, str]) -> Decided:
    return decide(answers_with_change(_choice(given))[0])


def _change_reasons(given: Mapping[str, str]) -> tuple[Reason, ...]:
    return answers_with_change(_choice(given))[1]


def _kept(given: Mapping[str, str]) -> dict[str, str]:
    """Return the answers of an address, to be carried on; half a change is not."""
    kept = {
        question.value: given[question.value]
        for question in Question
        if given.get(question.value) in {"yes", "no"}
    }
    return kept | ({key: given[key] for key in CHANGE_KEYS} if _change(given) else {})


def _answered(reference: str, decided: Decided, given: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the questions answered, each with the address that asks it anew."""
    kept = _kept(given)
    answers = answers_with_change(_choice(given))[0]
    found: list[dict[str, str]] = []
    before: dict[str, str] = {}
    for question in decided.asked:
        anew = _address("contracts:selection_questions", reference, before)
        said = "Yes" if answers[question] else "No"
        found.append({"key": QUESTIONS[question], "value": said, "href": anew})
        if question.value in kept:
            before = before | {question.value: kept[question.value]}
    return found


def _address(name: str, reference: str, answers: Mapping[str, str]) -> str:
    query = f"?{urlencode(answers)}" if answers else ""
    return f"{reverse(name, args=[reference])}{query}"
