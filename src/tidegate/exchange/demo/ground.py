"""The fictional map, as reports draw it."""

from __future__ import annotations

from tidegate.core.demo.geography import COAST, TOWNS, degrees
from tidegate.core.demo.organisations import AREA, AREA_NAME, SITES
from tidegate.exchange.matching.plan_context import Ground, Outline


def demo_ground() -> Ground:
    """Return the coast, every site, each provider at its main site, and the area at its city."""
    coast = tuple(degrees(place) for place in (*COAST, COAST[0]))
    points = {site.site: degrees(site.place) for site in SITES}
    for site in SITES:
        points.setdefault(site.provider, degrees(site.place))
    points[AREA] = degrees(TOWNS[0].place)
    return Ground((Outline(AREA, AREA_NAME, (coast,)),), points)
