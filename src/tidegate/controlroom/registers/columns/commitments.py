"""Promises: their columns, their marks in words, and what can be added to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from tidegate.controlroom.board import words
from tidegate.controlroom.registers import queries
from tidegate.controlroom.registers.forms.commitments import (
    CommitmentForm,
    EvidenceForm,
    OfficialForm,
    ScheduleForm,
)
from tidegate.controlroom.registers.shape import Column, Register, Show, Step
from tidegate.core.registers.commitments import (
    DIRECTIONS,
    NOT_LOOKED_AT,
    STATUSES,
    TRACKS,
    Direction,
    Track,
    is_past_due,
    shortest,
    standing,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tidegate.controlroom.registers.models import Commitment


def quantity_words(row: Commitment) -> str:
    """Write how much was promised: ``to 200 places, from 100``."""
    if row.quantity_value is None:
        return ""
    said = DIRECTIONS[Direction(row.quantity_direction)]
    base = "" if row.quantity_base is None else f", from {shortest(row.quantity_base)}"
    return f"{said} {shortest(row.quantity_value)} {row.quantity_unit}{base}"


def _stands(track: Track) -> Callable[[Commitment], str]:
    def on(row: Commitment) -> str:
        found = standing(mark.mark() for mark in row.marks.all()).get(track)
        return STATUSES[track].get(found.status, found.status) if found else NOT_LOOKED_AT

    return on


def _past_due(row: Commitment) -> bool:
    marks = [mark.mark() for mark in row.marks.all()]
    return is_past_due(row.promise(), marks, timezone.localdate())


def _milestones(row: Commitment) -> list[str]:
    return [
        f"{words.day(each.due)}: {each.text}"
        + ("" if each.value is None else f" ({shortest(each.value)})")
        for each in row.promise().milestones
    ]


def _added(row: Commitment) -> list[str]:
    return [
        f"{TRACKS[Track(mark.track)]}, {words.day(mark.on)}:"
        f" {STATUSES[Track(mark.track)].get(mark.status, mark.status)}."
        f"{f' {mark.source}.' if mark.source else ''} Noted by {mark.said_by_name}"
        for mark in row.marks.all()
    ]


COMMITMENTS = Register(
    slug="commitments",
    title="Commitments",
    about="What was promised, as it was promised, and what became of it on three questions.",
    one="promise",
    subject="commitment",
    columns=(
        Column("summary", "Promise", lambda row: row.summary),
        Column("who_promised", "Who promised", lambda row: row.who_promised, narrows=True),
        Column("quantity", "How much", quantity_words),
        Column("owner", "Owner", lambda row: row.owner, narrows=True),
        Column("due", "Due", lambda row: row.due, Show.DAY),
        Column("official", TRACKS[Track.OFFICIAL], _stands(Track.OFFICIAL), narrows=True),
        Column("evidence", TRACKS[Track.EVIDENCE], _stands(Track.EVIDENCE), narrows=True),
        Column("schedule", TRACKS[Track.SCHEDULE], _stands(Track.SCHEDULE), narrows=True),
        Column("past_due", "Past its day", _past_due, listed=False),
        Column("made_on", "Promised on", lambda row: row.made_on, Show.DAY, listed=False),
        Column("source", "Written in", lambda row: row.source, listed=False),
        Column("deliverable", "What is delivered", lambda row: row.deliverable, listed=False),
        Column("milestones", "Milestones", _milestones, listed=False),
        Column("keeper", "Kept by", lambda row: row.keeper, Show.CODE, listed=False),
        Column("sha256", "SHA-256 of the promise", lambda row: row.sha256, listed=False),
    ),
    rows=queries.commitments,
    added=_added,
    form=CommitmentForm,
    steps=lambda _: (
        Step("official", "Note what the promiser says", OfficialForm),
        Step("evidence", "Note what evidence says", EvidenceForm),
        Step("schedule", "Note how it stands against its time", ScheduleForm),
    ),
)
