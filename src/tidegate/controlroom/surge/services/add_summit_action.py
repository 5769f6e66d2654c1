"""Write down what a risk summit asks of somebody, and that it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.surge.models import Summit, SummitAction
from tidegate.controlroom.surge.services.take_step import take_step
from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.happening import Taking
    from tidegate.controlroom.surge.new_incident import NewAction

RULES = "summit lifecycle 2026-11"


def add_summit_action(
    *, summit: Summit, new: NewAction, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Summit:
    """Add an action with its owner and the day until which it is to be done.

    Raises:
        PermissionMissing: the actor may not.
        SurgeRefused: the summit was not held, or something of it was not said.
    """

    def keep(taking: Taking) -> None:
        number = SummitAction.objects.filter(summit=taking.row).count() + 1
        taking.rows.append(
            SummitAction(
                summit=taking.row, number=number, words=new.words.strip(),
                owner=new.owner.strip(), due_on=new.due_on,
            )
        )  # fmt: skip
        taking.headline = f"action {number}, {new.owner.strip()}, until {words.day(new.due_on)}"
        taking.facts |= {"action": number, "words": new.words.strip(), "due_on": new.due_on}

    def missing(_locked: Summit) -> tuple[Reason, ...]:
        if new.words.strip() and new.owner.strip():
            return ()
        return (_no("ACTION_NEEDED", "Say what is to be done, and by whom."),)

    return take_step(
        row=summit, verb="add_action", actor=actor, now=now, on_behalf_of=on_behalf_of,
        besides=missing, deed=keep,
    )  # fmt: skip


def finish_summit_action(
    *,
    action: SummitAction,
    done_on: date,
    note: str,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> Summit:
    """Say since which day an action is done, and what was done.

    Raises:
        PermissionMissing: the actor may not.
        SurgeRefused: it is done already, is done on a day to come, or nobody said what was done.
    """

    def keep(taking: Taking) -> None:
        action.done_on, action.note = done_on, note.strip()
        taking.rows.append(action)
        taking.headline = f"action {action.number} is done. {note.strip()}"[:450]
        taking.facts |= {"action": action.number, "done_on": done_on, "note": note.strip()}

    def faults(_locked: Summit) -> Iterator[Reason]:
        action.refresh_from_db()
        if action.done_on is not None:
            yield _no("DONE_ALREADY", "It is done already.")
        if done_on > words.local_day(now):
            yield _no("NOT_YET", "That day is still to come.")
        if not note.strip():
            yield _no("NOTE_NEEDED", "Say what was done.")

    return take_step(
        row=action.summit, verb="finish_action", actor=actor, now=now,
        on_behalf_of=on_behalf_of, besides=faults, deed=keep,
    )  # fmt: skip


def _no(code: str, detail: str) -> Reason:
    return Reason(code, detail, {}, RULES)
