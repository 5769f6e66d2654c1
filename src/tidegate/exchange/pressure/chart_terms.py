"""Read what is asked of the charts of situation reports: baseline, targets, and what is rare."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.pressure.spc_settings import MeasureTable, SpcSettings, known_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tidegate.core.pressure.measure import Measure

SHIPPED = "charts-2026.toml"


@dataclass(frozen=True, slots=True)
class ChartTerms:
    """One edition of what is asked of charts.

    Attributes:
        label: name and version.
        days: that a chart shows at least.
        rare: what days between events are called, by the measure that counts the events.
        settings: what is asked of each series.
    """

    label: str
    days: int
    rare: Mapping[str, str]
    settings: SpcSettings


class _Rare(BaseModel):
    model_config = ConfigDict(extra="forbid")

    measure: str
    label: str


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    version: str
    author: str
    in_force: date
    source: str
    days: int = Field(ge=28, le=400)
    rare: tuple[_Rare, ...] = ()
    series: tuple[MeasureTable, ...] = ()


@cache
def _shipped() -> str:
    return (files("tidegate.exchange.pressure") / "tables" / SHIPPED).read_text("utf-8")


def load_chart_terms(measures: Iterable[Measure], path: Path | None = None) -> ChartTerms:
    """Read the terms of charts: those that are shipped, or a file of one's own.

    Args:
        measures: what is known of each, such as its unit and which way is better.
        path: of the file, if not the shipped one.

    Raises:
        UnusableInput: not TOML, a key that is unknown or missing, or a value that does not fit.
    """
    file = SHIPPED if path is None else path.name
    try:
        read = _File.model_validate(tomllib.loads(path.read_text("utf-8") if path else _shipped()))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise UnusableInput([error("NOT_TOML", file, f"valid TOML: {problem}")]) from problem
    except ValidationError as problem:
        raise UnusableInput(
            error("BAD_CHART_TERMS", file, each["msg"], column=".".join(map(str, each["loc"])))
            for each in problem.errors()
        ) from problem
    ordered = tuple(sorted(read.series, key=lambda one: one.exactness))
    return ChartTerms(
        label=f"{read.name} {read.version}",
        days=read.days,
        rare={one.measure: one.label for one in read.rare},
        settings=SpcSettings(file, None, ordered, known_of(measures)),
    )
