"""The hash chain: each entry seals its own content and the entry before it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from tidegate.core.log.canonical import canonical, moment
from tidegate.core.log.entry import Entry

FORMAT = 1
"""Version of the hashed form, hashed with it, so that a later form cannot pass for this one."""

GENESIS = "0" * 64
"""What the first entry has for the hash of the entry before it."""


class Broken(StrEnum):
    """What is wrong with the first entry that does not hold."""

    SEQUENCE = "sequence"
    LINK = "link"
    CONTENT = "content"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Head:
    """Where the record says that it ends: number and hash of its last entry."""

    seq: int = 0
    hash: str = GENESIS


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A stored row that cannot even be read as an entry; it breaks the chain where it stands."""

    seq: int
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What a walk over the record found.

    Attributes:
        ok: whether every entry and the head hold.
        checked: how many entries held before the first broken one.
        head: the last entry that held; note it elsewhere and the record cannot be rewritten unseen.
        first_broken: number of the first entry that does not hold.
        kind: its kind, where it has one.
        what: what is wrong with it.
        detail: the same in a sentence.
    """

    ok: bool
    checked: int
    head: Head
    first_broken: int | None = None
    kind: str = ""
    what: Broken | None = None
    detail: str = ""


def content(entry: Entry) -> str:
    """Write down everything that the hash of an entry covers, apart from the entry before it."""
    return canonical(
        {
            "format": FORMAT,
            "seq": entry.seq,
            "kind": entry.kind,
            "occurred_at": moment(entry.occurred_at),
            "recorded_at": moment(entry.recorded_at),
            "actor": entry.actor,
            "actor_name": entry.actor_name,
            "on_behalf_of": entry.on_behalf_of,
            "subject": entry.subject,
            "headline": entry.headline,
            "visibility": entry.visibility,
            "severity": entry.severity,
            "facts": entry.facts,
            "refs": [{"type": ref.type, "seq": ref.seq} for ref in entry.refs],
        }
    )


def digest(entry: Entry) -> str:
    """Return the hash that an entry with this content and predecessor must carry (hex SHA-256)."""
    return hashlib.sha256(f"{entry.prev_hash}\n{content(entry)}".encode()).hexdigest()


def seal(entry: Entry, head: Head) -> Entry:
    """Return the entry as the next one after ``head``: numbered, linked and hashed."""
    linked = replace(entry, seq=head.seq + 1, prev_hash=head.hash)
    return replace(linked, hash=digest(linked))


def walk(entries: Iterable[Entry | Unreadable], head: Head) -> Verification:
    """Check entries in the order of their numbers, then that the record ends where it says.

    Holds one entry at a time, so a record of any length can be streamed through it.
    """
    last = Head()
    for entry in entries:
        fault = _fault(entry, last)
        if fault is not None:
            what, detail = fault
            return Verification(False, last.seq, last, entry.seq, entry.kind, what, detail)
        assert isinstance(entry, Entry)  # noqa: S101 - an unreadable row always has its fault
        last = Head(entry.seq, entry.hash)
    if last != head:
        detail = f"the record says that it ends with entry {head.seq}, but it ends with {last.seq}"
        if last.seq == head.seq:
            detail = f"the hash kept for the end of the record is not that of entry {last.seq}"
        broken = max(last.seq, head.seq)
        return Verification(False, last.seq, last, broken, "", Broken.HEAD, detail)
    return Verification(True, last.seq, last)


def _fault(entry: Entry | Unreadable, last: Head) -> tuple[Broken, str] | None:
    if entry.seq != last.seq + 1:
        return Broken.SEQUENCE, f"expected entry {last.seq + 1} here, found entry {entry.seq}"
    if isinstance(entry, Unreadable):
        return Broken.CONTENT, f"it cannot be read: {entry.why}"
    if entry.prev_hash != last.hash:
        before = f"entry {last.seq}" if last.seq else "the start of the record"
        return Broken.LINK, f"it does not follow from {before}: one of the two was altered"
    try:
        expected = digest(entry)
    except (TypeError, ValueError) as problem:
        return Broken.CONTENT, f"it cannot be read: {problem}"
    if entry.hash != expected:
        return Broken.CONTENT, "its content is not what was sealed when it was written"
    return None


def sealed(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Chain entries one after another from the start of a record."""
    head = Head()
    for entry in entries:
        done = seal(entry, head)
        head = Head(done.seq, done.hash)
        yield done
