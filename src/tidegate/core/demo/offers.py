"""Weeks of fictional offers, the contract lines that pay for them, and the area's budget."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.demo.contracts import BUDGET_SHARE, OFFERED, TERMS, Offered
from tidegate.core.demo.organisations import AREA, PROVIDERS, SITES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.random import Generator

WEEKS = 8
USUAL_PEOPLE = 150_000  # the list for which the weekly units in the table are meant

_SITE = {site.site: site for site in SITES}
_SHORT = {"inpatient": "IP", "day_case": "DC", "outpatient": "OP", "diagnostic": "DX"}
_OFFERS: Mapping[str, type[pl.DataType]] = {
    "offer_id": pl.String,
    "site": pl.String,
    "site_name": pl.String,
    "provider": pl.String,
    "provider_name": pl.String,
    "line_id": pl.String,
    "modality": pl.String,
    "tfc": pl.String,
    "week": pl.Date,
    "units": pl.Int32,
    "max_asa": pl.Int8,
    "max_bmi": pl.Float32,
    "min_age": pl.Int16,
    "excludes": pl.String,
    "critical_care": pl.Boolean,
}


def make_offers(rng: Generator, people: int, start: date, weeks: int = WEEKS) -> pl.DataFrame:
    """Make one offer for each entry of the table and week; weeks differ a little.

    A list of other than 150,000 people gets units in proportion, at least one a week. Columns are
    those of the offers file; ``week`` is its Monday. An offer is named by the week of the year, so
    that it keeps its name in the files of later weeks.
    """
    scale = people / USUAL_PEOPLE
    rows = [
        _offer(
            offered, number, start + timedelta(weeks=week),
            max(1, int(rng.poisson(offered.weekly_units * scale))),
        )
        for (number, offered), week in product(enumerate(OFFERED, 1), range(weeks))
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=dict(_OFFERS))


def offers_of(offers: pl.DataFrame, start: date) -> pl.DataFrame:
    """Return the offers of the eight weeks from a Monday: what a file of that week holds."""
    return offers.filter(pl.col("week").is_between(start, start + timedelta(weeks=WEEKS - 1)))


def _offer(offered: Offered, number: int, week: date, units: int) -> dict[str, object]:
    criteria = offered.criteria
    key = (offered.site, offered.modality)
    return {
        "offer_id": f"{offered.site}-{_SHORT[offered.modality]}{number:02}-W{week:%V}",
        "site": offered.site,
        "site_name": _SITE[offered.site].name,
        "provider": _SITE[offered.site].provider,
        "provider_name": PROVIDERS[_SITE[offered.site].provider],
        "line_id": line_id(*key) if key in TERMS else None,
        "modality": offered.modality,
        "tfc": ";".join(offered.tfcs),
        "week": week,
        "units": units,
        "max_asa": criteria.max_asa,
        "max_bmi": criteria.max_bmi,
        "min_age": criteria.min_age,
        "excludes": ";".join(criteria.excludes) or None,
        "critical_care": criteria.critical_care,
    }


def line_id(site: str, modality: str) -> str:
    """Return what offers, plans and contracts name the line of a site and kind of care by."""
    return f"{site}-{_SHORT[modality]}"


def make_lines(offers: pl.DataFrame) -> pl.DataFrame:
    """Make the contract lines: columns of the lines file, one for each site and modality."""
    units = dict(
        offers.drop_nulls("line_id").group_by("line_id").agg(pl.col("units").sum()).iter_rows()
    )
    rows = [
        {
            "line_id": line,
            "contract_id": f"K-{site}",
            "contract_name": f"Contract with {_SITE[site].name}",
            "payer": AREA,
            "minimum_take": round(units[line] * terms.minimum_share),
            "cap": None if terms.cap_share is None else round(units[line] * terms.cap_share),
            "unit_price_pence": terms.unit_price_pence,
        }
        for (site, modality), terms in TERMS.items()
        for line in [line_id(site, modality)]
    ]
    return pl.DataFrame(rows, schema_overrides={"cap": pl.Int64})


def make_budgets(offers: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Give the board a part of what using every unit above the minimums would cost."""
    offered = offers.drop_nulls("line_id").group_by("line_id").agg(pl.col("units").sum())
    above = (
        lines.join(offered, on="line_id")
        .select(
            (pl.min_horizontal("units", pl.col("cap").fill_null(2**31)) - pl.col("minimum_take"))
            * pl.col("unit_price_pence")
        )
        .sum()
        .item()
    )
    thousand_pounds = 100_000
    pence = round(above * BUDGET_SHARE / thousand_pounds) * thousand_pounds
    return pl.DataFrame({"area": [AREA], "pence": [pence]})
