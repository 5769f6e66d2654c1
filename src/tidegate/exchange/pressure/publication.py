"""A publication that has been read: its figures as observations, and all that is odd about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.pressure.observations import KEY, OBSERVATIONS, Level, as_observations
from tidegate.exchange.findings import error, refuse_errors, warning
from tidegate.exchange.pressure.checks import against_each_other, against_the_whole, implausible
from tidegate.exchange.sources import describe_source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tidegate.exchange.findings import Finding
    from tidegate.exchange.kinds import Kind
    from tidegate.exchange.sources import Source

ENGLAND = "ENG"
"""What the whole nation is called; most files have “-” where others have a code."""


@dataclass(frozen=True, slots=True)
class Publication:
    """One file of published figures, or of somebody's own, read and checked.

    Attributes:
        frame: the figures, as ``OBSERVATIONS``; where nothing says of which days they are, neither
            the file nor whoever loads it, ``start`` and ``end`` are null.
        source: the file, fingerprinted.
        findings: what is odd, yet does not spoil it.
        kind: what the file is.
        period: first and last day that it tells of; None when nothing says so.
        revised: whether the file says that it replaces an earlier one.
    """

    frame: pl.DataFrame
    source: Source
    findings: tuple[Finding, ...]
    kind: Kind
    period: tuple[date, date] | None
    revised: bool = False


def publication(
    frame: pl.DataFrame,
    kind: Kind,
    path: Path,
    *,
    findings: Iterable[Finding] = (),
    member: str | None = None,
    revised: bool = False,
) -> Publication:
    """Check what a reader found and make a publication of it.

    A figure that stands twice counts once, the first time; a figure that is blank is no row.

    Args:
        frame: at least the columns of ``OBSERVATIONS``.
        kind: what the file is.
        path: the file.
        findings: what the reader found odd.
        member: the archive's member or the sheet that it was read from.
        revised: whether the file says that it replaces an earlier one.

    Raises:
        UnusableInput: one of the findings is an error, or there is no figure at all.
    """
    source = describe_source(path, kind, member)
    name = source.name
    found = list(findings)
    told = frame.drop_nulls("value")
    once = told.unique(KEY, keep="first", maintain_order=True)
    if once.height < told.height:
        found.append(_twice(told, once, name))
    if once.is_empty():
        found.append(error("NO_ROWS", name, "at least one figure"))
    refuse_errors(found)
    dated = once["start"].null_count() == 0
    shaped = as_observations(once) if dated else once.select(*OBSERVATIONS)
    found += [*implausible(shaped, name), *against_each_other(shaped, name)]
    found += against_the_whole(shaped, name)
    period = (min(shaped["start"]), max(shaped["end"])) if dated else None
    return Publication(shaped, source, refuse_errors(found), kind, period, revised)


def level_of(code: pl.Expr, otherwise: Level = Level.PROVIDER) -> pl.Expr:
    """Tell the nation and its regions, once strategic health authorities, by their codes."""
    return (
        pl.when(code == ENGLAND)
        .then(pl.lit(Level.NATION.value))
        .when(code.str.contains(r"^[YQ]\d\d$"))
        .then(pl.lit(Level.REGION.value))
        .otherwise(pl.lit(otherwise.value))
    )


def _twice(told: pl.DataFrame, once: pl.DataFrame, name: str) -> Finding:
    apart = told.unique([*KEY, "value"]).height - once.height
    again = told.filter(~pl.struct(KEY).is_first_distinct()).row(0, named=True)
    expected = f"each figure once: the first is kept; {apart:,} say something else"
    value = f"{again['organisation']}, {again['measure']}, {again['start']}"
    count = told.height - once.height
    return warning("DUPLICATE_FIGURES", name, expected, value=value, count=count)
