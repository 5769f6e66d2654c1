"""``tidegate simulate``: a waiting list forward in time, under scenarios of capacity."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from tidegate.cli.days import plausible
from tidegate.cli.waiting_options import Codes, reading

_DAY = ["%Y-%m-%d"]


def simulate(  # noqa: PLR0913, PLR0917 - one option for each question that a user may answer
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="A waiting list, RTT months, or a list and months."),
    ],
    scenario: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Scenarios, and flows where months do not show them."),
    ] = None,
    slots_more: Annotated[
        float | None, typer.Option(metavar="N", help="So many more slots a week, over all lists.")
    ] = None,
    slots_from: Annotated[
        datetime | None,
        typer.Option("--from", formats=_DAY, callback=plausible, help="From when; else at once."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(formats=_DAY, callback=plausible, help="How far; else half a year."),
    ] = None,
    runs: Annotated[
        int | None, typer.Option(min=1, max=100_000, help="How often; else 500.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, help="The same seed gives the same figures.")
    ] = None,
    service: Annotated[
        str | None,
        typer.Option(metavar="NAME|FILE", help="Who is seen first; else as-now-2026."),
    ] = None,
    provider: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="These providers' lists only.")
    ] = None,
    tfc: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="These treatment functions only.")
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=_DAY, callback=plausible, help="The day of a list; else today."),
    ] = None,
    codes: Codes = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Take a waiting list forward under scenarios of capacity, with uncertainty.

    What would 20 more slots a week do to waits over 52 weeks by March? Each scenario is run many
    times, all with the same chances, and set beside the list as it goes now.
    """
    from tidegate.cli.simulate_answer import Asked, show
    from tidegate.exchange.waiting.look_ahead import Narrowed

    if slots_more is None and slots_from is not None:
        raise typer.BadParameter("--from says when --slots-more begins: give both")
    asked = Asked(
        files=tuple(files),
        scenario=scenario,
        slots_more=slots_more,
        slots_from=slots_from.date() if slots_from else None,
        until=until.date() if until else None,
        runs=runs,
        seed=seed,
        service=service,
        part=Narrowed(frozenset(provider or ()), frozenset(tfc or ())),
        as_of=(as_of or datetime.now().astimezone()).date(),
        read_with=reading(codes=codes),
    )
    show(asked, as_json=as_json)
