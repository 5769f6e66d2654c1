"""``tidegate waiting``: a month of published waiting times in figures, and whether two add up."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tidegate.cli.breakdown import (
    SHORT_FLOW,
    SHORT_MEASURES,
    By,
    group_code,
    show_groups,
    spell,
    with_code,
    with_names,
)
from tidegate.cli.days import plausible
from tidegate.cli.waiting_options import Codes, reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from tidegate.exchange.waiting.rtt_month import RttMonth
    from tidegate.exchange.waiting.waiting_file import ReadWith

_MEASURES = {
    "waiting": "Waiting",
    "within_18_weeks": "Within 18 weeks",
    "share_within_18": "Share within 18 weeks",
    "over_52_weeks": "Over 52 weeks",
    "over_65_weeks": "Over 65 weeks",
    "over_78_weeks": "Over 78 weeks",
    "over_104_weeks": "Over 104 weeks",
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
        typer.Option(
            formats=["%Y-%m-%d"],
            callback=plausible,
            help="The day of a list of pathways; else today.",
        ),
    ] = None,
    codes: Codes = None,
    top: Annotated[int, typer.Option(min=1, help="Show so many groups; JSON has all.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Show how many wait, how long, against the national thresholds."""
    from tidegate.cli.console import findings_payload, print_findings, print_json

    paths = [path for path in (file, other) if path is not None]
    day = (as_of or datetime.now().astimezone()).date()
    months = _read_all(paths, day, reading(codes=codes), quiet=as_json)
    shown: list[_Figures | _RollForward] = [_Figures(month, by) for month in months]
    if other is not None:
        shown.append(_RollForward(*months, by=by))
    if as_json:
        payload: dict[str, object] = {"months": [one.payload() for one in shown[: len(months)]]}
        payload["findings"] = [findings_payload(month.findings) for month in months]
        if other is not None:
            payload["roll_forward"] = shown[-1].payload()
        print_json(payload)
        return
    for one in shown:
        one.show(top)
    print_findings(finding for month in months for finding in month.findings)


def _read_all(
    paths: list[Path], as_of: date, read_with: ReadWith, *, quiet: bool
) -> list[RttMonth]:
    """Read months, the earliest first; of one month the revised figures come last."""
    from tidegate.cli.console import steps

    months: list[RttMonth] = []
    with steps(quiet=quiet) as progress:
        for path in paths:
            with progress.step(f"Reading {path.name}"):
                months.append(_read(path, as_of, read_with))
    return sorted(months, key=lambda month: (month.period, month.revised))


def _read(path: Path, as_of: date, read_with: ReadWith) -> RttMonth:
    """Read published figures, or count a list of pathways as they are counted."""
    from tidegate.exchange.kinds import Kind
    from tidegate.exchange.recognise import recognise
    from tidegate.exchange.waiting.pathways import as_month, read_pathways
    from tidegate.exchange.waiting.rtt import read_rtt

    if recognise(path).kind in {Kind.PATHWAYS, Kind.WLMDS}:
        return as_month(read_pathways(path, as_of, read_with))
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
            grouped = figures(with_code(month.frame, by), [group_code(by)], part=self.part)
            self.groups = with_names(grouped, by, [month])

    def show(self, top: int) -> None:
        from tidegate.cli.console import out, print_table
        from tidegate.core.waiting.rtt import PARTS

        title = f"{PARTS[self.part]}, {self.month.period:%d %B %Y}"
        title += " (revised)" if self.month.revised else ""
        apart = self.all["waiting"] - self.english["waiting"]
        columns = ["", "Whole file", *(["English commissioners"] if apart else [])]
        given = [self.all, *([self.english] if apart else [])]
        rows = [
            (label, *(spell(name, figures[name]) for figures in given))
            for name, label in _labels(self.part).items()
        ]
        print_table(title, columns, rows, right=columns[1:])
        if apart:
            out().print(_NONC_RULE.format(people=apart))
        if self.groups is not None and self.by is not None:
            show_groups(self.groups, self.by, SHORT_MEASURES, top)

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
                before, now = (with_code(month.frame, by) for month in (earlier, later))
                rolled = roll_forward(before, now, by=[group_code(by)])
                self.groups = with_names(rolled, by, [earlier, later])

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
        rows = [(label, spell(name, self.total[name])) for name, label in labels.items()]
        print_table("Roll-forward", ["", "People"], rows, right=["People"])
        if self.total["notable"]:
            out().print("The gap is more than 3%: validate the list before relying on it.")
        if self.groups is not None and self.by is not None:
            show_groups(self.groups, self.by, SHORT_FLOW, top)

    def payload(self) -> dict[str, object]:
        return {
            "sentence": self.sentence,
            "total": self.total,
            "groups": None if self.groups is None else self.groups.to_dicts(),
        }


def _waiting(month: RttMonth) -> int:
    import polars as pl

    return int(month.frame.filter(pl.col("part") == "2")["total"].sum())


def _labels(part: str) -> dict[str, str]:
    from tidegate.core.waiting.rtt import WAITING_PART

    return _MEASURES if part == WAITING_PART else {**_MEASURES, "waiting": "Pathways"}
