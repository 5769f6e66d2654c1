"""How a contract ends: the plan that must stand before it begins, and what is left afterwards."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tidegate.controlroom.contracts.models.contract import Contract


class ExitPlan(models.Model):
    """One version of a contract's exit plan; never changed once written.

    ``content`` holds scope, residual scope, staff transfer, assets, data, licences, subcontracts,
    step-in, mobilisation, patient continuity, costs, dates and owner.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="exit_plans")
    version = models.PositiveSmallIntegerField()
    content = models.JSONField()
    readiness = models.CharField(max_length=8)  # red, amber, green
    dry_run_on = models.DateField(null=True, blank=True)
    active_from = models.DateTimeField("when it came into use", null=True, blank=True)
    written_by = models.CharField(max_length=200)
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["contract", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "version"], name="exit_plan_version_once"),
        ]

    def __str__(self) -> str:
        return f"Exit plan {self.version} of {self.contract_id}"


class Residual(models.Model):
    """What stayed with the provider after a contract's other scope was taken back.

    It stays on the register, with its owner, until somebody says what became of it.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="residuals")
    scope = models.CharField(max_length=300)
    owner = models.CharField(max_length=200)
    review_on = models.DateField()
    settled_on = models.DateField(null=True, blank=True)
    settled_how = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["contract", "id"]

    def __str__(self) -> str:
        return self.scope
