"""Surges as pages show them: the list, where one stands, its facts and its timeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from tidegate.controlroom.board import words
from tidegate.core.surge.states import ENDED, SURGE_LABELS, SurgeState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from tidegate.controlroom.log.models import Entry
    from tidegate.controlroom.surge.models import Surge

S = SurgeState
COLOURS = {
    S.WATCH: "blue",
    S.PROPOSED: "aqua-green",
    S.REVIEW: "yellow",
    S.SIGNED: "purple",
    S.NOTICE: "orange",
    S.ACTIVE: "red",
    S.STANDING_DOWN: "orange",
    S.CLOSED: "grey",
    S.REFUSED: "grey",
    S.REVERSED: "grey",
    S.WITHDRAWN: "grey",
    S.EXPIRED: "grey",
}
_SHORT = {
    S.WATCH: "Watch",
    S.PROPOSED: "Proposed",
    S.REVIEW: "Under review",
    S.SIGNED: "Signed off",
    S.NOTICE: "Notice",
    S.ACTIVE: "Active",
    S.STANDING_DOWN: "Standing down",
    S.CLOSED: "Closed",
}
WAY = tuple(_SHORT)
"""The states on the way, in order."""
LEVELS = {"local": "Local", "regional": "Regional", "national": "National"}


@dataclass(frozen=True, slots=True)
class Listed:
    """One surge in a list."""

    reference: str
    href: str
    title: str
    place: str
    level: str
    days: str
    state: str
    colour: str


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: what, by whom, when."""

    what: str
    by: str
    when: str


def listed(surges: Iterable[Surge], named: Callable[[str], str]) -> list[Listed]:
    """Write surges as a list shows them."""
    return [
        Listed(
            reference=one.reference,
            href=address_of(one),
            title=one.title,
            place=named(one.place),
            level=LEVELS[one.level],
            days=days_of(one),
            state=SURGE_LABELS[S(one.state)],
            colour=COLOURS[S(one.state)],
        )
        for one in surges
    ]


def address_of(surge: Surge) -> str:
    """Return where the page of a surge is."""
    return reverse("surge:surge", args=[surge.reference])


def days_of(surge: Surge) -> str:
    """Say from when to when it lasts, as far as that is known."""
    if surge.opens_on and surge.ends_on:
        return f"{words.day(surge.opens_on)} to {words.day(surge.ends_on)}"
    return f"to {words.day(surge.ends_on)}" if surge.ends_on else ""


def standing(surge: Surge, today: date) -> dict[str, object]:
    """Say where a surge stands, since when and why, and what lies before and behind it."""
    state = S(surge.state)
    at = WAY.index(state) if state in _SHORT else -1
    days = max(0, (today - words.local_day(surge.moved_at)).days)
    return {
        "text": SURGE_LABELS[state],
        "since": "Since today" if days == 0 else f"For {words.counted(days, 'day')}",
        "reason": surge.reason,
        "ended": state in ENDED,
        "steps": [
            {"text": _SHORT[one], "when": "done" if n < at else "now" if n == at else "later"}
            for n, one in enumerate(WAY)
        ]
        if at >= 0
        else [],
    }


def timeline(surge: Surge, entries: Iterable[Entry]) -> list[Event]:
    """Tell what happened, newest first, as the record has it; the page names the surge once."""
    told = []
    for one in entries:
        what = one.headline.removeprefix(f"{surge.reference}: ")
        reason = one.facts.get("reason", "")
        said = f"{what[:1].upper()}{what[1:]}{f'. {reason}' if reason else ''}"
        told.append(Event(said, one.actor_name, words.day_and_time(one.occurred_at)))
    return told
