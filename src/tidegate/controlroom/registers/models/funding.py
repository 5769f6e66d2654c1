"""Money passed across: the plan, and what happened to it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tidegate.controlroom.registers.models.kept import LONGEST, LONGEST_NAME, Added, Kept
from tidegate.core.registers import funding


class FundingTransfer(Kept):
    """A transfer of money as it is planned; ``year`` is that in which its financial year begins."""

    direction_ref = models.CharField("direction", max_length=LONGEST_NAME)
    power = models.CharField(max_length=12)
    payer = models.CharField(max_length=LONGEST_NAME)
    payee = models.CharField(max_length=LONGEST_NAME)
    year = models.PositiveSmallIntegerField()
    amount_pence = models.BigIntegerField()
    purpose = models.CharField(max_length=LONGEST)
    health_benefit = models.CharField(max_length=LONGEST)
    better_use = models.CharField(max_length=LONGEST)

    class Meta(Kept.Meta):
        constraints: ClassVar = [
            *Kept.Meta.constraints,
            models.CheckConstraint(condition=Q(amount_pence__gt=0), name="funding_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.payer} to {self.payee}, {funding.year_words(self.year)}"


class FundingEvent(Added):
    """Something that happened to a transfer: agreed, released, paid, or an outcome reported."""

    transfer = models.ForeignKey(FundingTransfer, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=12)
    on = models.DateField()
    pence = models.BigIntegerField(default=0)
    text = models.CharField(max_length=LONGEST, blank=True)

    class Meta(Added.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["transfer", "verb"],
                condition=Q(verb__in=["agree", "release"]),
                name="funding_agreed_and_released_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} on {self.on}"

    def event(self) -> funding.FundingEvent:
        """Return it as the rules read it."""
        return funding.FundingEvent(
            funding.FundingVerb(self.verb), self.on, self.pence, self.text
        )  # fmt: skip
