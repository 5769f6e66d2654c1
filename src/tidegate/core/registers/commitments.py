"""What makes a promise one that can be followed, and the three ways in which it is followed.

Source: spec, contracts 7 (register of commitments). A promise is admitted with at least three of
four elements: what is delivered, a target that can be measured, a time by which, and who owns it.
What was promised is never rewritten. What the promiser says, what evidence says and how it stands
against its time are three questions, and no evidence is not evidence of failure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from tidegate.core.log.canonical import canonical, plain
from tidegate.core.registers.faults import fault

if TYPE_CHECKING:
    from tidegate.core.reasons import Reason

FEWEST_ELEMENTS = 3


class Direction(StrEnum):
    """How a quantity is meant: as a level to reach, or as a change from the base."""

    TO = "to"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    UP_BY = "up_by"
    DOWN_BY = "down_by"


DIRECTIONS: dict[Direction, str] = {
    Direction.TO: "to",
    Direction.AT_LEAST: "at least",
    Direction.AT_MOST: "at most",
    Direction.UP_BY: "up by",
    Direction.DOWN_BY: "down by",
}


class Element(StrEnum):
    """What a promise needs three of, to be followed at all."""

    DELIVERABLE = "deliverable"
    TARGET = "measurable target"
    TIMEFRAME = "timeframe"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Quantity:
    """How much was promised: ``to 200 graduate places, from 100``.

    Attributes:
        value: the number promised.
        unit: what it counts; money is in ``£``.
        direction: whether it is a level or a change.
        base: the level at the time, where it was said.
    """

    value: Decimal
    unit: str
    direction: Direction
    base: Decimal | None = None

    def level(self) -> Decimal | None:
        """Return the level that the promise leads to; None for a change from an unknown base."""
        if self.direction not in (Direction.UP_BY, Direction.DOWN_BY):
            return self.value
        if self.base is None:
            return None
        up = self.direction is Direction.UP_BY
        return self.base + self.value if up else self.base - self.value


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step on the way: what, by when, and how much by then where it was said."""

    text: str
    due: date
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise as it was made.

    Attributes:
        who_promised: person or body, by their role.
        summary: what was promised, in a sentence.
        made_on: the day.
        source: where it stands written.
        deliverable: what is delivered; empty where the promise names none.
        quantity: how much; None where it names no number.
        owner: who answers for it; empty where nobody does.
        due: by when; None where it names no time.
        milestones: steps on the way, in order of time.
    """

    who_promised: str
    summary: str
    made_on: date
    source: str
    deliverable: str = ""
    quantity: Quantity | None = None
    owner: str = ""
    due: date | None = None
    milestones: tuple[Milestone, ...] = ()


def elements_of(promise: Promise) -> tuple[Element, ...]:
    """Return which of the four elements a promise has."""
    has = {
        Element.DELIVERABLE: bool(promise.deliverable.strip()),
        Element.TARGET: promise.quantity is not None and bool(promise.quantity.unit.strip()),
        Element.TIMEFRAME: promise.due is not None or bool(promise.milestones),
        Element.OWNER: bool(promise.owner.strip()),
    }
    return tuple(element for element, there in has.items() if there)


def admission_faults(promise: Promise) -> tuple[Reason, ...]:
    """Return why a promise cannot be followed; empty when it can."""
    return tuple(_faults(promise))


def _faults(promise: Promise) -> Iterator[Reason]:
    found = elements_of(promise)
    if len(found) < FEWEST_ELEMENTS:
        missing = ", ".join(each.value for each in Element if each not in found)
        yield fault(
            "PROMISE_TOO_VAGUE",
            f"A promise needs {FEWEST_ELEMENTS} of: {', '.join(Element)}. Missing: {missing}.",
            found=[each.value for each in found],
        )
    if promise.due is not None and promise.due < promise.made_on:
        yield fault("DUE_BEFORE_MADE", "It was due before it was promised.", due=promise.due)
    days = [each.due for each in promise.milestones]
    if days != sorted(days):
        yield fault("MILESTONES_OUT_OF_ORDER", "Give the milestones in order of time.")
    if promise.due is not None and any(day > promise.due for day in days):
        yield fault("MILESTONE_AFTER_DUE", "A milestone lies after the day on which all is due.")


def fingerprint(promise: Promise) -> str:
    """Return the SHA-256 of a promise as it was made, so that a rewriting shows."""
    quantity = promise.quantity
    content = {
        "who_promised": promise.who_promised,
        "summary": promise.summary,
        "made_on": promise.made_on,
        "source": promise.source,
        "deliverable": promise.deliverable,
        "quantity": quantity and {
            "value": shortest(quantity.value),
            "unit": quantity.unit,
            "direction": quantity.direction,
            "base": shortest(quantity.base),
        },
        "owner": promise.owner,
        "due": promise.due,
        "milestones": [
            {"text": each.text, "due": each.due, "value": shortest(each.value)}
            for each in promise.milestones
        ],
    }  # fmt: skip
    return sha256(canonical(plain(content)).encode("utf-8")).hexdigest()


def shortest(number: Decimal | None) -> str | None:
    """Write a number without needless zeros, so that 200 and 200.00 are one: ``200``."""
    if number is None:
        return None
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class Track(StrEnum):
    """One of the three questions that are asked of a promise."""

    OFFICIAL = "official"
    EVIDENCE = "evidence"
    SCHEDULE = "schedule"


TRACKS: dict[Track, str] = {
    Track.OFFICIAL: "What the promiser says",
    Track.EVIDENCE: "What evidence says",
    Track.SCHEDULE: "Against its time",
}
STATUSES: dict[Track, dict[str, str]] = {
    Track.OFFICIAL: {
        "announced": "Announced",
        "under_way": "Under way",
        "done": "Said to be done",
        "dropped": "Given up",
    },
    Track.EVIDENCE: {
        "none_found": "None found, which is no failure",
        "supports": "Supports it",
        "partly": "Supports it in part",
        "contradicts": "Contradicts it",
    },
    Track.SCHEDULE: {
        "not_due": "Not due yet",
        "on_time": "On time",
        "late": "Late",
        "met_in_time": "Met in time",
        "met_late": "Met late",
    },
}
NOT_LOOKED_AT = "Not looked at yet"
_RESTS_ON_A_SOURCE = {"supports", "partly", "contradicts"}


@dataclass(frozen=True, slots=True)
class Mark:
    """What was found on one of the three questions.

    Attributes:
        track: which question.
        status: a key of ``STATUSES`` for it.
        on: the day that it is true of.
        source: where it stands written; evidence is nothing without it.
    """

    track: Track
    status: str
    on: date
    source: str = ""


def mark_faults(promise: Promise, mark: Mark) -> tuple[Reason, ...]:
    """Return why a mark cannot stand beside a promise; empty when it can."""
    found = []
    if mark.status not in STATUSES[mark.track]:
        found.append(fault("STATUS_UNKNOWN", f"{mark.status} is no status of {mark.track}."))
    if mark.on < promise.made_on:
        found.append(fault("MARK_BEFORE_PROMISE", "Nothing was promised by that day.", on=mark.on))
    if mark.status in _RESTS_ON_A_SOURCE and not mark.source.strip():
        found.append(fault("EVIDENCE_WITHOUT_SOURCE", "Say where the evidence is written."))
    return tuple(found)


def standing(marks: Iterable[Mark]) -> dict[Track, Mark]:
    """Return the newest mark on each question; of the same day, the one that was made later."""
    newest: dict[Track, Mark] = {}
    for mark in marks:
        there = newest.get(mark.track)
        if there is None or mark.on >= there.on:
            newest[mark.track] = mark
    return newest


def is_past_due(promise: Promise, marks: Iterable[Mark], today: date) -> bool:
    """Say whether its time is over with nobody saying that it was met, given up or superseded."""
    newest = standing(marks)
    settled = {"done", "dropped", "met_in_time", "met_late"}
    if any(mark.status in settled for mark in newest.values()):
        return False
    return promise.due is not None and promise.due < today
