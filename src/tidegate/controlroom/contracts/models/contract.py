"""The contract itself: what was agreed, by whom, in which version, and what a surge would turn."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tidegate.core.contracts.lifecycle.states import ContractState
from tidegate.core.lifecycle import Side

SIDES = (Side.BUYER, Side.PROVIDER)


class Contract(models.Model):
    """What a buyer and a provider agreed; how it stands today.

    ``service`` and ``cpv`` decide which law governs its selection. ``complex_why`` names what puts
    it under assurance gates (new entity, risk share, novel price, integrated model); empty is none.
    ``holder_of_risk`` is who bears what nobody else does. ``value_pence`` is the lifetime value as
    signed, so that later changes can be added up against it. ``contract_id`` is the identifier
    that contract lines of files carry.
    """

    reference = models.CharField(max_length=20, unique=True)
    contract_id = models.CharField("identifier in files", max_length=100, unique=True)
    title = models.CharField(max_length=200)
    buyer = models.CharField("ODS code of the buyer", max_length=12, db_index=True)
    provider = models.CharField("ODS code of the provider", max_length=12, db_index=True)
    area = models.CharField("area code", max_length=12, db_index=True)
    service = models.CharField("kind of service", max_length=40)
    cpv = models.CharField("CPV code", max_length=12, blank=True)
    legal_basis = models.CharField(max_length=200, blank=True)
    complex_why = models.JSONField(default=list, blank=True)
    holder_of_risk = models.CharField("holder of residual risk", max_length=200, blank=True)
    value_pence = models.BigIntegerField("lifetime value as signed")
    start = models.DateField()
    end = models.DateField()
    notice_days = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=12,
        choices=[(state.value, state.value) for state in ContractState],
        default=ContractState.DRAFT.value,
    )
    reason = models.CharField("why it came to where it stands", max_length=500, blank=True)
    drafted_by = models.CharField(max_length=200)
    drafted_at = models.DateTimeField()
    moved_at = models.DateTimeField("when it came to where it stands")
    ends_on = models.DateField("last day of service, once notice was given", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["reference"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")), name="contract_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(buyer=F("provider")), name="contract_has_two_sides"
            ),
            models.CheckConstraint(condition=Q(value_pence__gte=0), name="contract_value_not_less"),
        ]

    def __str__(self) -> str:
        return self.reference


class Terms(models.Model):
    """One version of what a contract says about money and duties; never changed once written.

    ``content`` is what ``core.contracts.terms`` reads: basis, guarantee, premia, cost recovery,
    block beds, caps, private-work limit, notice, exit, review dates.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="terms")
    version = models.PositiveSmallIntegerField()
    content = models.JSONField()
    from_day = models.DateField("in force from")
    reason = models.CharField("why it changed", max_length=500, blank=True)
    written_by = models.CharField(max_length=200)
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["contract", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "version"], name="terms_version_once"),
        ]

    def __str__(self) -> str:
        return f"Terms {self.version} of {self.contract_id}"


class Line(models.Model):
    """One line of a contract: units of one kind of care at a site, each week, at a price.

    Offers and plans name it by ``line_id``; ``units_per_week`` is what was contracted, ``cap`` the
    most that may be taken over the whole term (none: no cap), ``minimum_take`` what is paid for
    whether it is used or not.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="lines")
    line_id = models.CharField(max_length=100, unique=True)
    site = models.CharField("ODS code of the site", max_length=12)
    modality = models.CharField(max_length=20)
    tfcs = models.JSONField("treatment functions", default=list, blank=True)
    units_per_week = models.PositiveIntegerField()
    unit_price_pence = models.BigIntegerField()
    minimum_take = models.PositiveIntegerField(default=0)
    cap = models.PositiveIntegerField(null=True, blank=True)
    first_week = models.DateField("Monday of its first week")
    last_week = models.DateField("Monday of its last week")
    released_from = models.DateField("Monday from which it was given back", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["contract", "line_id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last_week__gte=F("first_week")), name="line_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(unit_price_pence__gte=0), name="line_price_not_less"
            ),
        ]

    def __str__(self) -> str:
        return self.line_id


class Signature(models.Model):
    """One side's yes to one version of the terms, by one person; only ever added to."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="signatures")
    version = models.PositiveSmallIntegerField("version of the terms")
    side = models.CharField(max_length=10, choices=[(side.value, side.value) for side in SIDES])
    signed_by = models.CharField(max_length=200)
    signed_by_name = models.CharField(max_length=200)
    signed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["contract", "signed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract", "version", "side"], name="signature_once_per_side"
            ),
            models.UniqueConstraint(
                fields=["contract", "version", "signed_by"], name="signature_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} of {self.contract_id}"


class Switch(models.Model):
    """One turn of a term that a surge switches (standby → active); only ever added to.

    ``name`` is one of the switches that the terms declare with who may turn it; the newest row of a
    name says how it stands. ``because`` is what it was turned for (a surge's reference).
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="switches")
    name = models.CharField(max_length=40)
    position = models.CharField(max_length=20)
    from_day = models.DateField()
    because = models.CharField(max_length=500)
    turned_by = models.CharField(max_length=200)
    turned_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["contract", "name", "-turned_at", "-id"]

    def __str__(self) -> str:
        return f"{self.name}: {self.position}"
