"""Transfers as one viewer may see them: one module for each kind of row, all to be had from here.

``offers`` holds offers, their ledgers of use and waves, ``alerts`` capacity alerts; ``requests``
holds requests, places and messages.
"""

from __future__ import annotations

from tidegate.controlroom.transfers.queries.alerts import alerting, alerts, commissioners
from tidegate.controlroom.transfers.queries.offers import (
    answered_places,
    balances,
    ledger,
    narrowed,
    offer_in_sight,
    offer_numbered,
    offering,
    offers,
    places_on,
    uses_of_wave,
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
    "alerting",
    "alerts",
    "answered_places",
    "balances",
    "commissioners",
    "history",
    "identities",
    "ledger",
    "message_shown",
    "narrowed",
    "newest_message",
    "offer_in_sight",
    "offer_numbered",
    "offering",
    "offers",
    "places_of",
    "places_on",
    "request_in_sight",
    "requests",
    "standing",
    "to_do",
    "uses_of_wave",
    "wave_in_sight",
    "wave_places",
    "waves",
    "waves_of_plan",
]
