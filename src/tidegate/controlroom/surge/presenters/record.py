"""The record of a surge on paper: the four questions that it answers, each with its table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from tidegate.controlroom.board import words
from tidegate.controlroom.surge.presenters.evidence import number
from tidegate.core.surge.pledged import KIND_LABELS, Kind

Named = Callable[[str], str]


def printed(content: Mapping[str, Any], named: Named) -> dict[str, Any]:
    """Return what the template of the printed record is drawn with."""
    surge = content["surge"]
    return {
        "reference": surge["reference"],
        "title": surge["title"],
        "place": named(surge["place"]),
        "written": _moment(content["written_at"]),
        "outcome": surge["outcome"],
        "knew": [_knew(row, named) for row in content["who_knew_what"]],
        "decided": [_decided(row, named) for row in content["who_decided"]],
        "cost": [_cost(row) for row in content["cost"]],
        "used": [_used(row, named) for row in content["used"]],
        "pledged": [_pledged(row, named) for row in content["pledges"]],
        "came": [_came(row, named) for row in content["came"]],
        "digests": [
            [str(one["version"]), one["frozen_by"], _moment(one["gathered_at"]), one["sha256"]]
            for one in content["evidence"]
        ],
        "entries": [
            [str(one["seq"]), _moment(one["occurred_at"]), one["actor_name"], one["headline"]]
            for one in content["entries"]
        ],
    }


def _moment(text: str | None) -> str:
    return words.day_and_time(datetime.fromisoformat(text)) if text else ""


def _day(text: str | None) -> str:
    return words.day(date.fromisoformat(text)) if text else ""


def _knew(row: Mapping[str, Any], named: Named) -> list[str]:
    age = row["age_hours"]
    return [
        f"{row['who']}, {_moment(row['known_at'])}", str(row["figure"]), named(row["of_whom"]),
        number(row["value"]), str(row["source"]).partition(";")[0], _day(row["of"]),
        words.counted(age, "hour") if age is not None else "–",
    ]  # fmt: skip


def _decided(row: Mapping[str, Any], named: Named) -> list[str]:
    return [_moment(row["at"]), row["what"], row["who"], named(row["on_behalf_of"]), row["why"]]


def _cost(row: Mapping[str, Any]) -> list[str]:
    stands = words.listed([f"{name} {at}" for name, at in row["positions"].items()])
    return [
        row["contract"], _day(row["week"]), stands, words.pounds(row["due_pence"]),
        words.pounds(row["idle_pence"]), words.pounds(row["tariff_pence"]),
    ]  # fmt: skip


def _used(row: Mapping[str, Any], named: Named) -> list[str]:
    unused = [f"{many} {cause.replace('_', ' ').lower()}" for cause, many in row["unused"].items()]
    return [
        named(row["site"]), _day(row["week"]), str(row["offered"]), str(row["done"]),
        str(row["booked"] + row["agreed"]), words.listed(unused) or "None",
    ]  # fmt: skip


def _pledged(row: Mapping[str, Any], named: Named) -> list[str]:
    return [
        f"{row['number']}, version {row['version']}", named(row["provider"]), _amounts(row),
        _day(row["suspended_from"]), f"{row['pledged_by_name']}, {_moment(row['pledged_at'])}",
    ]  # fmt: skip


def _came(row: Mapping[str, Any], named: Named) -> list[str]:
    return [_day(row["day"]), f"{row['number']}, {named(row['provider'])}", _amounts(row),
            f"{row['reported_by_name']}, {_moment(row['reported_at'])}"]  # fmt: skip


def _amounts(row: Mapping[str, Any]) -> str:
    return words.listed([f"{KIND_LABELS[kind].lower()} {row[kind.value]}" for kind in Kind])
