"""What is thought of providers and what is done about them: segments, opinions, legal acts."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models

from tidegate.controlroom.registers.models.kept import LONGEST, LONGEST_NAME, Added, Kept
from tidegate.core.registers.oversight import ProviderScores


class OversightRun(Kept):
    """One putting of providers into segments, with all that it was worked out from."""

    framework = models.CharField(max_length=LONGEST_NAME)
    period = models.CharField(max_length=60)
    source = models.CharField(max_length=LONGEST)
    scores = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta(Kept.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.framework}, {self.period}"

    def providers(self) -> tuple[ProviderScores, ...]:
        """Return the scores as the rules read them, so that segments can be worked out again."""
        return tuple(
            ProviderScores(
                organisation=each["organisation"],
                metrics={name: Decimal(score) for name, score in each["metrics"].items()},
                deficit=each["deficit"],
                in_programme=each["in_programme"],
                adjusted_to=each["adjusted_to"],
                why=each["why"],
            )
            for each in self.scores
        )


class Segment(models.Model):
    """Where one provider came to stand in a run; worked out from it and never typed."""

    run = models.ForeignKey(OversightRun, on_delete=models.PROTECT, related_name="segments")
    organisation = models.CharField("ODS code", max_length=12, db_index=True)
    average = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    by_score = models.PositiveSmallIntegerField(null=True, blank=True)
    segment = models.PositiveSmallIntegerField(null=True, blank=True)
    reasons = models.JSONField(default=list, blank=True)

    class Meta:
        ordering: ClassVar = ["-run", "rank", "organisation"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "organisation"], name="segment_once_in_a_run"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.segment}"


class RatingOpinion(Kept):
    """What a body thought of a provider at a date; it changes nobody's rights."""

    organisation = models.CharField("ODS code", max_length=12, db_index=True)
    body = models.CharField("whose opinion", max_length=LONGEST_NAME)
    question = models.CharField(max_length=20)
    rating = models.CharField(max_length=24)
    on = models.DateField()
    report_ref = models.CharField("report", max_length=LONGEST)

    class Meta(Kept.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.organisation}, {self.question}: {self.rating}"


class EnforcementAct(Kept):
    """A legal act against a provider, with its own dates."""

    organisation = models.CharField("ODS code", max_length=12, db_index=True)
    body = models.CharField("who acted", max_length=LONGEST_NAME)
    action = models.CharField(max_length=40)
    requirement = models.CharField(max_length=LONGEST)
    served_on = models.DateField()
    effective_on = models.DateField(null=True, blank=True)
    comply_by = models.DateField(null=True, blank=True)
    representations_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=LONGEST)

    class Meta(Kept.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.action} against {self.organisation}"


class ActOutcome(Added):
    """What became of a legal act."""

    act = models.ForeignKey(EnforcementAct, on_delete=models.PROTECT, related_name="outcomes")
    outcome = models.CharField(max_length=20)
    on = models.DateField()
    note = models.CharField(max_length=LONGEST, blank=True)

    def __str__(self) -> str:
        return f"{self.outcome} on {self.on}"
