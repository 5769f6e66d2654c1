"""Read the demo's files as anybody's files are read, each organisation's facts its own."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.demo.health_system import EARLIER
from tidegate.core.demo.organisations import AREA
from tidegate.exchange.demo.files import take_off_the_list
from tidegate.exchange.incoming import Incoming, by_organisation, read_incoming

if TYPE_CHECKING:
    from pathlib import Path

    from tidegate.exchange.demo.files import DemoFiles

# Offers come after the contract lines that they name.
_TABLES = ("lines", "offers", "budgets")


def read_earlier(files: DemoFiles, as_of: date) -> tuple[Incoming, ...]:
    """Read and check what was sent four weeks before: each list, offers, journeys, outlines.

    Args:
        files: where they are.
        as_of: the day on which the demo stands.

    Raises:
        UnusableInput: a file was spoilt since it was written.
    """
    day = as_of - EARLIER
    tables = [files.earlier_capacity / f"{name}.csv" for name in _TABLES]
    return _read([files.earlier, *tables, files.capacity / "travel.csv", files.boundaries], day)


def read_newest(
    files: DemoFiles, as_of: date, treated: Collection[str] = ()
) -> tuple[Incoming, ...]:
    """Read and check what is sent today: each provider's list, offers, published months.

    Args:
        files: where they are.
        as_of: the day that they describe.
        treated: pathways that are over; the lists of today leave them out.

    Raises:
        UnusableInput: a file was spoilt since it was written.
    """
    take_off_the_list(files, treated)
    tables = [files.capacity / f"{name}.csv" for name in _TABLES]
    months = (read_incoming(path) for path in files.months)
    return (*_read([files.waiting, *tables], as_of), *months)


def still_waiting(files: DemoFiles) -> frozenset[str]:
    """Return the pathways that are on the list today, as it was written."""
    return frozenset(pl.read_parquet(files.waiting, columns=["pathway_id"])["pathway_id"])


def _read(paths: list[Path], day: date) -> tuple[Incoming, ...]:
    return tuple(part for path in paths for part in by_organisation(read_incoming(path, day), AREA))
