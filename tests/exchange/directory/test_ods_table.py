"""The table that codes are checked against, put together from ODS files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.exchange.directory.reference_files import ods_row, write_ods

from tidegate.core.directory.ods_code import ods_code_faults
from tidegate.exchange.directory.ods import read_ods
from tidegate.exchange.directory.ods_table import organisation_table


def codes(code: str, on: date, *paths: Path) -> list[str]:
    """Return the codes of what is wrong with a code on a day, by these files."""
    table = organisation_table(read_ods(path) for path in paths)
    return [fault.code for fault in ods_code_faults(code, on=on, table=table)]


def test_a_code_is_judged_by_the_days_that_the_files_name(tmp_path: Path) -> None:
    path = write_ods(
        tmp_path / "file.csv", ods_row("9ZA", "FICTION"), ods_row("9ZB", "FABLE", closed="20200331")
    )
    assert codes("9ZA", date(2026, 1, 1), path) == []
    assert codes("9ZA", date(2013, 3, 31), path) == ["ODS_CODE_NOT_YET_OPEN"]
    assert codes("9ZB", date(2020, 3, 31), path) == []
    assert codes("9ZB", date(2020, 4, 1), path) == ["ODS_CODE_CLOSED"]
    assert codes("9ZC", date(2026, 1, 1), path) == ["ODS_CODE_UNKNOWN"]


def test_of_two_files_the_later_is_believed(tmp_path: Path) -> None:
    old = write_ods(tmp_path / "old.csv", ods_row("9ZA", "FICTION"))
    new = write_ods(tmp_path / "new.csv", ods_row("9ZA", "FICTION", closed="20250331"))
    assert codes("9ZA", date(2026, 1, 1), old, new) == ["ODS_CODE_CLOSED"]
    assert codes("9ZA", date(2026, 1, 1), new, old) == []


@pytest.mark.published
def test_published_trusts_and_practices_are_open_or_closed_as_they_say(
    published_data: Path,
) -> None:
    paths = [*sorted(published_data.rglob("etr-2025*")), *published_data.rglob("epraccur-2025*")]
    table = organisation_table(read_ods(path) for path in paths)
    today = date(2026, 1, 1)
    assert ods_code_faults("RR8", on=today, table=table) == ()
    closed = [one for one in table.values() if one.closed is not None and one.closed < today]
    assert closed
    for one in closed[:50]:
        (fault,) = ods_code_faults(one.code, on=today, table=table)
        assert fault.code == "ODS_CODE_CLOSED"
