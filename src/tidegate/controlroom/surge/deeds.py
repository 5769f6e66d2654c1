"""What may be done on a surge's page: each verb of its lifecycle with its form and its service.

Page and form read the same table, so that a button that is shown leads to something that works.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from tidegate.controlroom.contracts.forms.fields import DeedForm
from tidegate.controlroom.contracts.forms.steps import ReasonForm
from tidegate.controlroom.surge.forms import steps as forms
from tidegate.controlroom.surge.models import Pledge, Publication
from tidegate.controlroom.surge.permitted import may_take, side_of
from tidegate.controlroom.surge.queries import capacity
from tidegate.controlroom.surge.queries.lines import lines_of
from tidegate.controlroom.surge.services.close_surge import close_surge
from tidegate.controlroom.surge.services.extend_surge import extend_surge
from tidegate.controlroom.surge.services.give_notice import give_notice
from tidegate.controlroom.surge.services.pledge_capacity import pledge_capacity
from tidegate.controlroom.surge.services.record_direction import record_direction
from tidegate.controlroom.surge.services.record_publication import record_publication
from tidegate.controlroom.surge.services.refuse_surge import refuse_surge
from tidegate.controlroom.surge.services.report_actual import report_actual
from tidegate.controlroom.surge.services.reverse_surge import reverse_surge
from tidegate.controlroom.surge.services.review_day import review_day
from tidegate.controlroom.surge.services.rework_surge import rework_surge
from tidegate.controlroom.surge.services.send_back_surge import send_back_surge
from tidegate.controlroom.surge.services.sign_off_surge import sign_off_surge
from tidegate.controlroom.surge.services.stand_down_surge import stand_down_surge
from tidegate.controlroom.surge.services.submit_surge import submit_surge
from tidegate.controlroom.surge.services.withdraw_surge import withdraw_surge
from tidegate.core.surge.surges import SURGES

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.models import Surge
    from tidegate.core.lifecycle import Transition
    from tidegate.core.surge.states import SurgeState

PLEDGE, PUBLICATION = "pledge", "publication"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a deed is about when its form is drawn, and who asks.

    Attributes:
        viewer: who looks.
        surge: in sight.
        about: the pledge or publication that it is about; None: the surge itself.
        today: the day.
    """

    viewer: Viewer
    surge: Surge
    about: Pledge | Publication | None
    today: date

    @property
    def provider(self) -> str:
        """The provider whose pledge it is about; empty where it is about none."""
        return self.about.provider if isinstance(self.about, Pledge) else ""


@dataclass(frozen=True, slots=True)
class Doing:
    """A deed as it is done: what it is about, by whom, when, and what was filled in."""

    surge: Surge
    about: Any
    actor: Actor
    now: datetime
    said: Mapping[str, Any]

    @property
    def who(self) -> dict[str, Any]:
        """Return what every service is told of the actor."""
        return {"actor": self.actor, "now": self.now}


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed.

    Attributes:
        name: as its address has it.
        label: the words on the button.
        row: the line of the table that says who may.
        form: draws its form.
        do: does it.
        about: which kind of row it is about; empty: the surge, or a new one.
        explained: what it means, said before it is done.
        ends: whether it ends or takes away something.
    """

    name: str
    label: str
    row: Transition[SurgeState]
    form: Callable[[Any, Asked], DeedForm]
    do: Callable[[Doing], object]
    about: tuple[str, ...] = ()
    explained: str = ""
    ends: bool = False

    def may(self, asked: Asked) -> bool:
        """Say whether the viewer may do it at all, however things stand."""
        if self.name == PLEDGE and not asked.provider:
            return bool(capacity.pledging(asked.viewer, asked.surge))
        return may_take(asked.viewer, asked.surge, self.row, asked.provider)

    def organisation(self, asked: Asked) -> str:
        """Return the organisation that it is done for."""
        return side_of(asked.surge, self.row.side, asked.provider)


EXPLAINED: Mapping[str, str] = {
    "submit": "Whoever may sign it off is asked to decide. Nothing opens by that.",
    "sign_off": (
        "You answer for it, on the evidence as it is frozen here. It opens when notice was given "
        "and is over, never before."
    ),
    "refuse": "You say no. What was known and proposed stays in the record.",
    "send_back": "It is proposed anew, on what is known then.",
    "rework": "It is proposed anew, on what is known then.",
    "give_notice": (
        "Those who pledged prepare. Its days count from approval; once they are over it opens."
    ),
    "direct": "From its day on the clock runs for what must be published.",
    "reverse": "You take the sign-off back. What is open is ended as when it is stood down.",
    "extend": "What was pledged is offered for the weeks that it gains.",
    "review": "What is known today is frozen with your judgement. Nothing follows by itself.",
    "stand_down": (
        "Its offers take nobody more and its contract terms switch back. Whoever was accepted "
        "keeps the place."
    ),
    "close": "Say what came of it, so that the next one is better.",
    "pledge": "It binds nobody before the surge opens. Then its treatments are offered each week.",
}
ENDS = frozenset({"withdraw", "refuse", "reverse", "stand_down", "close", "send_back", "rework"})


def _plain(data: Any, _asked: Asked) -> DeedForm:
    return DeedForm(data)


def _of(form: type[DeedForm]) -> Callable[[Any, Asked], DeedForm]:
    return lambda data, _asked: form(data)


def _does(service: Callable[..., object]) -> Callable[[Doing], object]:
    return lambda doing: service(surge=doing.surge, **doing.said, **doing.who)


def _pledge_form(data: Any, asked: Asked) -> DeedForm:
    places = capacity.pledging(asked.viewer, asked.surge)
    earlier = asked.about if isinstance(asked.about, Pledge) else None
    if earlier is not None:
        places = [one for one in places if one[0] == earlier.provider]
    lines = [
        (line.line_id, f"{line.line_id}, {line.modality.replace('_', ' ')}")
        for provider in dict.fromkeys(provider for provider, _, _ in places)
        for line in lines_of(asked.viewer, provider)
    ]
    return forms.PledgeForm(data, places, lines, earlier)


def _report(doing: Doing) -> object:
    return report_actual(pledge=doing.about, **doing.said, **doing.who)


def _publish(doing: Doing) -> object:
    return record_publication(publication=doing.about, **doing.said, **doing.who)


_FORMS: Mapping[str, Callable[[Any, Asked], DeedForm]] = {
    **dict.fromkeys(
        ("refuse", "send_back", "rework", "withdraw", "reverse", "stand_down"), _of(ReasonForm)
    ),
    "direct": _of(forms.DirectionForm),
    "extend": _of(forms.ExtendForm),
    "review": _of(forms.ReviewForm),
    "close": _of(forms.OutcomeForm),
    "pledge": _pledge_form,
    "report_actual": lambda data, asked: forms.ActualForm(data, asked.today),
    "publish": _of(forms.PublicationForm),
}
_SERVICES: Mapping[str, Callable[[Doing], object]] = {
    "submit": _does(submit_surge),
    "rework": _does(rework_surge),
    "sign_off": _does(sign_off_surge),
    "refuse": _does(refuse_surge),
    "send_back": _does(send_back_surge),
    "direct": _does(record_direction),
    "give_notice": _does(give_notice),
    "reverse": _does(reverse_surge),
    "extend": _does(extend_surge),
    "review": _does(review_day),
    "stand_down": _does(stand_down_surge),
    "close": _does(close_surge),
    "withdraw": _does(withdraw_surge),
    "pledge": _does(pledge_capacity),
    "report_actual": _report,
    "publish": _publish,
}
_ABOUT: Mapping[str, tuple[str, ...]] = {
    "pledge": ("", PLEDGE), "report_actual": (PLEDGE,), "publish": (PUBLICATION,)
}  # fmt: skip


def _deed(name: str) -> Deed:
    row = next(row for row in SURGES.rows if row.verb == name)
    return Deed(
        name=name,
        label=row.label,
        row=row,
        form=_FORMS.get(name, _plain),
        do=_SERVICES[name],
        about=_ABOUT.get(name, ("",)),
        explained=EXPLAINED.get(name, ""),
        ends=name in ENDS,
    )


DEEDS: Mapping[str, Deed] = {name: _deed(name) for name in SURGES.verbs() if name in _SERVICES}
"""Every verb that people take, but proposing, which has a page of its own."""
