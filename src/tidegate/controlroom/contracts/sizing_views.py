"""The page on which a contract is sized."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tidegate.controlroom.contracts.presenters.sizing import answer
from tidegate.controlroom.contracts.queries.sizing import forecasts_in_sight, lines_in_sight
from tidegate.controlroom.contracts.reach import MANAGE, VIEW
from tidegate.controlroom.contracts.sizing_asked import ask
from tidegate.controlroom.contracts.sizing_forms import FORECAST, SizingForm
from tidegate.controlroom.permissions import requires
from tidegate.controlroom.pressure.forecast_terms import series_name
from tidegate.core.contracts.sizing.size import size
from tidegate.exchange.findings import UnusableInput

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tidegate.controlroom.contracts.presenters.sizing import Answer
    from tidegate.controlroom.directory.viewer import Viewer, ViewerRequest


@require_http_methods(["GET", "POST"])
@requires(VIEW)
def sizing(request: ViewerRequest) -> HttpResponse:
    """Ask for demand and prices, and answer; an address of its own for every answer but a file's.

    Nothing is kept of what is asked.
    """
    viewer = request.viewer
    lines = [
        (line.line_id, f"{line.contract.title}: {line.line_id}") for line in lines_in_sight(viewer)
    ]
    beds = [
        (f"{one.place} {one.measure}", f"{series_name(one.measure)}, {one.place}")
        for one in forecasts_in_sight(viewer)
    ]
    if request.method == "POST":
        form = SizingForm(request.POST, lines, beds, request.FILES)
        if form.is_valid() and form.cleaned_data["source"] != FORECAST:
            return redirect(f"{reverse('contracts:sizing')}?{urlencode(_asked(form))}")
    else:
        form = SizingForm(request.GET if "block" in request.GET else None, lines, beds)
    found = _answered(viewer, form)
    status = 422 if form.is_bound and found is None else 200
    return render(request, "contracts/sizing.jinja", {"form": form, "answer": found}, status=status)


def _asked(form: SizingForm) -> dict[str, str]:
    """Return what was filled in, as it was."""
    given = {name: str(form.data.get(name, "")).strip() for name in form.fields}
    return {name: value for name, value in given.items() if value}


def _answered(viewer: Viewer, form: SizingForm) -> Answer | None:
    """Answer a valid form; what of its demand cannot be used becomes a fault of its field."""
    if not form.is_bound or not form.is_valid():
        return None
    source = form.cleaned_data["source"]
    try:
        question = ask(viewer, form, timezone.localdate())
        sized = size(question.asked.question)
    except UnusableInput as refused:
        field = "file" if source == FORECAST else source if source in form.fields else None
        for finding in refused.findings:
            form.add_error(field, finding.sentence())
        return None
    except ValueError as problem:
        form.add_error(None, f"This cannot be worked out without {problem}")
        return None
    return answer(question, sized, may_draft=viewer.may(MANAGE))
