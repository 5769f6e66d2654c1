"""Codes that no reference file lists are shown, and do not stop the month."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
from tests.exchange.waiting.rtt_files import Row, rtt_lines, write_csv

from tidegate.exchange.waiting.rtt_codes import codes_not_listed
from tidegate.exchange.waiting.rtt_csv import read_rtt_month

SITES = pl.DataFrame({"site": ["ZN101"]})


def codes(**listed: date | None) -> pl.DataFrame:
    schema = {"code": pl.String, "closed": pl.Date}
    return pl.DataFrame({"code": listed.keys(), "closed": listed.values()}, schema=schema)


def found(tmp_path: Path, listed: pl.DataFrame) -> list[tuple[str | None, str | None, int]]:
    rows = [Row("Z01"), Row("ZN101"), Row("ZN999"), Row("Z01", commissioner="NONC")]
    month = read_rtt_month(write_csv(tmp_path / "month.csv", rtt_lines(rows)))
    findings = codes_not_listed(month, listed, SITES)
    assert {(f.code, f.severity) for f in findings} <= {("UNKNOWN_ODS_CODE", "warning")}
    return [(f.column, f.value, f.count) for f in findings]


def test_an_unlisted_code_is_named(tmp_path: Path) -> None:
    listed = codes(**{"Z01": None, "9ZA": None})
    assert found(tmp_path, listed) == [("provider", "ZN999", 1)]


def test_a_code_closed_before_the_month_counts_as_unlisted(tmp_path: Path) -> None:
    listed = codes(**{"Z01": date(2030, 4, 1), "9ZA": date(2032, 4, 1), "ZN999": None})
    assert found(tmp_path, listed) == [("provider", "Z01", 2)]
