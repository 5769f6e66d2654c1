"""Breakdowns of waiting figures: by whom, under which names, as a table."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from tidegate.exchange.waiting.rtt_month import RttMonth


class By(StrEnum):
    """What figures can be broken down by."""

    PROVIDER = "provider"
    SPECIALTY = "specialty"
    COMMISSIONER = "commissioner"
    AREA = "area"
    REGION = "region"


# How a breakdown is called → the columns that hold its code and its name.
_GROUPS: Mapping[By, tuple[str, str]] = {
    By.PROVIDER: ("provider", "provider_name"),
    By.SPECIALTY: ("tfc", "tfc_name"),
    By.COMMISSIONER: ("commissioner", "commissioner_name"),
    By.AREA: ("commissioner_parent", "area_name"),
    By.REGION: ("region", "region_name"),
}
SHORT_MEASURES = {
    "waiting": "Waiting",
    "within_18_weeks": "≤ 18 weeks",
    "share_within_18": "Share",
    "over_52_weeks": "> 52",
    "over_65_weeks": "> 65",
    "over_78_weeks": "> 78",
    "over_104_weeks": "> 104",
}
SHORT_FLOW = {
    "before": "Before",
    "starts": "+ starts",
    "stops": "- stops",
    "after": "Now",
    "gap": "Gap",
    "gap_share": "Share",
}


def with_code(frame: pl.DataFrame, by: By) -> pl.DataFrame:
    """Add the code that a breakdown groups by, where the file itself has none."""
    from tidegate.exchange.directory.areas import read_areas

    if by is not By.REGION:
        return frame
    regions = read_areas().select("region", commissioner_parent="area")
    return frame.join(regions, on="commissioner_parent", how="left").fill_null("")


def with_names(groups: pl.DataFrame, by: By, months: Sequence[RttMonth]) -> pl.DataFrame:
    """Put the names beside the codes; an organisation that was renamed has its newest name."""
    import polars as pl

    from tidegate.core.directory.treatment_functions import TREATMENT_FUNCTIONS
    from tidegate.exchange.directory.areas import read_areas

    code, name = _GROUPS[by]
    if by is By.SPECIALTY:
        names = pl.DataFrame({code: TREATMENT_FUNCTIONS.keys(), name: TREATMENT_FUNCTIONS.values()})
    elif by is By.AREA:
        names = read_areas().rename({"area": code})
    elif by is By.REGION:
        names = read_areas()
    else:
        names = pl.concat([month.frame.select(code, name).unique() for month in months])
    none = "no integrated care board" if by in {By.AREA, By.REGION} else ""
    names = names.select(code, name).unique(code, keep="last", maintain_order=True)
    named = groups.join(names, on=code, how="left", maintain_order="left")
    return named.select(code, pl.col(name).fill_null(none), pl.exclude(code, name))


def group_code(by: By) -> str:
    """Return the column that a breakdown groups by."""
    return _GROUPS[by][0]


def show_groups(groups: pl.DataFrame, by: By, labels: Mapping[str, str], top: int) -> None:
    """Print a breakdown, as far down as asked."""
    from tidegate.cli.console import print_table

    code, name = _GROUPS[by]
    columns = ["Code", "Name", *labels.values()]
    rows: list[Sequence[object]] = [
        (row[code], row[name], *(spell(measure, row[measure]) for measure in labels))
        for row in groups.head(top).iter_rows(named=True)
    ]
    title = f"By {by.value}"
    if groups.height > top:
        title += f": {top} of {groups.height}"
    print_table(title, columns, rows, right=columns[2:])


def spell(name: str, figure: object) -> str:
    """Write a figure for people: shares as a percentage, and what is not known in words."""
    if figure is None:
        return "not known"
    return f"{figure:.2%}" if "share" in name else f"{figure:,}"
