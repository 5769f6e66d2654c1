"""A contract in open contracting data, for whoever publishes it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from tidegate.controlroom.contracts.ocds_life import public_releases
from tidegate.controlroom.contracts.queries.ocds import contract_rows
from tidegate.controlroom.contracts.reach import VIEW
from tidegate.controlroom.permissions import requires
from tidegate.exchange.contracts.ocds_terms import load_ocds_terms
from tidegate.exchange.contracts.ocds_written import (
    Publication,
    package_text,
    record_package,
    release_package,
)

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import ViewerRequest


@require_GET
@requires(VIEW)
def releases(request: ViewerRequest, reference: str) -> HttpResponse:
    """Give every release of a contract as a package."""
    return _package(request, reference, record=False)


@require_GET
@requires(VIEW)
def record(request: ViewerRequest, reference: str) -> HttpResponse:
    """Give a contract's releases and what they come to, as a record."""
    return _package(request, reference, record=True)


def _package(request: ViewerRequest, reference: str, *, record: bool) -> HttpResponse:
    """Return a package as a file; the same rows give the same file, so it is dated by its newest.

    Raises:
        Http404: there is no such contract in sight, or nothing of it is public.
    """
    rows = contract_rows(request.viewer, reference)
    if rows is None:
        raise Http404(f"no contract {reference} in sight")
    told = public_releases(rows, timezone.localdate())
    if not told:
        raise Http404(f"nothing of contract {reference} is public")
    buyer = rows.contract.buyer
    publication = Publication(
        publisher=rows.name(buyer),
        publisher_code=buyer,
        uri=request.build_absolute_uri(request.path),
        at=datetime.fromisoformat(told[-1]["date"]),
    )
    make, ends = (record_package, "record") if record else (release_package, "releases")
    text = package_text(make(told, publication, load_ocds_terms()))
    name = f"{rows.contract.reference}-{ends}.json"
    return HttpResponse(
        text,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
