"""Action cards that were sent: of whom what is asked, by when, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tidegate.core.lifecycle import Side
from tidegate.core.surge.action_cards.cards import CardState


class ActionCard(models.Model):
    """One card sent to one organisation, as it stands now.

    Its words are those of the edition of the deck that it was sent from, and stay so.
    """

    NOUN: ClassVar = "card"
    reference = models.CharField(max_length=20, unique=True)
    place = models.CharField("ODS code of the area", max_length=12, db_index=True)
    asked = models.CharField("ODS code of who is asked", max_length=12, db_index=True)
    level = models.PositiveSmallIntegerField("level of pressure that asks it")
    code = models.CharField(max_length=40)
    edition = models.CharField("edition of the deck", max_length=100)
    theme = models.CharField(max_length=300)
    words = models.CharField(max_length=500)
    by_hand = models.BooleanField("sent by a person, not because a level was reached")
    sent_at = models.DateTimeField()
    acknowledge_by = models.DateTimeField()
    done_by = models.DateTimeField()
    state = models.CharField(
        max_length=12,
        choices=[(state.value, state.value) for state in CardState],
        default=CardState.SENT.value,
    )
    chased = models.PositiveSmallIntegerField("how often it was chased", default=0)
    chased_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField("what was done, or why not", max_length=500, blank=True)
    moved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-sent_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place", "code", "asked"],
                condition=Q(state__in=["sent", "acknowledged"]),
                name="card_one_open_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def subject(self) -> str:
        """Return the subject under which the record tells of it."""
        return f"card:{self.reference}"

    def organisation_of(self, side: Side) -> str:
        """Return whose step it is: theirs who are asked, or of the area that asks."""
        return self.asked if side is Side.PROVIDER else self.place
