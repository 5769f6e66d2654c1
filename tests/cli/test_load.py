"""``tidegate load``: what is good becomes snapshots; what is not leaves the store as it was."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.cli.published_month import a_month
from typer.testing import CliRunner, Result

from tidegate.cli import load as module
from tidegate.cli.main import app
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.waiting.models import Snapshot
from tidegate.controlroom.waiting.store import store

TIDEGATE = [sys.executable, "-c", "from tidegate.cli.main import run; run()"]
JANUARY, FEBRUARY = date(2026, 1, 31), date(2026, 2, 28)


@pytest.fixture(autouse=True)
def home(db: None, tmp_path: Path, settings: Any) -> Path:
    settings.TIDEGATE_HOME = tmp_path / "home"
    return tmp_path / "home"


def load(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["load", *map(str, arguments)])


def everything(home: Path) -> tuple[list[Any], list[Any], list[Path]]:
    files = sorted(path for path in home.rglob("*") if path.is_file())
    return list(Snapshot.objects.values_list()), list(Entry.objects.values_list()), files


def test_a_month_becomes_a_snapshot_and_an_entry(tmp_path: Path) -> None:
    result = load(a_month(tmp_path, JANUARY))
    assert result.exit_code == 0, result.output
    assert "Loaded rtt-full-csv as of 2026-01-31: 1 row " in result.stdout
    snapshot = Snapshot.objects.get()
    assert snapshot.loaded_by == "tidegate load"
    assert store().read(snapshot.sha256)["total"].to_list() == [3]
    assert Entry.objects.get().actor == "system:tidegate load"


def test_the_answer_for_machines(tmp_path: Path) -> None:
    month = a_month(tmp_path, JANUARY)
    answer = json.loads(load(month, "--json").stdout)
    (loaded,) = answer["loaded"]
    assert (loaded["kind"], loaded["as_of"], loaded["rows"]) == ("rtt-full-csv", "2026-01-31", 1)
    assert (loaded["file"], answer["findings"]) == (month.name, [])
    again = load(month, "--json")
    assert again.exit_code == 2
    assert json.loads(again.stdout)["findings"][0]["code"] == "ALREADY_LOADED"


def test_the_same_month_twice_is_refused(tmp_path: Path, home: Path) -> None:
    month = a_month(tmp_path, JANUARY)
    load(month)
    before = everything(home)
    result = load(month)
    assert result.exit_code == 2
    assert "ALREADY_LOADED" in result.stderr
    assert "the store is as it was" in result.stdout
    assert everything(home) == before


def test_a_revised_month_needs_a_word_to_take_the_place_of_the_first(
    tmp_path: Path, home: Path
) -> None:
    load(a_month(tmp_path, JANUARY))
    before = everything(home)
    revised = a_month(tmp_path / "revised", JANUARY, waiting=4)
    refused = load(revised)
    assert refused.exit_code == 2
    assert "MONTH_ALREADY_LOADED" in refused.stderr
    assert "--supersede" in refused.stderr
    assert everything(home) == before
    assert load(revised, "--supersede").exit_code == 0
    assert Snapshot.objects.filter(superseded_by=None).count() == 1
    assert Snapshot.objects.count() == 2


def test_one_bad_file_keeps_all_out_unless_each_stands_for_itself(
    tmp_path: Path, home: Path
) -> None:
    good = a_month(tmp_path, JANUARY)
    bad = tmp_path / "bad.csv"
    bad.write_text("<html>Not found</html>", "utf-8")
    before = everything(home)
    result = load(good, bad, tmp_path / "absent.zip")
    assert result.exit_code == 2
    assert "HTML_PAGE" in result.stderr
    assert "MISSING_FILE" in result.stderr
    assert everything(home) == before
    assert load(good, bad, "--each").exit_code == 2
    assert Snapshot.objects.get().name == good.name


def text_of(path: Path) -> str:
    return path.read_text("utf-8")


BAD = {
    "an empty file": lambda month: b"",
    "a web page": lambda month: b"<!DOCTYPE html><html><body>404</body></html>",
    "a stranger": lambda month: b"colour,size\nred,3\n",
    "a missing column": lambda month: text_of(month).replace(",Total All", ",", 1).encode(),
    "a renamed column": lambda month: text_of(month).replace("Total All", "Totals", 1).encode(),
    "a negative count": lambda month: text_of(month).replace(",3,", ",-3,").encode(),
    "a duplicate key": lambda month: (
        text_of(month) + text_of(month).splitlines(keepends=True)[1]
    ).encode(),
    "wrong encoding": lambda month: text_of(month).encode("utf-16"),
    "an unknown treatment function": lambda month: (
        text_of(month).replace("C_110", "C_987").encode()
    ),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("zipped", [False, True])
def test_bad_input_is_named_and_leaves_the_store_as_it_was(
    tmp_path: Path, home: Path, case: str, zipped: bool
) -> None:
    load(a_month(tmp_path, FEBRUARY))
    before = everything(home)
    bad = tmp_path / "bad.csv"
    bad.write_bytes(BAD[case](a_month(tmp_path, JANUARY)))
    if zipped:
        with zipfile.ZipFile(tmp_path / "bad.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(bad, "bad.csv")
        bad = tmp_path / "bad.zip"
    result = load(bad)
    assert result.exit_code == 2, result.output
    assert bad.name in result.stderr
    assert everything(home) == before


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_truncated_zip_is_named(tmp_path: Path, home: Path, share: float) -> None:
    whole = tmp_path / "month.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(a_month(tmp_path, JANUARY), "month.csv")
    content = whole.read_bytes()
    whole.write_bytes(content[: int(len(content) * share)])
    result = load(whole)
    assert result.exit_code == 2
    assert "BROKEN_ARCHIVE" in result.stderr
    assert everything(home) == ([], [], [])


def a_list_of_trusts(folder: Path, code: str = "R9A") -> Path:
    cells = [code, "NORTHMERE ROYAL HOSPITALS", "Y63", "QZ1", *[""] * 6, "20010401", *[""] * 16]
    path = folder / "trusts.csv"
    path.write_text(",".join(f'"{cell}"' for cell in cells) + "\n", "utf-8")
    return path


def a_month_of(folder: Path, provider: str) -> Path:
    month = a_month(folder, JANUARY)
    month.write_text(month.read_text("utf-8").replace("Z01", provider), "utf-8")
    return month


def test_an_unknown_ods_code_is_refused_once_a_list_is_loaded(tmp_path: Path, home: Path) -> None:
    assert load(a_list_of_trusts(tmp_path), "--as-of", "2026-02-01").exit_code == 0
    before = everything(home)
    refused = load(a_month_of(tmp_path, "R9Z"))
    assert refused.exit_code == 2
    assert "column “provider”: found “R9Z”" in refused.stderr
    assert everything(home) == before
    assert load(a_month_of(tmp_path, "R9A")).exit_code == 0


def test_a_list_that_comes_with_the_month_counts_and_an_older_one_only_warns(
    tmp_path: Path,
) -> None:
    files = [a_list_of_trusts(tmp_path), a_month_of(tmp_path, "R9Z")]
    assert "UNKNOWN_ODS_CODE" in load(*files, "--as-of", "2026-02-01").stderr
    assert not Snapshot.objects.exists()
    warned = load(files[0], "--as-of", "2025-02-01")
    assert warned.exit_code == 0
    warned = load(files[1])
    assert warned.exit_code == 0
    assert "UNKNOWN_ODS_CODE" in warned.stderr


def test_a_file_that_does_not_say_its_day_needs_to_be_told(tmp_path: Path) -> None:
    result = load(a_list_of_trusts(tmp_path))
    assert result.exit_code == 2
    assert "AS_OF_NEEDED" in result.stderr


def test_interrupting_a_load_leaves_the_store_as_it_was(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "_read", interrupted)
    load(a_month(tmp_path, JANUARY))
    assert everything(home) == ([], [], [])


def test_two_loads_at_once_on_a_new_machine_make_one_database_for_its_owner_only(
    tmp_path: Path,
) -> None:
    home = tmp_path / "new"
    months = [a_month(tmp_path, JANUARY), a_month(tmp_path, FEBRUARY)]
    started = [
        subprocess.Popen(
            [*TIDEGATE, "load", month],
            env={"PATH": os.environ["PATH"], "TIDEGATE_HOME": str(home)},
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for month in months
    ]
    for load_verb in started:
        _, said = load_verb.communicate(timeout=60)
        assert load_verb.returncode == 0, said
    database = home / "tidegate.sqlite3"
    assert database.stat().st_mode & 0o077 == 0
    with sqlite3.connect(database) as rows:
        assert rows.execute("SELECT count(*) FROM waiting_snapshot").fetchone() == (2,)
    rows.close()


WAITING_LIST = """pathway_id,holder,area,zone,tfc,modality,priority,weeks_waited
P1,Z01,ZQ1,ZC1,110,day_case,P2,20
P2,Z01,ZQ1,ZC1,110,inpatient,P4,61
P3,Z02,ZQ1,ZC2,130,outpatient,P3,7
"""


def test_a_waiting_list_is_kept_for_each_provider_by_itself(tmp_path: Path, home: Path) -> None:
    path = tmp_path / "waiting.csv"
    path.write_text(WAITING_LIST, "utf-8")
    result = load(path, "--as-of", "2026-01-31")
    assert result.exit_code == 0, result.output
    assert "Loaded pathways of Z01 as of 2026-01-31: 2 rows" in result.stdout
    kept = {snapshot.organisation: snapshot for snapshot in Snapshot.objects.all()}
    assert store().read(kept["Z01"].sha256)["pathway_id"].to_list() == ["P1", "P2"]
    assert store().read(kept["Z02"].sha256)["count"].to_list() == [1]
    before = everything(home)
    again = load(path, "--as-of", "2026-01-31")
    assert again.exit_code == 2
    assert again.stderr.count("ALREADY_LOADED") == 1
    assert everything(home) == before


def test_a_waiting_list_with_a_wait_that_is_none_is_named_by_row(tmp_path: Path) -> None:
    path = tmp_path / "waiting.csv"
    path.write_text(WAITING_LIST.replace("P4,61", "P4,-1"), "utf-8")
    result = load(path, "--as-of", "2026-01-31")
    assert result.exit_code == 2
    assert "row 3" in result.stderr
    assert not Snapshot.objects.exists()
