"""Put an opinion about a provider on the register."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.log.services.record import record
from tidegate.controlroom.registers.keeping import KEEP, hold_to_reach, kept, refuse_future
from tidegate.controlroom.registers.models import RatingOpinion
from tidegate.core.registers.enforcement import QUESTIONS, RATINGS, Question, Rating

if TYPE_CHECKING:
    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.registers.keeping import Superseding


@dataclass(frozen=True, slots=True)
class NewOpinion:
    """An opinion: of whom, whose, on what, which, of which day, and where it is written."""

    organisation: str
    body: str
    question: Question
    rating: Rating
    on: date
    report_ref: str


@transaction.atomic
def add_rating_opinion(
    *,
    keeper: str,
    new: NewOpinion,
    actor: Actor,
    now: datetime,
    instead_of: Superseding | None = None,
) -> RatingOpinion:
    """Keep an opinion at its date, and record it; no act follows from it.

    Raises:
        PermissionMissing: the actor keeps no registers for that organisation.
        RegisterRefused: its day has not come.
    """
    hold_to_reach(actor, KEEP, keeper)
    refuse_future(new.on, words.local_day(now))
    made = RatingOpinion.objects.create(**kept(actor, keeper, now, instead_of), **asdict(new))
    record(
        kind="rating_added",
        actor=actor,
        on_behalf_of=keeper,
        subject=f"rating:{made.pk}",
        headline=(
            f"{new.body} on {new.organisation}, {QUESTIONS[new.question].lower()}:"
            f" {RATINGS[new.rating].lower()}"
        ),
        facts=asdict(new),
        now=now,
    )
    return made
