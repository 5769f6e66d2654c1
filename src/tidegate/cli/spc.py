"""``tidegate spc``: which values are noise, which are signals, and is the target in reach?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tidegate.cli import console

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tidegate.exchange.pressure.spc_charted import Charted
    from tidegate.exchange.pressure.spc_file import SpcFile

_SHOWN = 20
_MOST_ROWS = 60


def spc(  # noqa: PLR0913, PLR0917 - each is an option that a user may give
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Your own series, or a publication.")
    ],
    settings: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Directions, targets, baselines, rebases: TOML."),
    ] = None,
    rules: Annotated[
        str | None, typer.Option(metavar="NAME|FILE", help="Rule set; else tidegate-2026.")
    ] = None,
    measure: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="These measures only.")
    ] = None,
    organisation: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="These organisations only.")
    ] = None,
    chart: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write one chart as .svg, or all as .html."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write every point: .csv or .parquet.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Tell signals from noise in any series, with limits, rules and icons of NHS charts.

    Exit code 0 whatever is found: a special cause is an answer, not a fault. Limits are reckoned
    anew only where the settings say so, with a reason and an author.
    """
    from dataclasses import replace

    from tidegate.exchange.pressure.measures import shipped_measures
    from tidegate.exchange.pressure.spc_charted import about_none, chart_all
    from tidegate.exchange.pressure.spc_export import facts, write_export
    from tidegate.exchange.pressure.spc_file import read_spc_file
    from tidegate.exchange.pressure.spc_report import write_chart
    from tidegate.exchange.pressure.spc_rules import DEFAULT, load_rules
    from tidegate.exchange.pressure.spc_settings import SpcSettings, known_of, read_spc_settings

    asked = SpcSettings() if settings is None else read_spc_settings(settings)
    asked = replace(asked, known=known_of(shipped_measures().values()))
    rule_set = load_rules(rules or asked.rules or DEFAULT)
    whole = read_spc_file(file)
    read = _only(whole, measure, organisation)
    charted = chart_all(read.plotted, asked, rule_set)
    if chart is not None:
        write_chart(charted, read.source, chart)
    if out is not None:
        write_export(charted, out)
    findings = (*whole.findings, *about_none(asked, whole.plotted))
    if json:
        console.print_json(
            {
                "rules": rule_set.sentence(),
                "series": [facts(one) for one in charted],
                "findings": console.findings_payload(findings),
            }
        )
        return
    console.print_findings(findings)
    _print(charted)
    for written in filter(None, (chart, out)):
        console.out().print(f"Written: {written}", markup=False)


def _only(read: SpcFile, measures: list[str] | None, organisations: list[str] | None) -> SpcFile:
    """Keep the series asked for; a name that the file does not have is refused."""
    from dataclasses import replace

    from tidegate.exchange.findings import UnusableInput, error

    wrong, kept = [], read.plotted
    for what, asked in (("measure", measures), ("organisation", organisations)):
        there = dict.fromkeys(getattr(one, what) for one in read.plotted)
        for name in asked or ():
            if name not in there:
                expected = f"one of {', '.join(list(there)[:_SHOWN])}"
                wrong.append(error("NO_SUCH_SERIES", read.source.name, expected, value=name))
        kept = tuple(one for one in kept if not asked or getattr(one, what) in asked)
    if not kept and not wrong:
        expected = "a series of that measure and organisation"
        wrong.append(error("NO_SUCH_SERIES", read.source.name, expected))
    if wrong:
        raise UnusableInput(wrong)
    return replace(read, plotted=kept)


def _print(charted: Sequence[Charted]) -> None:
    """Print the icons of many series; of a single one what it shows and its special points."""
    from tidegate.exchange.pressure.spc_export import icon_table, points_table
    from tidegate.exchange.pressure.spc_words import decisions, method_words, sentence

    icons, screen = icon_table(charted), console.out()
    headings = tuple(column.heading for column in icons.columns)
    right = [column.heading for column in icons.columns if column.figures]
    console.print_table(icons.caption, headings, icons.rows[:_MOST_ROWS], right=right)
    if len(charted) > _MOST_ROWS:
        left = len(charted) - _MOST_ROWS
        screen.print(f"{left:,} more: pick with --measure and --organisation, or take --json.")
    if len(charted) > 1:
        screen.print(charted[0].result.rules.sentence(), markup=False)
        return
    one = charted[0]
    points = points_table(one)
    rows = [row for row in points.rows if row[3]]
    columns = points.columns
    if rows:
        console.print_table(
            f"Special points ({len(rows)} of {len(points.rows)})",
            [column.heading for column in columns],
            rows[-_SHOWN:],
            right=[column.heading for column in columns if column.figures],
        )
    said = [sentence(one), *(note.detail for note in one.result.notes), *decisions(one)]
    for line in (*said, method_words(one)):
        screen.print(line, markup=False)
