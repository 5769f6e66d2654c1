"""The pages of the waiting lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from tidegate.controlroom.board import words
from tidegate.controlroom.board.figures import Origin, origin
from tidegate.controlroom.board.paging import address, pages
from tidegate.controlroom.log.services.note_reading import note_reading
from tidegate.controlroom.matching import queries as plans
from tidegate.controlroom.permissions import requires
from tidegate.controlroom.transfers.asking_for import asking_for
from tidegate.controlroom.waiting import figures, lists
from tidegate.controlroom.waiting import published as open_figures
from tidegate.controlroom.waiting.forms import ListFilter, PublishedFilter
from tidegate.controlroom.waiting.names import naming
from tidegate.controlroom.waiting.presenters import lists as shown
from tidegate.controlroom.waiting.presenters import pathways as single
from tidegate.controlroom.waiting.presenters import published as open_shown
from tidegate.controlroom.waiting.room_pages import room_pages
from tidegate.core.directory.treatment_functions import (
    TREATMENT_FUNCTIONS,
    treatment_function_name,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tidegate.controlroom.directory.viewer import Viewer, ViewerRequest
    from tidegate.controlroom.waiting.models import Snapshot

ROWS_ON_A_PAGE = 50
NARROWED_BY = ("holder", "tfc", "priority", "area")
GROUPS = (
    ("holder", "provider", "providers"),
    ("tfc", "specialty", "specialties"),
    ("priority", "priority", "priorities"),
    ("area", "area", "areas"),
)
PUBLISHED_GROUPS = (("provider", "provider", "providers"), ("tfc", "specialty", "specialties"))


@require_GET
@requires("waiting.view_list")
def waiting_list(request: ViewerRequest) -> HttpResponse:
    """Show the newest lists in figures, by provider, specialty, priority and area."""
    found = lists.newest(request.viewer)
    context: dict[str, Any] = {"views": room_pages(request.viewer, "list"), "origin": None}
    if found is not None:
        context |= _figures(request, found)
    return render(request, "waiting/list.jinja", context)


@require_GET
@requires("waiting.view_list")
def published(request: ViewerRequest) -> HttpResponse:
    """Show the published months: trend, distribution, providers and roll-forward."""
    months = open_figures.months(request.viewer)
    context: dict[str, Any] = {"views": room_pages(request.viewer, "published"), "months": months}
    if months:
        context |= _published(request, months)
    return render(request, "waiting/published.jinja", context)


@require_GET
@requires("waiting.view_pathways")
def pathways(request: ViewerRequest) -> HttpResponse:
    """List single pathways, page by page, narrowed, searched and sorted."""
    found = lists.newest(request.viewer, lists.SINGLE)
    frame = lists.NOTHING if found is None else found.frame
    named = naming(request.viewer)
    form = ListFilter(request.GET, figures.values(frame, NARROWED_BY), named)
    chosen = form.chosen()
    sort = _sort(request.GET.get("sort", ""))
    frame = _narrowed(frame, chosen)
    last = max(1, -(-frame.height // ROWS_ON_A_PAGE))
    page = min(max(1, _number(request.GET.get("page", ""))), last)
    ordered = frame.sort(sort.lstrip("-"), descending=sort.startswith("-"), maintain_order=True)
    rows = ordered.slice((page - 1) * ROWS_ON_A_PAGE, ROWS_ON_A_PAGE)
    kept = {**chosen, "sort": sort}
    linked = [
        {**row, "href": reverse("waiting:pathway", args=[row["pathway_id"]])}
        for row in rows.iter_rows(named=True)
    ]
    return render(
        request,
        "waiting/pathways.jinja",
        {
            "views": room_pages(request.viewer, "pathways"),
            "form": form,
            "chosen": bool(chosen),
            "sort": sort,
            "found": _found(frame.height, page),
            "table": single.page_of_pathways(linked, named, request.path, chosen, sort),
            "pages": pages(request.path, kept, page, last),
            "origin": None if found is None else _origin(found),
        },
    )


@require_GET
@requires("waiting.view_pathways")
def pathway(request: ViewerRequest, pathway_id: str) -> HttpResponse:
    """Show one pathway; that it was looked at is noted before it is shown."""
    found = lists.pathway(request.viewer, pathway_id)
    if found is None:
        raise Http404(f"no pathway {pathway_id} in sight")
    row, source = found
    note_reading(
        actor=request.viewer.person,  # type: ignore[arg-type] # a permission has a person
        subject=f"pathway:{pathway_id}",
        reason="opened its page",
        on_behalf_of=str(row["holder"]),
        now=timezone.now(),
    )
    return render(
        request,
        "waiting/pathway.jinja",
        {
            "pathway_id": pathway_id,
            "facts": single.facts(row, naming(request.viewer)),
            "why_href": _why(request.viewer, pathway_id),
            "ask_href": asking_for(request.viewer, pathway_id, str(row["holder"])),
            "origin": _origin(source),
        },
    )


def _why(viewer: Viewer, pathway_id: str) -> str:
    """Return where the newest plan answers why, for those who may ask."""
    newest = plans.latest_plan(viewer)
    if newest is None or not viewer.may(plans.REASONS):
        return ""
    return address(reverse("matching:why", args=[newest.pk]), {"about": pathway_id})


def _figures(request: ViewerRequest, found: lists.WaitingList) -> dict[str, Any]:
    named = naming(request.viewer)
    values = figures.values(found.frame, NARROWED_BY)
    form = ListFilter(request.GET, values, named)
    chosen = form.chosen()
    frame = _narrowed(found.frame, chosen)
    whose = named["holder"](values["holder"][0]) if len(values["holder"]) == 1 else ""
    earlier = lists.month_before(request.viewer, found)
    before = None if earlier is None else figures.count(_narrowed(earlier.frame, chosen))
    source = _origin(found)
    return {
        "form": form,
        "chosen": bool(chosen),
        "shown": _title(chosen, named) or whose or "Everyone waiting",
        "origin": source,
        "figures": shown.headline(
            figures.count(frame),
            source,
            before,
            "" if earlier is None else words.day(earlier.as_of),
        ),
        "drawn": [
            shown.weeks_waited(figures.by_weeks_waited(frame)),
            *(
                shown.waiting_by(column, one, many, counts, named[column])
                for column, one, many in GROUPS
                if len(counts := figures.count_by(frame, column)) > 1
            ),
        ],
        "may_view_pathways": request.viewer.may(lists.SINGLE),
        "pathways_href": address(reverse("waiting:pathways"), chosen),
    }


def _published(request: ViewerRequest, months: list[Snapshot]) -> dict[str, Any]:
    newest = months[-1]
    providers = open_figures.provider_names(newest.sha256)
    form = PublishedFilter(request.GET, providers, dict(TREATMENT_FUNCTIONS))
    chosen = form.chosen()
    part = open_figures.Narrowed(chosen.get("provider", ""), chosen.get("tfc", ""))
    trend, steps = open_figures.trend(months, part), open_figures.steps(months, part)
    source = origin("rtt", open_figures.publisher(), newest.as_of, timezone.localdate())
    named: dict[str, Callable[[str], str]] = {
        "provider": lambda code: providers.get(code, code),
        "tfc": treatment_function_name,
    }
    before = trend[-2] if len(trend) > 1 else None
    whose = _title(chosen, named) if chosen else open_figures.EVERYONE
    return {
        "form": form,
        "chosen": bool(chosen),
        "shown": f"{whose[:1].upper()}{whose[1:]}, {words.month(newest.as_of)}",
        "figures": shown.headline(
            trend[-1].counts,
            source,
            before.counts if before else None,
            words.month(before.period) if before else "",
        ),
        "drawn": [
            open_shown.waiting_trend(trend),
            open_shown.within_18_trend(trend),
            shown.weeks_waited(open_figures.by_weeks_waited(newest, part)),
            *(
                shown.waiting_by(
                    column, one, many, open_figures.counts_by(newest, part, column), named[column]
                )
                for column, one, many in PUBLISHED_GROUPS
                if column not in chosen
            ),
        ],
        "roll_forward": open_shown.roll_forward(steps),
        "roll_forward_sentence": open_shown.roll_forward_sentence(steps),
    }


def _narrowed(frame: pl.DataFrame, chosen: dict[str, str]) -> pl.DataFrame:
    for name, value in chosen.items():
        if name == "search":
            frame = frame.filter(pl.col("pathway_id").str.starts_with(value.strip()))
        else:
            frame = frame.filter(pl.col(name) == value)
    return frame


def _origin(found: lists.WaitingList) -> Origin:
    return origin("pathways", found.source, found.as_of, timezone.localdate())


def _title(chosen: dict[str, str], named: dict[str, Any]) -> str:
    said = [named[name](value) for name, value in chosen.items() if name in named]
    return ", ".join(said)


def _sort(given: str) -> str:
    return given if given.lstrip("-") in single.SORTED_BY else "-weeks_waited"


def _number(given: str) -> int:
    return int(given) if given.isdecimal() and len(given) < 9 else 1  # noqa: PLR2004


def _found(count: int, page: int) -> str:
    if not count:
        return "No pathway fits."
    first = (page - 1) * ROWS_ON_A_PAGE + 1
    last = min(page * ROWS_ON_A_PAGE, count)
    return f"{first:,} to {last:,} of {words.counted(count, 'pathway')}."
