"""Snapshots are seen by those whose organisations they are of, and rows by those who hold them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import polars as pl
import pytest

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.directory.viewer import NOBODY, Viewer, viewer_of
from tidegate.controlroom.waiting import queries
from tidegate.controlroom.waiting.models import Snapshot
from tidegate.controlroom.waiting.services.load_snapshot import load_snapshot
from tidegate.core.directory.roles import Role
from tidegate.core.log.entry import System
from tidegate.exchange.incoming import Incoming
from tidegate.exchange.sources import Source

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
JANUARY, FEBRUARY = date(2026, 1, 31), date(2026, 2, 28)
LIST = {"pathway_id": ["P1", "P2", "P3"], "holder": ["Z01", "Z02", "Z09"], "count": [1, 1, 1]}


def loaded(
    kind: str, as_of: date, organisation: str = "", *, name: str = "", supersede: bool = False
) -> Snapshot:
    facts = LIST if kind == "pathways" else {"provider": ["R9A"], "total": [len(name)]}
    name = name or f"{kind} {as_of} {organisation}"
    source = Source(name, f"{int.from_bytes(name.encode()) % 10**60:064d}", 1, kind)
    return load_snapshot(
        Incoming(source, as_of, pl.DataFrame(facts)),
        actor=System("test"),
        now=NOW,
        organisation=organisation,
        supersede=supersede,
    )


@pytest.fixture
def viewer_with(person_with: Callable[..., Person]) -> Callable[..., Viewer]:
    return lambda role, code: viewer_of(person_with((role, code)))


@pytest.mark.parametrize(
    ("role", "code", "rows"),
    [
        (Role.COORDINATOR, "ZQ1", ["P1", "P2"]),
        (Role.PROVIDER_USER, "Z01", ["P1"]),
        (Role.PROVIDER_USER, "Z02", ["P2"]),
        (Role.PROVIDER_USER, "ZN101", []),
    ],
)
def test_an_areas_list_shows_each_provider_its_own_rows(
    viewer_with: Callable[..., Viewer], role: Role, code: str, rows: list[str]
) -> None:
    viewer = viewer_with(role, code)
    snapshot = loaded("pathways", JANUARY, "ZQ1")
    assert queries.latest_snapshot(viewer, "pathways") == snapshot
    assert queries.facts(viewer, snapshot, ["pathway_id"])["pathway_id"].to_list() == rows


@pytest.mark.parametrize("kind", ["pathways", "offers"])
def test_another_areas_facts_are_out_of_sight(
    viewer_with: Callable[..., Viewer], kind: str
) -> None:
    viewer = viewer_with(Role.COORDINATOR, "ZQ2")
    snapshot = loaded(kind, JANUARY, "ZQ1")
    assert not queries.snapshots(viewer).exists()
    assert queries.snapshot_in_sight(viewer, snapshot.pk) is None
    with pytest.raises(PermissionError, match="out of the viewer's sight"):
        queries.facts(viewer, snapshot)


def test_only_lists_are_seen_from_beneath_because_only_they_have_rows_of_a_holder(
    viewer_with: Callable[..., Viewer],
) -> None:
    viewer = viewer_with(Role.PROVIDER_USER, "Z01")
    loaded("offers", JANUARY, "ZQ1")
    assert not queries.snapshots(viewer).exists()


def test_what_is_published_is_seen_by_all_who_may_see_lists(
    viewer_with: Callable[..., Viewer],
) -> None:
    snapshot = loaded("rtt-full-csv", JANUARY)
    assert queries.latest_snapshot(viewer_with(Role.PROVIDER_USER, "Z01"), snapshot.kind)
    assert queries.latest_snapshot(viewer_with(Role.RECALL_LEAD, "ZQ1"), snapshot.kind) is None
    assert queries.latest_snapshot(NOBODY, snapshot.kind) is None


def test_the_newest_current_snapshot_is_found_and_a_superseded_one_stays_readable(
    viewer_with: Callable[..., Viewer],
) -> None:
    viewer = viewer_with(Role.COORDINATOR, "ZQ1")
    first = loaded("rtt-full-csv", FEBRUARY, name="first")
    january = loaded("rtt-full-csv", JANUARY)
    revised = loaded("rtt-full-csv", FEBRUARY, name="revised", supersede=True)
    assert queries.latest_snapshot(viewer, "rtt-full-csv") == revised
    assert queries.latest_snapshot(viewer, "rtt-full-csv", JANUARY) == january
    assert list(queries.snapshots(viewer)) == [revised, january]
    assert first in queries.snapshots(viewer, superseded=True)
    assert queries.facts(viewer, first)["total"].item() == len("first")
    assert queries.facts(viewer, revised, ["provider"]).columns == ["provider"]
