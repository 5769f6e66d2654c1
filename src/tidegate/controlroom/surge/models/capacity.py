"""What providers pledged, what came of it, and what a surge opened: offers and switched terms."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tidegate.controlroom.contracts.models import Contract
from tidegate.controlroom.surge.models.surge import Surge
from tidegate.controlroom.transfers.models import Offer


class Pledge(models.Model):
    """One version of what a provider pledges at a site; never changed once written.

    A new version of the same ``number`` takes the place of the one before; one in which nothing is
    left takes it back. ``beds`` have staff as the provider says, ``physical_beds`` are there with
    staff or not. ``units`` are treatments a week of one kind of care, offered once it opens.
    """

    surge = models.ForeignKey(Surge, on_delete=models.PROTECT, related_name="pledges")
    number = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    provider = models.CharField("ODS code of the provider", max_length=12, db_index=True)
    site = models.CharField("ODS code of the site", max_length=12)
    theatres = models.PositiveIntegerField(default=0)
    physical_beds = models.PositiveIntegerField(default=0)
    beds = models.PositiveIntegerField("beds with staff", default=0)
    staff = models.PositiveIntegerField(default=0)
    units = models.PositiveIntegerField("treatments a week", default=0)
    physical_units = models.PositiveIntegerField(null=True, blank=True)
    modality = models.CharField(max_length=20, blank=True)
    tfcs = models.JSONField("treatment functions", default=list, blank=True)
    line_id = models.CharField("contract line", max_length=100, blank=True)
    suspended_from = models.DateField("private work suspended from", null=True, blank=True)
    suspended_to = models.DateField("private work suspended to", null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    pledged_by = models.CharField(max_length=200)
    pledged_by_name = models.CharField(max_length=200)
    pledged_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["surge", "number", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["surge", "number", "version"], name="pledge_version_once"
            ),
            models.CheckConstraint(
                condition=Q(beds__lte=F("physical_beds")), name="pledge_staffed_within_physical"
            ),
            models.CheckConstraint(
                condition=Q(suspended_to=None) | Q(suspended_to__gte=F("suspended_from")),
                name="pledge_suspended_forwards",
            ),
        ]

    def __str__(self) -> str:
        return f"pledge {self.number} of {self.surge_id}, version {self.version}"


class Actual(models.Model):
    """One version of what came of a pledge on one day; never changed once written."""

    surge = models.ForeignKey(Surge, on_delete=models.PROTECT, related_name="actuals")
    number = models.PositiveSmallIntegerField("number of the pledge")
    provider = models.CharField("ODS code of the provider", max_length=12)
    day = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    theatres = models.PositiveIntegerField(default=0)
    beds = models.PositiveIntegerField("beds with staff", default=0)
    staff = models.PositiveIntegerField(default=0)
    units = models.PositiveIntegerField("treatments", default=0)
    private_done = models.PositiveIntegerField("private treatments", null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    reported_by = models.CharField(max_length=200)
    reported_by_name = models.CharField(max_length=200)
    reported_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["surge", "number", "-day", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["surge", "number", "day", "version"], name="actual_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} of pledge {self.number} of {self.surge_id}"


class Opening(models.Model):
    """A switch of a contract that a surge turns when it opens, and back when it ends.

    ``before`` is where it stood; ``why_not`` why it could not be turned, or turned back.
    """

    surge = models.ForeignKey(Surge, on_delete=models.PROTECT, related_name="openings")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    switch = models.CharField(max_length=40)
    position = models.CharField(max_length=20)
    before = models.CharField(max_length=20, blank=True)
    turned_on = models.DateField(null=True, blank=True)
    turned_back_on = models.DateField(null=True, blank=True)
    why_not = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["surge", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["surge", "contract", "switch"], name="opening_once_of_a_switch"
            ),
            models.CheckConstraint(
                condition=Q(turned_back_on=None) | Q(turned_on__isnull=False),
                name="opening_turned_back_after_it_was_turned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.switch} of {self.contract_id}"


class OpenedOffer(models.Model):
    """An offer that a surge opened out of a pledge: the mark by which it is the surge’s."""

    surge = models.ForeignKey(Surge, on_delete=models.PROTECT, related_name="offers")
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="offers")
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="opened_by")

    class Meta:
        ordering: ClassVar = ["surge", "id"]

    def __str__(self) -> str:
        return f"{self.offer_id} of {self.surge_id}"
