"""What a provider says of a contract's use, what it charges, and what is decided of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tidegate.controlroom.contracts.models.contract import Contract, Line


class UseReturn(models.Model):
    """One version of a provider's statement of one line in one week; never changed once written.

    Units: ``offered`` (confirmed available), ``staffed`` as claimed, ``observed`` as seen by the
    buyer (entered by the buyer only), ``booked``, ``done``, ``private_done`` (private-funded work
    with the same means). A blank is null: not reported, never zero. ``unused`` gives units by
    cause; ``minutes`` holds touch and session minutes where theatres report them, ``nights`` the
    nights of contracted beds by state.
    """

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="returns")
    week = models.DateField("Monday of the week")
    version = models.PositiveSmallIntegerField()
    physical = models.PositiveIntegerField(null=True, blank=True)
    offered = models.PositiveIntegerField(null=True, blank=True)
    staffed = models.PositiveIntegerField("staffed, as claimed", null=True, blank=True)
    observed = models.PositiveIntegerField("staffed, as observed", null=True, blank=True)
    booked = models.PositiveIntegerField(null=True, blank=True)
    done = models.PositiveIntegerField(null=True, blank=True)
    private_done = models.PositiveIntegerField(null=True, blank=True)
    private_net_pence = models.BigIntegerField(null=True, blank=True)
    cost_pence = models.BigIntegerField("audited cost", null=True, blank=True)
    unused = models.JSONField("unused units by cause", default=dict, blank=True)
    minutes = models.JSONField(default=dict, blank=True)
    nights = models.JSONField("bed nights by state", default=dict, blank=True)
    findings = models.JSONField(default=list, blank=True)
    how = models.CharField(max_length=12)  # form, file, interface
    reason = models.CharField("why it was corrected", max_length=300, blank=True)
    submitted_by = models.CharField(max_length=200)
    submitted_by_name = models.CharField(max_length=200)
    submitted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-week", "line", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["line", "week", "version"], name="use_return_version_once"
            ),
            models.CheckConstraint(
                condition=Q(version=1, reason="") | (Q(version__gt=1) & ~Q(reason="")),
                name="use_return_correction_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}, {self.week}, version {self.version}"


class Invoice(models.Model):
    """What a provider charged for a span of weeks; how it agrees with the ledger is derived.

    ``rows`` are line_id, units and pence as charged. ``decision`` is paid, part_paid, disputed or
    empty while it is open, with who decided and why.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="invoices")
    number = models.CharField("provider's number", max_length=60)
    first_week = models.DateField()
    last_week = models.DateField()
    rows = models.JSONField(default=list)
    total_pence = models.BigIntegerField()
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=200)
    decision = models.CharField(max_length=12, blank=True)
    paid_pence = models.BigIntegerField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["contract", "-first_week", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "number"], name="invoice_number_once"),
        ]

    def __str__(self) -> str:
        return self.number


class UseReview(models.Model):
    """Keep, warn, drop or buy more: weeks below the line, the provider's reply, the decision.

    ``evidence`` is frozen when it is opened: weeks, utilisation on every denominator, unused units
    by cause and by whose doing, effective price.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="use_reviews")
    evidence = models.JSONField()
    asks = models.CharField("what it proposes", max_length=12)  # keep, warn, drop, more
    opened_by = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    reply_by = models.DateField()
    reply = models.CharField(max_length=2000, blank=True)
    replied_by = models.CharField(max_length=200, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=12, blank=True)
    rationale = models.CharField(max_length=2000, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-opened_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract"], condition=Q(decision=""), name="use_review_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asks} {self.contract_id}"
