"""Risk summits: what triggered them, who came, what was decided and what is to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from tidegate.core.surge.summits.summits import SummitState

if TYPE_CHECKING:
    from tidegate.core.lifecycle import Side


class Summit(models.Model):
    """A risk summit as it stands now.

    ``place`` is the organisation that keeps it, ``about`` the one whose risks it is about.
    """

    NOUN: ClassVar = "summit"
    reference = models.CharField(max_length=20, unique=True)
    place = models.CharField("ODS code of who keeps it", max_length=12, db_index=True)
    about = models.CharField("ODS code of whom it is about", max_length=12, db_index=True)
    triggers = models.JSONField("codes of what triggered it")
    why = models.CharField("what happened", max_length=1000)
    called_by = models.CharField("who called it, by role", max_length=200)
    called_at = models.DateTimeField()
    state = models.CharField(
        max_length=12,
        choices=[(state.value, state.value) for state in SummitState],
        default=SummitState.CALLED.value,
    )
    held_at = models.DateTimeField(null=True, blank=True)
    bodies = models.JSONField("bodies that came", default=list, blank=True)
    outcome = models.TextField(blank=True)
    reason = models.CharField("why it came to where it stands", max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-called_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["called", "cancelled"], held_at=None)
                | Q(state__in=["held", "concluded"], held_at__isnull=False),
                name="summit_held_has_when",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def subject(self) -> str:
        """Return the subject under which the record tells of it."""
        return f"summit:{self.reference}"

    def organisation_of(self, _side: Side) -> str:
        """Return whose step it is: theirs who keep it."""
        return self.place


class SummitAction(models.Model):
    """Something that a risk summit asked of somebody, until a day."""

    summit = models.ForeignKey(Summit, on_delete=models.PROTECT, related_name="actions")
    number = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=500)
    owner = models.CharField("who does it, by role", max_length=200)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    note = models.CharField("what was done", max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["summit", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["summit", "number"], name="summit_action_once"),
        ]

    def __str__(self) -> str:
        return f"action {self.number} of {self.summit_id}"
