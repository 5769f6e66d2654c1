"""``tidegate pressure``: how hard pressed each provider and area is, by a score table."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tidegate.cli.days import plausible


class By(StrEnum):
    """Kinds of place that are scored."""

    PROVIDER = "provider"
    AREA = "area"
    REGION = "region"
    NATION = "nation"


def pressure(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE…",
            help="Figures, published or situation reports of one's own; a list of trusts or of "
            "organisations says who belongs where. None: the score table is checked and shown.",
        ),
    ] = None,
    table: Annotated[
        str | None,
        typer.Option(metavar="NAME|FILE", help="The score table; else our own pressure index."),
    ] = None,
    day: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            callback=plausible,
            help="The day to score; else the last that the figures tell of.",
        ),
    ] = None,
    by: Annotated[By | None, typer.Option(help="These only; else providers and areas.")] = None,
    top: Annotated[int, typer.Option(min=1, help="Show so many places; JSON has all.")] = 20,
    copy_to: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the table's file here, to be filled or changed."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Score each provider and area, name what is missing, and say how old each figure is.

    A missing figure makes a score incomplete, never lower: it then lies between two totals. Exit
    code 1: no score is complete.
    """
    from tidegate.cli import pressure_answer
    from tidegate.exchange.pressure.score_tables import DEFAULT

    chosen = table or DEFAULT
    if copy_to is not None:
        pressure_answer.copy_table(chosen, copy_to)
    if files:
        asked_day = None if day is None else day.date()
        pressure_answer.show_scores(files, chosen, asked_day, by, top, as_json=as_json)
    elif copy_to is None:
        pressure_answer.show_table(chosen, as_json=as_json)
