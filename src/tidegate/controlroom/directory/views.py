"""Looking up organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tidegate.controlroom.board.paging import pages
from tidegate.controlroom.directory import presenters, queries
from tidegate.controlroom.directory.forms import OrganisationFilter
from tidegate.controlroom.permissions import requires

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import ViewerRequest

LINES_ON_A_PAGE = 50


@requires("directory.view")
@require_safe
def organisations(request: ViewerRequest) -> HttpResponse:
    """List the organisations in sight; ``?q=`` searches name and code, ``?kind=`` narrows."""
    form = OrganisationFilter(queries.counts_by_kind(request.viewer), request.GET)
    chosen = form.chosen()
    search = chosen.get("q", "")
    rows = queries.organisations(request.viewer, search, chosen.get("kind", ""))
    part = Paginator(rows, LINES_ON_A_PAGE).get_page(request.GET.get("page"))
    page = {
        "form": form,
        "chosen": any(chosen.values()),
        "table": presenters.found(list(part), part.paginator.count, search),
        "pages": pages(request.path, chosen, part.number, part.paginator.num_pages),
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
        "organisation": presenters.facts(row),
        "overseers": [presenters.facts(each) for each in queries.overseers(request.viewer, code)],
        "beneath": presenters.beneath(queries.directly_beneath(request.viewer, row)),
        "manages_people": request.viewer.may("directory.manage_people", code),
        "people": presenters.people(queries.people_in(request.viewer, code)),
    }
    return render(request, "directory/organisation.jinja", page)
