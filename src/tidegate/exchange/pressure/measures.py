"""Read the table of measures: what is counted, in which unit, and of what a percentage is made."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from tidegate.core.pressure.measure import Measure, Unit, WorseWhen
from tidegate.exchange.findings import UnusableInput, error

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = "measures-2026.toml"


@dataclass(frozen=True, slots=True)
class MeasureTable:
    """The measures in force, each under its id, with who decided on them and when."""

    name: str
    version: str
    author: str
    in_force: date
    source: str
    measures: Mapping[str, Measure]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid")

    label: str
    definition: str
    unit: Unit
    worse_when: WorseWhen
    pillar: str = "acute"
    numerator: str = ""
    denominator: str = ""
    exclusions: str = ""
    least: float | None = None
    most: float | None = None


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    version: str
    author: str
    in_force: date
    source: str
    measures: dict[str, _Row]


@cache
def shipped_measures() -> Mapping[str, Measure]:
    """Return the measures that come with the package, by id."""
    return load_measures().measures


def load_measures(path: Path | None = None) -> MeasureTable:
    """Read a table of measures: the one that is shipped, or a file of one's own.

    Raises:
        UnusableInput: not TOML, a key that is unknown or missing, or a percentage of something
            that is not in the table.
    """
    shipped = files("tidegate.exchange.pressure") / "tables" / SHIPPED
    file = SHIPPED if path is None else path.name
    try:
        read = _File.model_validate(tomllib.loads((path or shipped).read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise UnusableInput([error("NOT_TOML", file, f"valid TOML: {problem}")]) from problem
    except ValidationError as problem:
        raise UnusableInput(
            error("BAD_MEASURE", file, each["msg"], column=".".join(map(str, each["loc"])))
            for each in problem.errors()
        ) from problem
    measures = {key: Measure(id=key, **row.model_dump()) for key, row in read.measures.items()}
    strange = [
        error("UNKNOWN_MEASURE", file, "the id of a measure in this table", column=key, value=named)
        for key, measure in measures.items()
        for named in (measure.numerator, measure.denominator)
        if named and named not in measures
    ]
    if strange:
        raise UnusableInput(strange)
    return MeasureTable(**{**dict(read), "measures": measures})
