"""The fictional organisations of Northmere. Every code begins with Z: none is real."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tidegate.core.demo.geography import TOWNS, Point
from tidegate.core.demo.neighbours import NEIGHBOURS


@dataclass(frozen=True, slots=True)
class DemoOrganisation:
    """An organisation: ODS-like code, name, kind and sector as the directory names them."""

    code: str
    name: str
    kind: str
    parent: str | None
    sector: str = "nhs"


@dataclass(frozen=True, slots=True)
class DemoSite:
    """A place of treatment and who runs it; an independent hospital is its own only site.

    Attributes:
        draw: how strongly patients are referred to it; 0 where nobody is referred directly.
        waits: waits here against the area's average; 1 is the average.
    """

    site: str
    name: str
    provider: str
    sector: str
    place: Point
    draw: float = 0.0
    waits: float = 1.0


AREA, AREA_NAME = "ZQ1", "Northmere Integrated Care Board"
REGION, REGION_NAME = "ZR1", "Northern Isles Region"
# Sub-ICB locations, as commissioners of published figures: west and east of the river Tarrow.
COMMISSIONERS = {"ZC1": "Northmere West", "ZC2": "Northmere East"}

TRUSTS = {
    "Z01": "Northmere University Hospitals NHS Trust",
    "Z02": "Saltreach Coast NHS Trust",
    "Z03": "Fellgarth Hospitals NHS Trust",
}

# Northmere is pressed, Saltreach less so and has room to offer, Fellgarth is far from everyone.
SITES = (
    DemoSite("Z01A1", "Northmere Infirmary", "Z01", "nhs", Point(41, 45), 1.0, 1.09),
    DemoSite("Z01A2", "Eastbank Hospital", "Z01", "nhs", Point(47, 43), 0.35, 1.09),
    DemoSite("Z02A1", "Saltreach General Hospital", "Z02", "nhs", Point(73, 31), 0.8, 0.83),
    DemoSite("Z02A2", "Saltreach Elective Centre", "Z02", "nhs", Point(66, 36)),
    DemoSite("Z03A1", "Fellgarth Hospital", "Z03", "nhs", Point(126, 86), 0.7, 1.2),
    DemoSite("ZN101", "Wendham Park Hospital", "ZN101", "independent", Point(22, 60), 0.035, 0.6),
    DemoSite("ZN102", "Marram Clinic", "ZN102", "independent", Point(88, 46), 0.02, 0.6),
    DemoSite("ZN103", "Orchard Lane Hospital", "ZN103", "independent", Point(36, 48), 0.035, 0.6),
    DemoSite("ZN104", "Tarrow Bank Hospital", "ZN104", "independent", Point(70, 33), 0.025, 0.6),
    DemoSite(
        "ZN105", "Aldersey Eye and Day Centre", "ZN105", "independent", Point(54, 69), 0.03, 0.6
    ),
    DemoSite("ZN106", "Kittiwake Diagnostic Centre", "ZN106", "independent", Point(43, 41)),
)

# Who holds or offers care, by code.
PROVIDERS = TRUSTS | {site.site: site.name for site in SITES if site.sector == "independent"}

_CARE_HOMES = (
    "Alder House", "Beacon Court", "Curlew Lodge", "Dunlin House", "Eider Court", "Fulmar View",
    "Gannet House", "Harbour Rest", "Islands View", "Juniper Lodge", "Knot House", "Lapwing Court",
    "Mallard Lodge", "Nightjar House", "Osprey Court", "Plover Lodge", "Quay House", "Rowan Court",
    "Sanderling", "Teal House",
)  # fmt: skip
_PRACTICES = ("Health Centre", "Surgery", "Medical Practice", "Family Practice")
_PRACTICES_BY_TOWN = {
    "Northmere": 22, "Saltreach": 12, "Wendham": 8, "Marram": 6, "Aldersey": 6, "Fellgarth": 6,
}  # fmt: skip
_QUARTERS = (
    "Bridge Street",
    "Station Road",
    "Mill Lane",
    "Church Hill",
    "Quayside",
    "Market Place",
)


def care_homes() -> tuple[DemoOrganisation, ...]:
    """Return the twenty care homes."""
    return tuple(
        DemoOrganisation(
            f"ZH{number:03}", f"{name}, {TOWNS[number % len(TOWNS)].name}", "care_home", AREA,
            "independent",
        )
        for number, name in enumerate(_CARE_HOMES, 101)
    )  # fmt: skip


def practices() -> tuple[DemoOrganisation, ...]:
    """Return the sixty practices, more of them where more people live."""
    names = [
        f"{town} {_QUARTERS[number % len(_QUARTERS)]} {_PRACTICES[number // len(_QUARTERS)]}"
        for town, many in _PRACTICES_BY_TOWN.items()
        for number in range(many)
    ]
    return tuple(
        DemoOrganisation(f"Z8{number:04}", name, "practice", AREA)
        for number, name in enumerate(names, 1)
    )


def organisations() -> tuple[DemoOrganisation, ...]:
    """Return every organisation, each after its parent."""
    independents = [site for site in SITES if site.sector == "independent"]
    nhs_sites = [site for site in SITES if site.sector == "nhs"]
    return (
        DemoOrganisation(REGION, REGION_NAME, "region", None),
        DemoOrganisation(AREA, AREA_NAME, "icb", REGION),
        *(DemoOrganisation(code, name, "trust", AREA) for code, name in TRUSTS.items()),
        *(DemoOrganisation(site.site, site.name, "site", site.provider) for site in nhs_sites),
        *(
            DemoOrganisation(site.site, site.name, "independent", AREA, "independent")
            for site in independents
        ),
        *care_homes(),
        *practices(),
        *_neighbours(),
    )


def _neighbours() -> Iterator[DemoOrganisation]:
    for area in NEIGHBOURS:
        yield DemoOrganisation(area.code, area.name, "icb", REGION)
        for code, name in area.trusts.items():
            yield DemoOrganisation(code, name, "trust", area.code)
