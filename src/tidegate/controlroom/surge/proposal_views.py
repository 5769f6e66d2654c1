"""How a surge is proposed: its evidence is gathered by the system and shown before it is frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tidegate.controlroom.permissions import PermissionMissing, requires
from tidegate.controlroom.pressure.queries import areas
from tidegate.controlroom.surge.forms.proposal import ProposalForm
from tidegate.controlroom.surge.gather import digest_of, gather, lies_in
from tidegate.controlroom.surge.presenters import evidence as known_shown
from tidegate.controlroom.surge.presenters.surge import address_of
from tidegate.controlroom.surge.queries import surges as queries
from tidegate.controlroom.surge.queries.lines import turns
from tidegate.controlroom.surge.reach import PROPOSE
from tidegate.controlroom.surge.refused import SurgeRefused
from tidegate.controlroom.surge.services.propose_surge import propose_surge
from tidegate.controlroom.surge.terms import terms_in_force
from tidegate.controlroom.surge.views import said, surge_or_404
from tidegate.controlroom.transfers.queries.names import naming
from tidegate.core.surge.proposal import proposal_from

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tidegate.controlroom.directory.models import Organisation
    from tidegate.controlroom.directory.viewer import Viewer, ViewerRequest
    from tidegate.controlroom.surge.models import Surge
    from tidegate.core.surge.proposal import Proposal


@require_http_methods(["GET", "HEAD", "POST"])
@requires(PROPOSE)
def propose(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show what is known, ask what is proposed, and freeze both together."""
    viewer, surge = request.viewer, surge_or_404(request.viewer, reference)
    if not viewer.may(PROPOSE, surge.place):
        raise PermissionMissing(PROPOSE)
    place, now = _place_or_404(viewer, surge), timezone.now()
    codes = [area.code for area in areas(viewer) if lies_in(area, place)]
    form = ProposalForm(
        request.POST if request.method == "POST" else None, terms_in_force(),
        turns(viewer, codes, timezone.localdate()), _earlier(viewer, surge),
    )  # fmt: skip
    refused: list[dict[str, str]] = []
    if form.is_valid():
        try:
            propose_surge(
                surge=surge, proposal=form.proposal(), actor=viewer.actor, now=now,
                seen=form.cleaned_data["seen"],
            )  # fmt: skip
        except SurgeRefused as refusal:
            refused = said(refusal.reasons)
        else:
            messages.success(request, f"{surge.reference} was proposed; its evidence is frozen")
            return redirect("surge:surge", surge.reference)
    known = gather(viewer, place, now)
    page = {
        "reference": surge.reference,
        "title": surge.title,
        "back": address_of(surge),
        "form": form,
        "refused": refused,
        "seen": digest_of(known),
        "tables": known_shown.evidence_tables(known, now, naming(viewer)),
        "silent": known_shown.silent(known, naming(viewer)),
        "versions": known_shown.versions(known),
    }
    return render(request, "surge/propose.jinja", page)


def _place_or_404(viewer: Viewer, surge: Surge) -> Organisation:
    found = next((row for row in queries.places(viewer) if row.code == surge.place), None)
    if found is None:
        raise Http404(f"{surge.place} is out of sight")
    return found


def _earlier(viewer: Viewer, surge: Surge) -> Proposal | None:
    """Return what was proposed before, so that it is not typed again."""
    found = queries.evidence(viewer, surge)
    return proposal_from(found[0].content["proposal"]) if found else None
