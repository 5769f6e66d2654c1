"""Plans: what was matched, from which snapshots, by which policy, and its proven quality."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tidegate.controlroom.waiting.models import Snapshot


class Plan(models.Model):
    """One plan, never changed once made; its figures and proof lie in its folder.

    Attributes:
        area: code of the integrated care board that it is for.
        as_of: the day that the oldest waiting list in it describes.
        start: the Monday of its first week.
        weeks: how many weeks it covers.
        inputs: the snapshots that it was made from.
        replaces: the plan whose accepted transfers it keeps; none where it starts afresh.
        folder: name of its folder under ``plans`` in ``TIDEGATE_HOME``.
        status: how the solve ended.
        objective: its value by the policy, in points.
        bound: what no plan can exceed, in points.
        gap: the missing part of the bound, as a share of it.
        waiting: people on the lists.
        matched: people who have a slot.
        units: units on offer.
        units_used: units given to someone.
    """

    area = models.CharField("area code", max_length=12, db_index=True)
    as_of = models.DateField("as of")
    start = models.DateField()
    weeks = models.PositiveSmallIntegerField()
    policy_name = models.CharField(max_length=60)
    policy_version = models.CharField(max_length=30)
    seed = models.BigIntegerField()
    inputs = models.ManyToManyField(Snapshot, related_name="plans")
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    folder = models.CharField(max_length=60, unique=True)
    status = models.CharField(max_length=20)
    objective = models.FloatField()
    bound = models.FloatField()
    gap = models.FloatField()
    waiting = models.PositiveIntegerField()
    matched = models.PositiveIntegerField()
    units = models.PositiveIntegerField()
    units_used = models.PositiveIntegerField()
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(matched__lte=models.F("waiting")),
                name="plan_matches_only_those_who_wait",
            ),
            models.CheckConstraint(
                condition=models.Q(units_used__lte=models.F("units")),
                name="plan_uses_only_units_on_offer",
            ),
        ]

    def __str__(self) -> str:
        return f"Plan for {self.area} from {self.start}"
