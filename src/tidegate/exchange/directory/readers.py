"""Which reader reads which reference file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from tidegate.exchange.directory.hospitals import read_hospitals
from tidegate.exchange.directory.ods import read_ods
from tidegate.exchange.directory.organisations import read_organisations
from tidegate.exchange.directory.small_areas import read_small_areas
from tidegate.exchange.directory.trust_points import read_trust_points
from tidegate.exchange.kinds import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from tidegate.exchange.directory.reference import ReferenceTable

Reader = Callable[["Path"], "ReferenceTable"]

OF_PLACES: Mapping[Kind, Reader] = {
    Kind.HOSPITALS: read_hospitals,
    Kind.TRUST_POINTS: read_trust_points,
    Kind.ODS_TRUSTS: read_ods,
    Kind.ODS_COMMISSIONERS: read_ods,
    Kind.LSOA_CENTROIDS: read_small_areas,
    Kind.LSOA_AREAS: read_small_areas,
    Kind.LSOA_POPULATION: read_small_areas,
    Kind.LSOA_DEPRIVATION: read_small_areas,
}
"""Tables that say where care is given and where people live; outlines are no table."""

READERS: Mapping[Kind, Reader] = {
    **OF_PLACES,
    Kind.ODS_PRACTICES: read_ods,
    Kind.ORGANISATIONS: read_organisations,
}
"""Every reference table."""
