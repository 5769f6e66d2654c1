"""Read the demo's files as anybody's files are read, and say who sent what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from tidegate.core.demo.health_system import EARLIER
from tidegate.core.demo.organisations import AREA
from tidegate.core.matching.weeks import week_zero
from tidegate.exchange.incoming import Incoming, read_incoming
from tidegate.exchange.matching.inputs import read_problem
from tidegate.exchange.waiting.pathways import read_pathways

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
    """Read and check the files: each provider's own part of two lists, offers, months.

    Args:
        files: where they are.
        as_of: the day that they describe.

    Raises:
        UnusableInput: a file was spoilt since it was written.
    """
    problem, sources, findings = read_problem(files.waiting, files.capacity, start=week_zero(as_of))

    def incoming(name: str, frame: pl.DataFrame) -> Incoming:
        source = next(source for source in sources if source.kind == name)
        odd = tuple(finding for finding in findings if finding.file == source.name)
        return Incoming(source, as_of, frame, odd)

    earlier = read_pathways(files.earlier, as_of - EARLIER)
    before = Incoming(earlier.source, as_of - EARLIER, earlier.frame, earlier.findings)
    tables = ("offers", "lines", "budgets", "travel")
    return (
        *_by_holder(before),
        *_by_holder(incoming("pathways", problem.pathways)),
        *(Arrival(AREA, incoming(name, getattr(problem, name))) for name in tables),
        *(Arrival(PUBLISHED, read_incoming(path)) for path in files.months),
    )


def _by_holder(incoming: Incoming) -> list[Arrival]:
    """Give each provider its own part of an area's list."""
    parts = incoming.frame.partition_by("holder", as_dict=True)
    return [
        Arrival(str(holder), replace(incoming, frame=frame))
        for (holder,), frame in sorted(parts.items())
    ]
