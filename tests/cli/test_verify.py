"""``tidegate verify``: whole or not, and if not, which entry or snapshot."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.cli.published_month import a_month
from typer.testing import CliRunner, Result

from tidegate.cli.main import app
from tidegate.controlroom.log import append_only
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.waiting.models import Snapshot
from tidegate.controlroom.waiting.store import store

TIDEGATE = [sys.executable, "-c", "from tidegate.cli.main import run; run()"]


@pytest.fixture(autouse=True)
def two_months(db: None, tmp_path: Path, settings: Any) -> None:
    settings.TIDEGATE_HOME = tmp_path
    months = [a_month(tmp_path, date(2026, 1, 31)), a_month(tmp_path, date(2026, 2, 28))]
    assert run("load", *map(str, months)).exit_code == 0


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def behind_its_back(statement: str) -> None:
    append_only.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    append_only.install(connection)


def test_a_whole_record_is_said_to_be_whole_with_its_end() -> None:
    result = run("verify")
    assert result.exit_code == 0
    assert "The record is whole: 2 entries, each sealed." in result.stdout
    assert f"2:{Entry.objects.get(seq=2).hash}" in result.stdout
    assert "2 snapshots checked: as loaded." in result.stdout


def test_one_changed_byte_is_named_with_its_entry() -> None:
    behind_its_back("UPDATE log_entry SET headline = 'loaded' WHERE seq = 2")
    result = run("verify")
    assert result.exit_code == 1
    assert "broken at entry 2 (snapshot_loaded): content" in result.stderr
    assert "Entries before it, all of which hold: 1." in result.stderr


def test_the_answer_for_machines() -> None:
    whole = json.loads(run("verify", "--json").stdout)
    assert (whole["ok"], whole["record"]["checked"], whole["snapshots"]["checked"]) == (True, 2, 2)
    behind_its_back("DELETE FROM log_entry WHERE seq = 1")
    result = run("verify", "--json")
    broken = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (broken["ok"], broken["record"]["first_broken"]) == (False, 2)
    assert (broken["record"]["what"], broken["record"]["kind"]) == ("sequence", "snapshot_loaded")


def test_a_noted_end_shows_that_the_record_was_not_rewritten() -> None:
    noted = f"1:{Entry.objects.get(seq=1).hash}"
    assert run("verify", "--noted", noted).exit_code == 0
    result = run("verify", "--noted", "1:" + "0" * 64)
    assert result.exit_code == 1
    assert "entry 1 is no longer the one that was noted" in result.stderr
    assert run("verify", "--noted", "yesterday").exit_code == 2


def test_an_altered_snapshot_file_is_named() -> None:
    path = store().path(Snapshot.objects.order_by("pk")[0].sha256)
    content = bytearray(path.read_bytes())
    content[50] ^= 1
    path.write_bytes(content)
    result = run("verify")
    assert result.exit_code == 1
    assert "SNAPSHOT_ALTERED" in result.stderr
    assert path.name in result.stderr.replace("\n", "")


def test_a_missing_snapshot_file_is_named() -> None:
    store().path(Snapshot.objects.order_by("pk")[0].sha256).unlink()
    assert "SNAPSHOT_MISSING" in run("verify").stderr


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("rows", 7),
        ("as_of", date(2026, 3, 31)),
        ("name", "other.csv"),
        ("sha256", "0" * 64),
        ("sha256", "none"),
        ("source_sha256", "0" * 64),
    ],
)
def test_a_snapshot_that_differs_from_the_record_of_its_load_is_named(
    column: str, value: object
) -> None:
    Snapshot.objects.filter(name__contains="January").update(**{column: value})
    result = run("verify")
    assert result.exit_code == 1
    assert "SNAPSHOT_ALTERED" in result.stderr
    assert "entry 1 of the record says" in result.stderr


def test_a_snapshot_that_nobody_recorded_is_named() -> None:
    copy = Snapshot.objects.order_by("pk")[0]
    copy.pk, copy.as_of = None, date(2026, 3, 31)
    copy.save()
    result = run("verify")
    assert result.exit_code == 1
    assert "SNAPSHOT_UNRECORDED" in result.stderr


def test_facts_that_cannot_be_read_are_left_to_the_walk() -> None:
    behind_its_back("UPDATE log_entry SET facts_text = '?' WHERE seq = 1")
    result = run("verify")
    assert result.exit_code == 1
    assert "broken at entry 1" in result.stderr
    assert "2 snapshots checked" in result.stdout


def test_from_an_empty_folder_to_one_byte_changed_by_another_program(tmp_path: Path) -> None:
    home = tmp_path / "home"
    shell = {"PATH": os.environ["PATH"], "TIDEGATE_HOME": str(home)}

    def tidegate(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [*TIDEGATE, *map(str, arguments)]
        return subprocess.run(command, env=shell, capture_output=True, text=True, check=False)

    nothing = tidegate("verify")
    assert nothing.returncode == 2
    assert "NO_DATABASE" in nothing.stderr
    assert tidegate("load", a_month(tmp_path, date(2026, 1, 31))).returncode == 0
    assert tidegate("verify").returncode == 0
    database = sqlite3.connect(home / "tidegate.sqlite3")
    database.execute("DROP TRIGGER log_entry_refuses_update")
    database.execute("UPDATE log_entry SET headline = replace(headline, '1 row', '2 row')")
    database.commit()
    database.close()
    broken = tidegate("verify")
    assert broken.returncode == 1
    assert "broken at entry 1 (snapshot_loaded): content" in broken.stderr.replace("\n", " ")
