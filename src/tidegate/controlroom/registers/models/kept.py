"""What every row of every register says of itself: who keeps it, who put it there, and when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

LONGEST = 500
LONGEST_NAME = 200


class Kept(models.Model):
    """A row as it was put on a register; the database refuses to change or to remove it.

    What was wrong is put right by a new row that supersedes it, with the reason. ``keeper`` is the
    ODS code of the organisation that keeps it.
    """

    keeper = models.CharField("kept by", max_length=12, db_index=True)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    reason = models.CharField("why it was superseded", max_length=LONGEST, blank=True)
    added_by = models.CharField(max_length=200)
    added_by_name = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(supersedes=None, reason="")
                | (Q(supersedes__isnull=False) & ~Q(reason="")),
                name="%(class)s_supersedes_with_a_reason",
            ),
        ]


class Added(models.Model):
    """Something that was added to a row of a register; never changed either."""

    said_by = models.CharField(max_length=200)
    said_by_name = models.CharField(max_length=200)
    said_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering: ClassVar = ["pk"]
