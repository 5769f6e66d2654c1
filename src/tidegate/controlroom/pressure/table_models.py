"""Choices of a score table: from which day on pressure is scored by which table, and why."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class TableChoice(models.Model):
    """From a day on, pressure is scored by this table: a person's decision, with a reason.

    Never changed once written; the next choice comes after it. The table is kept as its file stood
    then (``text``, fingerprint ``sha256``), so that no later change of the file changes a score.

    ``name`` is that of a shipped table, or of a deployment's ``own`` file; ``label`` what scores
    by it are called, with the edition.
    """

    name = models.CharField("name of the table or its file", max_length=120)
    own = models.BooleanField("whether it is the deployment's own")
    sha256 = models.CharField(max_length=64, db_index=True)
    text = models.TextField("the file as it stood")
    label = models.CharField("what scores by it are called", max_length=200)
    from_day = models.DateField("first day scored by it")
    reason = models.CharField("why it was chosen", max_length=300)
    chosen_by = models.CharField(max_length=200)
    chosen_by_name = models.CharField(max_length=200)
    chosen_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(reason="")
                & ~models.Q(chosen_by="")
                & ~models.Q(text="")
                & ~models.Q(sha256=""),
                name="table_choice_has_who_why_and_what",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label}, from {self.from_day}"
