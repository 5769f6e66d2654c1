"""Forecasts as they were issued, and how they fared; no row of them is ever changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class ForecastRun(models.Model):
    """One day's forecasts of everything, made from what was known at that moment.

    ``reference`` is the day that they were made on and count from, ``engine`` the name and version
    of what made them, ``terms`` the edition that said what to forecast, ``table`` that of the
    score. ``quantiles`` are the levels of every forecast of the run. ``refused`` are the series
    that could not be served, with the reasons; ``left_out`` counts figures that were asked about
    and had not been answered yet, ``series`` what was forecast.
    """

    reference = models.DateField(unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    made_by_name = models.CharField(max_length=200)
    engine = models.CharField(max_length=60)
    terms = models.CharField(max_length=60)
    table = models.CharField(max_length=120, blank=True)
    seed = models.PositiveIntegerField()
    days = models.PositiveSmallIntegerField()
    quantiles = models.JSONField()
    refused = models.JSONField(default=list, blank=True)
    left_out = models.PositiveIntegerField(default=0)
    series = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["-reference"]

    def __str__(self) -> str:
        return f"forecasts of {self.reference}"


class Forecast(models.Model):
    """The forecast of one measure of one place, from one run.

    ``place`` is the code of a provider or an area, ``measure`` the id of a measure or of the score.
    ``values`` holds for each day ahead, from the first, its quantiles; ``baseline`` those of the
    same weekday last week. ``notes`` are coded reasons of what has to be said about it, ``inputs``
    the digest of all that it was made from.
    """

    run = models.ForeignKey(ForecastRun, on_delete=models.PROTECT, related_name="forecasts")
    place = models.CharField("ODS code", max_length=12)
    measure = models.CharField(max_length=60)
    last_observed = models.DateField()
    values = models.JSONField()
    baseline = models.JSONField()
    notes = models.JSONField(default=list, blank=True)
    inputs = models.CharField("digest of what it was made from", max_length=64)

    class Meta:
        ordering: ClassVar = ["run", "measure", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "place", "measure"], name="forecast_once_a_run"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} of {self.place}, {self.run}"


class LevelChance(models.Model):
    """How likely a place was said to reach a level or a higher one within so many days."""

    run = models.ForeignKey(ForecastRun, on_delete=models.PROTECT, related_name="chances")
    place = models.CharField("ODS code", max_length=12)
    level = models.PositiveSmallIntegerField()
    within = models.PositiveSmallIntegerField("days")
    chance = models.FloatField()

    class Meta:
        ordering: ClassVar = ["run", "place", "level", "within"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["run", "place", "level", "within"], name="chance_once_a_run"
            ),
            models.CheckConstraint(
                condition=models.Q(chance__gte=0, chance__lte=1), name="chance_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}, level {self.level} within {self.within} days, {self.run}"


class ForecastScore(models.Model):
    """How one day of a forecast fared against the truth as it was known then.

    When the truth is corrected, a new version supersedes the one before.
    """

    forecast = models.ForeignKey(Forecast, on_delete=models.PROTECT, related_name="scores")
    horizon = models.PositiveSmallIntegerField("days ahead")
    version = models.PositiveSmallIntegerField(default=1)
    truth = models.FloatField()
    wis = models.FloatField("weighted interval score")
    log_wis = models.FloatField("the same of logs")
    wis_baseline = models.FloatField()
    log_wis_baseline = models.FloatField()
    covered_50 = models.FloatField()
    covered_90 = models.FloatField()
    bias = models.FloatField()
    scored_at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    class Meta:
        ordering: ClassVar = ["forecast", "horizon", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["forecast", "horizon", "version"], name="forecast_score_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.forecast}, {self.horizon} days ahead, version {self.version}"


class LevelOutcome(models.Model):
    """Whether a level was reached in the days for which a chance had been said."""

    chance = models.ForeignKey(LevelChance, on_delete=models.PROTECT, related_name="outcomes")
    version = models.PositiveSmallIntegerField(default=1)
    happened = models.BooleanField()
    decided_at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    class Meta:
        ordering: ClassVar = ["chance", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chance", "version"], name="level_outcome_once"),
        ]

    def __str__(self) -> str:
        return f"{self.chance}: {'reached' if self.happened else 'not reached'}"
