"""Writing what-if changes as the text that they are read from."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tidegate.core.matching.changes.capacity import (
    ListsCancelled,
    OfferCancelled,
    OfferUnits,
    PlaceUnits,
    SiteLimit,
)
from tidegate.core.matching.changes.money import Budget, Cap, MinimumTake
from tidegate.core.matching.changes.rules import (
    ConsentGiven,
    FurtherMinutes,
    NextBand,
    OtherPolicy,
    TakenAsAssessed,
)

if TYPE_CHECKING:
    from tidegate.core.matching.changes.change import Change
    from tidegate.core.matching.changes.place import Place

NONE, NEXT_BAND = "none", "next_band"
_PENCE = 100


def written(change: Change) -> str:
    """Write a change so that ``read_change`` reads the same; a policy by its shipped name."""
    return shlex.join(_WRITERS[type(change)](change))


def _narrowed(place: Place) -> list[str]:
    return [word for word in (place.site, place.tfc, place.modality) if word is not None]


def _week(place: Place) -> list[str]:
    return [] if place.week is None else [place.week.isoformat()]


def _or_none(number: float | None) -> str:
    return NONE if number is None else f"{number:.15g}"


def _whole_or_none(number: int | None) -> str:
    return NONE if number is None else str(number)


def _pounds(pence: int | None) -> str:
    if pence is None:
        return NONE
    whole, rest = divmod(pence, _PENCE)
    return f"{whole}.{rest:02}" if rest else str(whole)


_WRITERS: Mapping[type, Callable[[Any], list[str]]] = {
    OfferUnits: lambda one: ["units", one.offer_id, f"{one.units:+d}"],
    PlaceUnits: lambda one: [
        "units", *_narrowed(one.place), f"{one.units:+d}", *_week(one.place),
    ],
    OfferCancelled: lambda one: ["cancel", one.offer_id],
    ListsCancelled: lambda one: ["cancel_lists", *_narrowed(one.place), *_week(one.place)],
    SiteLimit: lambda one: [one.criterion.value, one.site, _or_none(one.limit)],
    FurtherMinutes: lambda one: ["travel", f"+{one.minutes:.15g}"],
    NextBand: lambda _: ["travel", NEXT_BAND],
    Budget: lambda one: ["budget", one.area, _pounds(one.pence)],
    MinimumTake: lambda one: ["minimum_take", one.line_id, str(one.units)],
    Cap: lambda one: ["cap", one.line_id, _whole_or_none(one.units)],
    TakenAsAssessed: lambda _: ["assessed"],
    ConsentGiven: lambda _: ["consent"],
    OtherPolicy: lambda one: ["policy", f"{one.policy.name}-{one.policy.version}"],
}  # fmt: skip
