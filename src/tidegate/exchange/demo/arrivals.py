"""Read the demo's files as anybody's files are read, each organisation's facts its own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tidegate.core.demo.health_system import EARLIER
from tidegate.core.demo.organisations import AREA
from tidegate.exchange.incoming import Incoming, by_organisation, read_incoming

if TYPE_CHECKING:
    from pathlib import Path

    from tidegate.exchange.demo.files import DemoFiles

# Offers come after the contract lines that they name.
_TABLES = ("lines", "offers", "budgets", "travel")


def read_arrivals(files: DemoFiles, as_of: date) -> tuple[Incoming, ...]:
    """Read and check the files: each provider's own part of two lists, offers, months.

    Args:
        files: where they are.
        as_of: the day that they describe.

    Raises:
        UnusableInput: a file was spoilt since it was written.
    """

    def read(path: Path, day: date) -> list[Incoming]:
        return by_organisation(read_incoming(path, day), AREA)

    return (
        *read(files.earlier, as_of - EARLIER),
        *read(files.waiting, as_of),
        *(part for name in _TABLES for part in read(files.capacity / f"{name}.csv", as_of)),
        *(read_incoming(path) for path in files.months),
    )
