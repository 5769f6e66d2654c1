"""Rows of a register out of a file: all of them, or none with each fault named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tidegate.controlroom.board import words
from tidegate.controlroom.permissions import PermissionMissing, requires
from tidegate.controlroom.registers import queries
from tidegate.controlroom.registers.finding import register_named
from tidegate.controlroom.registers.from_file import put_rows
from tidegate.controlroom.registers.keeping import VIEW
from tidegate.exchange.findings import UnusableInput, error

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tidegate.controlroom.directory.viewer import ViewerRequest
    from tidegate.exchange.findings import Finding

MOST_BYTES = 5_000_000
MOST_FINDINGS = 20


@require_http_methods(["GET", "HEAD", "POST"])
@requires(VIEW)
def take_file(request: ViewerRequest, register: str) -> HttpResponse:
    """Ask for a file, and put its rows on the register."""
    viewer = request.viewer
    found = register_named(viewer, register)
    if found.worked_out:
        raise Http404("its rows are worked out of what its form asks for")
    keepers = queries.keepers(viewer, found.keep)
    if not keepers:
        raise PermissionMissing(found.keep)
    findings: tuple[Finding, ...] = ()
    if request.method == "POST":
        try:
            content, name = _sent(request)
            with transaction.atomic():
                put = put_rows(found, content, name, keepers, viewer.actor, timezone.now())
        except UnusableInput as unusable:
            findings = unusable.findings
        else:
            messages.success(request, f"{words.counted(put, 'row')} put on the register.")
            return redirect("registers:list", found.slug)
    page = {
        "register": found,
        "columns": found.form.columns(),
        "findings": [each.sentence() for each in findings[:MOST_FINDINGS]],
        "more": max(0, len(findings) - MOST_FINDINGS),
        "back": reverse("registers:list", args=[found.slug]),
    }
    return render(request, "registers/import.jinja", page)


def _sent(request: ViewerRequest) -> tuple[bytes, str]:
    sent = request.FILES.get("file")
    if sent is None:
        raise UnusableInput([error("NO_FILE", "File", "a file in CSV")])
    if sent.size is None or sent.size > MOST_BYTES:
        raise UnusableInput([error("FILE_TOO_LARGE", str(sent.name), "a file of at most 5 MB")])
    return sent.read(), str(sent.name)
