"""The transfer board, and the queue of what waits for one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from tidegate.controlroom.board.paging import address, pages
from tidegate.controlroom.permissions import PermissionMissing, requires
from tidegate.controlroom.transfers import narrowing, queries
from tidegate.controlroom.transfers.forms.board import MINE, BoardFilter
from tidegate.controlroom.transfers.permitted import may_take
from tidegate.controlroom.transfers.presenters import board as shown
from tidegate.controlroom.transfers.presenters import queue as shown_queue
from tidegate.controlroom.transfers.presenters.cards import Card, card
from tidegate.controlroom.transfers.presenters.tabs import BOARD, QUEUE, tabs
from tidegate.controlroom.transfers.queries.cards import places_by_request
from tidegate.controlroom.transfers.queries.names import naming
from tidegate.controlroom.transfers.queries.requests import VIEW
from tidegate.controlroom.transfers.refused import StepRefused
from tidegate.controlroom.transfers.taking_steps import take
from tidegate.controlroom.transfers.turns import BY_A_YES, NEXT
from tidegate.core.directory.treatment_functions import treatment_function_name
from tidegate.core.transfers.lifecycle.requests import REQUESTS
from tidegate.core.transfers.lifecycle.states import RequestState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tidegate.controlroom.directory.viewer import Viewer, ViewerRequest
    from tidegate.controlroom.transfers.models import Request

CARDS_ON_A_PAGE = 50
MOST_IN_A_QUEUE = 25
MOST_AT_ONCE = 200
START = "transfers.request"


@require_GET
@requires(VIEW)
def board(request: ViewerRequest) -> HttpResponse:
    """Show requests by where they stand, urgent first, narrowed as the address says."""
    viewer = request.viewer
    named, rows = naming(viewer), queries.requests(viewer)
    naming_of = {"tfc": treatment_function_name, "holder": named, "receiver": named}
    form = BoardFilter(request.GET, narrowing.values(rows), naming_of)
    chosen = form.chosen()
    mine = _mine(viewer)
    rows = narrowing.narrowed(rows, chosen, mine)
    counts = narrowing.counts(rows)
    rows = narrowing.standing(rows, chosen.get("state", ""), searched="search" in chosen)
    total = rows.count()
    last = max(1, -(-total // CARDS_ON_A_PAGE))
    page = min(max(1, _number(request.GET.get("page", ""))), last)
    first = (page - 1) * CARDS_ON_A_PAGE
    found = list(narrowing.ordered(rows)[first : first + CARDS_ON_A_PAGE])
    cards = _cards(viewer, found)
    return render(
        request,
        "transfers/board.jinja",
        {
            "views": tabs(viewer, BOARD, len(mine)),
            "may_start": viewer.may(START),
            "form": form,
            "chosen": bool(chosen),
            "phases": shown.phases(counts, request.path, chosen),
            "found": shown.said(total, first + 1, first + len(found)),
            "groups": shown.groups(
                [(one.state, shown_as) for one, shown_as in zip(found, cards, strict=True)], counts
            ),
            "pages": pages(request.path, chosen, page, last),
        },
    )


@require_GET
@requires(VIEW)
def queue(request: ViewerRequest) -> HttpResponse:
    """Show what waits for the viewer, step by step."""
    return render(request, "transfers/queue.jinja", _queue(request.viewer))


@requires(VIEW)
@require_POST
def bulk(request: ViewerRequest, verb: str) -> HttpResponse:
    """Take a step that needs nothing but a yes for each request that was ticked."""
    if verb not in BY_A_YES:
        raise Http404(f"{verb} is not done for several requests at once")
    ticked = request.POST.getlist("requests")[:MOST_AT_ONCE]
    if not ticked:
        messages.error(request, "Tick at least one request")
        return redirect("transfers:queue")
    done, refused = _taken(request.viewer, verb, ticked)
    if done:
        messages.success(request, shown_queue.done(verb, done))
    if not refused:
        return redirect("transfers:queue")
    return render(request, "transfers/queue.jinja", {**_queue(request.viewer), "refused": refused})


def _taken(viewer: Viewer, verb: str, ticked: Sequence[str]) -> tuple[int, list[dict[str, str]]]:
    """Take the step for each of them; each stands or falls alone."""
    done, refused = 0, []
    for reference in dict.fromkeys(ticked):
        found = queries.request_in_sight(viewer, reference)
        if found is None:
            refused.append({"text": f"{reference[:20]}: no such request in sight"})
            continue
        href = reverse("transfers:request", args=[found.reference])
        step = REQUESTS.step(RequestState(found.state), verb)
        if step is None or not may_take(viewer, found, step, None):
            moved = "it has moved on, or it is not yours to decide"
            refused.append({"text": f"{found.reference}: {moved}", "href": href})
            continue
        try:
            take(viewer, found, step, acted_at=None, answers={}, now=timezone.now())
        except StepRefused as refusal:
            why = " ".join(reason.detail for reason in refusal.reasons)
            refused.append({"text": f"{found.reference}: {why}", "href": href})
        except PermissionMissing:
            refused.append({"text": f"{found.reference}: it is not yours to decide", "href": href})
        else:
            done += 1
    return done, refused


def _queue(viewer: Viewer) -> dict[str, Any]:
    waiting = queries.to_do(viewer)
    groups, total = [], 0
    for each in waiting:
        rows = each.requests
        count = rows.count()
        if not count:
            continue
        total += count
        found = list(narrowing.ordered(rows)[:MOST_IN_A_QUEUE])
        state = next(state for state, verb in NEXT.items() if verb == each.transition.verb)
        everything = address(reverse("transfers:board"), {"turn": MINE, "state": state.value})
        groups.append(shown_queue.group(each.transition, _cards(viewer, found), count, everything))
    return {
        "views": tabs(viewer, QUEUE, total),
        "groups": groups,
        "found": shown_queue.said(total, may_act=bool(waiting)),
        "refused": [],
    }


def _cards(viewer: Viewer, found: Sequence[Request]) -> list[Card]:
    places, named = places_by_request(viewer, found), naming(viewer)
    today = timezone.localdate()
    return [
        card(
            one,
            places.get(one.pk, []),
            named,
            reverse("transfers:request", args=[one.reference]),
            today,
        )
        for one in found
    ]


def _mine(viewer: Viewer) -> frozenset[int]:
    waiting = [each.requests for each in queries.to_do(viewer)]
    return frozenset(
        number for rows in waiting for number in rows.order_by().values_list("pk", flat=True)
    )


def _number(given: str) -> int:
    return int(given) if given.isdecimal() and len(given) < 9 else 1  # noqa: PLR2004
