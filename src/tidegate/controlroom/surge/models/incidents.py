"""Incidents: their level now, each level that they had, and the closures linked to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from tidegate.controlroom.surge.models.closures import Closure
from tidegate.core.surge.incidents.incidents import IncidentState

if TYPE_CHECKING:
    from tidegate.core.lifecycle import Side


class Incident(models.Model):
    """An incident as it stands now.

    ``place`` is where it is; ``authority`` the organisation at which its level is led: the place
    itself or one above it.
    """

    NOUN: ClassVar = "incident"
    reference = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    place = models.CharField("ODS code of where it is", max_length=12, db_index=True)
    authority = models.CharField("ODS code of where it is led", max_length=12, db_index=True)
    state = models.CharField(
        max_length=12,
        choices=[(state.value, state.value) for state in IncidentState],
        default=IncidentState.DECLARED.value,
    )
    declared_at = models.DateTimeField()
    declared_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    late_why = models.CharField("why it was written down late", max_length=500, blank=True)
    stood_down_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField("what was learnt", blank=True)
    reason = models.CharField("why it came to where it stands", max_length=500, blank=True)
    moved_at = models.DateTimeField("when it came to where it stands, as it happened")

    class Meta:
        ordering: ClassVar = ["-declared_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="declared", stood_down_at=None)
                | (~Q(state="declared") & Q(stood_down_at__isnull=False)),
                name="incident_stood_down_has_when",
            ),
            models.CheckConstraint(condition=Q(level__gte=1), name="incident_levels_begin_at_one"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def subject(self) -> str:
        """Return the subject under which the record tells of it."""
        return f"incident:{self.reference}"

    def organisation_of(self, _side: Side) -> str:
        """Return whose step it is: theirs at whose level it is led."""
        return self.authority


class IncidentMove(models.Model):
    """A level that an incident came to, or its standing down (no level); never changed."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="moves")
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    at = models.DateTimeField("when it happened")
    recorded_at = models.DateTimeField()
    late_why = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    said_by = models.CharField(max_length=200)
    said_by_name = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["incident", "at", "id"]

    def __str__(self) -> str:
        return f"{self.incident_id} to {self.level}"


class LinkedClosure(models.Model):
    """A closure that is part of an incident."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="linked")
    closure = models.ForeignKey(Closure, on_delete=models.PROTECT, related_name="linked")

    class Meta:
        ordering: ClassVar = ["incident", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "closure"], name="closure_linked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.closure_id} in {self.incident_id}"
