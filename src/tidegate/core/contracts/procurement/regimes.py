"""The laws that may govern an award, the routes that each of them knows, and its states."""

from __future__ import annotations

from enum import StrEnum


class Regime(StrEnum):
    """Which law governs a selection; unknown is an answer, and asks."""

    PSR = "psr"
    PA23 = "pa23"
    PREVIOUS = "previous"
    UNKNOWN = "unknown"


REGIME_LABELS: dict[Regime, str] = {
    Regime.PSR: "Provider Selection Regime",
    Regime.PA23: "Procurement Act 2023",
    Regime.PREVIOUS: "The rules before 2024 and 2025",
    Regime.UNKNOWN: "Not known yet: ask",
}
"""A regime as people say it."""


class Route(StrEnum):
    """By which process a provider is chosen."""

    DIRECT_A = "direct_award_a"
    DIRECT_B = "direct_award_b"
    DIRECT_C = "direct_award_c"
    MOST_SUITABLE = "most_suitable_provider"
    COMPETITIVE = "competitive"
    URGENT = "urgent_award"
    TENDER = "tender"
    DIRECT = "direct_award"


ROUTE_LABELS: dict[Route, str] = {
    Route.DIRECT_A: "Direct award process A",
    Route.DIRECT_B: "Direct award process B",
    Route.DIRECT_C: "Direct award process C",
    Route.MOST_SUITABLE: "Most suitable provider process",
    Route.COMPETITIVE: "Competitive process",
    Route.URGENT: "Urgent award",
    Route.TENDER: "Tender",
    Route.DIRECT: "Direct award",
}
"""A route as people say it."""

ROUTES_OF: dict[Regime, tuple[Route, ...]] = {
    Regime.PSR: (Route.DIRECT_A, Route.DIRECT_B, Route.DIRECT_C, Route.MOST_SUITABLE,
                 Route.COMPETITIVE, Route.URGENT),
    Regime.PA23: (Route.TENDER, Route.DIRECT),
    Regime.PREVIOUS: (Route.TENDER, Route.DIRECT),
    Regime.UNKNOWN: (),
}  # fmt: skip
"""The routes that each law knows."""

WITH_STANDSTILL: frozenset[tuple[Regime, Route]] = frozenset(
    {
        (Regime.PSR, Route.DIRECT_C),
        (Regime.PSR, Route.MOST_SUITABLE),
        (Regime.PSR, Route.COMPETITIVE),
        (Regime.PA23, Route.TENDER),
        (Regime.PA23, Route.DIRECT),
        (Regime.PREVIOUS, Route.TENDER),
        (Regime.PREVIOUS, Route.DIRECT),
    }
)
"""Where nothing is signed before a standstill is over (PSR reg. 12; Procurement Act s. 51)."""


class SelectionState(StrEnum):
    """Where a selection stands."""

    OPEN = "open"
    CHOSEN = "route_chosen"
    STANDSTILL = "standstill"
    AWARDED = "awarded"
    ABANDONED = "abandoned"


SELECTION_LABELS: dict[SelectionState, str] = {
    SelectionState.OPEN: "Route being decided",
    SelectionState.CHOSEN: "Route chosen",
    SelectionState.STANDSTILL: "Intention published",
    SelectionState.AWARDED: "Awarded",
    SelectionState.ABANDONED: "Abandoned",
}
"""A selection's state as people say it."""


class Decision(StrEnum):
    """What a buyer decides on a representation (PSR reg. 12)."""

    AWARD = "award_as_intended"
    GO_BACK = "go_back_a_step"
    ABANDON = "abandon"


DECISION_LABELS: dict[Decision, str] = {
    Decision.AWARD: "Award as intended",
    Decision.GO_BACK: "Go back a step",
    Decision.ABANDON: "Abandon the selection",
}
"""A decision as people say it."""
