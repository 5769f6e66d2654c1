"""What a further wave of a plan has to know: who was asked already, and what is left of the offers.

Whether somebody has a live request is told whoever holds it, because nobody is to be asked twice;
nothing else of that request is.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tidegate.controlroom.transfers.models import Offer, Place, Request, Use, Wave
from tidegate.core.transfers.ledger import Moved, Movement, balance
from tidegate.core.transfers.lifecycle.causes import UnusedCause
from tidegate.core.transfers.lifecycle.states import LIVE, OPEN_OFFERS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.matching.models import Plan

_LIVE = sorted(state.value for state in LIVE)
_OPEN = frozenset(state.value for state in OPEN_OFFERS)


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of an offer that stands in the control room already.

    Attributes:
        identity: provider, site, Monday of its week, as the row has them.
        free: units that may still be taken; none of one that is over.
    """

    identity: tuple[str, str, str]
    free: int


@dataclass(frozen=True, slots=True)
class WaveGround:
    """The ground that a wave is made on.

    Attributes:
        waves: how many waves the plan has had.
        places: places of those waves, with request and offer, the first put to each patient first.
        live: pathways with a live request, as holder and pathway.
        left: what is left of offers, by ``offer_id``; an offer that is not here is untouched.
        replaced_by: number of the plan that replaces this one; None while none does.
    """

    waves: int = 0
    places: tuple[Place, ...] = ()
    live: frozenset[tuple[str, str]] = frozenset()
    left: Mapping[str, Left] = field(default_factory=dict)
    replaced_by: int | None = None


def wave_ground(viewer: Viewer, plan: Plan, now: datetime) -> WaveGround:
    """Return the ground for a wave out of a plan; an empty one where its area is out of reach."""
    if not viewer.may("transfers.arrange", plan.area):
        return WaveGround()
    places = Place.objects.filter(wave__plan=plan).select_related("request", "offer", "wave")
    live = Request.objects.filter(state__in=_LIVE).order_by()
    later = plan.replaced_by.order_by("-pk").first()
    return WaveGround(
        waves=Wave.objects.filter(plan=plan).count(),
        places=tuple(places.order_by("request_id", "rank", "id")),
        live=frozenset(live.values_list("holder", "pathway_id")),
        left=_left(plan, now),
        replaced_by=None if later is None else later.pk,
    )


def asked_in_area(viewer: Viewer, area: str) -> tuple[list[Place], list[Use]]:
    """Return all places of an area's waves and the ledger about them: what yields are learnt from.

    Those who have a request in such a wave are counted, never named.
    """
    if not viewer.may("transfers.view", area):
        return [], []
    places = Place.objects.filter(wave__area=area).select_related("request", "offer", "wave")
    uses = Use.objects.filter(place__wave__area=area).order_by("id")
    return list(places.order_by("request_id", "rank", "id")), list(uses)


def _left(plan: Plan, now: datetime) -> dict[str, Left]:
    """Add up what is left of offers in the weeks of the plan."""
    rows = list(Offer.objects.filter(week__gte=plan.start))
    lines: dict[int, list[Moved]] = defaultdict(list)
    uses = Use.objects.filter(offer__week__gte=plan.start).order_by("offer_id", "id")
    for pk, movement, units, cause in uses.values_list("offer_id", "movement", "units", "cause"):
        lines[pk].append(Moved(Movement(movement), units, UnusedCause(cause) if cause else None))
    return {
        row.offer_id: Left(
            (row.provider, row.site, row.week.isoformat()),
            balance(lines[row.pk]).free if row.state in _OPEN and row.valid_until > now else 0,
        )
        for row in rows
    }
