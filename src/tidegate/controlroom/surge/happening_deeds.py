"""How a page asks for each step of closures, incidents, risk summits and action cards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tidegate.controlroom.surge.divert_facts import streams_of
from tidegate.controlroom.surge.forms import happening as forms
from tidegate.controlroom.surge.new_closure import NewDivert, NewStage
from tidegate.controlroom.surge.new_incident import NewAction
from tidegate.controlroom.surge.queries import closures as closing
from tidegate.controlroom.surge.queries import incidents as commanding
from tidegate.controlroom.surge.services.add_summit_action import (
    add_summit_action,
    finish_summit_action,
)
from tidegate.controlroom.surge.services.answer_card import answer_card
from tidegate.controlroom.surge.services.answer_divert import answer_divert
from tidegate.controlroom.surge.services.change_level import change_level
from tidegate.controlroom.surge.services.close_incident import close_incident
from tidegate.controlroom.surge.services.conclude_summit import conclude_summit
from tidegate.controlroom.surge.services.count_diverted import count_diverted
from tidegate.controlroom.surge.services.divert_patients import divert_patients
from tidegate.controlroom.surge.services.end_divert import end_divert
from tidegate.controlroom.surge.services.hold_summit import cancel_summit, hold_summit
from tidegate.controlroom.surge.services.link_closure import link_closure
from tidegate.controlroom.surge.services.open_stage import open_stage
from tidegate.controlroom.surge.services.plan_reopening import plan_reopening
from tidegate.controlroom.surge.services.reopen_department import reopen_department
from tidegate.controlroom.surge.services.stand_down_incident import (
    resume_incident,
    stand_down_incident,
)
from tidegate.controlroom.surge.services.void_closure import void_closure
from tidegate.core.surge.closures.diverts import Came
from tidegate.core.surge.closures.states import Stream

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.directory.viewer import Viewer

Data = Any
Begin = Callable[["Viewer", Any, Data, "datetime"], forms.HappenedForm]
Take = Callable[["Viewer", Any, int, Any, "datetime"], object]


@dataclass(frozen=True, slots=True)
class Deed:
    """A step as a page asks for it.

    Attributes:
        begin: makes its form, of viewer, row, what was sent and now.
        take: takes the step, of viewer, row, number beneath it, form and now.
    """

    begin: Begin
    take: Take


def _plain(form: type[forms.HappenedForm]) -> Begin:
    return lambda _viewer, _row, data, now: form(data, now)


def _divert(viewer: Viewer, row: Any, _number: int, form: Any, now: datetime) -> object:
    given = form.cleaned_data
    new = NewDivert(
        given["receiver"], streams_of(given["streams"]), given["authorised_by"],
        given["despite"], form.happened,
    )  # fmt: skip
    return divert_patients(closure=row, new=new, actor=viewer.actor, now=now)


def _plan(viewer: Viewer, row: Any, _number: int, form: Any, now: datetime) -> object:
    stages = [NewStage(words, streams_of(streams), at) for words, streams, at in form.stages]
    return plan_reopening(closure=row, stages=stages, actor=viewer.actor, now=now)


def _count(viewer: Viewer, row: Any, _number: int, form: Any, now: datetime) -> object:
    start, end = form.span
    came = Came(Stream(form.cleaned_data["stream"]), start, end, form.cleaned_data["patients"])
    return count_diverted(divert=row, came=came, actor=viewer.actor, now=now)


def _level(viewer: Viewer, row: Any, _number: int, form: Any, now: datetime) -> object:
    level = int(form.cleaned_data["level"])
    return change_level(incident=row, level=level, said=form.happened, actor=viewer.actor, now=now)


def _link(viewer: Viewer, row: Any, _number: int, form: Any, now: datetime) -> object:
    closure = closing.closure_in_sight(viewer, form.cleaned_data["closure"])
    if closure is None:  # the form offers only those in sight
        return row
    return link_closure(incident=row, closure=closure, actor=viewer.actor, now=now)


def _finish(viewer: Viewer, row: Any, number: int, form: Any, now: datetime) -> object:
    action = commanding.action_of(viewer, row, number)
    if action is None:
        return row
    given = form.cleaned_data
    return finish_summit_action(
        action=action, done_on=given["done_on"], note=given["note"], actor=viewer.actor, now=now
    )


def _answer(verb: str) -> Take:
    return lambda viewer, row, _number, form, now: answer_card(
        card=row, verb=verb, note=form.cleaned_data.get("reason", ""), actor=viewer.actor, now=now
    )


_REASON, _MOMENT = _plain(forms.ReasonForm), _plain(forms.HappenedForm)

DEEDS: dict[tuple[str, str], Deed] = {
    ("closure", "divert"): Deed(
        lambda viewer, row, data, now: forms.DivertForm(
            data, now, closing.receivers(viewer, row)
        ),
        _divert,
    ),
    ("closure", "plan_reopening"): Deed(_plain(forms.ReopeningForm), _plan),
    ("closure", "open_stage"): Deed(
        _MOMENT,
        lambda viewer, row, number, form, now: open_stage(
            closure=row, number=number, said=form.happened, actor=viewer.actor, now=now
        ),
    ),
    ("closure", "reopen"): Deed(
        _MOMENT,
        lambda viewer, row, _number, form, now: reopen_department(
            closure=row, said=form.happened, actor=viewer.actor, now=now
        ),
    ),
    ("closure", "void"): Deed(
        _REASON,
        lambda viewer, row, _number, form, now: void_closure(
            closure=row, reason=form.cleaned_data["reason"], actor=viewer.actor, now=now
        ),
    ),
    ("divert", "agree"): Deed(
        _plain(forms.PlainForm),
        lambda viewer, row, _number, _form, now: answer_divert(
            divert=row, agrees=True, actor=viewer.actor, now=now
        ),
    ),
    ("divert", "object"): Deed(
        _REASON,
        lambda viewer, row, _number, form, now: answer_divert(
            divert=row, agrees=False, reason=form.cleaned_data["reason"], actor=viewer.actor,
            now=now,
        ),
    ),
    ("divert", "count"): Deed(_plain(forms.CountForm), _count),
    ("divert", "end"): Deed(
        _MOMENT,
        lambda viewer, row, _number, form, now: end_divert(
            divert=row, said=form.happened, actor=viewer.actor, now=now
        ),
    ),
    ("incident", "raise"): Deed(_plain(forms.LevelForm), _level),
    ("incident", "lower"): Deed(_plain(forms.LevelForm), _level),
    ("incident", "link"): Deed(
        lambda viewer, row, data, now: forms.LinkForm(data, now, commanding.to_link(viewer, row)),
        _link,
    ),
    ("incident", "stand_down"): Deed(
        _plain(forms.MomentReasonForm),
        lambda viewer, row, _number, form, now: stand_down_incident(
            incident=row, said=form.happened, actor=viewer.actor, now=now
        ),
    ),
    ("incident", "resume"): Deed(
        _plain(forms.MomentReasonForm),
        lambda viewer, row, _number, form, now: resume_incident(
            incident=row, said=form.happened, actor=viewer.actor, now=now
        ),
    ),
    ("incident", "close"): Deed(
        _plain(forms.OutcomeForm),
        lambda viewer, row, _number, form, now: close_incident(
            incident=row, outcome=form.cleaned_data["outcome"], actor=viewer.actor, now=now
        ),
    ),
    ("summit", "hold"): Deed(
        _plain(forms.HoldForm),
        lambda viewer, row, _number, form, now: hold_summit(
            summit=row, bodies=form.cleaned_data["bodies"], said=form.happened,
            actor=viewer.actor, now=now,
        ),
    ),
    ("summit", "cancel"): Deed(
        _REASON,
        lambda viewer, row, _number, form, now: cancel_summit(
            summit=row, reason=form.cleaned_data["reason"], actor=viewer.actor, now=now
        ),
    ),
    ("summit", "add_action"): Deed(
        _plain(forms.ActionForm),
        lambda viewer, row, _number, form, now: add_summit_action(
            summit=row, new=NewAction(**form.cleaned_data), actor=viewer.actor, now=now
        ),
    ),
    ("summit", "finish_action"): Deed(_plain(forms.DoneForm), _finish),
    ("summit", "conclude"): Deed(
        _plain(forms.OutcomeForm),
        lambda viewer, row, _number, form, now: conclude_summit(
            summit=row, outcome=form.cleaned_data["outcome"], actor=viewer.actor, now=now
        ),
    ),
    ("card", "acknowledge"): Deed(_plain(forms.PlainForm), _answer("acknowledge")),
    ("card", "finish"): Deed(_plain(forms.NoteForm), _answer("finish")),
    ("card", "decline"): Deed(_REASON, _answer("decline")),
    ("card", "withdraw"): Deed(_REASON, _answer("withdraw")),
}  # fmt: skip
"""By noun of the row and verb of its lifecycle."""
