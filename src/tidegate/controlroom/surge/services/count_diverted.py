"""Say how many patients came to a receiver by a divert, from when to when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.surge.models import Divert, DivertCount
from tidegate.controlroom.surge.services.take_step import take_step
from tidegate.core.reasons import Reason
from tidegate.core.surge.closures.diverts import RULES, Came
from tidegate.core.surge.closures.states import STREAM_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.happening import Taking


def count_diverted(
    *, divert: Divert, came: Came, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Divert:
    """Count the patients of one stream in a time; the same time again takes the place of before.

    Raises:
        PermissionMissing: the actor may not count for the receiver.
        SurgeRefused: the time is none of the divert's, or part of it was counted.
    """

    def keep(taking: Taking) -> None:
        taking.rows.append(
            DivertCount(
                divert=taking.row, stream=came.stream.value, start=came.start, end=came.end,
                patients=came.patients, said_by=taking.said_by,
                said_by_name=taking.said_by_name, said_at=now,
            )
        )  # fmt: skip
        stream = STREAM_LABELS[came.stream].lower()
        since, until = words.day_and_time(came.start), words.day_and_time(came.end)
        taking.headline = f"{came.patients} came from {since} to {until}, {stream}"
        taking.facts |= {
            "divert": taking.row.reference, "stream": came.stream.value,
            "patients": came.patients, "since": came.start, "until": came.end,
        }  # fmt: skip

    return take_step(
        row=divert, verb="count", actor=actor, now=now, on_behalf_of=on_behalf_of,
        besides=lambda locked: tuple(_faults(locked, came, now)), deed=keep,
    )  # fmt: skip


def _faults(divert: Divert, came: Came, now: datetime) -> Iterator[Reason]:
    if came.stream.value not in divert.streams:
        yield _no("STREAM_NOT_DIVERTED", "Such patients are not diverted by it.")
    if came.patients < 0:
        yield _no("BELOW_ZERO", "Nothing comes below zero.")
    if came.end <= came.start:
        yield _no("NO_TIME", "Say from when to when: the end is after the beginning.")
    if came.end > now:
        yield _no("NOT_YET", "That time is not over.")
    if came.start < divert.started_at:
        yield _no("BEFORE_THE_LAST", "Patients were not diverted then.")
    counted = DivertCount.objects.filter(divert=divert, stream=came.stream.value)
    part = counted.filter(start__lt=came.end, end__gt=came.start)
    if part.exclude(start=came.start, end=came.end).exists():
        yield _no("COUNTED_ALREADY", "Part of that time was counted already: count it as before.")


def _no(code: str, detail: str) -> Reason:
    return Reason(code, detail, {}, RULES)
