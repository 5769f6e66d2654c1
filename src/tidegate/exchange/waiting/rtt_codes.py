"""Compare the organisations of a month with those that reference files know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.waiting.rtt import NO_COMMISSIONER
from tidegate.exchange.findings import Finding, warning

if TYPE_CHECKING:
    from tidegate.exchange.waiting.rtt_month import RttMonth

_SHOWN = 5


def codes_not_listed(
    month: RttMonth, codes: pl.DataFrame, sites: pl.DataFrame
) -> tuple[Finding, ...]:
    """Warn of provider and commissioner codes that no reference file lists as open.

    Published lists lag behind: new sites of independent providers are missing from most. So an
    unlisted code is shown and kept; only a code that cannot be one is refused on reading.

    Args:
        month: the figures.
        codes: columns ``code, closed`` (a date, or null while open), as of ``Places.codes``.
        sites: column ``site``, as of ``Places.sites``; a site is a provider in its own right.
    """
    closed = pl.col("closed").is_not_null() & (pl.col("closed") < month.period)
    listed = {*codes.filter(~closed)["code"], *sites["site"], NO_COMMISSIONER, ""}
    findings = []
    for column in ("provider", "commissioner"):
        found = month.frame[column].unique().sort()
        unlisted = found.filter(~found.is_in(list(listed)))
        if not unlisted.is_empty():
            expected = f"a {column} that the reference files list as open"
            some = ", ".join(unlisted.head(_SHOWN))
            findings.append(
                warning(
                    "UNKNOWN_ODS_CODE",
                    month.source.name,
                    expected,
                    column=column,
                    value=some if len(unlisted) <= _SHOWN else f"{some} … {len(unlisted)} codes",
                    count=month.frame.filter(pl.col(column).is_in(unlisted.to_list())).height,
                )
            )
    return tuple(findings)
