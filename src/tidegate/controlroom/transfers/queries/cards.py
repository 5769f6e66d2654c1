"""The places of many requests at once, so that a board asks the database once."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Q

from tidegate.controlroom.transfers.models import Place
from tidegate.core.transfers.lifecycle.states import PlaceState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.transfers.models import Request

VIEW = "transfers.view"


def places_by_request(viewer: Viewer, wanted: Iterable[Request]) -> Mapping[int, list[Place]]:
    """Return the places of some requests, by the request's number, as ``places_of`` shows them.

    The holder's side and the area see all; a receiver sees those at theirs, once put forward.
    """
    codes = viewer.codes_where(VIEW)
    theirs = Q(destination__in=codes) & ~Q(state=PlaceState.PLANNED.value)
    rows = Place.objects.filter(
        Q(request__holder__in=codes) | Q(request__area__in=codes) | theirs,
        request__in=[one.pk for one in wanted],
    )
    found: dict[int, list[Place]] = defaultdict(list)
    for place in rows.select_related("offer").order_by("request_id", "rank", "id"):
        found[place.request_id].append(place)
    return found
