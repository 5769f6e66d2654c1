"""Cases of spending, and the steps by which each was approved or not."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tidegate.controlroom.registers.models.kept import LONGEST, LONGEST_NAME, Added, Kept
from tidegate.core.registers import spend


class SpendCase(Kept):
    """A case as it was put forward, with the thresholds that it was judged by.

    ``stages`` are those that its thresholds asked for, ``controls`` the words of those thresholds.
    """

    title = models.CharField(max_length=LONGEST_NAME)
    category = models.CharField(max_length=40)
    money = models.CharField(max_length=12)
    whole_life_pence = models.BigIntegerField()
    proposed_on = models.DateField()
    thresholds = models.CharField(max_length=LONGEST_NAME)
    controls = models.JSONField(default=list, blank=True)
    stages = models.JSONField(default=list, blank=True)

    class Meta(Kept.Meta):
        constraints: ClassVar = [
            *Kept.Meta.constraints,
            models.CheckConstraint(condition=Q(whole_life_pence__gt=0), name="spend_of_something"),
        ]

    def __str__(self) -> str:
        return self.title

    def asked(self) -> tuple[spend.Stage, ...]:
        """Return the stages that its thresholds asked for."""
        return tuple(spend.Stage(each) for each in self.stages)


class SpendStep(Added):
    """A step of a case: from where to where, why, and what was set as a condition or met."""

    case = models.ForeignKey(SpendCase, on_delete=models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=40)
    state = models.CharField("where it led", max_length=20)
    note = models.CharField(max_length=LONGEST, blank=True)
    conditions = models.JSONField(default=list, blank=True)
    condition = models.PositiveSmallIntegerField("which condition was met", null=True, blank=True)

    class Meta(Added.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "condition"],
                condition=Q(condition__isnull=False),
                name="spend_condition_met_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb}: {self.state}"
