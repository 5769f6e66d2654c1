"""Incidents, risk summits and action cards: their lists, their pages, and how each begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tidegate.controlroom.board import words
from tidegate.controlroom.permissions import requires
from tidegate.controlroom.surge.closure_views import lines_of
from tidegate.controlroom.surge.divert_terms import deck_in_force, incident_terms
from tidegate.controlroom.surge.forms.happening import CallForm, DeclareForm, SendForm
from tidegate.controlroom.surge.happening_views import actions_for, say
from tidegate.controlroom.surge.new_incident import NewIncident, NewSummit
from tidegate.controlroom.surge.presenters import happening as shown
from tidegate.controlroom.surge.presenters.closures import colour_of
from tidegate.controlroom.surge.queries import action_cards
from tidegate.controlroom.surge.queries import closures as closing
from tidegate.controlroom.surge.queries import incidents as queries
from tidegate.controlroom.surge.reach import VIEW
from tidegate.controlroom.surge.refused import SurgeRefused
from tidegate.controlroom.surge.services.call_summit import call_summit
from tidegate.controlroom.surge.services.declare_incident import declare_incident
from tidegate.controlroom.surge.services.send_card import send_card
from tidegate.controlroom.surge.tables import TABLES
from tidegate.core.surge.action_cards.cards import SEND
from tidegate.core.surge.incidents.incidents import COMMAND
from tidegate.core.surge.summits.summits import SUMMIT

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from tidegate.controlroom.directory.viewer import ViewerRequest

MOST = 100


@require_GET
@requires(VIEW)
def incidents(request: ViewerRequest) -> HttpResponse:
    """List incidents, the newest first."""
    viewer = request.viewer
    named = closing.naming(viewer)
    page = {
        "title": "Incidents",
        "columns": ("Incident", "Where", "Declared", "Kind and level", "Where it stands"),
        "rows": [shown.incident_line(row, named) for row in queries.incidents(viewer)[:MOST]],
        "empty": "No incident was declared in your sight.",
        "begin": reverse("surge:declare") if viewer.codes_where(COMMAND) else "",
        "begin_text": "Declare an incident",
    }
    return render(request, "surge/happenings.jinja", page)


@require_GET
@requires(VIEW)
def incident(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show one incident: its level now and before, its closures, what happened."""
    viewer, now = request.viewer, timezone.now()
    found = _or_404(queries.incident_in_sight(viewer, reference))
    named, terms = closing.naming(viewer), incident_terms()
    level = terms.levels.get(found.level)
    facts = [
        ("Level", f"{found.level}: {level.words}" if level else str(found.level)),
        ("Kind", terms.kinds.get(found.kind, found.kind)),
        ("Where", named(found.place)),
        ("Led at", named(found.authority)),
        ("Declared", f"{words.day_and_time(found.declared_at)}, by {found.declared_by_name}"),
        ("What was learnt", found.outcome),
    ]
    page = _page(viewer, found, found.authority, named) | {
        "heading": found.title,
        "facts": [(name, value) for name, value in facts if value],
        "back": reverse("surge:incidents"),
        "back_to": "Incidents",
        "tables": [
            ("Levels", ("Level", "Since", "For", "Why"),
             shown.level_rows(queries.moves(viewer, found), now)),
        ],
        "closures": lines_of(viewer, queries.linked(viewer, found), now),
    }  # fmt: skip
    return render(request, "surge/happening.jinja", page)


@require_GET
@requires(VIEW)
def summits(request: ViewerRequest) -> HttpResponse:
    """List risk summits and count them by trigger."""
    viewer = request.viewer
    named, rows = closing.naming(viewer), list(queries.summits(viewer))
    counted, said = shown.trigger_rows(rows)
    page = {
        "title": "Risk summits",
        "columns": ("Summit", "Kept by", "Called", "Triggers", "Where it stands"),
        "rows": [shown.summit_line(row, named) for row in rows[:MOST]],
        "empty": "No risk summit was called in your sight.",
        "begin": reverse("surge:call") if viewer.codes_where(SUMMIT) else "",
        "begin_text": "Call a risk summit",
        "counted": counted,
        "counted_said": said,
    }
    return render(request, "surge/happenings.jinja", page)


@require_GET
@requires(VIEW)
def summit(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show one risk summit: triggers, bodies, actions and outcome."""
    viewer = request.viewer
    found = _or_404(queries.summit_in_sight(viewer, reference))
    named, actions = closing.naming(viewer), queries.actions(viewer, found)
    facts = [
        ("Triggers", shown.triggers_said(found.triggers)),
        ("What happened", found.why),
        ("Called", f"{words.day_and_time(found.called_at)}, by {found.called_by}"),
        ("Held", words.day_and_time(found.held_at) if found.held_at else "Not yet"),
        ("Bodies", "; ".join(found.bodies)),
        ("Outcome", found.outcome),
    ]
    rows = [
        (str(one.number), one.words, one.owner, words.day(one.due_on),
         f"{words.day(one.done_on)}. {one.note}" if one.done_on else "Not yet")
        for one in actions
    ]  # fmt: skip
    page = _page(viewer, found, found.place, named)
    if viewer.may(SUMMIT, found.place) and found.state in {"held", "concluded"}:
        page["actions"] += [
            {
                "text": f"Action {one.number} is done",
                "href": reverse("surge:happening_on",
                                args=["summit", found.reference, "finish_action", one.number]),
                "first": False,
            }
            for one in actions
            if one.done_on is None
        ]  # fmt: skip
    page |= {
        "heading": f"Risk summit about {named(found.about)}",
        "facts": [(name, value) for name, value in facts if value],
        "back": reverse("surge:summits"),
        "back_to": "Risk summits",
        "tables": [("Actions", ("Number", "What", "Who", "Until", "Done"), rows)],
        "closures": [],
    }
    return render(request, "surge/happening.jinja", page)


@require_GET
@requires(VIEW)
def cards(request: ViewerRequest) -> HttpResponse:
    """List action cards: those that wait first."""
    viewer, now = request.viewer, timezone.now()
    named = closing.naming(viewer)
    waiting = list(action_cards.open_cards(viewer)[:MOST])
    keys = {row.pk for row in waiting}
    answered = [row for row in action_cards.cards(viewer)[:MOST] if row.pk not in keys]
    page = {
        "title": "Action cards",
        "columns": ("Card", "Asked", "When", "Of level", "Where it stands"),
        "rows": [shown.card_line(row, named, now) for row in (*waiting, *answered)],
        "empty": "No action card was sent in your sight.",
        "begin": reverse("surge:send_card") if viewer.codes_where(SEND) else "",
        "begin_text": "Send a card",
    }
    return render(request, "surge/happenings.jinja", page)


@require_GET
@requires(VIEW)
def card(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show one action card: what is asked, by when, and what came of it."""
    viewer = request.viewer
    found = _or_404(action_cards.card_in_sight(viewer, reference))
    named = closing.naming(viewer)
    why = "By hand" if found.by_hand else f"The area reached level {found.level}"
    facts = [
        ("What is asked", found.words),
        ("Of", named(found.asked)),
        ("Sent", f"{words.day_and_time(found.sent_at)}. {why}"),
        ("To acknowledge by", words.day_and_time(found.acknowledge_by)),
        ("To be done by", words.day_and_time(found.done_by)),
        ("Chased", words.counted(found.chased, "time") if found.chased else ""),
        ("What came of it", found.reason),
        ("From", found.edition),
    ]
    page = _page(viewer, found, found.place, named) | {
        "heading": f"{found.theme[:1].upper()}{found.theme[1:]}",
        "facts": [(name, value) for name, value in facts if value],
        "back": reverse("surge:cards"),
        "back_to": "Action cards",
        "tables": [],
        "closures": [],
    }
    return render(request, "surge/happening.jinja", page)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(COMMAND)
def declare(request: ViewerRequest) -> HttpResponse:
    """Ask what happened, and declare an incident."""
    viewer, now = request.viewer, timezone.now()
    form = DeclareForm(_data(request), now, queries.places(viewer))

    def begin() -> object:
        given = form.cleaned_data
        new = NewIncident(
            given["title"], given["kind"], int(given["level"]), given["place"], form.happened
        )
        return declare_incident(new=new, actor=viewer.actor, now=now)

    return _begun(request, form, begin, "Declare an incident", "incident")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(SUMMIT)
def call(request: ViewerRequest) -> HttpResponse:
    """Ask what triggered it, and call a risk summit."""
    viewer, now = request.viewer, timezone.now()
    form = CallForm(_data(request), now, queries.keepers(viewer), queries.abouts(viewer))

    def begin() -> object:
        given = form.cleaned_data
        new = NewSummit(
            given["place"], given["about"], frozenset(given["triggers"]), given["why"],
            given["called_by"],
        )  # fmt: skip
        return call_summit(new=new, actor=viewer.actor, now=now)

    return _begun(request, form, begin, "Call a risk summit", "summit")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(SEND)
def send(request: ViewerRequest) -> HttpResponse:
    """Ask which card goes to which area, and send it."""
    viewer, now = request.viewer, timezone.now()
    deck = [(one.code, f"Level {one.level}: {one.theme}") for one in deck_in_force().cards]
    form = SendForm(_data(request), now, action_cards.areas(viewer), deck)

    def begin() -> object:
        given = form.cleaned_data
        sent = send_card(place=given["place"], code=given["code"], actor=viewer.actor, now=now)
        return sent[0]

    return _begun(request, form, begin, "Send a card", "card")


def _begun(
    request: ViewerRequest, form: Any, begin: Callable[[], object], heading: str, noun: str
) -> HttpResponse:
    """Begin something where its form is whole, and go to its page; else show the form."""
    if form.is_valid():
        try:
            made: Any = begin()
        except SurgeRefused as refused:
            say(form, refused)
        else:
            messages.success(request, "It is written down.")
            return redirect(reverse(shown.ROUTES[noun], args=[made.reference]))
    page = {
        "form": form, "heading": heading, "button": heading,
        "back": reverse(f"{shown.ROUTES[noun]}s"), "back_to": "Back", "about": "",
    }  # fmt: skip
    return render(request, "surge/happening_form.jinja", page)


def _page(viewer: Any, row: Any, keeper: str, _named: Any) -> dict[str, Any]:
    entries = closing.told(viewer, row.subject, keeper)
    return {
        "reference": row.reference,
        "state": TABLES[row.NOUN].label(row),
        "colour": colour_of(row),
        "actions": actions_for(viewer, row),
        "timeline": shown.timeline(entries, row.reference, timezone.now()),
    }


def _data(request: ViewerRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _or_404(row: Any) -> Any:
    if row is None:
        raise Http404("out of sight")
    return row
