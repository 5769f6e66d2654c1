"""The page that takes a waiting list forward: what would more slots a week do to long waits?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tidegate.controlroom.board.figures import origin
from tidegate.controlroom.permissions import requires
from tidegate.controlroom.waiting import figures, lists, looking_ahead
from tidegate.controlroom.waiting import published as open_figures
from tidegate.controlroom.waiting.look_ahead_form import LONGEST, LookAheadForm
from tidegate.controlroom.waiting.looking_ahead import Question
from tidegate.controlroom.waiting.names import naming
from tidegate.controlroom.waiting.presenters import look_ahead as shown
from tidegate.controlroom.waiting.room_pages import room_pages
from tidegate.exchange.findings import UnusableInput

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tidegate.controlroom.directory.viewer import ViewerRequest

TEMPLATE = "waiting/look_ahead.jinja"


@require_GET
@requires("waiting.view_list")
def look_ahead(request: ViewerRequest) -> HttpResponse:
    """Show how the newest lists may go on, as slots are now and with more of them."""
    viewer = request.viewer
    waiting, months = lists.newest(viewer), open_figures.months(viewer)
    context: dict[str, Any] = {
        "views": room_pages(viewer, "look_ahead"),
        "no_list": waiting is None,
        "form": None,
        "problems": [],
        "answer": "",
    }
    if waiting is None or not waiting.frame.height or not months:
        return render(request, TEMPLATE, context)
    values = figures.values(waiting.frame, ("holder", "tfc"))
    form = LookAheadForm(request.GET, waiting.as_of, values, naming(viewer))
    context |= {
        "form": form,
        "chosen": bool(request.GET),
        "origin": origin("pathways", waiting.source, waiting.as_of, timezone.localdate()),
        "months": f"{open_figures.publisher()}, "
        f"{len(months[-looking_ahead.MOST_MONTHS :])} months to {months[-1].as_of:%B %Y}",
    }
    if form.is_valid():
        try:
            context |= _found(looking_ahead.ask(waiting, months, _question(form)))
        except UnusableInput as refusal:
            context["problems"] = [one.sentence() for one in refusal.findings]
    return render(request, TEMPLATE, context)


def _question(form: LookAheadForm) -> Question:
    asked = form.cleaned_data
    return Question(
        holder=asked["holder"],
        tfc=asked["tfc"],
        more=asked["slots"] or 0,
        longest_first=asked["use"] == LONGEST,
        begins=asked["begins"],
        until=asked["until"],
    )


def _found(outlook: looking_ahead.Outlook) -> dict[str, Any]:
    found = outlook.found
    return {
        "answer": shown.answer(found),
        "table": shown.at_the_end(found),
        "drawn": shown.charts(found),
        "assumptions": outlook.assumptions,
        "left_out": outlook.left_out,
    }
