"""Pressure as one viewer may see it: ``places`` holds who reports, ``returns`` what they sent."""

from __future__ import annotations

from tidegate.controlroom.pressure.queries.places import (
    area_in_sight,
    areas,
    may_submit,
    provider_in_sight,
    providers,
)
from tidegate.controlroom.pressure.queries.returns import (
    first_days,
    newest,
    recent_figures,
    versions,
    versions_of_day,
)

__all__ = [
    "area_in_sight",
    "areas",
    "first_days",
    "may_submit",
    "newest",
    "provider_in_sight",
    "providers",
    "recent_figures",
    "versions",
    "versions_of_day",
]
