"""Whom a site takes: versions of its criteria with their days in force, put onto its offers.

What an offer states itself is believed first; what it leaves blank comes from the version that it
names, or from the site's version in force in the week of the offer.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.matching.eligibility import CRITERIA as LIMITS
from tidegate.core.matching.problem import OFFERS
from tidegate.exchange.findings import Finding, error
from tidegate.exchange.matching.conditions import spelled_alike
from tidegate.exchange.matching.raw_table import ROW

if TYPE_CHECKING:
    from datetime import date

_PREFIX, _ENDING = "criteria-", ".toml"
_LIMITS = {limit: OFFERS[limit] for limit in LIMITS}
_RULES = {
    "site": pl.String(),
    "version": pl.String(),
    "modality": pl.String(),
    "in_force_from": pl.Date(),
    "in_force_until": pl.Date(),
    **_LIMITS,
}
_MONDAY, _PLACE, _CHOSEN, _VERSION = "__monday", "__place", "__chosen", "__version"


@cache
def shipped_criteria() -> pl.DataFrame:
    """Return the sets of criteria that come with the package, named by ``version``; no sites."""
    sets = []
    folder = files("tidegate.exchange.matching") / "tables"
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.startswith(_PREFIX) and entry.name.endswith(_ENDING):
            table = tomllib.loads(entry.read_text("utf-8"))
            for rule in table["criteria"]:
                named = {"version": rule["name"], "in_force_from": table["in_force"]}
                sets.append({**{key: rule.get(key) for key in _RULES}, **named})
    return pl.DataFrame(sets, schema=_RULES)


def with_criteria(
    offers: pl.DataFrame, criteria: pl.DataFrame | None, name: str, start: date | None = None
) -> tuple[pl.DataFrame, list[Finding]]:
    """Fill what offers leave blank from criteria, and note the version used in ``criteria``.

    Args:
        offers: the typed table of offers; ``week`` is a Monday or, given ``start``, a number.
        criteria: the typed table of sites' criteria, if there is any.
        name: name of the file of offers, for findings.
        start: the Monday of week 0.

    Returns:
        The offers, with blank exclusions spelled out as none, and findings: offers that name
        criteria which are not known, or not in force in their week.
    """
    if criteria is None and "criteria" not in offers.columns:
        return _spelled_out(offers), []
    limits = [pl.lit(None, kind).alias(column) for column, kind in {
        **_LIMITS, "criteria": pl.String(), ROW: pl.UInt32(),
    }.items() if column not in offers.columns]  # fmt: skip
    monday = pl.col("week") if start is None else pl.lit(start) + pl.duration(weeks=pl.col("week"))
    asked = offers.with_columns(*limits, monday.alias(_MONDAY)).with_row_index(_PLACE)
    rules = _rules(criteria)
    chosen = _chosen(asked, rules)
    filled = asked.join(chosen, on=_PLACE, how="left", maintain_order="left", suffix=_CHOSEN)
    findings = _not_found(filled, rules, name)
    columns = [
        pl.coalesce(limit, f"{limit}{_CHOSEN}").cast(kind).alias(limit)
        for limit, kind in _LIMITS.items()
    ]
    filled = filled.with_columns(*columns, criteria=pl.col(_VERSION)).select(
        *offers.columns, *(limit for limit in (*_LIMITS, "criteria") if limit not in offers.columns)
    )
    return _spelled_out(filled), findings


def inconsistencies(criteria: pl.DataFrame, name: str) -> list[Finding]:
    """Find criteria that end before they begin, and sites with two versions in force at once."""
    rules = _rules(criteria).with_columns(criteria[ROW])
    backwards = rules.filter(pl.col("in_force_until") < pl.col("in_force_from"))
    if backwards.height:
        row = backwards.row(0, named=True)
        expected = f"a day from {row['in_force_from']} on, when the version comes into force"
        return [
            error("CRITERIA_END_FIRST", name, expected, row=int(row[ROW]), column="in_force_until",
                  value=str(row["in_force_until"]), count=backwards.height)
        ]  # fmt: skip
    alike = ["site", "modality"]
    ordered = rules.sort(*alike, "in_force_from", ROW, nulls_last=True)
    before = pl.col("version", "in_force_until", "in_force_from", "site").shift(1).over(alike)
    pairs = ordered.with_columns(before.name.prefix("earlier_"))
    still = pl.col("earlier_in_force_until").is_null() | (
        pl.col("earlier_in_force_until") >= pl.col("in_force_from")
    )
    both = pairs.filter(pl.col("earlier_site").is_not_null() & still)
    if both.is_empty():
        return []
    row = both.row(0, named=True)
    what = f" for {row['modality']}" if row["modality"] else ""
    expected = (
        f"one version in force at {row['site']}{what} at a time; {row['earlier_version']} is still "
        f"in force on {row['in_force_from']}, when {row['version']} begins"
    )
    return [
        error("CRITERIA_OVERLAP", name, expected, row=int(row[ROW]), column="in_force_from",
              value=str(row["in_force_from"]), count=both.height)
    ]  # fmt: skip


def _spelled_out(offers: pl.DataFrame) -> pl.DataFrame:
    if "excludes" not in offers.columns:
        return offers.with_columns(excludes=pl.lit([], pl.List(pl.String)))
    return offers.with_columns(spelled_alike("excludes").fill_null([]))


def _rules(criteria: pl.DataFrame | None) -> pl.DataFrame:
    if criteria is None:
        return pl.DataFrame(schema=_RULES)
    return criteria.select(
        pl.col(column).cast(kind)
        if column in criteria.columns
        else pl.lit(None, kind).alias(column)
        for column, kind in _RULES.items()
    )


def _chosen(asked: pl.DataFrame, rules: pl.DataFrame) -> pl.DataFrame:
    """Choose one rule for each offer that has any: the site's own before those that are shipped."""
    wanted = asked.select(_PLACE, _MONDAY, "site", "criteria", "modality")
    in_force = (pl.col("in_force_from") <= pl.col(_MONDAY)) & (
        pl.col("in_force_until") >= pl.col(_MONDAY)
    ).fill_null(True)
    named = (pl.col("criteria") == pl.col("version")).fill_null(True)
    own = wanted.join(rules, on="site", suffix="_rule").filter(in_force & named)
    shipped = wanted.join(
        shipped_criteria().drop("site"), left_on="criteria", right_on="version", suffix="_rule",
        coalesce=False,
    )  # fmt: skip
    fitting = pl.concat(
        [own.with_columns(source=0), shipped.with_columns(source=1)], how="diagonal"
    )
    return (
        fitting.filter((pl.col("modality_rule") == pl.col("modality")).fill_null(True))
        .sort(_PLACE, "source", pl.col("modality_rule").is_null())
        .unique(_PLACE, keep="first", maintain_order=True)
        .select(_PLACE, pl.col("version").alias(_VERSION), *_LIMITS)
    )


def _not_found(filled: pl.DataFrame, rules: pl.DataFrame, name: str) -> list[Finding]:
    """Find offers that name criteria which cannot be taken."""
    lost = filled.filter(pl.col("criteria").is_not_null() & pl.col(_VERSION).is_null())
    versions = rules.select("site", criteria="version").unique()
    elsewhen = lost.join(versions, on=["site", "criteria"], how="semi")
    unknown = lost.join(versions, on=["site", "criteria"], how="anti")
    shipped = ", ".join(shipped_criteria()["version"].unique().sort())
    return [
        error(code, name, expected, row=rows[ROW][0], column="criteria",
              value=str(rows["criteria"][0]), count=rows.height)
        for code, rows, expected in (
            ("CRITERIA_NOT_IN_FORCE", elsewhen, "criteria that are in force in the offer’s week"),
            ("UNKNOWN_CRITERIA", unknown, f"a version of the site’s criteria, or one of {shipped}"),
        )
        if rows.height
    ]  # fmt: skip
