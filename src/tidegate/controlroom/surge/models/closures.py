"""Departments that closed, the stages in which they reopen, where patients went and how many."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tidegate.core.lifecycle import Side
from tidegate.core.surge.closures.states import ClosureState, DivertState, Stream

_STREAMS = [(stream.value, stream.value) for stream in Stream]


class Closure(models.Model):
    """A department that was closed to some streams of patients, as it stands now.

    ``closed_at`` and ``reopened_at`` are when it happened, ``recorded_at`` when the closing was
    written down. How long it lasted is worked out, never kept.
    """

    NOUN: ClassVar = "closure"
    reference = models.CharField(max_length=20, unique=True)
    provider = models.CharField("ODS code of the provider", max_length=12, db_index=True)
    site = models.CharField("ODS code of the site", max_length=12, db_index=True)
    area = models.CharField("ODS code of the area", max_length=12, db_index=True)
    department = models.CharField(max_length=40)
    streams = models.JSONField("streams that are closed")
    cause = models.CharField("coded reason", max_length=40)
    note = models.CharField(max_length=500, blank=True)
    authorised_by = models.CharField("who authorised it", max_length=200)
    state = models.CharField(
        max_length=12,
        choices=[(state.value, state.value) for state in ClosureState],
        default=ClosureState.CLOSED.value,
    )
    plan = models.PositiveSmallIntegerField("newest plan of reopening", default=0)
    closed_at = models.DateTimeField()
    reopened_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    late_why = models.CharField("why it was written down late", max_length=500, blank=True)
    reason = models.CharField("why it came to where it stands", max_length=500, blank=True)
    moved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-closed_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "department"],
                condition=Q(state__in=["closed", "reopening"]),
                name="closure_one_at_a_time_of_a_department",
            ),
            models.CheckConstraint(
                condition=Q(state="reopened", reopened_at__isnull=False)
                | (~Q(state="reopened") & Q(reopened_at=None)),
                name="closure_reopened_has_when",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at=None) | Q(reopened_at__gte=F("closed_at")),
                name="closure_reopened_after_it_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def subject(self) -> str:
        """Return the subject under which the record tells of it."""
        return f"closure:{self.reference}"

    def organisation_of(self, side: Side) -> str:
        """Return whose step it is; a closure is its site's alone."""
        return self.area if side is Side.AREA else self.site


class Stage(models.Model):
    """One stage of a plan of reopening; a newer plan takes the place of stages not yet open."""

    closure = models.ForeignKey(Closure, on_delete=models.PROTECT, related_name="stages")
    plan = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    words = models.CharField("what opens", max_length=200)
    streams = models.JSONField("streams that are open from then on")
    planned_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["closure", "plan", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["closure", "plan", "number"], name="stage_once"),
        ]

    def __str__(self) -> str:
        return f"stage {self.number} of {self.closure_id}, plan {self.plan}"


class Divert(models.Model):
    """Patients of a closed department that are sent to another, as it stands now.

    ``cautions`` are the codes that were said when it began, ``despite`` why it began all the same.
    """

    NOUN: ClassVar = "divert"
    reference = models.CharField(max_length=20, unique=True)
    closure = models.ForeignKey(Closure, on_delete=models.PROTECT, related_name="diverts")
    receiver = models.CharField("ODS code of where patients go", max_length=12, db_index=True)
    streams = models.JSONField("streams that are diverted")
    authorised_by = models.CharField("who authorised it", max_length=200)
    state = models.CharField(
        max_length=12,
        choices=[(state.value, state.value) for state in DivertState],
        default=DivertState.ASKED.value,
    )
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    late_why = models.CharField("why it was written down late", max_length=500, blank=True)
    answer_by = models.DateTimeField("when the receiver should have answered")
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField("why it came to where it stands", max_length=500, blank=True)
    cautions = models.JSONField(default=list, blank=True)
    despite = models.CharField(max_length=500, blank=True)
    moved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["closure", "started_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False)
                | (~Q(state="ended") & Q(ended_at=None)),
                name="divert_ended_has_when",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="divert_ended_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def subject(self) -> str:
        """Return the subject under which the record tells of it: that of its closure."""
        return self.closure.subject

    def organisation_of(self, side: Side) -> str:
        """Return whose step it is: the receiver's, or that of whoever closed."""
        return self.receiver if side is Side.RECEIVER else self.closure.site


class DivertCount(models.Model):
    """How many patients came by a divert in a time; the newest of one time counts."""

    divert = models.ForeignKey(Divert, on_delete=models.PROTECT, related_name="counts")
    stream = models.CharField(max_length=12, choices=_STREAMS)
    start = models.DateTimeField()
    end = models.DateTimeField()
    patients = models.PositiveIntegerField()
    said_by = models.CharField(max_length=200)
    said_by_name = models.CharField(max_length=200)
    said_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["divert", "start", "stream", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="count_takes_time"),
        ]

    def __str__(self) -> str:
        return f"{self.patients} by {self.divert_id}"
