"""The pages of score tables: all of them, one with what it says, and the choice of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tidegate.controlroom.board import words
from tidegate.controlroom.permissions import PermissionMissing, requires
from tidegate.controlroom.pressure.presenters import score_tables as shown
from tidegate.controlroom.pressure.queries.tables import choices, may_choose
from tidegate.controlroom.pressure.reach import CHOOSE, VIEW
from tidegate.controlroom.pressure.refused import TableRefused
from tidegate.controlroom.pressure.services.choose_table import choose_table
from tidegate.controlroom.pressure.table_forms import UseForm
from tidegate.controlroom.pressure.tables_in_use import InUse, at_hand, in_use_on
from tidegate.controlroom.pressure.terms import TERMS
from tidegate.exchange.pressure.score_table_folder import FOLDER

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tidegate.controlroom.directory.viewer import ViewerRequest
    from tidegate.exchange.pressure.score_table_folder import AtHand


@require_GET
@requires(VIEW)
def tables(request: ViewerRequest) -> HttpResponse:
    """List the tables at hand, which of them is in use and why, and what was in use before."""
    used = _used()
    page = {
        "tables": [shown.listed(found, used) for found in at_hand()],
        "why": shown.why_used(used),
        "choices": [shown.choice_shown(choice) for choice in choices(request.viewer)],
        "folder": FOLDER,
    }
    return render(request, "pressure/score_tables.jinja", page)


@require_GET
@requires(VIEW)
def table(request: ViewerRequest, name: str) -> HttpResponse:
    """Show one table: what counts how much, what is unverified, and every finding in its file."""
    used = _used()
    found = _found(name)
    read = found.table
    page = {
        "row": shown.listed(found, used),
        "findings": shown.findings(found.findings),
        "withheld": shown.name_withheld(read) if read else "",
        "pillars": shown.pillars(read) if read else [],
        "together": shown.together(read) if read else [],
        "lists": read.action_lists if read else (),
        "moved_on": shown.moved_on(found, used),
        "why": shown.why_used(used) if shown.is_in_use(found, used) else "",
        "may_use": found.ready and may_choose(request.viewer),
    }
    return render(request, "pressure/score_table.jinja", page)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CHOOSE)
def use(request: ViewerRequest, name: str) -> HttpResponse:
    """Ask from which day on and why, and put a table in use."""
    if not may_choose(request.viewer):
        raise PermissionMissing(CHOOSE)
    found = _found(name)
    today = TERMS.today(timezone.now())
    form = UseForm(
        request.POST if request.method == "POST" else None,
        initial={"from_day": today, "sha256": found.sha256},
    )
    if request.method == "POST" and form.is_valid() and _chosen(request, name, form):
        return redirect("pressure:tables")
    page = {
        "row": shown.listed(found, _used()),
        "withheld": shown.name_withheld(found.table) if found.table else "",
        "why": shown.why_used(_used()),
        "form": form,
    }
    return render(request, "pressure/use_table.jinja", page)


def _chosen(request: ViewerRequest, name: str, form: UseForm) -> bool:
    """Put the table in use, and tell whether it was; if not, the form says why."""
    asked = form.cleaned_data
    try:
        row = choose_table(
            name=name, sha256=asked["sha256"], from_day=asked["from_day"], reason=asked["reason"],
            actor=request.viewer.actor, now=timezone.now(),
        )  # fmt: skip
    except TableRefused as refused:
        for reason in refused.reasons:
            form.add_error(
                "reason" if reason.code == "REASON_NEEDED" else "from_day", reason.detail
            )
        return False
    messages.success(
        request, f"Pressure is scored by {row.label} from {words.day(row.from_day)} on."
    )
    return True


def _used() -> InUse:
    today = TERMS.today(timezone.now())
    return in_use_on([today])[today]


def _found(name: str) -> AtHand:
    found = next((each for each in at_hand() if each.name == name), None)
    if found is None:
        raise Http404(f"no score table {name[:80]}")
    return found
