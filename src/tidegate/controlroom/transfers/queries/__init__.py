"""Transfers as one viewer may see them: one module for each kind of row, all to be had from here.

``offers`` holds offers, their ledgers of use, waves and alerts; ``requests`` holds requests, places
and messages.
"""

from __future__ import annotations

from tidegate.controlroom.transfers.queries.offers import (
    alerts,
    balances,
    ledger,
    offer_in_sight,
    offers,
    places_on,
    wave_in_sight,
    wave_places,
    waves,
    waves_of_plan,
)

__all__ = [
    "alerts",
    "balances",
    "ledger",
    "offer_in_sight",
    "offers",
    "places_on",
    "wave_in_sight",
    "wave_places",
    "waves",
    "waves_of_plan",
]
