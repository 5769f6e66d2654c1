"""The list of surges, the page of one, how one is proposed, and every deed on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_GET

from tidegate.controlroom.permissions import requires
from tidegate.controlroom.surge.presenters.surge import listed
from tidegate.controlroom.surge.queries import surges as queries
from tidegate.controlroom.surge.reach import PROPOSE, VIEW
from tidegate.controlroom.transfers.queries.names import naming

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tidegate.controlroom.directory.viewer import ViewerRequest


@require_GET
@requires(VIEW)
def surge_list(request: ViewerRequest) -> HttpResponse:
    """List the surges in sight."""
    viewer = request.viewer
    context = {
        "surges": listed(queries.surges(viewer), naming(viewer)),
        "may_watch": viewer.may(PROPOSE),
    }
    return render(request, "surge/list.jinja", context)
