"""Returns: situation reports as providers submitted them, each version kept as it came."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tidegate.controlroom.pressure.forecast_models import (
    Forecast,
    ForecastRun,
    ForecastScore,
    LevelChance,
    LevelOutcome,
)
from tidegate.controlroom.pressure.rebase_models import Rebase
from tidegate.controlroom.pressure.table_models import TableChoice

__all__ = [
    "Forecast",
    "ForecastRun",
    "ForecastScore",
    "How",
    "LevelChance",
    "LevelOutcome",
    "Rebase",
    "Return",
    "TableChoice",
]


class How(models.TextChoices):
    """By which way a return came."""

    FORM = "form", "Form"
    FILE = "file", "File"
    INTERFACE = "interface", "Interface"


class Return(models.Model):
    """One version of one provider's situation report for one day; never changed once written.

    A correction is a new version that supersedes the one before, with a reason; earlier ones stay
    readable. Whether a return is late, corrected or complete is not stored: rules say it from the
    rows. What was odd about its figures when they came is, because it depends on what was known.

    ``organisation`` is the ODS code of the provider, ``day`` the day of the report, ``values`` the
    figures by id of their measure: a blank is no key. ``as_of`` is when its beds were counted,
    ``terms`` the edition of the terms it was judged by, ``findings`` the reasons of what was odd.
    """

    organisation = models.CharField("ODS code", max_length=12)
    day = models.DateField()
    version = models.PositiveSmallIntegerField()
    values = models.JSONField()
    as_of = models.DateTimeField("as of")
    submitted_by = models.CharField(max_length=200)
    submitted_by_name = models.CharField(max_length=200)
    submitted_at = models.DateTimeField()
    how = models.CharField(max_length=12, choices=How)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    reason = models.CharField("why it was corrected", max_length=300, blank=True)
    findings = models.JSONField(default=list, blank=True)
    terms = models.CharField(max_length=60)

    class Meta:
        ordering: ClassVar = ["-day", "organisation", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "day", "version"], name="return_version_once"
            ),
            models.CheckConstraint(
                condition=models.Q(version=1, supersedes=None, reason="")
                | (models.Q(version__gt=1, supersedes__isnull=False) & ~models.Q(reason="")),
                name="return_correction_has_what_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.day}, version {self.version}"
