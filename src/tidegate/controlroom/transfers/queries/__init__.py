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
from tidegate.controlroom.transfers.queries.requests import (
    IDENTITY,
    VIEW,
    WITH_MESSAGE,
    Queue,
    history,
    identities,
    message_shown,
    newest_message,
    places_of,
    request_in_sight,
    requests,
    standing,
    to_do,
)

__all__ = [
    "IDENTITY",
    "VIEW",
    "WITH_MESSAGE",
    "Queue",
    "alerts",
    "balances",
    "history",
    "identities",
    "ledger",
    "message_shown",
    "newest_message",
    "offer_in_sight",
    "offers",
    "places_of",
    "places_on",
    "request_in_sight",
    "requests",
    "standing",
    "to_do",
    "wave_in_sight",
    "wave_places",
    "waves",
    "waves_of_plan",
]
