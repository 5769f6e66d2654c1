"""The page of the ledger of use, and its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from tidegate.controlroom.board.paging import address
from tidegate.controlroom.permissions import requires
from tidegate.controlroom.transfers import queries
from tidegate.controlroom.transfers.forms.use import UseFilter
from tidegate.controlroom.transfers.presenters import use as shown
from tidegate.controlroom.transfers.presenters.tabs import USE, tabs
from tidegate.controlroom.transfers.queries.names import naming
from tidegate.controlroom.transfers.queries.offers import VIEW
from tidegate.core.transfers.ledger import added
from tidegate.exchange.transfers.use_table import PROFILE, use_csv, use_json

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import ViewerRequest
    from tidegate.controlroom.transfers.models import Offer

_FILES = {
    "use.csv": (use_csv, "text/csv; charset=utf-8"),
    "use.json": (use_json, "application/json"),
}


@require_GET
@requires(VIEW)
def use(request: ViewerRequest) -> HttpResponse:
    """Show what became of the units that were offered: by site, kind of care and week."""
    viewer, named = request.viewer, naming(request.viewer)
    form, offers = _narrowed(request)
    balances = queries.balances(viewer, offers)
    rows = shown.rows_of(offers, balances)
    kept = {name: str(value) for name, value in form.chosen().items()}
    return render(
        request,
        "transfers/use.jinja",
        {
            "views": tabs(viewer, USE),
            "form": form,
            "chosen": bool(kept),
            "figures": shown.figures(added(row.balance for row in rows)),
            "unsettled": shown.unsettled(offers, balances, timezone.localdate()),
            "tables": shown.tables(rows, named) if rows else [],
            "files": [
                {
                    "name": name,
                    "href": address(reverse("transfers:use_download", args=[name]), kept),
                }
                for name in _FILES
            ],
            "profile": PROFILE.value,
        },
    )


@require_GET
@requires(VIEW)
def download(request: ViewerRequest, name: str) -> HttpResponse:
    """Give the ledger of use away in figures, people counted as the profile in the file says."""
    if name not in _FILES:
        raise Http404(f"no file {name}")
    write, kind = _FILES[name]
    _, offers = _narrowed(request)
    rows = shown.rows_of(offers, queries.balances(request.viewer, offers))
    return HttpResponse(
        write(rows),
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _narrowed(request: ViewerRequest) -> tuple[UseFilter, list[Offer]]:
    every = queries.offers(request.viewer)
    named = naming(request.viewer)
    areas = sorted(set(every.order_by().values_list("area", flat=True)))
    form = UseFilter(request.GET, [(code, named(code)) for code in areas])
    chosen = form.chosen()
    rows = every
    if chosen.get("area"):
        rows = rows.filter(area=chosen["area"])
    if chosen.get("since"):
        rows = rows.filter(week__gte=chosen["since"])
    if chosen.get("until"):
        rows = rows.filter(week__lte=chosen["until"])
    return form, list(rows)
