"""``tidegate waiting``: a month of published waiting times in figures, and whether two add up."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

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
_MEASURES = {
    "waiting": "Waiting",
    "within_18_weeks": "Within 18 weeks",
    "share_within_18": "Share within 18 weeks",
    "over_52_weeks": "Over 52 weeks",
    "over_65_weeks": "Over 65 weeks",
    "over_78_weeks": "Over 78 weeks",
    "over_104_weeks": "Over 104 weeks",
}
_SHORT = {
    "waiting": "Waiting",
    "within_18_weeks": "≤ 18 weeks",
    "share_within_18": "Share",
    "over_52_weeks": "> 52",
    "over_65_weeks": "> 65",
    "over_78_weeks": "> 78",
    "over_104_weeks": "> 104",
}
_FLOW = {
    "before": "Before",
    "starts": "+ starts",
    "stops": "- stops",
    "after": "Now",
    "gap": "Gap",
    "gap_share": "Share",
}
_NONC_RULE = (
    "Figures of the whole file include {people:,} whom no English commissioner pays for (NONC). "
    "NHS England's headline for England leaves them out."
)


def waiting(
    file: Annotated[
        Path,
        typer.Argument(help="A month of RTT figures: full CSV or workbook; or a list of pathways."),
    ],
    other: Annotated[
        Path | None, typer.Argument(help="Another month, to see whether the list adds up.")
    ] = None,
    by: Annotated[By | None, typer.Option(help="Break the figures down.")] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day of a list of pathways; else today."),
    ] = None,
    top: Annotated[int, typer.Option(min=1, help="Show so many groups; JSON has all.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Show how many wait, how long, against the national thresholds."""
    from tidegate.cli.console import findings_payload, print_findings, print_json, steps

    day = (as_of or datetime.now().astimezone()).date()
    months: list[RttMonth] = []
    with steps(quiet=as_json) as progress:
        for path in (file, other):
            if path is not None:
                with progress.step(f"Reading {path.name}"):
                    months.append(_read(path, day))
    months.sort(key=lambda month: (month.period, month.revised))
    shown = [_Figures(month, by) for month in months]
    rolled = _RollForward(*months, by=by) if len(months) == 2 else None  # noqa: PLR2004
    if as_json:
        payload: dict[str, object] = {"months": [one.payload() for one in shown]}
        payload["findings"] = [findings_payload(month.findings) for month in months]
        if rolled is not None:
            payload["roll_forward"] = rolled.payload()
        print_json(payload)
        return
    for one in shown:
        one.show(top)
    if rolled is not None:
        rolled.show(top)
    print_findings(finding for month in months for finding in month.findings)


def _read(path: Path, as_of: date) -> RttMonth:
    """Read published figures, or count a list of pathways as they are counted."""
    from tidegate.exchange.kinds import Kind
    from tidegate.exchange.recognise import recognise
    from tidegate.exchange.waiting.pathways import as_month, read_pathways
    from tidegate.exchange.waiting.rtt import read_rtt

    if recognise(path).kind is Kind.PATHWAYS:
        return as_month(read_pathways(path, as_of), as_of)
    return read_rtt(path)


class _Figures:
    """The figures of one month, for people and for machines."""

    def __init__(self, month: RttMonth, by: By | None) -> None:
        import polars as pl

        from tidegate.core.waiting.rtt import NO_COMMISSIONER, WAITING_PART, figures

        parts = month.frame["part"].unique().sort().to_list()
        self.month = month
        self.part = WAITING_PART if WAITING_PART in parts else parts[0]
        english = month.frame.filter(pl.col("commissioner") != NO_COMMISSIONER)
        self.all = figures(month.frame, part=self.part).row(0, named=True)
        self.english = figures(english, part=self.part).row(0, named=True)
        self.by = by
        self.groups: pl.DataFrame | None = None
        if by is not None:
            grouped = figures(_coded(month.frame, by), [_GROUPS[by][0]], part=self.part)
            self.groups = _with_names(grouped, by, [month])

    def show(self, top: int) -> None:
        from tidegate.cli.console import out, print_table
        from tidegate.core.waiting.rtt import PARTS

        title = f"{PARTS[self.part]}, {self.month.period:%d %B %Y}"
        title += " (revised)" if self.month.revised else ""
        apart = self.all["waiting"] - self.english["waiting"]
        columns = ["", "Whole file", *(["English commissioners"] if apart else [])]
        given = [self.all, *([self.english] if apart else [])]
        rows = [
            (label, *(_spell(name, figures[name]) for figures in given))
            for name, label in _labels(self.part).items()
        ]
        print_table(title, columns, rows, right=columns[1:])
        if apart:
            out().print(_NONC_RULE.format(people=apart))
        if self.groups is not None and self.by is not None:
            _show_groups(self.groups, self.by, _SHORT, top)

    def payload(self) -> dict[str, object]:
        return {
            "period": self.month.period,
            "revised": self.month.revised,
            "source": self.month.source.name,
            "sha256": self.month.source.sha256,
            "part": self.part,
            "whole_file": self.all,
            "english_commissioners": self.english,
            "by": self.by,
            "groups": None if self.groups is None else self.groups.to_dicts(),
        }


class _RollForward:
    """Whether two months add up, or what else can be said of them."""

    def __init__(self, earlier: RttMonth, later: RttMonth, *, by: By | None) -> None:
        from tidegate.core.waiting.rollforward import consecutive, roll_forward

        self.by = by
        self.total: Mapping[str, object] | None = None
        self.groups: pl.DataFrame | None = None
        change = _waiting(later) - _waiting(earlier)
        more = f"{abs(change):,} {'more' if change > 0 else 'fewer'} waiting"
        self.sentence = f"{later.period:%B %Y} has {more} than {earlier.period:%B %Y}."
        if earlier.period == later.period:
            self.sentence = f"Both files tell of {later.period:%B %Y}; the second has {more}."
        elif not consecutive(earlier.period, later.period):
            self.sentence += " The months between are needed to say whether the list adds up."
        elif not {"1A", "1B", "2", "3"} <= set(later.frame["part"]) or "2" not in set(
            earlier.frame["part"]
        ):
            self.sentence += " Clock starts and stops are needed to say whether the list adds up."
        else:
            self.total = roll_forward(earlier.frame, later.frame).row(0, named=True)
            if by is not None:
                before, now = (_coded(month.frame, by) for month in (earlier, later))
                rolled = roll_forward(before, now, by=[_GROUPS[by][0]])
                self.groups = _with_names(rolled, by, [earlier, later])

    def show(self, top: int) -> None:
        from tidegate.cli.console import out, print_table

        out().print(self.sentence)
        if self.total is None:
            return
        labels = {
            "before": "Waiting before",
            "starts": "+ clock starts",
            "stops": "- clock stops",
            "expected": "= expected to wait",
            "after": "Waiting now",
            "gap": "Gap: left without a recorded stop",
            "gap_share": "Gap as a share of those waiting before",
        }
        rows = [(label, _spell(name, self.total[name])) for name, label in labels.items()]
        print_table("Roll-forward", ["", "People"], rows, right=["People"])
        if self.total["notable"]:
            out().print("The gap is more than 3 %: validate the list before relying on it.")
        if self.groups is not None and self.by is not None:
            _show_groups(self.groups, self.by, _FLOW, top)

    def payload(self) -> dict[str, object]:
        return {
            "sentence": self.sentence,
            "total": self.total,
            "groups": None if self.groups is None else self.groups.to_dicts(),
        }


def _waiting(month: RttMonth) -> int:
    import polars as pl

    return int(month.frame.filter(pl.col("part") == "2")["total"].sum())


def _coded(frame: pl.DataFrame, by: By) -> pl.DataFrame:
    """Add the code that a breakdown groups by, where the file itself has none."""
    from tidegate.exchange.directory.areas import read_areas

    if by is not By.REGION:
        return frame
    regions = read_areas().select("region", commissioner_parent="area")
    return frame.join(regions, on="commissioner_parent", how="left").fill_null("")


def _with_names(groups: pl.DataFrame, by: By, months: Sequence[RttMonth]) -> pl.DataFrame:
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


def _labels(part: str) -> dict[str, str]:
    from tidegate.core.waiting.rtt import WAITING_PART

    return _MEASURES if part == WAITING_PART else {**_MEASURES, "waiting": "Pathways"}


def _show_groups(groups: pl.DataFrame, by: By, labels: Mapping[str, str], top: int) -> None:
    from tidegate.cli.console import print_table

    code, name = _GROUPS[by]
    columns = ["Code", "Name", *labels.values()]
    rows: list[Sequence[object]] = [
        (row[code], row[name], *(_spell(measure, row[measure]) for measure in labels))
        for row in groups.head(top).iter_rows(named=True)
    ]
    title = f"By {by.value}"
    if groups.height > top:
        title += f": {top} of {groups.height}"
    print_table(title, columns, rows, right=columns[2:])


def _spell(name: str, figure: object) -> str:
    if figure is None:
        return "not known"
    return f"{figure:.2%}".replace("%", " %") if "share" in name else f"{figure:,}"
