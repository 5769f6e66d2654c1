"""By which law and route a contract was awarded, its notices, and what changed it since."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tidegate.controlroom.contracts.models.contract import Contract


class Selection(models.Model):
    """The process by which a contract is awarded.

    ``answers`` are those to the questions of the decision tree, ``content`` what the law asks to be
    kept: key criteria and scores, conflicts and their handling, decision makers, an urgent award's
    statements.
    """

    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="selection")
    regime = models.CharField(max_length=20)
    process_started = models.DateField()
    route = models.CharField(max_length=30, blank=True)
    route_reasons = models.JSONField(default=list, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    content = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=20)
    awarded_on = models.DateField(null=True, blank=True)
    panel_ref = models.CharField(max_length=100, blank=True)
    opened_by = models.CharField(max_length=200)
    opened_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["contract"]

    def __str__(self) -> str:
        return f"Selection for {self.contract_id}"


class Notice(models.Model):
    """One notice that the law asks for: when it is due, and when it was published."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=40)
    due_on = models.DateField(null=True, blank=True)
    because = models.CharField("what made it due", max_length=200)
    published_on = models.DateField(null=True, blank=True)
    ref = models.CharField(max_length=100, blank=True)
    content = models.JSONField(default=dict, blank=True)
    published_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["contract", "due_on", "id"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.contract_id}"


class Representation(models.Model):
    """A provider's objection within the standstill, and what came of it."""

    selection = models.ForeignKey(
        Selection, on_delete=models.PROTECT, related_name="representations"
    )
    notice = models.ForeignKey(
        Notice,
        on_delete=models.PROTECT,
        related_name="representations",
        verbose_name="the intention that it objects to",
    )
    by = models.CharField("who objected", max_length=200)
    text = models.CharField(max_length=2000)
    received_at = models.DateTimeField()
    decision = models.CharField(max_length=20, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    told_at = models.DateTimeField("when it was told the outcome", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["selection", "received_at"]

    def __str__(self) -> str:
        return f"{self.by} on {self.selection_id}"


class Modification(models.Model):
    """One change of a contract in force: its ground, and what it adds to the lifetime value."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="modifications")
    version = models.PositiveSmallIntegerField("version of the terms that it made")
    ground = models.CharField(max_length=40)
    delta_pence = models.BigIntegerField()
    cumulative_pence = models.BigIntegerField()
    character_changed = models.BooleanField(default=False)
    reasons = models.JSONField(default=list, blank=True)
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["contract", "made_at", "id"]

    def __str__(self) -> str:
        return f"{self.ground} of {self.contract_id}"
