"""The rows of each register in a viewer's sight, newest first, with what was added to each.

A row is seen by those who may see registers where it is kept, and by the provider that it is about.
Single speak-up cases are seen by those alone who hear cases where they are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from tidegate.controlroom.registers.keeping import HEAR, VIEW
from tidegate.controlroom.registers.models import (
    Commitment,
    DataRelease,
    EnforcementAct,
    FundingTransfer,
    RatingOpinion,
    Segment,
    SpeakUpCase,
    SpendCase,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tidegate.controlroom.directory.viewer import Viewer


def commitments(viewer: Viewer) -> QuerySet[Commitment]:
    """Return promises with their marks."""
    rows = Commitment.objects.filter(keeper__in=viewer.codes_where(VIEW))
    return rows.select_related("superseded_by").prefetch_related("marks")


def funding_transfers(viewer: Viewer) -> QuerySet[FundingTransfer]:
    """Return funding transfers with what happened to each; payer and payee see theirs."""
    codes = viewer.codes_where(VIEW)
    theirs = Q(keeper__in=codes) | Q(payer__in=codes) | Q(payee__in=codes)
    rows = FundingTransfer.objects.filter(theirs)
    return rows.select_related("superseded_by").prefetch_related("events")


def spend_cases(viewer: Viewer) -> QuerySet[SpendCase]:
    """Return cases of spending with their steps."""
    rows = SpendCase.objects.filter(keeper__in=viewer.codes_where(VIEW))
    return rows.select_related("superseded_by").prefetch_related("steps")


def segments(viewer: Viewer) -> QuerySet[Segment]:
    """Return where providers stand, newest run first."""
    codes = viewer.codes_where(VIEW)
    rows = Segment.objects.filter(Q(run__keeper__in=codes) | Q(organisation__in=codes))
    return rows.prefetch_related(
        "run", "run__superseded_by"
    )  # a run is read once for all of its rows


def rating_opinions(viewer: Viewer) -> QuerySet[RatingOpinion]:
    """Return opinions about providers."""
    codes = viewer.codes_where(VIEW)
    rows = RatingOpinion.objects.filter(Q(keeper__in=codes) | Q(organisation__in=codes))
    return rows.select_related("superseded_by")


def enforcement_acts(viewer: Viewer) -> QuerySet[EnforcementAct]:
    """Return legal acts against providers with what became of them."""
    codes = viewer.codes_where(VIEW)
    rows = EnforcementAct.objects.filter(Q(keeper__in=codes) | Q(organisation__in=codes))
    return rows.select_related("superseded_by").prefetch_related("outcomes")


def data_releases(viewer: Viewer) -> QuerySet[DataRelease]:
    """Return agreements to release data with their files."""
    rows = DataRelease.objects.filter(keeper__in=viewer.codes_where(VIEW))
    return rows.select_related("superseded_by", "ended").prefetch_related("files")


def speak_up_cases(viewer: Viewer) -> QuerySet[SpeakUpCase]:
    """Return single cases for those who hear them, and nothing for anyone else."""
    rows = SpeakUpCase.objects.filter(keeper__in=viewer.codes_where(HEAR))
    return rows.select_related("superseded_by").prefetch_related("moves")
