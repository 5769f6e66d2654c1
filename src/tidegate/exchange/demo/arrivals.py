"""Read the demo's files as anybody's files are read, each organisation's facts its own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tidegate.core.demo.health_system import EARLIER
from tidegate.core.demo.organisations import AREA
from tidegate.core.matching.weeks import week_zero
from tidegate.exchange.incoming import Incoming, by_organisation, read_incoming
from tidegate.exchange.matching.inputs import read_problem

if TYPE_CHECKING:
    import polars as pl

    from tidegate.exchange.demo.files import DemoFiles

_TABLES = ("offers", "lines", "budgets", "travel")


def read_arrivals(files: DemoFiles, as_of: date) -> tuple[Incoming, ...]:
    """Read and check the files: each provider's own part of two lists, offers, months.

    Args:
        files: where they are.
        as_of: the day that they describe.

    Raises:
        UnusableInput: a file was spoilt since it was written.
    """
    problem, sources, findings = read_problem(files.waiting, files.capacity, start=week_zero(as_of))

    def incoming(name: str, frame: pl.DataFrame, organisation: str = "") -> Incoming:
        source = next(source for source in sources if source.kind == name)
        odd = tuple(finding for finding in findings if finding.file == source.name)
        return Incoming(source, as_of, frame, odd, organisation)

    return (
        *by_organisation(read_incoming(files.earlier, as_of - EARLIER)),
        *by_organisation(incoming("pathways", problem.pathways)),
        *(incoming(name, getattr(problem, name), AREA) for name in _TABLES),
        *(read_incoming(path) for path in files.months),
    )
