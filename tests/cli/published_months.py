"""Small published months, written as NHS England lays them out, for the tests of verbs."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

HEADINGS = [
    "Period", "Provider Parent Org Code", "Provider Parent Name", "Provider Org Code",
    "Provider Org Name", "Commissioner Parent Org Code", "Commissioner Parent Name",
    "Commissioner Org Code", "Commissioner Org Name", "RTT Part Type", "RTT Part Description",
    "Treatment Function Code", "Treatment Function Name",
    *(f"Gt {week:02d} To {week + 1:02d} Weeks SUM 1" for week in range(104)),
    "Gt 104 Weeks SUM 1", "Total", "Patients with unknown clock start date", "Total All",
]  # fmt: skip
COMPLETED = {"1A", "1B"}

Listed = tuple[str, str, Mapping[int, int]]


def write_month(folder: Path, period: str, listed: Iterable[Listed]) -> str:
    """Write a month of (provider, part, people by week waited), all orthopaedics; say where."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{period}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for provider, part, people in listed:
            writer.writerows(
                _row(period, provider, part, tfc, people) for tfc in ("C_110", "C_999")
            )
    return str(path)


def _row(
    period: str, provider: str, part: str, tfc: str, people: Mapping[int, int]
) -> list[object]:
    total = sum(people.values())
    return [
        f"RTT-{period}", "QZZ", "VALE", provider, f"{provider} HOSPITAL", "QZZ", "VALE", "ZZC",
        "NORTHMERE", f"Part_{part}", "", tfc, "", *(people.get(week, 0) for week in range(105)),
        total if part in COMPLETED else "", 0, total,
    ]  # fmt: skip
