"""Pressure as one viewer may see it.

``places`` holds who reports, ``returns`` what they sent, ``charts`` what stands behind charts.
"""

from __future__ import annotations

from tidegate.controlroom.pressure.queries.charts import (
    behind,
    recalculation_in_sight,
    recalculations,
)
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
    returns,
    versions,
    versions_of_day,
)

__all__ = [
    "area_in_sight",
    "areas",
    "behind",
    "first_days",
    "may_submit",
    "newest",
    "provider_in_sight",
    "providers",
    "recalculation_in_sight",
    "recalculations",
    "recent_figures",
    "returns",
    "versions",
    "versions_of_day",
]
