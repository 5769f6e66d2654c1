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

    found = lapse_due(now=timezone.now())
    if json:
        print_json(_payload(found))
    else:
        _say(found)


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
