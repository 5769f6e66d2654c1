"""Write one entry to the record, in the transaction of the change that it records."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.transaction import TransactionManagementError

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.directory.caller import Caller
from tidegate.controlroom.directory.models import Token
from tidegate.controlroom.log import models
from tidegate.core.log import chain
from tidegate.core.log.canonical import canonical, plain
from tidegate.core.log.entry import Entry, Ref, Severity, System, Visibility
from tidegate.core.log.kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

Actor = Person | System | Token | Caller
_SUBJECT = re.compile(r"[a-z][a-z_]*:\S.*")


def record(  # noqa: PLR0913 - all by keyword: this is the one door to the record
    *,
    kind: str,
    actor: Actor,
    subject: str,
    headline: str,
    facts: Mapping[str, object],
    now: datetime,
    on_behalf_of: str = "",
    occurred_at: datetime | None = None,
    visibility: str | None = None,
    severity: int | None = None,
    refs: Sequence[Ref] = (),
) -> models.Entry:
    """Append an entry; it stands or falls with the transaction that it is written in.

    Call it last in the transaction: until the commit, every other writer waits behind it.

    Args:
        kind: a name in ``core.log.kinds``.
        actor: the person or the provider's system who acted, or the named run of the software.
        subject: what it is about, as ``noun:identifier``.
        headline: one plain sentence, at most 500 characters.
        facts: the figures behind it: text, numbers, dates, lists and mappings of them.
        now: when it is written down.
        on_behalf_of: ODS code of the organisation that the actor acted for.
        occurred_at: when it happened, if not now; over 15 minutes ago it shows as late.
        visibility: who may read it, if not as usual for the kind.
        severity: 0 to 4, if not as usual for the kind.
        refs: earlier entries that it refers to.

    Raises:
        TransactionManagementError: outside ``transaction.atomic``.
        TypeError: the actor is neither a stored person, a stored token nor a system run.
        ValueError: an unknown kind, a moment in the future, or a field that cannot be kept.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError(
            "record() must be called inside the transaction.atomic of the change that it records"
        )
    terms = kind_of(kind)
    identity, name = identify(actor)
    entry = Entry(
        seq=0,
        kind=kind,
        occurred_at=now if occurred_at is None else occurred_at,
        recorded_at=now,
        actor=identity,
        actor_name=name,
        on_behalf_of=on_behalf_of,
        subject=subject,
        headline=headline.strip(),
        visibility=Visibility(terms.visibility if visibility is None else visibility).value,
        severity=Severity(terms.severity if severity is None else severity).value,
        facts=plain(facts),  # type: ignore[arg-type] # a mapping in is a mapping out
        refs=tuple(refs),
    )
    head = _locked_head()
    _refuse_what_cannot_stand(entry, head)
    return _append(entry, head)


def identify(actor: Actor) -> tuple[str, str]:
    """Return an actor's identity for machines and the name that people know them by."""
    if isinstance(actor, System):
        return f"system:{actor.name}", actor.name
    if isinstance(actor, Person) and actor.pk is not None:
        return f"person:{actor.pk}", actor.label
    caller = Caller(actor) if isinstance(actor, Token) else actor
    if isinstance(caller, Caller) and caller.token.pk is not None:
        return f"token:{caller.token.pk}", caller.name
    raise TypeError(
        "a stored person, a stored token or a named system run must answer for an entry of the "
        "record"
    )


def _locked_head() -> models.Head:
    """Take the lock that puts writers in line; SQLite holds its own since the transaction began."""
    heads = models.Head.objects.select_for_update()
    head = heads.first()
    if head is None:  # the first entry ever: two writers may both come to this point
        models.Head.objects.get_or_create(id=models.Head.ONLY)
        head = heads.get()
    return head


def _refuse_what_cannot_stand(entry: Entry, head: models.Head) -> None:
    if entry.occurred_at > entry.recorded_at:
        raise ValueError("what has not happened yet cannot be recorded as having happened")
    if not _SUBJECT.fullmatch(entry.subject):
        raise ValueError(f"a subject is written noun:identifier, not {entry.subject!r}")
    if not entry.headline:
        raise ValueError("an entry needs a headline")
    for ref in entry.refs:
        if not 1 <= ref.seq <= head.seq:
            raise ValueError(f"there is no earlier entry {ref.seq} to refer to")
    for name, longest in models.LONGEST.items():
        text = str(plain(getattr(entry, name)))
        if len(text) > longest:
            raise ValueError(f"{name} is longer than {longest} characters")


def _append(entry: Entry, head: models.Head) -> models.Entry:
    sealed = chain.seal(entry, chain.Head(head.seq, head.hash))
    row = models.Entry.objects.create(
        seq=sealed.seq,
        kind=sealed.kind,
        occurred_at=sealed.occurred_at,
        recorded_at=sealed.recorded_at,
        actor=sealed.actor,
        actor_name=sealed.actor_name,
        on_behalf_of=sealed.on_behalf_of,
        subject=sealed.subject,
        headline=sealed.headline,
        facts_text=canonical(sealed.facts),
        refs_text=canonical([{"type": ref.type, "seq": ref.seq} for ref in sealed.refs]),
        visibility=sealed.visibility,
        severity=sealed.severity,
        prev_hash=sealed.prev_hash,
        hash=sealed.hash,
    )
    head.seq, head.hash = sealed.seq, sealed.hash
    head.save(update_fields=["seq", "hash"])
    return row
