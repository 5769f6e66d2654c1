"""``tidegate forecast``: what the next days or weeks will bring, as quantiles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tidegate.cli import console

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.forecast import Forecast
    from tidegate.core.pressure.forecast.track_record import TrackRow
    from tidegate.exchange.pressure.forecast_folder import ForecastFolder

_SHOWN = 15


def forecast(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder with the history: history.csv, …")
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write every quantile: .csv or .parquet."),
    ] = None,
    horizon: Annotated[
        int | None, typer.Option(min=1, help="How many days or weeks; else as the folder asks.")
    ] = None,
    score: Annotated[
        Path | None,
        typer.Option("--score", metavar="FILE", help="Score these earlier forecasts instead."),
    ] = None,
    seed: Annotated[int, typer.Option(help="For learners that draw at random.")] = 1,
    json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Forecast every place of a folder, with nothing but what was known on its reference date.

    Says of each place that cannot be served, or only by the pattern of all places, why.
    With --score, says how earlier forecasts fared against the folder's history, beside a baseline.
    Exit code 1: no place can be served.
    """
    _one_thread()
    from tidegate.exchange.pressure.forecast_folder import read_forecast_folder

    if score is not None and (out is not None or horizon is not None):
        raise typer.BadParameter("--score makes no forecast: leave out --out and --horizon")
    with console.steps(quiet=json) as progress:
        with progress.step(f"Reading {folder.name}"):
            read = read_forecast_folder(folder, horizon)
        if score is not None:
            with progress.step(f"Scoring {score.name}"):
                rows = _scored(read, score)
        else:
            with progress.step("Forecasting"):
                made = _made(read, seed, out)
    if not json:
        console.print_findings(read.findings)
    if score is not None:
        _say_scored(rows, json=json)
        return
    _say(made, read, out, json=json)
    if not made.places:
        raise typer.Exit(console.Exit.ANSWER_IS_NO)


def _made(read: ForecastFolder, seed: int, out: Path | None) -> Forecast:
    from tidegate.core.pressure.forecast.forecast import forecast as made_of
    from tidegate.exchange.pressure.forecast_file import forecast_frame, write_forecast

    made = made_of(read.situation, seed)
    if out is not None:
        write_forecast(forecast_frame(made), out)
    return made


def _scored(read: ForecastFolder, path: Path) -> tuple[TrackRow, ...]:
    from tidegate.exchange.pressure.forecast_file import read_forecast
    from tidegate.exchange.pressure.forecast_scored import score_file

    return score_file(read.situation, read_forecast(path), path.name)


def _say_scored(rows: tuple[TrackRow, ...], *, json: bool) -> None:
    from dataclasses import asdict

    if json:
        console.print_json({"scores": [asdict(row) for row in rows]})
        return
    figures = ("Tasks", "Dates", "WIS", "Relative", "On logs", "50%", "90%", "Bias")
    console.print_table(
        "Scores; relative to the same day last week, below 1 is better",
        ("Horizon", *figures),
        [
            (
                "all" if row.horizon is None else row.horizon,
                f"{row.tasks:,}",
                row.dates,
                f"{row.wis:,.2f}",
                f"{row.relative_wis:.3f}",
                f"{row.relative_log_wis:.3f}",
                *("–" if share is None else f"{share:.0%}"
                  for share in (row.covered_50, row.covered_90)),
                "–" if row.bias is None else f"{row.bias:+.2f}",
            )
            for row in rows
        ],
        right=figures,
    )  # fmt: skip


def _say(made: Forecast, read: ForecastFolder, out: Path | None, *, json: bool) -> None:
    if json:
        console.print_json(_answer(made, out))
    else:
        _print(made, read, out)


def _one_thread() -> None:
    """Keep linear algebra to one thread: these matrices are small, and sums must not reorder."""
    import os

    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def _answer(made: Forecast, out: Path | None) -> dict[str, object]:
    task = made.task
    return {
        "reference_date": task.reference,
        "last_observed": task.last_observed,
        "horizon_days": task.step_days,
        "horizons": list(task.horizons),
        "quantiles": list(task.quantiles),
        "places": len(made.places),
        "written": None if out is None else str(out),
        "standing": [
            {
                "place": each.place,
                "verdict": each.verdict.value,
                "reasons": [
                    {"code": reason.code, "detail": reason.detail, "inputs": dict(reason.inputs)}
                    for reason in each.reasons
                ],
            }
            for each in made.standing
            if each.reasons
        ],
    }


def _print(made: Forecast, read: ForecastFolder, out: Path | None) -> None:
    task, screen = made.task, console.out()
    levels = list(task.quantiles)
    at = [
        min(range(len(levels)), key=lambda n: abs(levels[n] - want)) for want in (0.05, 0.5, 0.95)
    ]
    ahead = len(task.horizons) - 1
    order = sorted(range(len(made.places)), key=lambda row: -made.values[row, ahead, at[1]])
    unit = "days" if task.step_days == 1 else "weeks"
    headings = tuple(f"{levels[n]:.0%}" for n in at)
    console.print_table(
        f"{task.horizons[ahead]} {unit} after {task.reference:%d %B %Y} "
        f"({min(_SHOWN, len(order))} of {len(order)} places)",
        ("Place", "Name", *headings),
        [
            (
                made.places[row],
                read.names.get(made.places[row], ""),
                *(f"{made.values[row, ahead, n]:,.1f}" for n in at),
            )
            for row in order[:_SHOWN]
        ],
        right=headings,
    )
    for each in made.standing:
        for reason in each.reasons:
            screen.print(f"{each.place}: {reason.detail} [{reason.code}]", markup=False)
    if out is not None:
        screen.print(f"Every quantile: {out}", markup=False)
