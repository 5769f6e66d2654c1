"""``tidegate forecast``: what the next days or weeks will bring, as quantiles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tidegate.cli import console

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.forecast import Forecast
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
    seed: Annotated[int, typer.Option(help="For learners that draw at random.")] = 1,
    json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Forecast every place of a folder, with nothing but what was known on its reference date.

    Says of each place that cannot be served, or only by the pattern of all places, why.
    Exit code 1: no place can be served.
    """
    _one_thread()
    from tidegate.core.pressure.forecast.forecast import forecast as made_of
    from tidegate.exchange.pressure.forecast_file import forecast_frame, write_forecast
    from tidegate.exchange.pressure.forecast_folder import read_forecast_folder

    with console.steps(quiet=json) as progress:
        with progress.step(f"Reading {folder.name}"):
            read = read_forecast_folder(folder, horizon)
        with progress.step("Forecasting"):
            made = made_of(read.situation, seed)
    if out is not None:
        write_forecast(forecast_frame(made), out)
    if json:
        console.print_json(_answer(made, out))
    else:
        console.print_findings(read.findings)
        _print(made, read, out)
    if not made.places:
        raise typer.Exit(console.Exit.ANSWER_IS_NO)


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
