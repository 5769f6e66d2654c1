"""What the guards of a surge look at, from its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.surge.models import DailyReview, Evidence, Publication, Surge
from tidegate.core.surge.guards import SurgeFacts
from tidegate.core.surge.proposal import proposal_from
from tidegate.core.surge.states import LIVE, SurgeState
from tidegate.core.surge.terms import Level

if TYPE_CHECKING:
    from tidegate.core.surge.terms import SurgeTerms


def surge_facts(surge: Surge, terms: SurgeTerms) -> SurgeFacts:
    """Return one surge as the rules see it; nothing is changed."""
    evidence = newest_evidence(surge)
    reviewed = DailyReview.objects.filter(surge=surge).order_by("-day").first()
    owed = Publication.objects.filter(surge=surge, published_on=None)
    live = Surge.objects.filter(place=surge.place, state__in=[one.value for one in LIVE])
    authority = terms.authorities.get(Level(surge.level))
    return SurgeFacts(
        state=SurgeState(surge.state),
        moved_on=words.local_day(surge.moved_at),
        proposal=proposal_from(evidence.content["proposal"]) if evidence else None,
        proposed_by=frozenset({surge.proposed_by, surge.submitted_by} - {""}),
        gathered_at=evidence.gathered_at if evidence else None,
        signed_on=words.local_day(surge.signed_at) if surge.signed_at else None,
        directed_on=surge.directed_on,
        opens_on=surge.opens_on,
        ends_on=surge.ends_on,
        reviewed_on=reviewed.day if reviewed else None,
        to_publish=tuple(owed.order_by("due_on", "id").values_list("words", flat=True)),
        most_pence=authority.most_pence if authority else None,
        others=tuple(
            live.exclude(pk=surge.pk).order_by("reference").values_list("reference", flat=True)
        ),
    )


def newest_evidence(surge: Surge) -> Evidence | None:
    """Return what was frozen last; None before anything was proposed."""
    if not surge.version:
        return None
    return Evidence.objects.get(surge=surge, version=surge.version)
