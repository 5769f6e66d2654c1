"""The scoping check sees each way past the viewer, and lets the house through."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
CHECK = runpy.run_path(str(PROJECT / "scripts" / "check_scoping.py"))
breaches: Callable[[Path], list[str]] = CHECK["breaches"]


def planted(root: Path, file: str, text: str) -> list[str]:
    """Write one file into an otherwise empty control room and return what the check says."""
    path = root / "src" / "tidegate" / "controlroom" / file
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return list(breaches(root))


def test_the_house_itself_has_no_breach() -> None:
    assert list(breaches(PROJECT)) == []


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("waiting/views.py", "rows = Snapshot.objects.all()", "objects: rows are fetched in"),
        ("waiting/presenters.py", "x = area.plan_set.all()", "plan_set: rows are"),
        ("waiting/forms.py", "x = Snapshot._default_manager", "_default_manager: rows are"),
        ("waiting/views.py", "connection.cursor()", "cursor: rows are fetched in"),
        ("waiting/views.py", "row.save()", ".save(): rows are changed in services/ only"),
        ("waiting/queries.py", "def f(viewer):\n    q.filter(a=1).update(b=2)", ".update(): rows"),
        ("waiting/queries.py", "def f(viewer):\n    a.objects.delete()", ".delete(): rows"),
        ("waiting/queries.py", "def snapshots(kind):\n    ...", "snapshots: a query takes the"),
        ("waiting/templates/waiting/list.jinja", "{{ rows.all() }}", ".all(: a template shows"),
    ],
)
def test_each_way_past_the_viewer_is_named(
    tmp_path: Path, file: str, text: str, message: str
) -> None:
    found = planted(tmp_path, file, text)
    assert len(found) == 1
    assert found[0].startswith(f"src/tidegate/controlroom/{file}:")
    assert message in found[0]


def test_a_named_way_from_one_row_to_others_is_a_way_to_rows(tmp_path: Path) -> None:
    assert planted(tmp_path, "waiting/models.py", 'x = ForeignKey(related_name="later")') == []
    (tmp_path / "src/tidegate/controlroom/waiting/views.py").write_text("row.later.all()")
    (found,) = breaches(tmp_path)
    assert found.endswith("waiting/views.py:1: later: rows are fetched in queries.py or a service")


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("waiting/services/load_snapshot.py", "Snapshot.objects.create(a=1)"),
        ("waiting/queries.py", "def snapshots(viewer):\n    return Snapshot.objects.all()"),
        ("waiting/queries.py", "def _rows(kind):\n    return Snapshot.objects.all()"),
        ("waiting/presenters.py", "facts.update(more)"),
        ("waiting/templates/waiting/list.jinja", "{{ page.rows }}"),
    ],
)
def test_what_the_house_does_passes(tmp_path: Path, file: str, text: str) -> None:
    assert planted(tmp_path, file, text) == []
