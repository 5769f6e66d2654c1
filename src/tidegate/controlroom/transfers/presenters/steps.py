"""What a viewer may do with a request now, and why the rest is not possible yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.urls import reverse

from tidegate.controlroom.board.paging import address
from tidegate.controlroom.transfers.presenters.cards import where
from tidegate.controlroom.transfers.turns import NEXT, needs_only_a_yes
from tidegate.core.directory.treatment_functions import treatment_function_name
from tidegate.core.log.kinds import kind_of
from tidegate.core.transfers.lifecycle.states import RequestState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tidegate.controlroom.transfers.models import Request
    from tidegate.controlroom.transfers.permitted import StepOffered
    from tidegate.core.lifecycle import Transition

EXPLAINED = {
    "clear": (
        "You say that the patient is clinically and socially fit to be treated elsewhere. Someone "
        "else records the patient’s yes."
    ),
    "open": "From now on places may be proposed, and receivers see the request by its reference.",
    "accept": "You say that the site takes this patient. The patient still chooses.",
    "choose": (
        "A unit of the offer is taken at this moment. The patient’s other places are passed over."
    ),
    "receive": "You say that the message has come and is complete. The receiver dates the patient.",
    "widen": "Places further away may be proposed: first up to 100 miles, then anywhere.",
    "give_back": (
        "The patient goes back to the search, with the clock start and the place on the list as "
        "they were."
    ),
    "miss": "The unit is lost. A new date takes another unit.",
    "find_unsuitable": "The request ends. The patient’s place on the list stays.",
    "withdraw": "The request ends. The patient’s place on the list stays.",
    "close_without_place": "The request ends. The patient’s place on the list stays.",
}
"""What a step means, said before it is taken."""
TO_WRITE = "Write the transfer message"
BACKWARD = frozenset({"withdraw", "find_unsuitable", "close_without_place", "give_back", "miss"})


@dataclass(frozen=True, slots=True)
class Action:
    """One button or link: at once where it needs nothing but a yes, else its form."""

    text: str
    href: str
    at_once: bool
    first: bool
    place: str = ""


@dataclass(frozen=True, slots=True)
class NotNow:
    """A step that is the viewer's to take, but not now, and why."""

    text: str
    why: list[str]


@dataclass(frozen=True, slots=True)
class Offered:
    """What a viewer may do: leading on, ending or taking back, by place, and what not yet."""

    onward: list[Action]
    back: list[Action]
    by_place: dict[int, list[Action]]
    not_now: list[NotNow]


def offered(request: Request, steps: Iterable[StepOffered], named: Callable[[str], str]) -> Offered:
    """Sort the steps for the page: each verb once above, and each place's own beside the place."""
    found = Offered([], [], {}, [])
    seen: set[str] = set()
    for step in steps:
        verb = step.transition.verb
        if step.reasons and verb == "send":
            # What stands in the way is put right on the message's own page.
            found.onward.append(replace(_action(request, step), text=TO_WRITE))
            continue
        if step.reasons:
            found.not_now.append(_not_now(step, named))
            continue
        if step.place is not None:
            own = found.by_place.setdefault(step.place.pk, [])
            own.append(_action(request, step, where(step.place, named)))
        if verb not in seen:
            (found.back if verb in BACKWARD else found.onward).append(_action(request, step))
        seen.add(verb)
    found.onward.sort(key=lambda action: not action.first)
    return found


def _action(request: Request, step: StepOffered, place: str = "") -> Action:
    verb = step.transition.verb
    about = step.place.pk if place and step.place is not None else None
    return Action(
        text=step.transition.label,
        href=address_of_step(request, verb, about),
        at_once=needs_only_a_yes(step.transition),
        first=verb == NEXT.get(RequestState(request.state)),
        place=place,
    )


def _not_now(step: StepOffered, named: Callable[[str], str]) -> NotNow:
    at = "" if step.place is None else f", {where(step.place, named)}"
    return NotNow(f"{step.transition.label}{at}", [reason.detail for reason in step.reasons])


def address_of_step(request: Request, verb: str, place: int | None = None) -> str:
    """Return where a step is taken: the message's own page for what is done with the message."""
    if verb == "send":
        return reverse("transfers:message", args=[request.reference])
    path = reverse("transfers:step", args=[request.reference, verb])
    return path if place is None else address(path, {"place": str(place)})


def heading(request: Request, step: Transition[RequestState]) -> dict[str, object]:
    """Return what the form of a step says of itself: what, for which request, with what effect."""
    return {
        "reference": request.reference,
        "summary": f"{treatment_function_name(request.tfc)}, {request.priority}",
        "heading": step.label,
        "explained": EXPLAINED.get(step.verb, ""),
        "ends": step.verb in BACKWARD,
        "back": reverse("transfers:request", args=[request.reference]),
    }


def done(step: Transition[RequestState], reference: str) -> str:
    """Say what was done, in the words of the record."""
    return f"{reference}: {kind_of(step.kind).label.lower()}"
