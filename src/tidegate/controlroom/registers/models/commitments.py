"""Promises as they were made, and what was found of them since."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.db import models

from tidegate.controlroom.registers.models.kept import LONGEST, LONGEST_NAME, Added, Kept
from tidegate.core.registers.commitments import Direction, Mark, Milestone, Promise, Quantity, Track


class Commitment(Kept):
    """A promise that is followed; ``sha256`` is that of the promise as it was made.

    ``milestones`` are text, due (ISO) and value (text or None), in order of time.
    """

    who_promised = models.CharField(max_length=LONGEST_NAME)
    summary = models.CharField(max_length=LONGEST)
    made_on = models.DateField()
    source = models.CharField(max_length=LONGEST)
    deliverable = models.CharField(max_length=LONGEST, blank=True)
    quantity_value = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    quantity_unit = models.CharField(max_length=LONGEST_NAME, blank=True)
    quantity_direction = models.CharField(max_length=12, blank=True)
    quantity_base = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    owner = models.CharField(max_length=LONGEST_NAME, blank=True)
    due = models.DateField(null=True, blank=True)
    milestones = models.JSONField(default=list, blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta(Kept.Meta):
        pass

    def __str__(self) -> str:
        return self.summary

    def promise(self) -> Promise:
        """Return what was promised, as the rules read it."""
        quantity = None
        if self.quantity_value is not None:
            direction = Direction(self.quantity_direction)
            quantity = Quantity(
                self.quantity_value, self.quantity_unit, direction, self.quantity_base
            )
        return Promise(
            who_promised=self.who_promised,
            summary=self.summary,
            made_on=self.made_on,
            source=self.source,
            deliverable=self.deliverable,
            quantity=quantity,
            owner=self.owner,
            due=self.due,
            milestones=tuple(_milestone(each) for each in self.milestones),
        )


def _milestone(kept: dict[str, str | None]) -> Milestone:
    value = kept["value"]
    return Milestone(
        kept["text"] or "",
        date.fromisoformat(kept["due"] or ""),
        None if value is None else Decimal(value),
    )


class CommitmentMark(Added):
    """What was found on one of the three questions asked of a promise."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="marks")
    track = models.CharField(max_length=12)
    status = models.CharField(max_length=24)
    on = models.DateField()
    source = models.CharField(max_length=LONGEST, blank=True)

    class Meta(Added.Meta):
        ordering: ClassVar = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.track}: {self.status}"

    def mark(self) -> Mark:
        """Return it as the rules read it."""
        return Mark(Track(self.track), self.status, self.on, self.source)
