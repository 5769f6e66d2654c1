"""``tidegate tick``: the work that time brings, for cron or a systemd timer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tidegate.cli.console import out, print_json

if TYPE_CHECKING:
    from tidegate.controlroom.transfers.services.lapse_due import Lapsed


def tick(json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False) -> None:
    """Let lapse what nobody answered in time, and offers whose week is over.

    Run it every few minutes; running it twice changes nothing. Each unit that goes unused by it
    gets its cause in the ledger, and each change its entry in the record.
    """
    from django.utils import timezone

    from tidegate.controlroom.database import open_database

    open_database(make=False)
    from tidegate.controlroom.transfers.services.lapse_due import lapse_due

    lapsed = lapse_due(now=timezone.now())
    if json:
        print_json(_payload(lapsed))
    else:
        _say(lapsed)


def _payload(lapsed: Lapsed) -> dict[str, object]:
    return {
        "places": dict(sorted(lapsed.places.items())),
        "requests_expired": lapsed.requests,
        "offers_lapsed": lapsed.offers,
        "units_unused": lapsed.units,
        "alerts_ended": lapsed.alerts,
    }


def _say(lapsed: Lapsed) -> None:
    from tidegate.controlroom.board.words import counted
    from tidegate.core.transfers.lifecycle.causes import CAUSES

    if not lapsed.anything:
        out().print("Nothing was due.")
        return
    for cause, places in sorted(lapsed.places.items()):
        out().print(f"{counted(places, 'place')} lapsed: {CAUSES[cause].label}.")
    if lapsed.requests:
        out().print(f"{counted(lapsed.requests, 'request')} expired.")
    if lapsed.offers:
        units = counted(lapsed.units, "unit")
        out().print(f"{counted(lapsed.offers, 'offer')} lapsed with {units} unused.")
    if lapsed.alerts:
        out().print(f"{counted(lapsed.alerts, 'alert')} came to an end.")
