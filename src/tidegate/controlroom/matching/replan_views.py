"""The pages that replace a plan by another, and show what the other one changes."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tidegate.controlroom.board.paging import address, pages
from tidegate.controlroom.directory.queries import organisations
from tidegate.controlroom.log.services.note_reading import note_reading
from tidegate.controlroom.matching import files as plan_files
from tidegate.controlroom.matching import queries
from tidegate.controlroom.matching.damaged import told_when_damaged
from tidegate.controlroom.matching.figures import plan_figures
from tidegate.controlroom.matching.forms import NextPlan
from tidegate.controlroom.matching.plan_difference import plan_difference
from tidegate.controlroom.matching.presenters import difference as shown
from tidegate.controlroom.matching.presenters import headline, taken_up
from tidegate.controlroom.permissions import requires
from tidegate.controlroom.transfers.answers import answers_of_plan
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.matching.policies import load_policy, shipped_policies
from tidegate.exchange.matching.replies import read_replies

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.files.uploadedfile import UploadedFile

    from tidegate.controlroom.directory.viewer import Viewer, ViewerRequest
    from tidegate.controlroom.matching.models import Plan
    from tidegate.controlroom.matching.plan_difference import PlanDifference
    from tidegate.exchange.matching.replies import Replies

ROWS_ON_A_PAGE = 50
DIGITS_OF_A_PAGE = 6


@require_GET
@requires("matching.view_plan")
@told_when_damaged
def difference(request: ViewerRequest, number: int) -> HttpResponse:
    """Show how a plan differs from the one that it replaces, or from another earlier one."""
    viewer = request.viewer
    plan = queries.plan_in_sight(viewer, number)
    if plan is None:
        raise Http404(f"no plan {number} in sight")
    earlier = queries.plans_before(viewer, plan)
    before = _chosen(earlier, request.GET.get("since", ""))
    folder = queries.folder_of(viewer, plan)
    title = plan_figures(folder).summary["title"]
    page: dict[str, Any] = {"plan": plan, "plan_title": title, "before": before}
    if before is not None:
        found = plan_difference(queries.folder_of(viewer, before), folder)
        page |= _told(request, plan, before, found)
        page["choices"] = [
            (other.pk, shown.choice(other, replaced=other.pk == plan.replaces_id))
            for other in earlier
        ]
    return render(request, "matching/difference.jinja", page)


@require_http_methods(["GET", "POST"])
@requires("matching.run_plan")
@told_when_damaged
def again(request: ViewerRequest, number: int) -> HttpResponse:
    """Make a plan in place of this one, here and now, and show what it changes."""
    viewer, posted = request.viewer, request.method == "POST"
    plan = _to_replace(viewer, number)
    named = _named(viewer)
    answers = answers_of_plan(viewer, plan)
    form = NextPlan(
        request.POST if posted else None,
        list(queries.offers_to_plan(viewer)),
        list(queries.lists_to_plan(viewer)),
        shipped_policies(),
        named,
        request.FILES if posted else None,
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
                replaces=plan,
                replies=_replies(form.cleaned_data["replies"]) or answers,
            )
        except UnusableInput as refusal:
            for finding in refusal.findings:
                form.add_error(None, finding.sentence())
        else:
            return redirect("matching:difference", made.pk)
    facts = {
        "form": form,
        "replaces": plan,
        "period": shown.choice(plan, replaced=False),
        "answers": "" if answers is None else taken_up.answers(answers),
    }
    return render(request, "matching/new.jinja", facts)


def _to_replace(viewer: Viewer, number: int) -> Plan:
    """Find a plan that the viewer may plan anew: with its area, and everybody's list in it."""
    plan = queries.plan_in_sight(viewer, number)
    if plan is None:
        raise Http404(f"no plan {number} in sight")
    holders = plan_figures(queries.folder_of(viewer, plan)).holders
    if not queries.may_change(viewer, plan, holders):
        raise Http404(f"plan {number} is not the viewer's to replace")
    return plan


def _replies(sent: UploadedFile | None) -> Replies | None:
    """Read a file of replies as it was sent, under its own name."""
    if sent is None:
        return None
    with TemporaryDirectory() as folder:
        path = Path(folder) / Path(sent.name or "replies.csv").name
        path.write_bytes(sent.read())
        return read_replies(path)


def _chosen(earlier: list[Plan], since: str) -> Plan | None:
    """Return the earlier plan that was asked for; else the one replaced, else the newest."""
    if not since:
        return earlier[0] if earlier else None
    found = next((plan for plan in earlier if str(plan.pk) == since), None)
    if found is None:
        raise Http404("no such earlier plan in sight")
    return found


def _told(
    request: ViewerRequest, plan: Plan, before: Plan, found: PlanDifference
) -> dict[str, Any]:
    """Put the difference into words and tables, as far as the viewer may see it."""
    told = found.told
    with_contracts = plan.area in request.viewer.codes_where(plan_files.CONTRACTS)
    return {
        "since": shown.choice(before, replaced=before.pk == plan.replaces_id),
        "lead": shown.lead(told),
        "promises": shown.promises(told),
        "displaced": shown.displaced(told),
        "broken": shown.broken(told),
        "figures": shown.figures(told),
        "tables": [
            shown.reasons(told),
            shown.sites(told),
            shown.tiers(told),
            *([shown.lines(told)] if with_contracts else []),
        ],
        **_moves(request, plan, before, found),
    }


def _moves(
    request: ViewerRequest, plan: Plan, before: Plan, found: PlanDifference
) -> dict[str, Any]:
    """List the pathways in sight, page by page; that they were read is noted before."""
    viewer = request.viewer
    if not viewer.may(queries.REASONS):
        return {"moves": None, "pages": {}}
    rows = found.moves_of(queries.holders_in_sight(viewer))
    last = max(1, -(-rows.height // ROWS_ON_A_PAGE))
    page = min(_page_asked(request.GET.get("page", "")), last)
    if rows.height:
        note_reading(
            actor=viewer.person,  # type: ignore[arg-type] # a permission has a person
            subject=f"plan:{plan.pk}",
            reason=f"saw whose place changed since plan {before.pk}",
            on_behalf_of=plan.area,
            now=timezone.now(),
        )
    why = reverse("matching:why", args=[plan.pk])
    return {
        "moves": shown.moves(
            rows.slice((page - 1) * ROWS_ON_A_PAGE, ROWS_ON_A_PAGE),
            _named(viewer, plan, before),
            lambda pathway: address(why, {"about": pathway}),
        ),
        "pages": pages(request.path, {"since": str(before.pk)}, page, last),
    }


def _page_asked(text: str) -> int:
    return max(1, int(text)) if text.isdecimal() and len(text) <= DIGITS_OF_A_PAGE else 1


def _named(viewer: Viewer, *plans: Plan) -> Callable[[str], str]:
    """Return what names a code: as the viewer knows it, else as one of the plans does."""
    names: dict[str, str] = {}
    for plan in plans:
        names |= headline.site_names(plan_figures(queries.folder_of(viewer, plan)).summary)
    names |= {row.code: row.name for row in organisations(viewer)}
    return lambda code: names.get(code, code)
