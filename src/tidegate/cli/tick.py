"""``tidegate tick``: the work that time brings, for cron or a systemd timer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tidegate.cli.console import out, print_json

if TYPE_CHECKING:
    from tidegate.controlroom.pressure.forecast_day import ForecastDay
    from tidegate.controlroom.surge.services.move_due_surges import MovedSurges
    from tidegate.controlroom.transfers.services.lapse_due import Lapsed


def tick(json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False) -> None:
    """Let lapse what nobody answered in time, and offers whose week is over; forecast once a day.

    Run it every few minutes; running it twice changes nothing. Each unit that goes unused by it
    gets its cause in the ledger, and each change its entry in the record. A contract whose last day
    has passed expires. A surge whose notice is over opens if it was signed off, and ends after its
    last day. Action cards of a level that an area reached are sent, and those that wait too long
    are chased. The first run after the situation reports of the day are due scores earlier
    forecasts and issues those of the day.
    """
    _one_thread()
    from django.utils import timezone

    from tidegate.controlroom.database import open_database

    open_database(make=False)
    from tidegate.controlroom.contracts.services.expire_due import expire_due
    from tidegate.controlroom.pressure.forecast_day import forecast_day
    from tidegate.controlroom.surge.services.chase_cards import chase_cards
    from tidegate.controlroom.surge.services.move_due_surges import move_due_surges
    from tidegate.controlroom.surge.services.send_due_cards import send_due_cards
    from tidegate.controlroom.transfers.services.lapse_due import lapse_due

    now = timezone.now()
    found, expired = lapse_due(now=now), expire_due(now=now)
    surges, day = move_due_surges(now=now), forecast_day(now=now)
    sent, chased = send_due_cards(now=now), chase_cards(now=now)
    if json:
        told = {"contracts_expired": expired, "surges_opened": surges.opened,
                "surges_expired": surges.expired, "cards_sent": sent,
                "cards_chased": chased}  # fmt: skip
        print_json(_payload(found) | told | _of_forecasts(day))
        return
    moved = bool(expired or surges.opened or surges.expired or sent or chased)
    if found.anything or (day is None and not moved):
        _say(found)
    _say_surges(surges)
    _say_cards(sent, chased)
    if expired:
        _say_expired(expired)
    if day is not None:
        _say_forecasts(day)


def _payload(found: Lapsed) -> dict[str, object]:
    return {
        "places_lapsed": dict(sorted(found.lapsed.items())),
        "requests_expired": found.requests,
        "offers_lapsed": found.offers,
        "units_unused": found.units,
        "alerts_ended": found.alerts,
    }


def _say(found: Lapsed) -> None:
    from tidegate.controlroom.board.words import counted
    from tidegate.core.transfers.lifecycle.causes import CAUSES

    if not found.anything:
        out().print("Nothing was due.")
        return
    for cause, places in sorted(found.lapsed.items()):
        out().print(f"{counted(places, 'place')} lapsed: {CAUSES[cause].label}.")
    if found.requests:
        out().print(f"{counted(found.requests, 'request')} expired.")
    if found.offers:
        units = counted(found.units, "unit")
        out().print(f"{counted(found.offers, 'offer')} lapsed with {units} unused.")
    if found.alerts:
        out().print(f"{counted(found.alerts, 'alert')} came to an end.")


def _say_expired(contracts: int) -> None:
    from tidegate.controlroom.board.words import counted

    out().print(f"{counted(contracts, 'contract')} expired: close each once its scope went back.")


def _say_surges(surges: MovedSurges) -> None:
    from tidegate.controlroom.board.words import counted

    if surges.opened:
        out().print(f"{counted(surges.opened, 'surge')} opened: notice is over.")
    if surges.expired:
        out().print(f"{counted(surges.expired, 'surge')} expired.")


def _say_cards(sent: int, chased: int) -> None:
    from tidegate.controlroom.board.words import counted

    for number, done in ((sent, "sent"), (chased, "chased")):
        if number:
            out().print(f"{counted(number, 'action card')} {done}.")


def _one_thread() -> None:
    """Keep linear algebra to one thread: sums must not reorder, and the machine is shared."""
    import os

    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def _of_forecasts(day: ForecastDay | None) -> dict[str, object]:
    return {
        "forecasts_issued": day.series if day else 0,
        "forecast_days_scored": day.days if day else 0,
        "forecast_days_scored_again": day.again if day else 0,
    }


def _say_forecasts(day: ForecastDay) -> None:
    from tidegate.controlroom.board.words import counted

    if day.days or day.again:
        again = f", {day.again} again after corrections" if day.again else ""
        out().print(f"{counted(day.days, 'day')} of earlier forecasts scored{again}.")
    out().print(f"Forecasts of {counted(day.series, 'series', 'series')} issued.")
