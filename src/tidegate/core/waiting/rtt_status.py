"""The 17 referral-to-treatment status codes and what each does to the clock.

Source: national "How to measure" guidance 1.3.1 (spec: transfers 3.1). Nothing here stops a clock:
a stop is only ever read from what the provider reports.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Effect(StrEnum):
    """What a status does to the clock."""

    STARTS = "starts"
    CONTINUES = "continues"
    STOPS = "stops"
    OUTSIDE = "outside"  # of a period that is measured


RUNNING = frozenset({Effect.STARTS, Effect.CONTINUES})
TRANSFERRED = "21"

RTT_STATUSES: Mapping[str, tuple[Effect, str]] = {
    "10": (Effect.STARTS, "First activity"),
    "11": (Effect.STARTS, "After active monitoring"),
    "12": (Effect.STARTS, "Consultant referral for a separate condition"),
    "20": (Effect.CONTINUES, "Further activity"),
    "21": (Effect.CONTINUES, "Transferred to another provider"),
    "30": (Effect.STOPS, "First treatment"),
    "31": (Effect.STOPS, "Active monitoring begun by the patient"),
    "32": (Effect.STOPS, "Active monitoring begun by a clinician"),
    "33": (Effect.STOPS, "Did not attend the first activity"),
    "34": (Effect.STOPS, "Decision not to treat"),
    "35": (Effect.STOPS, "Patient declined treatment"),
    "36": (Effect.STOPS, "Died before treatment"),
    "90": (Effect.OUTSIDE, "After treatment"),
    "91": (Effect.OUTSIDE, "During active monitoring"),
    "92": (Effect.OUTSIDE, "Not yet referred; diagnostics asked for by the practice"),
    "98": (Effect.OUTSIDE, "Not applicable"),
    "99": (Effect.OUTSIDE, "Not known"),
}


def clock_runs(code: str) -> bool | None:
    """Whether the clock runs under a status; None where it is no status or says nothing of it."""
    effect = RTT_STATUSES[code][0] if code in RTT_STATUSES else Effect.OUTSIDE
    return None if effect is Effect.OUTSIDE else effect in RUNNING
