"""Read the demo's files as anybody's files are read, and say who sent what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tidegate.core.demo.organisations import AREA
from tidegate.core.matching.weeks import week_zero
from tidegate.exchange.incoming import Incoming, read_incoming
from tidegate.exchange.matching.inputs import read_problem
from tidegate.exchange.sources import describe_source

if TYPE_CHECKING:
    import polars as pl

    from tidegate.exchange.demo.files import DemoFiles

PUBLISHED = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Checked facts and the organisation whose they are; empty for what is published."""

    organisation: str
    incoming: Incoming


def read_arrivals(files: DemoFiles, as_of: date) -> tuple[Arrival, ...]:
    """Read and check the files: each provider's own part of the list, offers, months.

    Args:
        files: where they are.
        as_of: the day that they describe.

    Raises:
        UnusableInput: a file was spoilt since it was written.
    """
    problem, _, _ = read_problem(
        files.waiting, files.capacity, contracts=None, start=week_zero(as_of)
    )

    def arrival(organisation: str, kind: str, path: Path, frame: pl.DataFrame) -> Arrival:
        return Arrival(organisation, Incoming(describe_source(path, kind), as_of, frame))

    lists = sorted(problem.pathways.partition_by("holder", as_dict=True).items())
    tables = ("offers", "lines", "budgets", "travel")
    return (
        *(arrival(str(key[0]), "pathways", files.waiting, frame) for key, frame in lists),
        *(
            arrival(AREA, name, files.capacity / f"{name}.csv", getattr(problem, name))
            for name in tables
        ),
        *(Arrival(PUBLISHED, read_incoming(path)) for path in files.months),
    )
