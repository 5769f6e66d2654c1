"""Agreements to release data, the files released under them, and their end."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tidegate.controlroom.registers.models.kept import LONGEST, LONGEST_NAME, Added, Kept
from tidegate.core.registers.releases import Agreement, Level


class DataRelease(Kept):
    """An agreement to release data: who gets what, why, on what ground, and how long."""

    dsa_ref = models.CharField("agreement", max_length=60)
    applicant = models.CharField(max_length=LONGEST_NAME)
    controllers = models.JSONField(default=list)
    purpose = models.CharField(max_length=LONGEST)
    datasets = models.JSONField(default=list)
    level = models.CharField(max_length=20)
    legal_basis = models.CharField(max_length=LONGEST)
    commercial = models.BooleanField()
    sublicensing = models.BooleanField()
    optouts_applied = models.BooleanField(null=True, blank=True)
    start = models.DateField()
    end = models.DateField()

    class Meta(Kept.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.dsa_ref}: {self.applicant}"

    def agreement(self) -> Agreement:
        """Return it as the rules read it."""
        return Agreement(
            self.dsa_ref, tuple(self.controllers), tuple(self.datasets), Level(self.level),
            self.legal_basis, self.start, self.end, self.optouts_applied,
        )  # fmt: skip


class ReleasedFile(Added):
    """A file that was released under an agreement."""

    release = models.ForeignKey(DataRelease, on_delete=models.PROTECT, related_name="files")
    on = models.DateField(db_index=True)
    name = models.CharField(max_length=LONGEST_NAME)

    class Meta(Added.Meta):
        ordering: ClassVar = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.name}, {self.on}"


class ReleaseEnd(Added):
    """The end of an agreement before its time."""

    release = models.OneToOneField(DataRelease, on_delete=models.PROTECT, related_name="ended")
    on = models.DateField()
    why = models.CharField(max_length=LONGEST)

    def __str__(self) -> str:
        return f"ended on {self.on}"
