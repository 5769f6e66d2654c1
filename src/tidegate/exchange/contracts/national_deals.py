"""Read what is public of the national deals of 2020 and 2022, each figure with its source."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tidegate.core.contracts.sizing.deals import Deal, Span
from tidegate.exchange.contracts.shipped_table import read_shipped

FILE = "national-deals-2022.toml"


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure.

    Attributes:
        deal, id: which.
        span: the number, or from one to another.
        means: what it counts.
        source: who published it.
        mark: V read in the source, C computed from such.
    """

    deal: str
    id: str
    span: Span
    means: str
    source: str
    mark: str


def read_national_deals() -> tuple[tuple[Deal, ...], tuple[Figure, ...]]:
    """Return the deals, and every figure with where it was published."""
    content = tomllib.loads(read_shipped(FILE), parse_float=Decimal)
    figures = tuple(
        Figure(
            deal["id"], one["id"], Span(Fraction(one["low"]), Fraction(one["high"])),
            one["means"], one["source"], one["mark"],
        )
        for deal in content["deal"] for one in deal["figure"]
    )  # fmt: skip
    return tuple(_deal(one, figures) for one in content["deal"]), figures


def _deal(table: dict[str, Any], figures: tuple[Figure, ...]) -> Deal:
    known = {one.id: one.span for one in figures if one.deal == table["id"]}

    def single(name: str) -> Fraction | None:
        return known[name].low if name in known else None

    return Deal(
        id=table["id"],
        title=table["title"],
        beds=int(known["beds"].low),
        monthly_pounds=known["monthly_pounds"],
        used_share=_third(single("used_share")),
        staffed_beds=known.get("staffed_beds"),
        surged_monthly_pounds=known.get("surged_monthly_pounds"),
        guaranteed=single("guaranteed_share"),
        premium=single("premium_share"),
    )


def _third(share: Fraction | None) -> Fraction | None:
    """Read a decimal that stands for a simple fraction, such as 0.333333, as that fraction."""
    return None if share is None else share.limit_denominator(100)
