"""The pages of plans."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tidegate.controlroom.board import words
from tidegate.controlroom.board.paging import address
from tidegate.controlroom.directory.queries import organisations
from tidegate.controlroom.log.services.note_reading import note_reading
from tidegate.controlroom.matching import files as plan_files
from tidegate.controlroom.matching import queries
from tidegate.controlroom.matching import why as reasons
from tidegate.controlroom.matching.damaged import told_when_damaged
from tidegate.controlroom.matching.figures import plan_figures
from tidegate.controlroom.matching.forms import NewPlan
from tidegate.controlroom.matching.plan_store import kept_plan
from tidegate.controlroom.matching.presenters import charts, headline, tables
from tidegate.controlroom.matching.presenters import lists as shown
from tidegate.controlroom.matching.presenters import why as shown_why
from tidegate.controlroom.matching.presenters.moves import moves
from tidegate.controlroom.permissions import requires
from tidegate.controlroom.transfers.asking_for import asking_for
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.matching.policies import load_policy, shipped_policies
from tidegate.exchange.matching.promised import promised
from tidegate.exchange.matching.report.words import size

if TYPE_CHECKING:
    from pathlib import Path

    from tidegate.controlroom.board.tables import Chart, Table
    from tidegate.controlroom.directory.viewer import Viewer, ViewerRequest
    from tidegate.controlroom.matching.figures import PlanFigures
    from tidegate.controlroom.matching.models import Plan
    from tidegate.controlroom.matching.presenters.why import Answer
    from tidegate.exchange.matching.plan_folder import Plan as KeptPlan

MOST_CHARACTERS = 200

# The report is one page with its own style sheet and drawings inside, and runs nothing.
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


@require_GET
@requires("matching.view_plan")
def plans(request: ViewerRequest) -> HttpResponse:
    """List the plans of the viewer's areas."""
    names = queries.areas_planned(request.viewer)
    table = shown.plans(
        queries.plans(request.viewer),
        lambda code: names.get(code, code),
        lambda plan: reverse("matching:plan", args=[plan.pk]),
    )
    may_run = request.viewer.may(queries.RUN)
    return render(request, "matching/plans.jinja", {"table": table, "may_run": may_run})


@require_GET
@requires("matching.view_plan")
@told_when_damaged
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
            "moves": moves(summary, figures.ground),
            "drawn": _charts(figures, _names(request.viewer)),
            "tables": _tables(summary, with_contracts=with_contracts),
            "assumptions": summary["assumptions"],
            "policy": headline.policy(summary),
            "files": _files(request.viewer, found, folder, figures.holders),
            "made": f"Made on {words.day_and_time(found.made_at)} by {found.made_by}.",
            "may_ask_why": request.viewer.may(queries.REASONS),
            "may_change": queries.may_change(request.viewer, found, figures.holders),
            "may_arrange": request.viewer.may(queries.ARRANGE, found.area),
            "changed": headline.changed(summary),
            "earlier": bool(queries.plans_before(request.viewer, found)),
        },
    )


@require_GET
@requires("matching.view_contracts")
@told_when_damaged
def report(request: ViewerRequest, number: int) -> HttpResponse:
    """Show the report as it was written, under a policy that lets it run nothing."""
    found, folder = _plan(request.viewer, number)
    file = plan_files.file_named(plan_files.REPORT)
    holders = plan_figures(folder).holders
    if file is None or not plan_files.may_take(request.viewer, found, holders, file):
        raise Http404("no report in sight")
    response = HttpResponse((folder / plan_files.REPORT).read_bytes())
    response["Content-Security-Policy"] = REPORT_POLICY
    return response


@require_GET
@requires("matching.view_plan")
@told_when_damaged
def download(request: ViewerRequest, number: int, name: str) -> HttpResponse:
    """Give one file of a plan away, to those who may see all that is in it.

    That pathways were taken away is noted before they are.
    """
    found, folder = _plan(request.viewer, number)
    file = plan_files.file_named(name)
    holders = plan_figures(folder).holders
    if file is None or not plan_files.may_take(request.viewer, found, holders, file):
        raise Http404(f"no file {name} in sight")
    if file.not_in_all and not (folder / file.name).is_file():
        raise Http404(f"plan {number} has no {name}")
    content = (folder / file.name).read_bytes()
    if file.of_pathways:
        note_reading(
            actor=request.viewer.person,  # type: ignore[arg-type] # a permission has a person
            subject=f"plan:{found.pk}",
            reason=f"took away {file.name}",
            on_behalf_of=found.area,
            now=timezone.now(),
        )
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="plan-{found.pk}-{file.name}"'},
    )


@require_GET
@requires("matching.view_reasons")
@told_when_damaged
def why(request: ViewerRequest, number: int) -> HttpResponse:
    """Answer why a pathway or an offer fared as it did; reading a pathway is noted."""
    found, folder = _plan(request.viewer, number)
    about = request.GET.get("about", "").strip()[:MOST_CHARACTERS]
    kept = kept_plan(folder)
    holders = queries.holders_in_sight(request.viewer)
    return render(
        request,
        "matching/why.jinja",
        {
            "plan": found,
            "plan_title": kept.summary["title"],
            "about": about,
            "answer": _answer(request.viewer, kept, about, found.pk) if about else None,
            "examples": [
                {"text": f"{said}: {name}", "href": address(request.path, {"about": name})}
                for said, name in reasons.examples(kept, holders).items()
            ],
        },
    )


@require_http_methods(["GET", "POST"])
@requires("matching.run_plan")
def new(request: ViewerRequest) -> HttpResponse:
    """Make a plan from chosen snapshots, here and now, and show it."""
    viewer, names = request.viewer, _names(request.viewer)
    form = NewPlan(
        request.POST if request.method == "POST" else None,
        list(queries.offers_to_plan(viewer)),
        list(queries.lists_to_plan(viewer)),
        shipped_policies(),
        lambda code: names.get(code, code),
    )
    if form.is_valid():
        # Loading the solver takes a second, which only those who make a plan should wait for.
        from tidegate.controlroom.matching.services.run_plan import run_plan  # noqa: PLC0415

        try:
            made = run_plan(
                lists=form.chosen_lists(),
                offers=form.chosen_offers(),
                policy=load_policy(form.cleaned_data["policy"]),
                actor=viewer.person,  # type: ignore[arg-type] # a permission has a person
                now=timezone.now(),
            )
        except UnusableInput as refusal:
            for finding in refusal.findings:
                form.add_error(None, finding.sentence())
        else:
            return redirect("matching:plan", made.pk)
    return render(request, "matching/new.jinja", {"form": form, "replaces": None})


def _answer(viewer: Viewer, kept: KeptPlan, about: str, number: int) -> Answer | None:
    names = headline.site_names(kept.summary) | _names(viewer)
    start = kept.problem.start

    def named(code: str) -> str:
        return names.get(code, code)

    holders = queries.holders_in_sight(viewer)
    pathway = reasons.about_pathway(kept, about, holders)
    if pathway is not None:
        note_reading(
            actor=viewer.person,  # type: ignore[arg-type] # a permission has a person
            subject=f"pathway:{about}",
            reason=f"asked why, in plan {number}",
            on_behalf_of=str(pathway.pathway["holder"]),
            now=timezone.now(),
        )
        answer = shown_why.pathway(pathway, start, named, promised(kept, about, named))
        ask_href = asking_for(viewer, about, str(pathway.pathway["holder"]))
        return replace(answer, ask_href=ask_href)
    offer = reasons.about_offer(kept, about, holders)
    return None if offer is None else shown_why.offer(offer, start, named)


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
        tables.what_would_help(summary, with_contracts=with_contracts),
        tables.value(summary, with_contracts=with_contracts),
        *([tables.contracts(summary)] if with_contracts else []),
        tables.equity(summary),
        tables.sources(summary),
    ]


def _files(
    viewer: Viewer, found: Plan, folder: Path, holders: frozenset[str]
) -> list[dict[str, str]]:
    return [
        {
            "text": file.text,
            "href": reverse("matching:report", args=[found.pk])
            if file.name == plan_files.REPORT
            else reverse("matching:download", args=[found.pk, file.name]),
            "size": size((folder / file.name).stat().st_size),
            "name": file.name,
        }
        for file in plan_files.files_for(viewer, found, holders)
        if not file.not_in_all or (folder / file.name).is_file()
    ]
