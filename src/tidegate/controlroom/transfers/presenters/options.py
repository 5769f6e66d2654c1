"""The sheet that a patient takes home: plain words, nothing that says who they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.transfers.presenters.cards import where
from tidegate.core.transfers.lifecycle.states import PlaceState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from tidegate.controlroom.transfers.models import Place

SHOWN = frozenset({PlaceState.ACCEPTED.value, PlaceState.CHOSEN.value})
_LETTERS = "ABC"


@dataclass(frozen=True, slots=True)
class Option:
    """One place, under a letter that can be said on the telephone."""

    letter: str
    name: str
    rows: list[tuple[str, str]]


def options(places: Sequence[Place], named: Callable[[str], str]) -> list[Option]:
    """Describe each place that said yes: where, how far, and when."""
    said = [place for place in places if place.state in SHOWN]
    return [
        Option(letter, where(place, named), _rows(place, named))
        for letter, place in zip(_LETTERS, said, strict=False)
    ]


def answer_by(places: Sequence[Place], today: date) -> str:
    """Return the day by which the patient should answer: the earliest of the places', if to come.

    The place itself asks for an answer by then; the patient's is wanted before the week begins.
    """
    days = [
        min(words.local_day(place.reply_by), place.offer.week)
        if place.offer
        else words.local_day(place.reply_by)
        for place in places
        if place.state in SHOWN
    ]
    to_come = [day for day in days if day >= today]
    return words.day(min(to_come)) if to_come else ""


def lead(count: int) -> str:
    """Say in one sentence what the sheet is for."""
    if count == 1:
        return "A hospital has said yes to you. You can go there, or you can say no."
    number = {2: "Two", 3: "Three"}.get(count, str(count))
    return f"{number} hospitals have said yes to you. You can choose one, or you can say no."


def _rows(place: Place, named: Callable[[str], str]) -> list[tuple[str, str]]:
    rows = []
    if place.offer is not None and named(place.offer.provider) != where(place, named):
        rows.append(("Run by", named(place.offer.provider)))
    rows.append(("How far", _far(place)))
    if place.offer is not None:
        rows.append(("When", f"In the week of Monday {words.day(place.offer.week)}"))
    else:
        rows.append(("When", "The hospital will agree a day with you"))
    return rows


def _far(place: Place) -> str:
    if place.miles is not None:
        said = f"About {words.counted(round(place.miles), 'mile')} from your home"
        if place.minutes is not None:
            said += f", or {words.counted(round(place.minutes), 'minute')} by car"
        return said
    if place.minutes is not None:
        return f"About {words.counted(round(place.minutes), 'minute')} by car from your home"
    return "Ask us, and we will tell you how far it is from your home"
