"""A prior whose figures are easy to follow, and outcomes made by hand."""

from __future__ import annotations

from datetime import date

import polars as pl

from tidegate.core.transfers.belief import Belief
from tidegate.core.transfers.outcomes import OUTCOMES
from tidegate.core.transfers.prior import Bands, Pull, ReplyTime, YieldPrior

REPLY = ReplyTime(mean_days=4, weight=5, share=0.9, rounds=2, notice_days=14)


def a_prior(**changed: object) -> YieldPrior:
    """Seven in ten say yes, worth ten answers."""
    facts = {
        "name": "test",
        "version": "1",
        "author": "a test",
        "source": "made up",
        "in_force": date(2026, 1, 1),
        "over_subscription_risk": 0.05,
        "most_per_slot": 6,
        "accept": Belief(7, 3),
        "attend": Belief(9, 1),
        "pull": Pull(answers=10, spread=1.0),
        "levels": ("moved", "travel", "modality", "waited", "priority"),
        "travel": Bands("minutes", (30, 60)),
        "waited": Bands("weeks", (18, 52)),
        "reply": REPLY,
    }
    return YieldPrior(**{**facts, **changed})


def outcomes(*rows: dict[str, object]) -> pl.DataFrame:
    """Outcomes of invitations; what a row does not say is a routine day case close by, moved."""
    usual = {
        "modality": "day_case",
        "travel_minutes": 20.0,
        "priority": "P4",
        "weeks_waited": 30,
        "moved": True,
        "reply": "yes",
        "reply_days": None,
        "attended": None,
        "count": 1,
    }
    return pl.DataFrame([{**usual, **row} for row in rows], schema=dict(OUTCOMES))
