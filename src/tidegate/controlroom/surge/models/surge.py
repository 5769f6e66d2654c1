"""The surge itself: where it stands, on which evidence, who decided, what was to be published."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tidegate.core.surge.states import LIVE, SurgeState
from tidegate.core.surge.terms import Level


class Surge(models.Model):
    """Help for a place, as it stands today.

    ``place`` is the organisation that it is for: an integrated care board, a region or the nation;
    ``authority`` the one at which it is signed off. What was proposed stands in the newest
    ``Evidence``. ``opens_on`` is set when notice is given, ``opened_at`` when it opened.
    """

    reference = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    place = models.CharField("ODS code of the place", max_length=12, db_index=True)
    level = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Level])
    authority = models.CharField("ODS code of who signs it off", max_length=12)
    state = models.CharField(
        max_length=16,
        choices=[(state.value, state.value) for state in SurgeState],
        default=SurgeState.WATCH.value,
    )
    reason = models.CharField("why it came to where it stands", max_length=500, blank=True)
    watched_by = models.CharField(max_length=200)
    watched_at = models.DateTimeField()
    moved_at = models.DateTimeField("when it came to where it stands")
    version = models.PositiveSmallIntegerField("newest evidence", default=0)
    proposed_by = models.CharField(max_length=200, blank=True)
    submitted_by = models.CharField(max_length=200, blank=True)
    signed_by = models.CharField(max_length=200, blank=True)
    signed_by_name = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    directed_on = models.DateField("day of the ministerial direction", null=True, blank=True)
    direction = models.CharField("reference of the direction", max_length=100, blank=True)
    opens_on = models.DateField("first day", null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    ends_on = models.DateField("last day", null=True, blank=True)
    stood_down_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField("what came of it", blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(state__in=sorted(state.value for state in LIVE)),
                name="surge_one_live_in_a_place",
            ),
            models.CheckConstraint(
                condition=Q(signed_by="", signed_at=None)
                | (~Q(signed_by="") & Q(signed_at__isnull=False)),
                name="surge_sign_off_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(signed_by="") | ~Q(signed_by=F("proposed_by")),
                name="surge_not_signed_by_its_proposer",
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(signed_at__isnull=False),
                name="surge_opened_only_when_signed",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Evidence(models.Model):
    """What was known and what was proposed, at one moment; never changed once written.

    ``content`` holds ``proposal`` (``core.surge.proposal``) and ``known``: indicators with source
    and age, scores, forecasts with their record, capacity by provider, versions of every table.
    """

    surge = models.ForeignKey(Surge, on_delete=models.PROTECT, related_name="evidence")
    version = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField("digest of what was known", max_length=64)
    gathered_at = models.DateTimeField()
    frozen_by = models.CharField(max_length=200)
    frozen_by_name = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["surge", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["surge", "version"], name="evidence_version_once"),
        ]

    def __str__(self) -> str:
        return f"evidence {self.version} of {self.surge_id}"


class Option(models.Model):
    """One option that was considered with a version of the evidence; never changed."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="options")
    name = models.CharField(max_length=200)
    harm = models.CharField("expected harm", max_length=500)
    benefit = models.CharField("expected benefit", max_length=500)
    nothing = models.BooleanField("to do nothing")
    chosen = models.BooleanField()
    why = models.CharField("why it was chosen, or not", max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["evidence", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["evidence"], condition=Q(chosen=True), name="option_one_chosen"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DailyReview(models.Model):
    """How one day of an active surge was judged, on what was known then; never changed."""

    surge = models.ForeignKey(Surge, on_delete=models.PROTECT, related_name="reviews")
    day = models.DateField()
    judgement = models.CharField(max_length=20)
    note = models.CharField(max_length=1000)
    known = models.JSONField("what was known")
    reviewed_by = models.CharField(max_length=200)
    reviewed_by_name = models.CharField(max_length=200)
    reviewed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["surge", "-day"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["surge", "day"], name="surge_day_reviewed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} of {self.surge_id}"


class Publication(models.Model):
    """Something to be published after a ministerial direction, and where and when it was."""

    surge = models.ForeignKey(Surge, on_delete=models.PROTECT, related_name="publications")
    kind = models.CharField(max_length=40)
    words = models.CharField(max_length=300)
    due_on = models.DateField()
    published_on = models.DateField(null=True, blank=True)
    where = models.CharField("where it can be read", max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["surge", "due_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["surge", "kind"], name="publication_once_of_a_kind"),
            models.CheckConstraint(
                condition=Q(published_on=None, where="")
                | (Q(published_on__isnull=False) & ~Q(where="")),
                name="publication_has_when_and_where",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.surge_id}"
