"""Where a surge stands, and what a step of it asks for."""

from __future__ import annotations

from enum import StrEnum


class SurgeState(StrEnum):
    """Where a surge stands."""

    WATCH = "watch"
    PROPOSED = "proposed"
    REVIEW = "review"
    SIGNED = "signed"
    NOTICE = "notice"
    ACTIVE = "active"
    STANDING_DOWN = "standing_down"
    CLOSED = "closed"
    REFUSED = "refused"
    REVERSED = "reversed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Needs(StrEnum):
    """What a step asks for besides a yes."""

    REASON = "reason"
    DAY = "day"
    PROPOSAL = "proposal"
    DIRECTION = "direction"
    OUTCOME = "outcome"
    PLEDGE = "pledge"
    ACTUAL = "actual"
    JUDGEMENT = "judgement"
    PLACE = "where it was published"


SURGE_LABELS: dict[SurgeState, str] = {
    SurgeState.WATCH: "Being watched",
    SurgeState.PROPOSED: "Proposed, not yet put forward for review",
    SurgeState.REVIEW: "Under review",
    SurgeState.SIGNED: "Signed off, no notice given yet",
    SurgeState.NOTICE: "Notice is running",
    SurgeState.ACTIVE: "Active",
    SurgeState.STANDING_DOWN: "Standing down",
    SurgeState.CLOSED: "Closed",
    SurgeState.REFUSED: "Refused",
    SurgeState.REVERSED: "Sign-off reversed before it opened",
    SurgeState.WITHDRAWN: "Withdrawn",
    SurgeState.EXPIRED: "Expired before it opened",
}
"""A surge's state as people say it."""

LIVE = frozenset(
    {
        SurgeState.WATCH,
        SurgeState.PROPOSED,
        SurgeState.REVIEW,
        SurgeState.SIGNED,
        SurgeState.NOTICE,
        SurgeState.ACTIVE,
    }
)
"""States of which a place has one surge at a time."""

PUT_FORWARD = frozenset(SurgeState) - {SurgeState.WATCH}
"""States in which those who would help may see it."""

PLEDGED_IN = (SurgeState.PROPOSED, SurgeState.REVIEW, SurgeState.SIGNED, SurgeState.NOTICE,
              SurgeState.ACTIVE)  # fmt: skip
"""States in which providers pledge what they would give."""

ENDED = frozenset(
    {
        SurgeState.CLOSED,
        SurgeState.REFUSED,
        SurgeState.REVERSED,
        SurgeState.WITHDRAWN,
        SurgeState.EXPIRED,
    }
)
"""States out of which nothing leads."""
