"""A review before an extension, from its row to the rules and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.core.contracts.rollover import Review, RolloverOutcome, Topic

if TYPE_CHECKING:
    from tidegate.controlroom.contracts.models import RolloverReview

CHANGED = "changes_considerably"
"""Key of the answers that holds whether what would be extended is considerably changed."""


def review_of(row: RolloverReview) -> Review:
    """Return a row as the rules see it."""
    answers = row.answers
    return Review(
        for_end=row.for_end,
        answers={topic: str(answers.get(topic.value, "")) for topic in Topic},
        changes_considerably=bool(answers.get(CHANGED)),
        outcome=RolloverOutcome(row.outcome) if row.outcome else None,
        prepared_by=row.prepared_by,
        signed_by=row.signed_by,
        signed_on=None if row.signed_at is None else words.local_day(row.signed_at),
    )
