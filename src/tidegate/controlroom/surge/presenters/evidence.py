"""Evidence as pages show it: each figure with its source, its day and how old it was then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tidegate.controlroom.board import words
from tidegate.controlroom.pressure.forms import sentence_case

Named = Callable[[str], str]
NOT_SAID = "Nobody said"
SEEN = "Nobody looked"


@dataclass(frozen=True, slots=True)
class Shown:
    """One table of evidence: caption, columns and rows."""

    caption: str
    columns: list[str]
    rows: list[list[str]]


def evidence_tables(known: Mapping[str, Any], at: datetime, named: Named) -> list[Shown]:
    """Write what is known at a moment as tables; one without rows is left out.

    Args:
        known: as ``gather`` returns it.
        at: the moment at which ages are told.
        named: names an organisation.
    """
    found = [
        _scores(known["scores"], named),
        _chances(known["chances"], named),
        _forecasts(known["forecasts"], named),
        _indicators(known["indicators"], at, named),
        _capacity(known["capacity"], at, named),
    ]
    return [table for table in found if table.rows]


def silent(known: Mapping[str, Any], named: Named) -> str:
    """Say who reported nothing; empty where everybody did."""
    names = [named(code) for code in known["silent"]]
    return f"Reported nothing in the last four weeks: {words.listed(names)}." if names else ""


def versions(known: Mapping[str, Any]) -> list[tuple[str, str]]:
    """List the editions of the tables that stood behind the evidence."""
    names = {
        "surge": "Terms of surges", "reporting": "Terms of situation reports",
        "score": "Score table", "forecast": "Terms of forecasts", "engine": "Forecasts made by",
    }  # fmt: skip
    said = known["tables"]
    return [(text, said[name]) for name, text in names.items() if said.get(name)]


def _scores(rows: Iterable[Mapping[str, Any]], named: Named) -> Shown:
    return Shown(
        "Levels",
        ["Place", "Score", "Level", "Total", "Not known"],
        [
            [
                named(row["place"]) + (", whole area" if row["area"] else ""),
                str(row["table"]),
                _level(row),
                number(row["total"]),
                _missing(row["missing"]),
            ]
            for row in rows
        ],
    )


def _missing(codes: Iterable[str]) -> str:
    """Say what was not known, each kind of it once."""
    counted = Counter(code.replace("_", " ").lower() for code in codes)
    return words.listed(
        [f"{what} ({many})" if many > 1 else what for what, many in counted.items()]
    )


def _level(row: Mapping[str, Any]) -> str:
    if row["level"] is not None:
        return str(row["level"])
    if row["level_low"] == row["level_high"]:
        return f"{row['level_low']}, incomplete"
    return f"{row['level_low']} to {row['level_high']}, incomplete"


def _chances(rows: Iterable[Mapping[str, Any]], named: Named) -> Shown:
    return Shown(
        "How likely a level is",
        ["Place", "Level", "Within", "Chance"],
        [
            [
                named(row["place"]),
                f"{row['level']} or above",
                words.counted(row["within"], "day"),
                words.percent(float(row["chance"]), 0),
            ]
            for row in rows
        ],
    )


def _forecasts(rows: Iterable[Mapping[str, Any]], named: Named) -> Shown:
    return Shown(
        "Forecasts, and how earlier ones fared",
        ["Figure", "Forecast", "Last reported", "Ahead, with nine tenths", "Earlier forecasts"],
        [
            [
                f"{row['label']}, {named(row['place'])}",
                _said(row["reference"]),
                _said(row["last_observed"]),
                "; ".join(
                    f"{_said(one['day'])}: {number(one['middle'])}"
                    f" ({number(one['low'])} to {number(one['high'])})"
                    for one in row["days"]
                ),
                _record(row["record"]),
            ]
            for row in rows
        ],
    )


def _record(record: Mapping[str, Any] | None) -> str:
    if record is None:
        return "None has met what came yet"
    held = words.percent(float(record["covered_90"]), 0)
    return (
        f"{words.counted(record['tasks'], 'day')} on {words.counted(record['dates'], 'date')}:"
        f" {held} within nine tenths, error {float(record['relative_wis']):.2f} of the baseline’s"
    )


def _indicators(rows: Iterable[Mapping[str, Any]], at: datetime, named: Named) -> Shown:
    return Shown(
        "Indicators",
        ["Figure", "Provider", "Value", "Source", "Of", "Age then"],
        [
            [
                sentence_case(row["label"]),
                named(row["provider"]),
                number(row["value"]) + ("%" if row["unit"] == "percent" else ""),
                str(row["source"]).partition(";")[0].capitalize(),
                _said(row["of"]),
                _age(row, at),
            ]
            for row in rows
        ],
    )


def _capacity(rows: Iterable[Mapping[str, Any]], at: datetime, named: Named) -> Shown:
    return Shown(
        "Capacity: three different numbers",
        ["Provider", "What", "Physical", "Staffed, claimed", "Staffed, observed", "Source",
         "Age then"],
        [
            [
                named(row["provider"]), str(row["what"]), number(row["physical"], NOT_SAID),
                number(row["claimed"], NOT_SAID), number(row["observed"], SEEN),
                str(row["source"]).partition(";")[0].capitalize(), _age(row, at),
            ]
            for row in rows
        ],
    )  # fmt: skip


def number(value: object, unknown: str = words.UNKNOWN) -> str:
    """Write a figure as it was kept; fractions are kept as text."""
    if value is None:
        return unknown
    amount = float(str(value))
    return f"{amount:,.0f}" if amount == round(amount) else f"{amount:,.1f}"


def _said(day: str | None) -> str:
    return words.day(date.fromisoformat(day[:10])) if day else words.UNKNOWN


def _age(row: Mapping[str, Any], at: datetime) -> str:
    """Say how old a figure was: since it was received, or since the day that it is of."""
    if row["received_at"]:
        received = datetime.fromisoformat(row["received_at"])
        return f"received {words.ago(received, at)}"
    return words.age(date.fromisoformat(row["of"][:10]), words.local_day(at))
