"""A file is loaded once, a date once unless superseded, several files all or none."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.db import IntegrityError

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.log.services.verify_record import verify_record
from tidegate.controlroom.waiting.models import Snapshot
from tidegate.controlroom.waiting.services import load_snapshot as module
from tidegate.controlroom.waiting.services.load_snapshot import load_snapshot, load_snapshots
from tidegate.controlroom.waiting.store import store
from tidegate.core.log.entry import System
from tidegate.exchange.findings import UnusableInput, warning
from tidegate.exchange.incoming import Incoming
from tidegate.exchange.sources import Source

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
JANUARY, FEBRUARY = date(2026, 1, 31), date(2026, 2, 28)
LOADER = System("test")


@pytest.fixture(autouse=True)
def home(db: None, tmp_path: Path, settings: Any) -> Path:
    settings.TIDEGATE_HOME = tmp_path
    return tmp_path


def a_month(
    as_of: date = JANUARY, *, name: str = "", total: int = 7, kind: str = "rtt-full-csv"
) -> Incoming:
    name = name or f"{as_of:%Y-%m}.zip"
    source = Source(name, f"{abs(hash((name, total))):064x}"[-64:], 1234, kind)
    frame = pl.DataFrame({"provider": ["Z01"], "total": [total], "month": [as_of]})
    findings = (warning("ODD_NAME", name, "a name", row=2, column="provider", value="?"),)
    return Incoming(source, as_of, frame, findings)


def load(incoming: Incoming, **terms: Any) -> Snapshot:
    return load_snapshot(incoming, **({"actor": LOADER, "now": NOW} | terms))


def everything(home: Path) -> tuple[list[Any], list[Any], list[Path]]:
    """Return all that a load may change, to compare before and after a refusal."""
    files = sorted(path for path in home.rglob("*") if path.is_file())
    return list(Snapshot.objects.values_list()), list(Entry.objects.values_list()), files


def codes(refused: pytest.ExceptionInfo[UnusableInput]) -> list[str]:
    return [finding.code for finding in refused.value.findings]


def test_a_snapshot_says_what_was_loaded_from_where_by_whom() -> None:
    person = Person.objects.create(email="c@z.example", label="Coordinator", invited_at=NOW)
    arrival = a_month()
    loaded = Snapshot.objects.get(pk=load(arrival, actor=person).pk)
    assert (loaded.kind, loaded.as_of, loaded.rows) == ("rtt-full-csv", JANUARY, 1)
    assert (loaded.name, loaded.source_sha256) == ("2026-01.zip", arrival.source.sha256)
    assert (loaded.loaded_by, loaded.loaded_at) == ("Coordinator", NOW)
    assert loaded.findings == [dict(arrival.findings[0].as_dict())]
    assert store().read(loaded.sha256).equals(arrival.frame)


def test_the_load_is_recorded_with_the_hashes_of_file_and_facts() -> None:
    loaded = load(a_month())
    entry = Entry.objects.get()
    assert (entry.kind, entry.subject) == ("snapshot_loaded", f"snapshot:{loaded.pk}")
    assert entry.headline == (
        "Loaded RTT full CSV, one month, as of 31 January 2026, from 2026-01.zip: 1 row"
    )
    assert entry.facts["snapshot_sha256"] == loaded.sha256
    assert entry.facts["file_sha256"] == loaded.source_sha256
    assert entry.visibility == "partner"
    assert verify_record().ok


def test_a_waiting_list_stays_within_its_organisation() -> None:
    load(a_month(kind="waiting-list"), organisation="Z01")
    entry = Entry.objects.get()
    assert (entry.visibility, entry.on_behalf_of) == ("internal", "Z01")


def test_two_organisations_may_load_the_same_date() -> None:
    load(a_month(), organisation="Z01")
    load(a_month(), organisation="Z02")
    assert Snapshot.objects.count() == 2


@pytest.mark.parametrize("supersede", [False, True])
def test_the_same_file_twice_is_refused_and_changes_nothing(home: Path, supersede: bool) -> None:
    load(a_month())
    before = everything(home)
    with pytest.raises(UnusableInput) as refused:
        load(a_month(), supersede=supersede)
    assert codes(refused) == ["ALREADY_LOADED"]
    assert "12 March 2026" in str(refused.value)
    assert everything(home) == before


@pytest.mark.parametrize("supersede", [False, True])
def test_the_same_facts_in_another_file_are_refused_too(home: Path, supersede: bool) -> None:
    load(a_month())
    before = everything(home)
    with pytest.raises(UnusableInput) as refused:
        load(a_month(name="unzipped.csv"), supersede=supersede)
    assert codes(refused) == ["ALREADY_LOADED" if supersede else "MONTH_ALREADY_LOADED"]
    assert everything(home) == before


def test_another_file_for_the_same_month_is_refused_and_changes_nothing(home: Path) -> None:
    load(a_month())
    before = everything(home)
    with pytest.raises(UnusableInput) as refused:
        load(a_month(name="2026-01-revised.zip", total=8))
    assert codes(refused) == ["MONTH_ALREADY_LOADED"]
    assert "--supersede" in str(refused.value)
    assert everything(home) == before


def test_a_revised_month_takes_the_place_of_the_first_which_stays_readable() -> None:
    first = load(a_month())
    revised = load(a_month(name="2026-01-revised.zip", total=8), supersede=True)
    assert revised.supersedes == first
    assert store().read(first.sha256)["total"].item() == 7
    assert store().read(revised.sha256)["total"].item() == 8
    assert Snapshot.objects.filter(superseded_by=None).get() == revised
    entry = Entry.objects.get(seq=2)
    assert entry.kind == "snapshot_superseded"
    assert entry.headline.endswith("from 2026-01-revised.zip: 1 row, in place of 2026-01.zip")
    assert entry.facts["supersedes"] == first.pk


def test_an_earlier_version_may_be_restored_over_its_revision() -> None:
    load(a_month())
    load(a_month(name="2026-01-revised.zip", total=8), supersede=True)
    restored = load(a_month(), supersede=True)
    assert Snapshot.objects.filter(superseded_by=None).get() == restored


def test_superseding_where_nothing_was_loaded_is_a_plain_load() -> None:
    assert load(a_month(), supersede=True).supersedes is None


def test_several_files_are_loaded_together() -> None:
    loaded = load_snapshots([a_month(), a_month(FEBRUARY)], actor=LOADER, now=NOW)
    assert [snapshot.as_of for snapshot in loaded] == [JANUARY, FEBRUARY]
    assert Entry.objects.count() == 2


def test_one_refused_file_keeps_the_others_out_and_every_reason_is_named(home: Path) -> None:
    load(a_month())
    before = everything(home)
    arrivals = [a_month(FEBRUARY), a_month(), a_month(FEBRUARY, name="again.zip")]
    with pytest.raises(UnusableInput) as refused:
        load_snapshots(arrivals, actor=LOADER, now=NOW)
    assert codes(refused) == ["ALREADY_LOADED", "SAME_DATE_TWICE"]
    assert everything(home) == before


def test_a_load_that_fails_on_the_way_leaves_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(**_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "record", interrupted)
    with pytest.raises(KeyboardInterrupt):
        load(a_month())
    assert not Snapshot.objects.exists()


def test_of_two_loads_at_once_the_second_is_told_of_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    load(a_month())
    current, unaware = module._current, [None, None]
    monkeypatch.setattr(
        module, "_current", lambda arrival: unaware.pop() if unaware else current(arrival)
    )
    with pytest.raises(UnusableInput) as refused:
        load(a_month(name="other.zip", total=9))
    assert codes(refused) == ["MONTH_ALREADY_LOADED"]


def test_what_the_database_refuses_for_another_reason_is_our_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    load(a_month())
    monkeypatch.setattr(module, "_current", lambda arrival: None)
    with pytest.raises(IntegrityError):
        load(a_month(name="other.zip", total=9))


def test_a_very_long_file_name_is_shortened_in_the_headline() -> None:
    load(a_month(name="x" * 590 + ".zip"))
    headline = Entry.objects.get().headline
    assert len(headline) == 500
    assert headline.endswith("…")
