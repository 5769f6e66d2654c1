"""The rows of the record; the database itself refuses to change or remove them."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.db import models

from tidegate.core.log import entry as core
from tidegate.core.log.canonical import canonical
from tidegate.core.log.chain import GENESIS
from tidegate.core.log.kinds import KINDS

LONGEST = {"actor": 200, "actor_name": 200, "on_behalf_of": 12, "subject": 200, "headline": 500}
"""The most characters of each text of an entry, on either database."""


class Entry(models.Model):
    """One line of the record, as ``core.log.entry.Entry`` describes it.

    It has no foreign keys: what it says must stay as it was, whatever becomes of the rows that it
    speaks of. Facts and references are kept in their canonical text, so that a single changed byte
    shows.
    """

    seq = models.PositiveBigIntegerField("number", primary_key=True)
    kind = models.CharField(max_length=40)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=LONGEST["actor"])
    actor_name = models.CharField(max_length=LONGEST["actor_name"])
    on_behalf_of = models.CharField("on behalf of", max_length=LONGEST["on_behalf_of"], blank=True)
    subject = models.CharField(max_length=LONGEST["subject"])
    headline = models.CharField(max_length=LONGEST["headline"])
    facts_text = models.TextField(default="{}")
    refs_text = models.TextField(default="[]")
    visibility = models.CharField(max_length=10)
    severity = models.PositiveSmallIntegerField()
    prev_hash = models.CharField(max_length=64)
    # Not unique: with INSERT OR REPLACE, SQLite would remove the entry that it collides with.
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["-seq"]
        verbose_name_plural = "entries"
        indexes: ClassVar = [
            models.Index(fields=["kind", "-seq"], name="log_entry_kind"),
            models.Index(fields=["subject", "-seq"], name="log_entry_subject"),
            models.Index(fields=["on_behalf_of", "-seq"], name="log_entry_on_behalf_of"),
            models.Index(fields=["occurred_at"], name="log_entry_occurred_at"),
        ]

    def __str__(self) -> str:
        return f"{self.seq}. {self.headline}"

    @property
    def facts(self) -> dict[str, Any]:
        """The figures behind the headline."""
        facts: dict[str, Any] = _canonical(self.facts_text)
        return facts

    @property
    def refs(self) -> tuple[core.Ref, ...]:
        """The earlier entries that it refers to."""
        pointers = _canonical(self.refs_text)
        return tuple(core.Ref(core.RefType(ref["type"]), ref["seq"]) for ref in pointers)

    @property
    def kind_label(self) -> str:
        """What happened, for a person; a kind that the table no longer has shows its name."""
        return KINDS[self.kind].label if self.kind in KINDS else self.kind

    @property
    def late(self) -> bool:
        """Whether it was written down more than 15 minutes after the event."""
        return core.is_late(self.occurred_at, self.recorded_at)

    def as_sealed(self) -> core.Entry:
        """Return the entry as it is hashed.

        Raises:
            ValueError: the row holds text that no entry was ever written with.
        """
        return core.Entry(
            seq=self.seq,
            kind=self.kind,
            occurred_at=self.occurred_at,
            recorded_at=self.recorded_at,
            actor=self.actor,
            actor_name=self.actor_name,
            on_behalf_of=self.on_behalf_of,
            subject=self.subject,
            headline=self.headline,
            visibility=self.visibility,
            severity=self.severity,
            facts=self.facts,
            refs=self.refs,
            prev_hash=self.prev_hash,
            hash=self.hash,
        )


class Head(models.Model):
    """Where the record ends; the lock on this one row puts writers in line, without a gap."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        verbose_name = "end of the record"

    def __str__(self) -> str:
        return f"{self.seq} {self.hash}"


class Reading(models.Model):
    """That someone looked at a row that can be traced to one patient: who, what, when and why."""

    actor = models.CharField(max_length=200)
    actor_name = models.CharField(max_length=200)
    on_behalf_of = models.CharField("on behalf of", max_length=12, blank=True)
    subject = models.CharField(max_length=200)
    reason = models.CharField(max_length=200)
    read_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["subject", "-read_at"], name="log_reading_subject"),
            models.Index(fields=["actor", "-read_at"], name="log_reading_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} read {self.subject}"


def _canonical(text: str) -> Any:
    """Return whatever JSON value the text holds, unless it was ever written in another form."""
    value = json.loads(text)
    if canonical(value) != text:
        raise ValueError("facts or references are not in their canonical form")
    return value
