"""The pages of a selection: how it stands, and the form of each of its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.forms import Form
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tidegate.controlroom.contracts import selection_forms as forms
from tidegate.controlroom.contracts.presenters import selection as shown
from tidegate.controlroom.contracts.presenters import standstill as shown_standstill
from tidegate.controlroom.contracts.procurement import TABLE, facts_of, rules_of
from tidegate.controlroom.contracts.queries import selections as queries
from tidegate.controlroom.contracts.queries.contracts import buys, contract_in_sight
from tidegate.controlroom.contracts.reach import MANAGE, VIEW
from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.selection_notices import notice_lines
from tidegate.controlroom.contracts.services.abandon_selection import abandon_selection
from tidegate.controlroom.contracts.services.answer_representation import answer_representation
from tidegate.controlroom.contracts.services.award_contract import (
    award_contract,
    what_forbids_the_award,
)
from tidegate.controlroom.contracts.services.open_selection import open_selection
from tidegate.controlroom.contracts.services.publish_notice import (
    URGENT_KINDS,
    NewNotice,
    publish_notice,
)
from tidegate.controlroom.contracts.services.receive_representation import receive_representation
from tidegate.controlroom.permissions import PermissionMissing, requires
from tidegate.core.contracts.procurement.regime import regime
from tidegate.core.contracts.procurement.regimes import Decision, Regime, SelectionState
from tidegate.core.contracts.working_days import day_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from django.http import HttpResponse

    from tidegate.controlroom.contracts.models import (
        Contract,
        Notice,
        Representation,
        Selection,
    )
    from tidegate.controlroom.contracts.selection_notices import NoticeLine
    from tidegate.controlroom.directory.viewer import Viewer, ViewerRequest
    from tidegate.core.contracts.procurement.signature import SelectionFacts

CHANGEABLE = {SelectionState.OPEN, SelectionState.CHOSEN}
LIVE = CHANGEABLE | {SelectionState.STANDSTILL}


@require_GET
@requires(VIEW)
def selection(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show how a selection stands: law and route, standstill, notices, representations, changes."""
    viewer, now = request.viewer, timezone.now()
    contract = contract_of(viewer, reference)
    found = queries.selection_of(viewer, contract)
    changes = queries.modifications_of(viewer, contract)
    page: dict[str, object] = {
        "contract": contract,
        "may": viewer.may(MANAGE, contract.buyer),
        "buys": buys(viewer, contract),
        "selection": found,
        "modifications": shown.modifications(changes, contract),
    }
    if found is not None:
        page |= _shown(viewer, found, now)
    return render(request, "contracts/selection/selection.jinja", page)


def _shown(viewer: Viewer, found: Selection, now: datetime) -> dict[str, object]:
    """Return what the page of a selection that was opened shows."""
    contract, state = found.contract, SelectionState(found.state)
    inside, may = buys(viewer, contract), viewer.may(MANAGE, contract.buyer)
    lines = notice_lines(viewer, found, day_of(now))
    rows = queries.representations_of(viewer, contract)
    seen = facts_of(found, queries.notices_of(viewer, contract), rows)
    unknown = found.regime == Regime.UNKNOWN
    forbids = what_forbids_the_award(found, now) if state in LIVE else ()
    return _standstill(seen, now) | {
        "state": shown.state(found),
        "facts": shown.facts(found, buys=inside),
        "because": shown.because(found),
        "answers": shown.answers(found) if inside else [],
        "criteria": shown.criteria(found) if inside else [],
        "notices": shown.notices(lines),
        "representations": shown.representations(rows, seen, _answer_links(seen, rows, may=may)),
        "numbers": shown.numbers(Regime(found.regime)),
        "table": TABLE.label,
        "unknown": unknown,
        "changeable": may and state in CHANGEABLE and not unknown,
        "live": may and state in LIVE,
        "objectable": may and state is SelectionState.STANDSTILL,
        "not_yet": [reason.detail for reason in forbids],
        "waiting": _to_publish(found, lines) if may else [],
    }


def _standstill(seen: SelectionFacts, now: datetime) -> dict[str, object]:
    """Return a standstill in sentences and as a calendar; both empty where none runs."""
    standstill = seen.standstill()
    if standstill is None:
        return {"standstill": [], "calendar": []}
    return {
        "standstill": shown_standstill.standstill_words(seen, standstill, now),
        "calendar": shown_standstill.calendar(seen, standstill, day_of(now)),
    }


def contract_of(viewer: Viewer, reference: str) -> Contract:
    """Return a contract in sight.

    Raises:
        Http404: there is none.
    """
    contract = contract_in_sight(viewer, reference)
    if contract is None:
        raise Http404(f"no contract {reference} in sight")
    return contract


def selection_to_move(viewer: Viewer, reference: str) -> Selection:
    """Return the selection of a contract whose buyer the viewer manages contracts for.

    Raises:
        Http404: there is none in sight.
        PermissionMissing: the viewer may look, and no more.
    """
    contract = contract_of(viewer, reference)
    if not viewer.may(MANAGE, contract.buyer):
        raise PermissionMissing(MANAGE)
    found = queries.selection_of(viewer, contract)
    if found is None:
        raise Http404(f"no selection was opened for {reference}")
    return found


def _answer_links(
    seen: SelectionFacts, rows: Sequence[Representation], *, may: bool
) -> dict[int, str]:
    """Return where each representation is answered, by its number; nowhere once it is over."""
    if not may or seen.state is not SelectionState.STANDSTILL:
        return {}
    return {
        row.pk: reverse(
            "contracts:answer_representation", args=[row.selection.contract.reference, row.pk]
        )
        for row in rows
    }


def _to_publish(found: Selection, lines: Sequence[NoticeLine]) -> list[tuple[str, str]]:
    """Return the kinds of notice that may be kept as published, what is owed first."""
    owed = [(line.rule.kind, line.rule.label) for line in lines if line.published_on is None]
    free = [
        (rule.kind, rule.label)
        for rule in rules_of(found)
        if rule.event is None and (rule.optional or rule.kind == "UK10")
    ]
    return list(dict.fromkeys([*owed, *free]))


def form_page(
    request: ViewerRequest,
    contract: Contract,
    form: Form,
    heading: str,
    *,
    about: str = "",
    ends: bool = False,
    reasons: Sequence[str] = (),
) -> HttpResponse:
    """Show the form of one step."""
    page = {
        "contract": contract,
        "form": form,
        "heading": heading,
        "about": about,
        "ends": ends,
        "reasons": reasons,
        "back": reverse("contracts:selection", args=[contract.reference]),
    }
    return render(request, "contracts/selection/form.jinja", page)


def taken(form: Form, step: Callable[[], object]) -> bool:
    """Take a step; where it is refused, say so on the form."""
    try:
        step()
    except ContractRefused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason.detail)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE)
def open_one(request: ViewerRequest, reference: str) -> HttpResponse:
    """Ask when the process started, and open the selection."""
    viewer, now = request.viewer, timezone.now()
    contract = contract_of(viewer, reference)
    if not viewer.may(MANAGE, contract.buyer):
        raise PermissionMissing(MANAGE)
    found = regime(contract.service, contract.cpv, day_of(now), TABLE.regimes)
    asks = found.regime is Regime.UNKNOWN
    light = asks or found.regime is Regime.PA23
    form = forms.OpenForm(_sent(request), day_of(now), asks_law=asks, may_be_light=light)

    def step() -> None:
        given = form.cleaned_data
        law = given.get("law", "unknown")
        open_selection(
            contract=contract,
            process_started=given["process_started"],
            actor=viewer.actor,
            now=now,
            stated=None if law == "unknown" else Regime(law),
            stated_why=given.get("law_why", ""),
            light_touch=given.get("light_touch", False),
        )

    if form.is_valid() and taken(form, step):
        messages.success(request, "The selection is open.")
        return redirect("contracts:selection", reference)
    about = found.reasons[0].detail if asks else ""
    return form_page(request, contract, form, "Open the selection", about=about)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE)
def publish(request: ViewerRequest, reference: str) -> HttpResponse:
    """Ask which notice was published and when, and keep it."""
    viewer, now = request.viewer, timezone.now()
    found = selection_to_move(viewer, reference)
    kinds = _to_publish(found, notice_lines(viewer, found, day_of(now)))
    kind = request.GET.get("kind", "")
    if kind in URGENT_KINDS:
        kinds = [each for each in kinds if each[0] == kind]
        form: forms.NoticeForm = forms.UrgentNoticeForm(_sent(request), kinds, day_of(now))
    else:
        kinds = [each for each in kinds if each[0] not in URGENT_KINDS]
        form = forms.NoticeForm(_sent(request), kinds, day_of(now))
    if kind in dict(kinds):
        form.fields["kind"].initial = kind

    def step() -> Notice:
        given = form.cleaned_data
        items = form.items() if isinstance(form, forms.UrgentNoticeForm) else {}
        new = NewNotice(given["kind"], given["published_on"], given["ref"], items)
        return publish_notice(selection=found, new=new, actor=viewer.actor, now=now)

    if form.is_valid() and taken(form, step):
        messages.success(request, "The notice is kept.")
        return redirect("contracts:selection", reference)
    about = "What was published elsewhere is kept here with its day; nothing is sent from here."
    return form_page(request, found.contract, form, "Keep a notice", about=about)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE)
def represent(request: ViewerRequest, reference: str) -> HttpResponse:
    """Ask who objects to what and when it came, and receive the representation."""
    viewer = request.viewer
    found = selection_to_move(viewer, reference)
    form = forms.RepresentationForm(_sent(request))

    def step() -> None:
        given = form.cleaned_data
        receive_representation(
            selection=found,
            by=given["by"],
            text=given["text"],
            received_at=form.moment(),
            actor=viewer.actor,
            now=timezone.now(),
        )

    if form.is_valid() and taken(form, step):
        messages.success(request, "The representation is kept.")
        return redirect("contracts:selection", reference)
    return form_page(request, found.contract, form, "Receive a representation")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE)
def answer(request: ViewerRequest, reference: str, number: int) -> HttpResponse:
    """Ask what was decided on a representation, and keep it."""
    viewer = request.viewer
    found = selection_to_move(viewer, reference)
    row = queries.representation_of(viewer, found.contract, number)
    if row is None:
        raise Http404(f"no representation {number} against {reference}")
    form = forms.AnswerForm(_sent(request))

    def step() -> None:
        given = form.cleaned_data
        answer_representation(
            representation=row,
            decision=Decision(given["decision"]),
            reason=given["reason"],
            told_at=form.moment(),
            panel_ref=given["panel_ref"],
            actor=viewer.actor,
            now=timezone.now(),
        )

    if form.is_valid() and taken(form, step):
        messages.success(request, "The answer is kept.")
        return redirect("contracts:selection", reference)
    about = f"{row.by}: {row.text}"
    return form_page(request, found.contract, form, "Answer the representation", about=about)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE)
def award(request: ViewerRequest, reference: str) -> HttpResponse:
    """Ask once more, and award; or say why not yet."""
    viewer, now = request.viewer, timezone.now()
    found = selection_to_move(viewer, reference)
    form = Form(_sent(request))

    def step() -> None:
        award_contract(selection=found, actor=viewer.actor, now=now)

    if form.is_valid() and taken(form, step):
        messages.success(request, "The award is decided. It can be signed now.")
        return redirect("contracts:selection", reference)
    reasons = [] if form.is_bound else [each.detail for each in what_forbids_the_award(found, now)]
    about = "From then on both sides may sign, and the award notice falls due."
    return form_page(
        request, found.contract, form, "Award the contract", about=about, reasons=reasons
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE)
def abandon(request: ViewerRequest, reference: str) -> HttpResponse:
    """Ask why, and abandon the selection."""
    viewer = request.viewer
    found = selection_to_move(viewer, reference)
    form = forms.ReasonForm(_sent(request))

    def step() -> None:
        abandon_selection(
            selection=found,
            reason=form.cleaned_data["reason"],
            actor=viewer.actor,
            now=timezone.now(),
        )

    if form.is_valid() and taken(form, step):
        messages.success(request, "The selection is abandoned.")
        return redirect("contracts:selection", reference)
    return form_page(request, found.contract, form, "Abandon the selection", ends=True)


def _sent(request: ViewerRequest) -> dict[str, str] | None:
    return request.POST if request.method == "POST" else None
