"""A plan whose files are missing or damaged: its pages say so, and the rest goes on."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tidegate.controlroom.log.models import Reading
from tidegate.core.directory.roles import Role

pytestmark = pytest.mark.usefixtures("plan")

PAGES = ("", "why/", "why/?about=A", "report/", "files/assignments.parquet")


def words_of(page) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:20])


@pytest.fixture
def folder(home: Path, plan) -> Path:
    return home / "plans" / plan.folder


DAMAGE = {
    "the folder is gone": shutil.rmtree,
    "the summary is gone": lambda folder: (folder / "summary.json").unlink(),
    "the summary is cut short": lambda folder: cut_short(folder / "summary.json"),
    "the summary is of nothing": lambda folder: (folder / "summary.json").write_text("[]"),
    "offers are cut short": lambda folder: cut_short(folder / "offers.parquet"),
    "the map is of nothing": lambda folder: (folder / "inputs" / "map.json").write_text("{}"),
    "the inputs are gone": lambda folder: shutil.rmtree(folder / "inputs"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_each_page_of_a_damaged_plan_says_so_and_how_to_check(
    client_of, plan, folder: Path, damage: str
) -> None:
    DAMAGE[damage](folder)
    client = client_of(Role.COORDINATOR)
    for address in PAGES:
        answer = client.get(f"/plans/{plan.pk}/{address}")
        said = words_of(answer)
        assert answer.status_code == 503, address
        assert "Some of the plan’s files are missing or damaged." in said
        assert f"tidegate plan --verify plans/{plan.folder}" in said
        assert "tidegate verify" in said
        assert str(folder.parent) not in said
    assert not Reading.objects.exists()


@pytest.mark.parametrize("name", ["report.html", "assignments.parquet"])
def test_a_file_that_is_gone_is_not_noted_as_taken_away(client_of, plan, folder, name) -> None:
    (folder / name).unlink()
    client = client_of(Role.COORDINATOR)
    for address in ("report/" if name == "report.html" else f"files/{name}", ""):
        answer = client.get(f"/plans/{plan.pk}/{address}")
        assert answer.status_code == 503
        assert "missing or damaged" in words_of(answer)
    assert not Reading.objects.exists()


def test_the_server_s_log_names_the_damage_without_a_traceback(
    client_of, plan, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(folder)
    client_of(Role.COORDINATOR).get(f"/plans/{plan.pk}/")
    (entry,) = [record for record in caplog.records if record.name.startswith("tidegate.")]
    assert f"plan {plan.pk} cannot be shown" in entry.getMessage()
    assert "[NOT_A_PLAN]" in entry.getMessage()
    assert entry.exc_info is None


def test_a_damaged_plan_of_another_area_is_as_far_out_of_sight_as_a_whole_one(
    client_of, plan, folder: Path
) -> None:
    shutil.rmtree(folder)
    client = client_of(Role.COORDINATOR, "ZQ2")
    assert client.get(f"/plans/{plan.pk}/").status_code == 404


def test_the_board_and_the_list_of_plans_go_on_without_it(client_of, plan, folder: Path) -> None:
    shutil.rmtree(folder)
    client = client_of(Role.COORDINATOR)
    board, plans = client.get("/"), client.get("/plans/")
    assert (board.status_code, plans.status_code) == (200, 200)
    assert "Some files of the newest plan are missing or damaged" in words_of(board)
    assert f'href="/plans/{plan.pk}/"' in plans.content.decode()
