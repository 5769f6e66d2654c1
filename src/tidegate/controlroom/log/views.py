"""The pages of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tidegate.controlroom.board.paging import address
from tidegate.controlroom.directory.queries import organisations
from tidegate.controlroom.log import presenters, queries
from tidegate.controlroom.log.forms import RecordFilter
from tidegate.controlroom.log.services.verify_record import verify_record
from tidegate.controlroom.permissions import requires

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import ViewerRequest
    from tidegate.controlroom.log.queries import RecordPage


@require_GET
@requires("log.view_record")
def record(request: ViewerRequest) -> HttpResponse:
    """List entries, newest first, narrowed by kind, words and dates."""
    form = RecordFilter(request.GET, queries.kinds_in_sight(request.viewer))
    wanted = form.wanted()
    page = queries.record_page(
        request.viewer,
        wanted,
        before=_number(request.GET.get("before")),
        after=_number(request.GET.get("after")),
    )
    return render(
        request,
        "log/record.jinja",
        {
            "form": form,
            "chosen": bool(form.kept()),
            "lines": presenters.lines(page.entries, timezone.now()),
            "nothing": not page.entries,
            "pages": _neighbours(request.path, form.kept(), page),
            "may_verify": request.viewer.may("log.verify_record"),
        },
    )


@require_GET
@requires("log.view_record")
def entry(request: ViewerRequest, seq: int) -> HttpResponse:
    """Show one entry with its facts, its references and its seal."""
    found = queries.entry_in_sight(request.viewer, seq)
    if found is None:
        raise Http404(f"no entry {seq} in sight")
    refs = presenters.refs(found)
    names = {row.code: row.name for row in organisations(request.viewer)}
    return render(
        request,
        "log/entry.jinja",
        {
            "entry": found,
            "about": presenters.about(found, names),
            "facts": presenters.facts(found),
            "refs": refs,
            "seen": queries.in_sight(request.viewer, [number for _, number in refs]),
        },
    )


@require_GET
@requires("log.verify_record")
def check(request: ViewerRequest) -> HttpResponse:
    """Walk the whole record now and say whether it holds."""
    found = verify_record()
    sentence = presenters.verification_sentence(found)
    return render(request, "log/check.jinja", {"found": found, "sentence": sentence})


def _number(given: str | None) -> int | None:
    return int(given) if given and given.isdecimal() and len(given) < 19 else None  # noqa: PLR2004


def _neighbours(path: str, kept: dict[str, str], page: RecordPage) -> dict[str, object]:
    """Return the pagination's links to newer and older entries."""
    links: dict[str, object] = {}
    if page.newer is not None:
        links["previous"] = {
            "href": address(path, kept, after=page.newer),
            "text": "Newer entries",
        }
    if page.older is not None:
        links["next"] = {"href": address(path, kept, before=page.older), "text": "Older entries"}
    return links
