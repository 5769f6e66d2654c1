"""Organisations as a tree, who belongs to them in which role, and which systems act for them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models

from tidegate.core.directory.roles import ROLES, Role


class Kind(models.TextChoices):
    """What an organisation is."""

    NATION = "nation", "Nation"
    REGION = "region", "Region"
    ICB = "icb", "Integrated care board"
    TRUST = "trust", "NHS trust"
    INDEPENDENT = "independent", "Independent hospital"
    SITE = "site", "Site"
    CARE_HOME = "care_home", "Care home"
    PRACTICE = "practice", "GP practice"


class Sector(models.TextChoices):
    """Whose organisation it is."""

    NHS = "nhs", "NHS"
    INDEPENDENT = "independent", "Independent"
    UNKNOWN = "unknown", "Not known"


class Organisation(models.Model):
    """One organisation, under its ODS code; ``parent`` is who oversees it.

    ``area`` is the code of the integrated care board that it lies in, its own code for a board,
    and empty for a region or the nation.
    """

    code = models.CharField("ODS code", max_length=12, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=Kind)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="beneath"
    )
    area = models.CharField("area code", max_length=12, blank=True, db_index=True)
    sector = models.CharField(max_length=16, choices=Sector, default=Sector.UNKNOWN)

    class Meta:
        ordering: ClassVar = ["name", "code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="organisation_not_its_own_parent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Membership(models.Model):
    """A role that a person holds in an organisation, from when it was granted until it ended."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(
        max_length=24, choices=[(role.value, ROLES[role].title) for role in Role]
    )
    granted_at = models.DateTimeField()
    granted_by = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["organisation__name", "role"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=models.Q(ended_at=None),
                name="membership_held_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ended_by="")),
                name="membership_end_has_when_and_who",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()} at {self.organisation}"


class Token(models.Model):
    """A key by which one system of an organisation acts through the interface, in one role.

    Only the hash of the secret is kept: it is shown once, to whoever issued it. ``issued_by`` is
    an identity of the record (``person:7``), because the two-person rules ask for it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tokens")
    role = models.CharField(
        max_length=24, choices=[(role.value, ROLES[role].title) for role in Role]
    )
    label = models.CharField("what the system is called", max_length=60)
    secret_hash = models.CharField(max_length=64, unique=True)
    issued_by = models.CharField(max_length=200)
    issued_by_name = models.CharField(max_length=200)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_name = models.CharField(max_length=200, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["organisation__name", "label", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("issued_at")),
                name="token_expires_after_it_was_issued",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by_name="")
                | (models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_by_name="")),
                name="token_withdrawal_has_when_and_who",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.organisation.name}"

    def works(self, now: datetime) -> bool:
        """Say whether it opens the interface at this moment."""
        return self.withdrawn_at is None and now < self.expires_at
