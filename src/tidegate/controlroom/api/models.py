"""Answers that were given, so that a call that is repeated changes nothing."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tidegate.controlroom.directory.models import Token


class Answer(models.Model):
    """What was answered to a call that named itself with an ``Idempotency-Key``.

    No answer that is kept holds who a patient is: those that do are answers to reading, which
    changes nothing and takes no key.
    """

    token = models.ForeignKey(Token, on_delete=models.PROTECT, related_name="answers")
    key = models.CharField(max_length=64)
    asked = models.CharField("hash of what was asked", max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(default="")  # as it was sent, to the byte
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "key"], name="answer_once_per_key"),
        ]
        indexes: ClassVar = [models.Index(fields=["token", "at"], name="answer_by_age")]

    def __str__(self) -> str:
        return f"{self.key}: {self.status}"
