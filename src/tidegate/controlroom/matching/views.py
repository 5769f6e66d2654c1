"""The pages of plans."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tidegate.controlroom.board import words
from tidegate.controlroom.directory.queries import organisations
from tidegate.controlroom.matching import files as plan_files
from tidegate.controlroom.matching import queries
from tidegate.controlroom.matching.figures import plan_figures
from tidegate.controlroom.matching.presenters import charts, headline, tables
from tidegate.controlroom.matching.presenters import lists as shown
from tidegate.controlroom.permissions import requires

if TYPE_CHECKING:
    from pathlib import Path

    from tidegate.controlroom.board.tables import Chart, Table
    from tidegate.controlroom.directory.viewer import Viewer, ViewerRequest
    from tidegate.controlroom.matching.figures import PlanFigures
    from tidegate.controlroom.matching.models import Plan

# The report is one page with its own style sheet and drawings inside, and runs nothing.
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


@require_GET
@requires("matching.view_plan")
def plans(request: ViewerRequest) -> HttpResponse:
    """List the plans of the viewer's areas."""
    names = _names(request.viewer)
    table = shown.plans(
        queries.plans(request.viewer),
        lambda code: names.get(code, code),
        lambda plan: reverse("matching:plan", args=[plan.pk]),
    )
    may_run = request.viewer.may(queries.RUN)
    return render(request, "matching/plans.jinja", {"table": table, "may_run": may_run})


@require_GET
@requires("matching.view_plan")
def plan(request: ViewerRequest, number: int) -> HttpResponse:
    """Show one plan: what it achieves, how good it is, what stops the rest."""
    found, folder = _plan(request.viewer, number)
    figures = plan_figures(folder)
    summary = figures.summary
    with_contracts = found.area in request.viewer.codes_where(plan_files.CONTRACTS)
    return render(
        request,
        "matching/plan.jinja",
        {
            "plan": found,
            "title": summary["title"],
            "period": headline.period(summary),
            "lead": headline.lead(summary),
            "proof": headline.proof(summary["gap"]),
            "figures": headline.figures(summary, with_contracts=with_contracts),
            "drawn": _charts(figures, _names(request.viewer)),
            "tables": _tables(summary, with_contracts=with_contracts),
            "assumptions": summary["assumptions"],
            "policy": headline.policy(summary),
            "files": _files(request.viewer, found, folder),
            "made": f"Made on {words.day_and_time(found.made_at)} by {found.made_by}.",
            "may_ask_why": request.viewer.may(queries.REASONS),
        },
    )


@require_GET
@requires("matching.view_contracts")
def report(request: ViewerRequest, number: int) -> HttpResponse:
    """Show the report as it was written, under a policy that lets it run nothing."""
    found, folder = _plan(request.viewer, number)
    file = plan_files.file_named(plan_files.REPORT)
    if file is None or not plan_files.may_take(request.viewer, found, file):
        raise Http404("no report in sight")
    response = HttpResponse((folder / plan_files.REPORT).read_bytes())
    response["Content-Security-Policy"] = REPORT_POLICY
    return response


@require_GET
@requires("matching.view_plan")
def download(request: ViewerRequest, number: int, name: str) -> FileResponse:
    """Give one file of a plan away, to those who may see all that is in it."""
    found, folder = _plan(request.viewer, number)
    file = plan_files.file_named(name)
    if file is None or not plan_files.may_take(request.viewer, found, file):
        raise Http404(f"no file {name} in sight")
    return FileResponse(
        (folder / file.name).open("rb"),
        as_attachment=True,
        filename=f"plan-{found.pk}-{file.name}",
    )


def _plan(viewer: Viewer, number: int) -> tuple[Plan, Path]:
    found = queries.plan_in_sight(viewer, number)
    if found is None:
        raise Http404(f"no plan {number} in sight")
    return found, queries.folder_of(viewer, found)


def _names(viewer: Viewer) -> dict[str, str]:
    return {row.code: row.name for row in organisations(viewer)}


def _charts(figures: PlanFigures, names: dict[str, str]) -> list[Chart]:
    summary = figures.summary
    told = headline.site_names(summary) | names
    return [
        charts.long_waits(summary),
        charts.use_by_site(figures.use, told),
        charts.unused_by_week(figures.use, told, date.fromisoformat(summary["start"])),
        charts.one_more_unit(summary),
    ]


def _tables(summary: dict[str, Any], *, with_contracts: bool) -> list[Table]:
    return [
        tables.flows(summary),
        tables.unmatched(summary),
        tables.unused(summary),
        *([tables.contracts(summary)] if with_contracts else []),
        tables.equity(summary),
        tables.sources(summary),
    ]


def _files(viewer: Viewer, found: Plan, folder: Path) -> list[dict[str, str]]:
    return [
        {
            "text": file.text,
            "href": reverse("matching:report", args=[found.pk])
            if file.name == plan_files.REPORT
            else reverse("matching:download", args=[found.pk, file.name]),
            "size": words.size((folder / file.name).stat().st_size),
            "name": file.name,
        }
        for file in plan_files.files_for(viewer, found)
    ]
