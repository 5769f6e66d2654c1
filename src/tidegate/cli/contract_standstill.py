"""``tidegate contract standstill``: when an intended award may be signed, by each law."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tidegate.cli import console

if TYPE_CHECKING:
    from datetime import date

    from tidegate.core.contracts.procurement.signature import SelectionFacts


class Law(StrEnum):
    """Under which law an intention was published."""

    PSR = "psr"
    PA23 = "pa23"
    PREVIOUS = "previous"


Day = Annotated[
    datetime, typer.Argument(formats=["%Y-%m-%d"], metavar="DATE", help="Day of publication.")
]


def contract_standstill(
    published: Day,
    law: Annotated[
        Law,
        typer.Option(help="Provider Selection Regime, Procurement Act 2023, or the rules before."),
    ] = Law.PSR,
    told: Annotated[
        list[datetime] | None,
        typer.Option(
            formats=["%Y-%m-%d"], metavar="DATE", help="Day on which an objector was told, each."
        ),
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Your own table of the laws, in place of the shipped."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Say when a standstill ends, to the minute, in England's working days.

    The two laws of today count differently: say under which one the intention was published.
    """
    from tidegate.core.contracts.procurement.signature import clear_at

    facts = _facts(published.date(), law, [each.date() for each in told or ()], table)
    standstill, clear = facts.standstill(), clear_at(facts)
    if standstill is None or clear is None:  # an intention without open objections has both
        raise RuntimeError("a standstill that never ends")
    if as_json:
        console.print_json(
            {
                "law": law.value,
                "published": standstill.published.isoformat(),
                "starts": standstill.starts.isoformat(),
                "last_day": standstill.last_day.isoformat(),
                "ends_at": standstill.ends_at.isoformat(),
                "signed_from": clear.isoformat(),
                "rules": facts.terms.version,
            }
        )
        return
    out = console.out()
    out.print(f"Published {_said(standstill.published)}; starts {_said(standstill.starts)}.")
    out.print(f"It runs to midnight at the end of {_said(standstill.last_day)}.")
    out.print(f"Nothing is signed before {clear:%H:%M} on {_said(clear.date())}.")


def _facts(published: date, law: Law, told: list[date], table: Path | None) -> SelectionFacts:
    """Return a selection whose intention was published, with each objection answered on its day."""
    from tidegate.core.contracts.procurement.regimes import (
        Decision,
        Regime,
        Route,
        SelectionState,
    )
    from tidegate.core.contracts.procurement.signature import Objection, SelectionFacts
    from tidegate.core.contracts.working_days import end_of
    from tidegate.exchange.contracts.procurement_table import (
        load_procurement_table,
        shipped_procurement_table,
    )
    from tidegate.exchange.contracts.working_days import (
        FIRST_YEAR,
        LAST_YEAR,
        england_working_days,
    )
    from tidegate.exchange.findings import UnusableInput, error

    for day in (published, *told):
        if not FIRST_YEAR < day.year < LAST_YEAR or day < published:
            expected = f"a day of {FIRST_YEAR + 1} to {LAST_YEAR - 1}, none before publication"
            found = error("DAY_OUT_OF_RANGE", "the options", expected, value=day.isoformat())
            raise UnusableInput([found])
    laws = shipped_procurement_table() if table is None else load_procurement_table(table)
    minute = timedelta(minutes=1)
    received = end_of(published) - minute
    return SelectionFacts(
        regime=Regime(law.value),
        route=Route.COMPETITIVE if law is Law.PSR else Route.TENDER,
        state=SelectionState.STANDSTILL,
        intention_published=published,
        objections=tuple(
            Objection("objector", received, Decision.AWARD, end_of(day) - minute) for day in told
        ),
        calendar=england_working_days(),
        terms=laws.standstill,
    )


def _said(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
