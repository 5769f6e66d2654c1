"""How a contract is assured, managed, reviewed and passed on to subcontractors."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tidegate.controlroom.contracts.models.contract import Contract


class Gate(models.Model):
    """One assurance gate of a complex contract.

    ``questions`` are id, text, evidence, rating, assessor; ``hard_stops`` those that a decision to
    pass must find answered; ``conditions`` text, owner, due, closed_at.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="gates")
    gate = models.CharField(max_length=12)
    questions = models.JSONField(default=list)
    hard_stops = models.JSONField(default=list)
    conditions = models.JSONField(default=list, blank=True)
    decision = models.CharField(max_length=20, blank=True)
    decided_by = models.JSONField(default=list, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    paused_since = models.DateTimeField(null=True, blank=True)
    paused_why = models.CharField(max_length=500, blank=True)
    opened_by = models.CharField(max_length=200)
    opened_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["contract", "opened_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract", "gate"],
                condition=Q(decision="") | Q(decision="passed"),
                name="gate_once_open_or_passed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gate} of {self.contract_id}"


class Performance(models.Model):
    """A performance notice and all that follows from it, until it is closed.

    ``plan`` is the newest agreed remedial action plan: version, milestones (metric, target, due,
    owner, consequence, met_on, breached_on).
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="performances")
    number = models.PositiveSmallIntegerField()
    clause = models.CharField(max_length=200)
    evidence = models.CharField(max_length=2000)
    state = models.CharField(max_length=24)
    plan = models.JSONField(default=dict, blank=True)
    due_on = models.DateField("by when the next step is due", null=True, blank=True)
    issued_by = models.CharField(max_length=200)
    issued_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["contract", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "number"], name="performance_numbered"),
        ]

    def __str__(self) -> str:
        return f"Performance notice {self.number} of {self.contract_id}"


class Withholding(models.Model):
    """Money kept back in a month for a breached, agreed milestone; given back or retained."""

    performance = models.ForeignKey(
        Performance, on_delete=models.PROTECT, related_name="withholdings"
    )
    milestone = models.CharField(max_length=60)
    month = models.DateField("first day of the month")
    base_pence = models.BigIntegerField()
    rate_per_mille = models.PositiveSmallIntegerField()
    amount_pence = models.BigIntegerField()
    outcome = models.CharField(max_length=12, blank=True)  # restored, retained
    withheld_by = models.CharField(max_length=200)
    withheld_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["performance", "month", "milestone"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["performance", "milestone", "month"], name="withholding_once_a_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_pence} p in {self.month}"


class RolloverReview(models.Model):
    """Whether a contract may be extended: asked before its end, signed before it is."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="rollovers")
    for_end = models.DateField("the end that it reviews")
    answers = models.JSONField(default=dict)
    outcome = models.CharField(max_length=20, blank=True)  # extend, reselect, end
    prepared_by = models.CharField(max_length=200)
    prepared_at = models.DateTimeField()
    signed_by = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["contract", "-for_end", "-prepared_at"]

    def __str__(self) -> str:
        return f"Review of {self.contract_id} before {self.for_end}"


class Subcontract(models.Model):
    """One edge of the tree beneath a contract: who does which services for whom, at what value.

    ``lead`` and ``sub`` are ODS codes or names; clauses are those that must pass down.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="subcontracts")
    lead = models.CharField(max_length=200)
    sub = models.CharField(max_length=200)
    services = models.JSONField(default=list)
    value_pence = models.BigIntegerField()
    risk_share = models.CharField(max_length=500, blank=True)
    clauses = models.JSONField(default=list)
    novates_to = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    added_by = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["contract", "lead", "sub"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract", "lead", "sub"],
                condition=Q(ended_on__isnull=True),
                name="subcontract_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lead} → {self.sub}"
