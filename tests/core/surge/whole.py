"""A whole proposal, and facts of a surge with which every legal step may be taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tidegate.core.surge.cost import Beds, Range
from tidegate.core.surge.guards import SurgeFacts, SurgeStep
from tidegate.core.surge.proposal import Option, Proposal, ValueForMoney
from tidegate.core.surge.states import SurgeState
from tidegate.exchange.surge.terms import load_surge_terms

TERMS = load_surge_terms()
NOW = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)
TODAY = NOW.date()
PROPOSER, SIGNER = "person:1", "person:2"
TICK = "system:tick"

WHOLE = Proposal(
    trigger="BEDS_AT_RISK",
    met_by="97% of beds are occupied",
    executive="Chief executive, Northmere Royal Hospitals",
    plan="Hips and knees move",
    ends_on=date(2026, 7, 12),
    value_for_money=ValueForMoney.NO_DOUBT,
    money_note="At tariff",
    cost=Range(40_000_000, 60_000_000),
    beds=Beds(Range(40, 40), Range(25, 30)),
    options=(
        Option("Do nothing", "Cancelled operations", "No cost", nothing=True),
        Option("Buy capacity", "Staff move", "Operations", chosen=True, why="Least harm"),
    ),
)


def facts(state: SurgeState, **changed: object) -> SurgeFacts:
    """A surge in a state, with all that its legal steps ask for."""
    active = state in {SurgeState.ACTIVE, SurgeState.STANDING_DOWN}
    signed = active or state in {SurgeState.SIGNED, SurgeState.NOTICE}
    sound = SurgeFacts(
        state=state,
        moved_on=TODAY - timedelta(days=1),
        proposal=WHOLE,
        proposed_by=frozenset({PROPOSER}),
        gathered_at=NOW - timedelta(hours=2),
        signed_on=TODAY - timedelta(days=8) if signed else None,
        opens_on=TODAY - timedelta(days=1) if active or state is SurgeState.NOTICE else None,
        ends_on=WHOLE.ends_on,
        reviewed_on=TODAY,
    )
    return replace(sound, **changed)  # type: ignore[arg-type]


def step(verb: str, **changed: object) -> SurgeStep:
    """A step by somebody else than the proposer, with a reason and a later last day."""
    sound = SurgeStep(verb, SIGNER, NOW, TODAY, reason="Because", day=date(2026, 8, 1))
    return replace(sound, **changed)  # type: ignore[arg-type]


def codes(found: tuple[object, ...]) -> list[str]:
    """The codes of refusals, in their order."""
    return [reason.code for reason in found]  # type: ignore[attr-defined]
