"""The map of areas and the rolling up to region and nation, as those who oversee them see it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from tests.controlroom.pressure.on_pages import morning, read, session
from tests.controlroom.pressure.own_tables import OURS, chosen
from tests.controlroom.pressure.reporting import DAY, IN_TIME, a_fortnight, submitted
from tests.small_world import SETTER_UP, START

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.directory.services.add_organisation import add_organisation
from tidegate.controlroom.pressure.area_map import plain_name
from tidegate.controlroom.waiting.services.load_snapshot import load_snapshot
from tidegate.core.directory.roles import Role
from tidegate.core.log.entry import System
from tidegate.exchange.incoming import read_incoming

__all__ = ["morning"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]

FEATURES = (
    ("E54000001", "NHS Northmere Integrated Care Board", 0.0),
    ("ZQ2", "Southmere by another name", 1.0),
    ("E54000099", "NHS Elsewhere Integrated Care Board", 1.5),
)


def load_outlines(folder: Path) -> None:
    """Load squares side by side: one known by its name, one by its code, one of nobody in sight."""
    features = [
        {
            "type": "Feature",
            "properties": {"ICB23CD": code, "ICB23NM": name},
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [(west, 50), (west + 1, 50), (west + 1, 51), (west, 51), (west, 50)]
                ],
            },
        }
        for code, name, west in FEATURES
    ]
    path = folder / "icb.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    load_snapshot(read_incoming(path, date(2026, 4, 1)), actor=System("test set-up"), now=IN_TIME)


@pytest.fixture
def overseer(person_with: Callable[..., Person]) -> Client:
    """Whoever oversees both areas, of which one reports."""
    desk = person_with((Role.PROVIDER_USER, "Z01"))
    a_fortnight(desk)
    submitted(desk)
    other = person_with((Role.PROVIDER_USER, "Z02"))
    a_fortnight(other, "Z02", days=3)
    return session(person_with((Role.COORDINATOR, "ZQ1"), (Role.AUDITOR, "ZQ2")))


def test_each_area_is_drawn_with_its_level_written_on_it(overseer: Client, tmp_path: Path) -> None:
    load_outlines(tmp_path)
    html = overseer.get("/").content.decode()
    drawn = html[html.index("<figure") : html.index("</figure>")]
    assert drawn.count('class="app-areas-map__area') == 2
    assert 'href="/pressure/areas/ZQ1/" tabindex="-1" class="app-areas-map__area app-level--2"' in (
        drawn
    )
    assert "<title>Northmere: Level 2</title>" in drawn
    assert ">2</text>" in drawn
    assert ">1–4</text>" in drawn  # nobody of Southmere ever reported: any level may be
    land = drawn[drawn.index("app-areas-map__land") : drawn.index("</g>")]
    assert land.count("<path") == 1
    assert "Without an outline" not in html


def test_without_outlines_the_table_says_it_all(overseer: Client) -> None:
    html = overseer.get("/").content.decode()
    assert "<figure" not in html
    assert "Pressure, area by area" in html


def test_an_area_without_an_outline_is_named(
    overseer: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.controlroom.pressure.test_map.FEATURES", FEATURES[:1])
    load_outlines(tmp_path)
    assert "Without an outline: Southmere." in read(overseer.get("/"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("NHS Kent and Medway Integrated Care Board", "Kent & Medway ICB"),
        ("NHS SOUTH YORKSHIRE INTEGRATED CARE BOARD", "South Yorkshire"),
        ("Bath & North-East Somerset", "bath and north east somerset icb"),
    ],
)
def test_boards_are_known_by_what_is_their_own_in_their_names(one: str, other: str) -> None:
    assert plain_name(one) == plain_name(other)


def test_what_is_missing_and_how_old_it_is_stands_beside_each_level(overseer: Client) -> None:
    said = read(overseer.get("/?sort=area")).split("Pressure now")[1]
    row = said[said.index("Northmere Level") : said.index("Southmere Level")]
    assert "1 of 2" in row
    assert "1 day old" in row
    assert "somebody never reported" in said


def test_the_columns_sort_by_links_and_the_worst_come_first(overseer: Client) -> None:
    for column in ("area", "level", "moved", "came", "missing", "age", "nonsense", ""):
        html = overseer.get(f"/?sort={column}").content.decode()
        known = column if column not in ("nonsense", "") else "level"
        way = "ascending" if known in ("area", "came") else "descending"
        marked = html[html.index("aria-sort") :][:200]
        assert marked.startswith(f'aria-sort="{way}"')
        assert f'href="/?sort={known}"' in marked


def test_a_wall_shows_the_areas_alone_and_comes_anew(overseer: Client, tmp_path: Path) -> None:
    load_outlines(tmp_path)
    answer = overseer.get("/?view=wall&sort=area")
    html = answer.content.decode()
    assert answer["Refresh"] == "120"
    assert 'href="/?view=wall&amp;sort=level"' in html
    assert 'href="/?sort=area"' in html
    assert "<header" not in html
    assert "25 November 2026 at 10:30" in html
    assert "<figure" in html


def test_one_area_has_no_wall_but_its_board(person_with: Callable[..., Person]) -> None:
    desk = person_with((Role.PROVIDER_USER, "Z01"))
    submitted(desk)
    answer = session(person_with((Role.COORDINATOR, "ZQ1"))).get("/?view=wall")
    assert "Refresh" not in answer
    assert "Reports of today" in read(answer)


@pytest.fixture
def nation(organisations: dict[str, Organisation]) -> dict[str, Organisation]:
    """Both areas in a region, and the region in a nation."""
    made = add_organisation(
        code="ZN", name="The Isles", kind="nation", parent=None, sector="nhs", actor=SETTER_UP,
        now=START,
    )  # fmt: skip
    region = add_organisation(
        code="ZR1", name="Mere Region", kind="region", parent=made, sector="nhs", actor=SETTER_UP,
        now=START,
    )  # fmt: skip
    for code in ("ZQ1", "ZQ2"):
        Organisation.objects.filter(code=code).update(parent=region)
    organisations |= {"ZN": made, "ZR1": region}
    return organisations


@pytest.fixture
def reported(nation: dict[str, Organisation], person_with: Callable[..., Person]) -> None:
    """All three trusts reported today: one area is more pressed than the other."""
    for code, minutes in (("Z01", 26), ("Z02", 26), ("Z09", 60)):
        desk = person_with((Role.PROVIDER_USER, code))
        submitted(desk, code, handover_mean=minutes)


@pytest.mark.usefixtures("reported")
def test_the_nation_and_the_region_are_rolled_up_from_their_areas(
    person_with: Callable[..., Person],
) -> None:
    said = read(session(person_with((Role.AUTHORISER, "ZN"))).get("/")).split("Pressure now")[1]
    nation, region = said.index("The Isles Level"), said.index("Mere Region Level")
    assert nation < region < said.index("Southmere Level") < said.index("Northmere Level")
    assert "The Isles Level 2" in said
    assert "3 of 3 reports of today; missing: nothing; oldest report: today" in said


@pytest.mark.usefixtures("reported")
def test_the_region_sees_itself_and_not_the_nation(person_with: Callable[..., Person]) -> None:
    viewer = person_with((Role.AUTHORISER, "ZR1"))
    said = read(session(viewer).get("/"))
    assert "Mere Region Level" in said
    assert "The Isles" not in said
    areas_only = person_with((Role.COORDINATOR, "ZQ1"), (Role.COORDINATOR, "ZQ2"))
    assert "Mere Region" not in read(session(areas_only).get("/"))


TWO_PILLARS = OURS.replace("weight = 1\n", "weight = 0.5\n", 1).replace(
    "# What an area's level sets going.",
    '''[[pillars]]
name = "community"
combine = "sum"
weight = 0.5
decimals = 2
levels = [{ level = 1, from = 0, to = 1 }, { level = 2, from = 1.01, to = 2 }]
levels_status = "unverified"
[[pillars.parameters]]
measure = "discharged"
worse_when = "lower"
edges = [{ at = 60, equal = "better" }]
points = [0, 2]
oldest_days = 7
thresholds_status = "unverified"
[overall]
decimals = 2
levels = [{ level = 1, from = 0, to = 1 }, { level = 2, from = 1.01, to = 3 }]
levels_status = "unverified"
# What an area's level sets going.''', 1,
)  # fmt: skip


@pytest.mark.usefixtures("reported")
def test_with_several_pillars_each_has_its_level_at_every_place(
    person_with: Callable[..., Person],
) -> None:
    nation = person_with((Role.AUTHORISER, "ZN"))
    chosen("pillars.toml", TWO_PILLARS, DAY, nation, IN_TIME)
    said = read(session(nation).get("/"))
    assert said.count("acute: level") == 4
    assert said.count("community: level 1") == 4
