"""``tidegate load`` and ``tidegate check`` know situation reports, published or of one's own."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Ran
from tests.exchange.pressure import report_files as files

from tidegate.controlroom.waiting.models import Snapshot
from tidegate.controlroom.waiting.store import store

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> None:
    settings.TIDEGATE_HOME = tmp_path / "home"


def test_each_publication_is_kept_as_a_snapshot_of_its_kind(tmp_path: Path, tidegate: Any) -> None:
    ran: Ran = tidegate(
        "load", files.write_winter(tmp_path), files.write_ae(tmp_path), files.write_kh03(tmp_path)
    )
    assert ran.code == 0, ran.err
    kept = dict(Snapshot.objects.values_list("kind", "as_of"))
    assert kept == {
        "winter-sitrep": date(2030, 12, 3),
        "ae": date(2031, 3, 31),
        "kh03": date(2031, 3, 31),
    }
    frame = store().read(Snapshot.objects.get(kind="winter-sitrep").sha256)
    assert frame.filter(measure="ed_diverts", level="nation")["value"].to_list() == [2, 1]


def test_reports_of_ones_own_become_each_providers(tmp_path: Path, tidegate: Any) -> None:
    path = tmp_path / "reports.csv"
    path.write_text(
        "organisation,date,ga_beds_open,ed_diverts\n"
        "Z01,2031-01-05,100,0\nZ02,2031-01-05,80,1\nZ02,2031-01-06,81,0\n",
        "utf-8",
    )
    ran: Ran = tidegate("load", path)
    assert ran.code == 0, ran.err
    rows = dict(Snapshot.objects.values_list("organisation", "rows"))
    assert rows == {"Z01": 2, "Z02": 4}
    assert set(Snapshot.objects.values_list("kind", flat=True)) == {"situation-report"}


def test_a_month_that_is_not_said_must_be_given(tmp_path: Path, tidegate: Any) -> None:
    path = files.write_saved_ae(tmp_path)
    refused: Ran = tidegate("load", path)
    assert refused.code == 2
    assert "AS_OF_NEEDED" in refused.err
    assert not Snapshot.objects.exists()
    assert tidegate("load", path, "--as-of", "2031-03-31").code == 0
    assert Snapshot.objects.get().as_of == date(2031, 3, 31)


def test_daily_beds_of_two_sorts_are_kept_side_by_side(tmp_path: Path, tidegate: Any) -> None:
    general, critical = tmp_path / "ga.csv", tmp_path / "cc.csv"
    general.write_text(
        "Code,Name,Date,Open,Available,Occupied,Occupied_rate\nZ01,N,2019-12-02,9,2,7,0.7\n"
    )
    critical.write_text("Region,Code,Name,CC Adult Open_43801\nNorth,Z01,N,5\n")
    assert tidegate("load", general, critical).code == 0
    kinds = set(Snapshot.objects.values_list("kind", flat=True))
    assert kinds == {"daily-beds-ga", "daily-beds-cc"}


def test_check_says_the_days_and_the_figures(tmp_path: Path, tidegate: Any) -> None:
    quarter, winter = files.write_kh03(tmp_path), files.write_winter(tmp_path)
    ran: Ran = tidegate("check", quarter, winter, files.write_ae(tmp_path))
    assert ran.code == 0, ran.err
    for words in ("01 Jan 2031 to 31 Mar 2031", "02 Dec 2030 to 03 Dec 2030", "March 2031"):
        assert words in ran.out
    told = json.loads(tidegate("check", quarter, "--json").out)["files"]
    assert told[0]["kind"] == "kh03"
    assert (told[0]["begins"], told[0]["period"]) == ("2031-01-01", "2031-03-31")
    assert told[0]["rows"] == 30
