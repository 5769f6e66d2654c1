"""Looking up organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tidegate.controlroom.directory import presenters, queries
from tidegate.controlroom.permissions import requires

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import ViewerRequest

LINES_ON_A_PAGE = 50


@requires("directory.view")
@require_safe
def organisations(request: ViewerRequest) -> HttpResponse:
    """List the organisations in sight; ``?q=`` searches name and code, ``?kind=`` narrows."""
    search = request.GET.get("q", "").strip()[:100]
    kind = request.GET.get("kind", "")
    rows = queries.organisations(request.viewer, search, kind)
    part = Paginator(rows, LINES_ON_A_PAGE).get_page(request.GET.get("page"))
    page = {
        "search": search,
        "kinds": presenters.kind_choices(queries.counts_by_kind(request.viewer), kind),
        "found": presenters.found(part.paginator.count, search),
        "lines": presenters.lines(part),
        "part": part,
        "address": "?" + urlencode({"q": search, "kind": kind}) + "&page=",
    }
    return render(request, "directory/organisations.jinja", page)


@requires("directory.view")
@require_safe
def organisation(request: ViewerRequest, code: str) -> HttpResponse:
    """Show one organisation: who oversees it, what lies beneath it, who acts for it."""
    row = queries.organisation(request.viewer, code)
    if row is None:
        raise Http404
    page = {
        "organisation": presenters.line(row),
        "area": row.area,
        "overseers": presenters.lines(queries.overseers(request.viewer, code)),
        "beneath": presenters.lines(queries.directly_beneath(request.viewer, row)),
        "manages_people": request.viewer.may("directory.manage_people", code),
        "holders": presenters.holders(queries.people_in(request.viewer, code)),
    }
    return render(request, "directory/organisation.jinja", page)
