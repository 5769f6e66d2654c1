"""Let departments of the demo close and reopen, and action cards be sent and answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from tidegate.controlroom.surge.models import ActionCard, Closure, Divert
from tidegate.controlroom.surge.new_closure import NewClosure, NewDivert, NewStage
from tidegate.controlroom.surge.services.answer_card import answer_card
from tidegate.controlroom.surge.services.answer_divert import answer_divert
from tidegate.controlroom.surge.services.close_department import close_department
from tidegate.controlroom.surge.services.count_diverted import count_diverted
from tidegate.controlroom.surge.services.divert_patients import divert_patients
from tidegate.controlroom.surge.services.open_stage import open_stage
from tidegate.controlroom.surge.services.plan_reopening import plan_reopening
from tidegate.controlroom.surge.services.send_card import send_card
from tidegate.core.demo.days import at
from tidegate.core.demo.organisations import AREA
from tidegate.core.surge.closures.diverts import Came
from tidegate.core.surge.closures.states import Stream

if TYPE_CHECKING:
    from tidegate.controlroom.accounts.models import Person
    from tidegate.controlroom.demo.cast import Cast
    from tidegate.core.demo.days import Days

_BOTH = frozenset(Stream)
_WALK_INS, _AMBULANCES = frozenset({Stream.WALK_IN}), frozenset({Stream.AMBULANCE})
_DIRECTOR = "Director on call"
_POWDER = NewClosure(
    "Z02A1", "ed", _BOTH, "CONTAMINATION", _DIRECTOR, "Patients came with an unknown powder"
)
_FEW_STAFF = NewClosure(
    "Z01A2", "utc", _WALK_INS, "STAFFING", _DIRECTOR, "Three of five nurses are off sick"
)


def close_departments(*, days: Days, cast: Cast, today: date) -> None:
    """Put two closures and a set of action cards into the demo's days.

    An emergency department is locked down after an unknown powder, and its patients go to the next
    city until it reopens in two stages; an urgent treatment centre is still closed today.
    """
    powder, since = today - timedelta(days=9), today - timedelta(days=1)
    city, powdered = cast.desk("Z01"), cast.desk("Z02")
    deeds: tuple[tuple[datetime, Callable[[datetime], None]], ...] = (
        (at(powder, 13), partial(_close, new=_POWDER, to="Z01A1", streams=_BOTH, actor=powdered)),
        (at(powder, 13, 6), partial(_agree, site="Z02A1", actor=city)),
        (at(powder, 14, 10), partial(_plan, day=powder, actor=powdered)),
        (at(powder, 16), partial(_open, number=1, actor=powdered)),
        (at(powder, 17, 35), partial(_open, number=2, actor=powdered)),
        (at(powder, 18), partial(_count, day=powder, actor=city)),
        (at(since, 20, 15),
         partial(_close, new=_FEW_STAFF, to="Z01A1", streams=_WALK_INS, actor=city)),
        (at(since, 20, 24), partial(_agree, site="Z01A2", actor=city)),
        (at(since, 9, 5), partial(_send, actor=cast.coordinator)),
        (at(since, 10, 40), partial(_answer, cast=cast)),
    )  # fmt: skip
    for moment, deed in deeds:
        days.put(moment, deed)


def _close(
    now: datetime, *, new: NewClosure, to: str, streams: frozenset[Stream], actor: Person
) -> None:
    made = close_department(new=new, actor=actor, now=now)
    divert = NewDivert(to, streams, _DIRECTOR)
    divert_patients(closure=made, new=divert, actor=actor, now=now)


def _newest(site: str) -> Closure:
    return Closure.objects.filter(site=site).order_by("-pk")[0]


def _agree(now: datetime, *, site: str, actor: Person) -> None:
    divert = Divert.objects.get(closure=_newest(site))
    answer_divert(divert=divert, agrees=True, actor=actor, now=now)


def _plan(now: datetime, *, day: date, actor: Person) -> None:
    stages = (
        NewStage("The walk-in entrance", _WALK_INS, at(day, 16)),
        NewStage("Ambulances", _AMBULANCES, at(day, 17, 30)),
    )
    closure = _newest("Z02A1")
    plan_reopening(closure=closure, stages=stages, actor=actor, now=now)


def _open(now: datetime, *, number: int, actor: Person) -> None:
    closure = _newest("Z02A1")
    open_stage(closure=closure, number=number, actor=actor, now=now)


def _count(now: datetime, *, day: date, actor: Person) -> None:
    divert = Divert.objects.get(closure=_newest("Z02A1"))
    for stream, came in ((Stream.AMBULANCE, (3, 5, 4, 3)), (Stream.WALK_IN, (9, 11, 6))):
        for hour, patients in enumerate(came, 13):
            counted = Came(stream, at(day, hour), at(day, hour + 1), patients)
            count_diverted(divert=divert, came=counted, actor=actor, now=now)


def _send(now: datetime, *, actor: Person) -> None:
    for code in ("DISCHARGE", "TELL_PARTNERS"):
        send_card(place=AREA, code=code, actor=actor, now=now)


def _answer(now: datetime, *, cast: Cast) -> None:
    """Let one trust finish its card and another acknowledge it; the third has not answered."""
    sent = list(ActionCard.objects.filter(code="DISCHARGE").order_by("asked"))
    verbs = (("finish", "41 patients reviewed, 12 went home"), ("acknowledge", ""))
    for card, (verb, note) in zip(sent, verbs, strict=False):
        answer_card(card=card, verb=verb, note=note, actor=cast.desk(card.asked), now=now)
