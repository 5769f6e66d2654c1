"""Cases of workers who spoke up; single rows are for those who hear them, and nobody else."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tidegate.controlroom.registers.models.kept import LONGEST, Added, Kept


class SpeakUpCase(Kept):
    """A case: how it came, where from, what it is about; no name and no account of it.

    ``concerns`` are all that it is about; it is one case however many there are.
    """

    received_on = models.DateField()
    channel = models.CharField(max_length=12)
    region = models.CharField(max_length=32)
    worker_group = models.CharField(max_length=100, blank=True)
    anonymous = models.BooleanField()
    concerns = models.JSONField(default=list)

    class Meta(Kept.Meta):
        pass

    def __str__(self) -> str:
        return f"case {self.pk}"


class SpeakUpMove(Added):
    """Where a case came to stand, whether someone fared worse for it, and what was learnt."""

    case = models.ForeignKey(SpeakUpCase, on_delete=models.PROTECT, related_name="moves")
    status = models.CharField(max_length=12)
    detriment = models.CharField(max_length=12)
    learning = models.CharField(max_length=LONGEST, blank=True)

    class Meta(Added.Meta):
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.status
