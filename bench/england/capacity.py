"""What is on offer: units by site, kind of care and week, contract lines and budgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl
from bench.england.patients import CONDITIONS, MODALITIES, TFCS, Codes

if TYPE_CHECKING:
    from bench.england.country import Country

WEEKS = 13
UNITS_PER_PERSON = 0.45
TRUSTS_SHARE = 0.62
PREPAID, CAP = 0.4, 0.9
"""Shares of a line's units that are paid for already, and that may be taken at most."""
MONEY = 0.35
"""Share of what all lines up to their caps would cost that a board has: less than it needs."""
UNIT_PENCE = {"outpatient": 15_000, "diagnostic": 24_000, "day_case": 130_000, "inpatient": 450_000}

Floats = npt.NDArray[np.float64]
_KINDS = len(TFCS) * len(MODALITIES)


def offers(
    random: np.random.Generator, country: Country, zone: Codes, tfc: Codes, modality: Codes
) -> pl.DataFrame:
    """Offer units for 45 % of the people, plenty here and few there; columns of ``offers``."""
    board = country.zone_board[zone]
    cells = (board * len(MODALITIES) + modality) * len(TFCS) + tfc
    waiting = np.bincount(cells, minlength=len(country.boards) * _KINDS)
    wanted = _shared_out(random, country, waiting.reshape(len(country.boards), _KINDS))
    units = random.poisson(wanted[:, :, None] * random.gamma(9, 1 / 9, (*wanted.shape, WEEKS)))
    site, kind, week = np.nonzero(units)
    frame = pl.DataFrame(
        {
            "site": pl.Series(country.sites).gather(site),
            "provider": pl.Series(country.providers).gather(site),
            "modality": pl.Series(MODALITIES).gather(kind // len(TFCS)),
            "tfc": pl.Series(TFCS).gather(kind % len(TFCS)),
            "also": _also(random, country, site, kind),
            "week": pl.Series(week, dtype=pl.Int32),
            "units": pl.Series(units[site, kind, week], dtype=pl.Int32),
        }
    )
    private = pl.Series(country.site_trust[site] < 0)
    name = pl.concat_str(pl.col("site", "modality", "tfc", "week"), separator="-")
    listed = pl.concat_list("tfc", pl.col("also")).list.drop_nulls()
    return frame.select(
        "site", "provider", "modality", "week", "units",
        offer_id=name,
        tfcs=listed,
        line_id=pl.when(private).then(pl.concat_str("site", pl.lit("-"), "modality")),
    ).join(_criteria(random, country), on="site", how="left", maintain_order="left")  # fmt: skip


def _shared_out(
    random: np.random.Generator, country: Country, waiting: npt.NDArray[np.int64]
) -> Floats:
    """Mean units a week of each site and kind: uneven shares of what the board's people need."""
    plenty = random.lognormal(-0.125, 0.5, waiting.shape)
    need = waiting * plenty
    private = country.site_trust < 0
    does = random.random((len(country.sites), _KINDS)) < np.where(private, 0.5, 0.8)[:, None]
    weight = np.where(does, random.gamma(3.0, 1.0, does.shape), 0.0)
    wanted = np.zeros_like(weight)
    for group, share in ((private, 1 - TRUSTS_SHARE), (~private, TRUSTS_SHARE)):
        total = np.zeros_like(need)
        np.add.at(total, country.site_board[group], weight[group])
        here = country.site_board[group]
        with np.errstate(invalid="ignore"):
            wanted[group] = np.nan_to_num(weight[group] / total[here]) * need[here] * share
    # What nobody nearby does is done more elsewhere, so that the total stays what it should be.
    units = UNITS_PER_PERSON * waiting.sum() / WEEKS
    return wanted * (units / wanted.sum())


def _also(random: np.random.Generator, country: Country, site: Codes, kind: Codes) -> pl.Series:
    """Let one independent list in ten take a second treatment function as well."""
    second = (kind + 1) % len(TFCS)
    wide = (random.random((len(country.sites), _KINDS)) < 0.1)[site, kind]
    take = wide & (country.site_trust[site] < 0)
    return pl.Series(TFCS).gather(second).set(pl.Series(~take), None)


def _criteria(random: np.random.Generator, country: Country) -> pl.DataFrame:
    sites = len(country.sites)
    private = country.site_trust < 0
    some = random.integers(0, len(CONDITIONS) + 1, sites)
    care = ~private & (random.random(sites) < 0.85)
    return pl.DataFrame(
        {
            "site": country.sites,
            "max_asa": _limits(private, random.integers(2, 4, sites)),
            "max_bmi": _limits(private, random.choice([35, 40, 45], sites)),
            "min_age": _limits(private, np.full(sites, 18)),
            "excludes": [list(CONDITIONS[:n]) if own else []
                         for n, own in zip(some, private, strict=True)],
            "critical_care": care,
        },
        schema_overrides={"excludes": pl.List(pl.String)},
    )  # fmt: skip


def _limits(private: npt.NDArray[np.bool_], limit: npt.NDArray[np.int64]) -> pl.Series:
    return pl.Series(limit).set(pl.Series(~private), None)


def lines_of(country: Country, offered: pl.DataFrame) -> pl.DataFrame:
    """Put each independent site's units of one modality under a contract line of its board."""
    payer = pl.DataFrame(
        {
            "site": country.sites,
            "payer": pl.Series(country.boards).gather(country.site_board),
        }
    )
    return (
        offered.drop_nulls("line_id")
        .group_by("line_id", "site", "modality")
        .agg(total=pl.col("units").sum())
        .join(payer, on="site")
        .sort("line_id")
        .select(
            "line_id",
            "payer",
            contract_id="site",
            minimum_take=(pl.col("total") * PREPAID).floor().cast(pl.Int32),
            cap=(pl.col("total") * CAP).floor().cast(pl.Int32),
            unit_price_pence=pl.col("modality").replace_strict(UNIT_PENCE, return_dtype=pl.Int64),
        )
    )


def budgets_of(lines: pl.DataFrame) -> pl.DataFrame:
    """Give each board too little money to use its lines up to their caps."""
    dear = (pl.col("cap") - pl.col("minimum_take")).cast(pl.Int64) * pl.col("unit_price_pence")
    return (
        lines.group_by(area="payer")
        .agg(pence=(dear.sum() * MONEY).floor().cast(pl.Int64))
        .sort("area")
    )
