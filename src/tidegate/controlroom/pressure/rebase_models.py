"""Recalculations: from which day on a person had the limits of a chart reckoned anew, and why."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Rebase(models.Model):
    """From a day on, the limits of one chart are reckoned anew: a person's decision, with a reason.

    Never changed once written; withdrawing it adds who, when and why, once. The chart of a provider
    (``organisation``, ODS code) and a ``measure`` keeps its earlier part as it was.
    """

    organisation = models.CharField("ODS code", max_length=12)
    measure = models.CharField(max_length=60)
    from_day = models.DateField("first day of the new limits")
    reason = models.CharField("what changed, and how it is known", max_length=300)
    made_by = models.CharField(max_length=200)
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=200, blank=True)
    withdrawn_by_name = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField("why it was withdrawn", max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["organisation", "measure", "from_day", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "measure", "from_day"],
                condition=models.Q(withdrawn_at=None),
                name="rebase_once_from_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason="") & ~models.Q(made_by=""),
                name="rebase_has_who_and_why",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by="", withdrawn_reason="")
                | (
                    models.Q(withdrawn_at__isnull=False)
                    & ~models.Q(withdrawn_by="")
                    & ~models.Q(withdrawn_reason="")
                ),
                name="rebase_withdrawn_by_whom_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.measure}, from {self.from_day}"
