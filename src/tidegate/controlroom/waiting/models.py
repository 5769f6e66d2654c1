"""Snapshots: which facts were loaded, from which file, by whom, and what was odd about them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Snapshot(models.Model):
    """One immutable load of bulk facts; the facts themselves are in the store of snapshots.

    Never changed once written: a better file for the same date is a new row that supersedes this
    one, which stays readable, because earlier results were made from it.

    ``organisation`` is the ODS code of the organisation whose facts these are, and empty for what
    is published. ``sha256`` names the file in the store, ``source_sha256`` is that of the file
    that was loaded.
    """

    kind = models.CharField(max_length=40)
    as_of = models.DateField("as of")
    organisation = models.CharField("ODS code", max_length=12, blank=True)
    name = models.CharField("file", max_length=600)
    source_sha256 = models.CharField(max_length=64)
    source_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveBigIntegerField()
    findings = models.JSONField(default=list, blank=True)
    loaded_by = models.CharField(max_length=200)
    loaded_at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    class Meta:
        ordering: ClassVar = ["-as_of", "kind", "organisation", "-id"]
        constraints: ClassVar = [
            # With the one-to-one link this leaves exactly one current snapshot of each.
            models.UniqueConstraint(
                fields=["kind", "as_of", "organisation"],
                condition=models.Q(supersedes=None),
                name="snapshot_first_of_its_kind_and_date",
            ),
            models.CheckConstraint(
                condition=~models.Q(supersedes=models.F("id")),
                name="snapshot_not_its_own_successor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} as of {self.as_of}: {self.name}"
