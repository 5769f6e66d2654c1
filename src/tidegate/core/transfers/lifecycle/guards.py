"""Whether a step may be taken now: the lifecycle's own rules, each refusal with its code.

What an actor may do at all is a matter of permissions and reach, and is asked before; these
rules ask what is true of the request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tidegate.core.reasons import Reason
from tidegate.core.transfers.lifecycle.causes import causes_of
from tidegate.core.transfers.lifecycle.needs import Needs
from tidegate.core.transfers.lifecycle.places import PLACES
from tidegate.core.transfers.lifecycle.requests import REQUESTS
from tidegate.core.transfers.lifecycle.states import (
    LIVE_PLACES,
    MOST_PLACES,
    REQUEST_LABELS,
    PlaceState,
    RequestState,
)

RULES = "transfer lifecycle 2026-11"


class Consent(StrEnum):
    """What the patient has said to being treated elsewhere; no record is not a yes."""

    NOT_ASKED = "not_asked"
    YES = "yes"
    NO = "no"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards look at: one request as it stands.

    Attributes:
        state: where it stands.
        consent: what the patient said.
        consented_at: when; None where nothing was recorded.
        choices: how many accepted places the patient wants to choose among, 1 to ``MOST_PLACES``.
        cleared_by, consent_by: identities of those who cleared, and who recorded the yes.
        accepted_by: identity of who accepted, by number of the place.
        accepted_at: when, by number of the place, in the time zone of those who read it.
        places: where each place stands, by its number.
        message_faults: what the checks found wrong with the transfer message; empty when none.
    """

    state: RequestState
    consent: Consent = Consent.NOT_ASKED
    consented_at: datetime | None = None
    choices: int = 1
    cleared_by: str = ""
    consent_by: str = ""
    accepted_by: Mapping[int, str] = field(default_factory=dict)
    accepted_at: Mapping[int, datetime] = field(default_factory=dict)
    places: Mapping[int, PlaceState] = field(default_factory=dict)
    message_faults: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What is about to be done.

    Attributes:
        verb: of ``REQUESTS``.
        actor: identity of who does it; ``system:…`` for what time does.
        same_actor: identities that count as the same actor: the other tokens of a system, say.
        place: number of the place that it is about.
        cause: code of the cause given.
    """

    verb: str
    actor: str
    place: int | None = None
    cause: str = ""
    same_actor: frozenset[str] = frozenset()


def refusals(facts: Facts, step: Step) -> tuple[Reason, ...]:
    """Return why a step may not be taken; empty when it may."""
    row = REQUESTS.step(facts.state, step.verb)
    if row is None:
        detail = f"This cannot be done: the request is “{REQUEST_LABELS[facts.state].lower()}”."
        return (_no("NOT_IN_THIS_STATE", detail, state=facts.state.value, verb=step.verb),)
    found: list[Reason] = []
    if Needs.REASON in row.needs:
        found += _cause(step)
    if Needs.PLACE in row.needs and step.verb != "propose":
        found += _place(facts, step)
    found += _people(facts, step)
    found += _yes(facts, step)
    if step.verb == "propose" and len(_live(facts)) >= MOST_PLACES:
        most = f"Three places are with the patient already; at most {MOST_PLACES} may be."
        found.append(_no("TOO_MANY_PLACES", most, places=len(_live(facts))))
    if step.verb == "accept":
        found += _still_wanted(facts)
    if step.verb == "send":
        found += facts.message_faults
    return tuple(found)


def _no(code: str, detail: str, **inputs: object) -> Reason:
    return Reason(code, detail, inputs, RULES)


def _live(facts: Facts) -> list[int]:
    return [number for number, state in facts.places.items() if state in LIVE_PLACES]


def _cause(step: Step) -> list[Reason]:
    allowed = {cause.code for cause in causes_of(step.verb)}
    if step.cause in allowed:
        return []
    return [_no("REASON_NEEDED", "Choose a reason from the list.", given=step.cause)]


def _place(facts: Facts, step: Step) -> list[Reason]:
    state = facts.places.get(step.place) if step.place is not None else None
    if state is None:
        return [_no("NO_SUCH_PLACE", "Say which place this is about.", place=step.place)]
    if PLACES.step(state, step.verb) is None:
        detail = f"This place is {state.value} and no longer open to that."
        return [_no("PLACE_NOT_IN_THIS_STATE", detail, place=step.place, state=state.value)]
    return []


def _people(facts: Facts, step: Step) -> list[Reason]:
    """Clearing, recording the yes and accepting are done by distinct people."""
    earlier = {
        "consent": {facts.cleared_by},
        "accept": {facts.cleared_by, facts.consent_by},
        "choose": {facts.accepted_by.get(step.place or 0, ""), facts.cleared_by},
    }.get(step.verb, set())
    if step.actor and ({step.actor} | step.same_actor) & (earlier - {""}):
        detail = "Someone else must do this: you took one of the steps that it has to stand beside."
        return [_no("SAME_PERSON", detail, actor=step.actor, verb=step.verb)]
    return []


def _yes(facts: Facts, step: Step) -> list[Reason]:
    """From opening to treatment nothing goes forward without the patient's recorded yes."""
    forward = {"open", "propose", "accept", "choose", "send", "receive", "date", "treat"}
    if step.verb not in forward:
        return []
    if facts.consent is Consent.YES and facts.consented_at is not None:
        return []
    detail = "The patient has not said yes to being treated elsewhere."
    return [_no("NO_CONSENT", detail, consent=facts.consent.value)]


def _still_wanted(facts: Facts) -> list[Reason]:
    """Refuse one acceptance more than the patient wants to choose among."""
    accepted = sum(state is PlaceState.ACCEPTED for state in facts.places.values())
    if accepted < facts.choices:
        return []
    last = max(facts.accepted_at.values(), default=None)
    when = f", at {last:%H:%M} on {last.day} {last:%B %Y}" if last else ""
    detail = (
        f"Another provider accepted this patient first{when}."
        if facts.choices == 1
        else f"The patient has {accepted} accepted places to choose among already{when}."
    )
    at = {"accepted_at": last.isoformat()} if last else {}
    return [_no("ACCEPTED_ELSEWHERE", detail, accepted=accepted, choices=facts.choices, **at)]
