"""What a buyer owes each year, whatever the contract: notices with their days, and the summary."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.procurement import TABLE, route_of
from tidegate.controlroom.contracts.queries import selections as queries
from tidegate.controlroom.contracts.reach import MANAGE
from tidegate.controlroom.permissions import requires
from tidegate.core.contracts.procurement.decision_tree import Question
from tidegate.core.contracts.procurement.duties import (
    SelectionOfYear,
    annual_summary,
    duties,
    financial_year_of,
)
from tidegate.core.contracts.procurement.modification import Ground
from tidegate.core.contracts.procurement.notices import STANDING_LABELS, Standing
from tidegate.core.contracts.procurement.regimes import ROUTE_LABELS, Regime, SelectionState
from tidegate.core.contracts.procurement.table import MARK_LABELS, Mark
from tidegate.core.contracts.working_days import day_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tidegate.controlroom.contracts.models import Selection
    from tidegate.controlroom.directory.viewer import Viewer, ViewerRequest
    from tidegate.core.contracts.procurement.duties import AnnualSummary

FIRST_YEAR, LAST_YEAR = 2023, 2044


@require_GET
@requires(MANAGE)
def this_year(request: ViewerRequest) -> HttpResponse:
    """Show what is owed in the financial year of today."""
    return _page(request, financial_year_of(day_of(timezone.now())))


@require_GET
@requires(MANAGE)
def of_year(request: ViewerRequest, year: int) -> HttpResponse:
    """Show what is owed in one financial year, named by the year in which it begins."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404(f"no duties of {year}")
    return _page(request, year)


def _page(request: ViewerRequest, year: int) -> HttpResponse:
    today = day_of(timezone.now())
    page = {
        "year": f"{year}/{(year + 1) % 100:02}",
        "before": year - 1 if year > FIRST_YEAR else None,
        "after": year + 1 if year < LAST_YEAR else None,
        "duties": [
            {
                "label": duty.rule.label,
                "kind": duty.rule.kind if duty.rule.kind.startswith("UK") else "",
                "of": words.day(duty.of),
                "opens": words.day(duty.opens_on) if duty.opens_on else "",
                "due": words.day(duty.due_on),
                "stands": _stands(duty.due_on, duty.opens_on, today),
                "mark": MARK_LABELS[Mark(duty.rule.mark)],
            }
            for duty in duties(TABLE.notices, TABLE.planning, year)
        ],
        "summary": _summary(_summary_of(request.viewer, year)),
        "table": TABLE.label,
    }
    return render(request, "contracts/selection/duties.jinja", page)


def _stands(due_on: date, opens_on: date | None, today: date) -> str:
    """Say where today lies: what was published outside this room is not known here."""
    if today > due_on:
        return "Past"
    if opens_on is not None and today < opens_on:
        return "To come"
    return STANDING_LABELS[Standing.DUE]


def _summary_of(viewer: Viewer, year: int) -> AnnualSummary:
    objections: dict[int, list[date]] = {}
    for row in queries.representations_of_the_buyer(viewer):
        objections.setdefault(row.selection_id, []).append(day_of(row.received_at))
    selections = [
        _of_year(each, objections.get(each.pk, []))
        for each in queries.selections_of_the_buyer(viewer)
        if each.regime == Regime.PSR
    ]
    urgent = [
        day_of(row.made_at)
        for row in queries.modifications_of_the_buyer(viewer)
        if row.ground == Ground.URGENT
    ]
    return annual_summary(selections, urgent, year)


def _of_year(selection: Selection, objections: list[date]) -> SelectionOfYear:
    said = dict(selection.answers)
    return SelectionOfYear(
        route=route_of(selection),
        state=SelectionState(selection.state),
        awarded_on=selection.awarded_on,
        new_provider=said.get(Question.EXISTING.value) is False,
        representations=tuple(objections),
    )


def _summary(found: AnnualSummary) -> list[tuple[str, int]]:
    return [
        *((f"Awarded: {ROUTE_LABELS[route]}", count) for route, count in found.awarded.items()),
        ("Urgent modifications", found.urgent_modifications),
        ("Awards where nobody provided before", found.new_providers),
        ("Representations received", found.representations),
    ]
