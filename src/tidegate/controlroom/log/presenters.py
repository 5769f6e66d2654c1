"""Entries of the record as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.core.log.entry import RefType, Severity, Visibility, is_late
from tidegate.core.log.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from tidegate.controlroom.log import models
    from tidegate.core.log import entry as core
    from tidegate.core.log.chain import Verification

    Entry = core.Entry | models.Entry

IN_WORDS = {
    RefType.FOLLOWS: "Follows",
    RefType.UPDATES: "Updates",
    RefType.CONFIRMS: "Confirms",
    RefType.CORRECTS: "Corrects",
    RefType.WITHDRAWS: "Withdraws",
    RefType.ANSWERS: "Answers",
    RefType.EVIDENCE: "Rests on",
    RefType.SEE: "See also",
}
READERS = {
    Visibility.INTERNAL: "The organisations it is about",
    Visibility.PARTNER: "Partners who have signed in",
    Visibility.PUBLIC: "Everyone",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in a list: what happened, who did it, how long ago."""

    seq: int
    kind: str
    headline: str
    by: str
    when: str
    ago: str
    late: bool
    important: bool


def line(entry: Entry, now: datetime) -> Line:
    """Put one entry into a line of a list."""
    return Line(
        seq=entry.seq,
        kind=kind_label(entry.kind),
        headline=entry.headline,
        by=entry.actor_name,
        when=words.day_and_time(entry.occurred_at),
        ago=words.ago(entry.occurred_at, now),
        late=is_late(entry.occurred_at, entry.recorded_at),
        important=entry.severity >= Severity.SERIOUS,
    )


def lines(entries: Iterable[Entry], now: datetime) -> list[Line]:
    """Put entries into lines, in the order given."""
    return [line(entry, now) for entry in entries]


def kind_label(kind: str) -> str:
    """Name a kind of entry for a person; one that is no longer in the table names itself."""
    return KINDS[kind].label if kind in KINDS else kind.replace("_", " ").capitalize()


def kind_choices(kinds: Iterable[str]) -> list[tuple[str, str]]:
    """Give the kinds present as choices, sorted by their label."""
    return sorted(((kind, kind_label(kind)) for kind in kinds), key=lambda choice: choice[1])


def about(entry: Entry, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Say who, when, for whom and about what: the rows above an entry's facts.

    ``names`` are those of the organisations in sight, by code.
    """
    rows = [
        ("What happened", kind_label(entry.kind)),
        ("When", words.day_and_time(entry.occurred_at)),
        ("Written down", words.day_and_time(entry.recorded_at)),
        ("By", entry.actor_name),
        ("On behalf of", _acted_for(entry.on_behalf_of, names)),
        ("About", entry.subject),
        ("Who may read it", READERS.get(Visibility(entry.visibility), entry.visibility)),
    ]
    if is_late(entry.occurred_at, entry.recorded_at):
        rows[2] = (rows[2][0], f"{rows[2][1]} (late: more than 15 minutes after the event)")
    return rows


def _acted_for(code: str, names: Mapping[str, str]) -> str:
    if not code:
        return "Nobody but themselves"
    return f"{names[code]} ({code})" if code in names else code


def facts(entry: Entry) -> list[tuple[str, str]]:
    """List the figures behind an entry, nested ones as ``outer: inner``."""
    return list(_flat("", entry.facts))


def refs(entry: Entry) -> list[tuple[str, int]]:
    """List the earlier entries that this one refers to, the kind of reference in words."""
    return [(IN_WORDS[ref.type], ref.seq) for ref in entry.refs]


def verification_sentence(found: Verification) -> str:
    """Say what a walk over the record found, in one sentence."""
    checked = words.counted(found.checked, "entry", "entries")
    if found.ok:
        return f"Checked {checked} just now: the chain is whole."
    return (
        f"The record does not hold at entry {found.first_broken}: {found.detail}. "
        f"{checked} before it are sound."
    )


def _flat(name: str, value: object) -> Iterable[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            spoken = str(key).replace("_", " ").replace("sha256", "SHA-256")
            yield from _flat(
                f"{name}: {spoken}" if name else f"{spoken[:1].upper()}{spoken[1:]}", item
            )
    elif isinstance(value, list | tuple):
        simple = all(not isinstance(item, dict | list | tuple) for item in value)
        if simple:
            yield name, ", ".join(_said(item) for item in value) or "None"
        else:
            for number, item in enumerate(value, 1):
                yield from _flat(f"{name} {number}", item)
    else:
        yield name, _said(value)


def _said(value: object) -> str:
    if value is None:
        return "None"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int):
        return f"{value:,}"
    return str(value)
