"""Whether a step of a surge may be taken now, each refusal with its code.

What an actor may do at all is a matter of permissions and reach, and is asked before; these rules
ask what is true of the surge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from tidegate.core.reasons import Reason
from tidegate.core.surge.states import SURGE_LABELS, Needs, SurgeState
from tidegate.core.surge.surges import SURGES

if TYPE_CHECKING:
    from tidegate.core.surge.proposal import Proposal
    from tidegate.core.surge.terms import SurgeTerms

RULES = "surge lifecycle 2026-11"
BY_ANOTHER = frozenset({"sign_off", "refuse", "extend", "direct"})
"""Steps that whoever proposed may not take themselves."""


@dataclass(frozen=True, slots=True)
class SurgeFacts:
    """What the guards look at: one surge as it stands.

    Attributes:
        state: where it stands.
        moved_on: the day on which it came there.
        proposal: what was proposed last; None before anything was.
        proposed_by: identities of who proposed it and who put it forward.
        gathered_at: when the newest evidence was gathered.
        signed_on: the day of the sign-off.
        directed_on: the day of the ministerial direction.
        opens_on: the first day, once notice was given.
        ends_on: the last day.
        reviewed_on: the day of the newest daily review.
        to_publish: what is still to be published, in words.
        most_pence: the most that its authority may sign off; None is no limit.
        others: references of other surges of the same place that live.
    """

    state: SurgeState
    moved_on: date
    proposal: Proposal | None = None
    proposed_by: frozenset[str] = frozenset()
    gathered_at: datetime | None = None
    signed_on: date | None = None
    directed_on: date | None = None
    opens_on: date | None = None
    ends_on: date | None = None
    reviewed_on: date | None = None
    to_publish: tuple[str, ...] = ()
    most_pence: int | None = None
    others: tuple[str, ...] = ()

    @property
    def approved_on(self) -> date | None:
        """Return the day from which notice counts: the sign-off, and the direction it needs."""
        if self.signed_on is None or (self.needs_direction and self.directed_on is None):
            return None
        return max(self.signed_on, self.directed_on or self.signed_on)

    @property
    def needs_direction(self) -> bool:
        """Say whether value for money is doubted, so that a minister must direct it."""
        return self.proposal is not None and self.proposal.doubted


@dataclass(frozen=True, slots=True)
class SurgeStep:
    """What is about to be done.

    Attributes:
        verb: of ``SURGES``.
        actor: identity of who does it; ``system:…`` for what time does.
        now: the moment.
        today: its day.
        same_actor: identities that count as the same actor.
        reason: why, where a step asks for it.
        day: the new last day, or the day of a direction.
        besides: what the rules of the step's own subject found.
    """

    verb: str
    actor: str
    now: datetime
    today: date
    same_actor: frozenset[str] = frozenset()
    reason: str = ""
    day: date | None = None
    besides: tuple[Reason, ...] = ()


def surge_refusals(facts: SurgeFacts, step: SurgeStep, terms: SurgeTerms) -> tuple[Reason, ...]:
    """Return why a step may not be taken; empty when it may."""
    row = SURGES.step(facts.state, step.verb)
    if row is None:
        detail = f"This cannot be done: the surge is “{SURGE_LABELS[facts.state].lower()}”."
        return (no("NOT_IN_THIS_STATE", detail, state=facts.state.value, verb=step.verb),)
    found = [*_needs(set(row.needs), step), *step.besides, *_people(facts, step)]
    found += _RULES.get(step.verb, _nothing)(facts, step, terms)
    return tuple(found)


def opens_on(facts: SurgeFacts, terms: SurgeTerms, today: date) -> date | None:
    """Return the first day of a surge whose notice is given today; None before it is approved.

    Notice counts from approval; a proposal may ask for more than usual, and nothing opens in the
    past.
    """
    if facts.approved_on is None or facts.proposal is None:
        return None
    days = max(terms.notice_days, facts.proposal.notice_days or 0)
    if facts.proposal.notice_days is not None and facts.proposal.short_notice_why.strip():
        days = facts.proposal.notice_days
    return max(facts.approved_on + timedelta(days=days), today)


def no(code: str, detail: str, **inputs: object) -> Reason:
    """Return one refusal of these rules."""
    return Reason(code, detail, inputs, RULES)


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _nothing(_facts: SurgeFacts, _step: SurgeStep, _terms: SurgeTerms) -> Iterator[Reason]:
    yield from ()


def _needs(needs: set[object], step: SurgeStep) -> Iterator[Reason]:
    if Needs.REASON in needs and not step.reason.strip():
        yield no("REASON_NEEDED", "Say why.")
    if Needs.DAY in needs and step.day is None:
        yield no("DAY_NEEDED", "Say until which day.")


def _people(facts: SurgeFacts, step: SurgeStep) -> Iterator[Reason]:
    """Nobody decides about what they proposed themselves."""
    if step.verb in BY_ANOTHER and ({step.actor} | step.same_actor) & facts.proposed_by:
        detail = "Someone else must do this: you proposed this surge or put it forward."
        yield no("SAME_PERSON", detail, actor=step.actor, verb=step.verb)


def _whole(facts: SurgeFacts, terms: SurgeTerms) -> Iterator[Reason]:
    """Ask everything that must be there before a surge is decided about."""
    if facts.proposal is None or facts.gathered_at is None:
        yield no("NO_EVIDENCE", "Nothing was proposed on evidence yet.")
        return
    yield from facts.proposal.gaps(terms)


def _submit(facts: SurgeFacts, _step: SurgeStep, terms: SurgeTerms) -> Iterator[Reason]:
    yield from _whole(facts, terms)


def _sign_off(facts: SurgeFacts, step: SurgeStep, terms: SurgeTerms) -> Iterator[Reason]:
    yield from _whole(facts, terms)
    oldest = step.now - timedelta(hours=terms.fresh_hours)
    if facts.gathered_at is not None and facts.gathered_at < oldest:
        detail = (
            f"The evidence was gathered more than {terms.fresh_hours} hours ago: send it back,"
            " so that it is proposed on what is known now."
        )
        yield no("EVIDENCE_STALE", detail, gathered_at=facts.gathered_at)
    if facts.proposal and facts.most_pence is not None:
        cost = facts.proposal.cost.high if facts.proposal.cost else 0
        if cost > facts.most_pence:
            detail = "It may cost more than this level may sign off: propose it one level up."
            yield no("ABOVE_AUTHORITY", detail, cost=cost, most=facts.most_pence)
    yield from _ends_in_time(facts, step)


def _ends_in_time(facts: SurgeFacts, step: SurgeStep) -> Iterator[Reason]:
    if facts.ends_on is not None and facts.ends_on < step.today:
        yield no("LAST_DAY_PAST", f"Its last day was {_said(facts.ends_on)}.", end=facts.ends_on)


def _direct(facts: SurgeFacts, step: SurgeStep, _terms: SurgeTerms) -> Iterator[Reason]:
    if not facts.needs_direction:
        yield no("NO_DIRECTION_NEEDED", "Nobody doubts its value for money.")
    if facts.directed_on is not None:
        yield no("DIRECTED_ALREADY", f"It was directed on {_said(facts.directed_on)}.")
    if step.day is None:
        yield no("DAY_NEEDED", "Say on which day it was directed.")
    elif step.day > step.today:
        yield no("DAY_TO_COME", "A direction is recorded once it is given.", day=step.day)


def _give_notice(facts: SurgeFacts, step: SurgeStep, terms: SurgeTerms) -> Iterator[Reason]:
    if facts.needs_direction and facts.directed_on is None:
        detail = (
            "Its value for money is doubted: the accounting officer needs a ministerial direction."
        )
        yield no("DIRECTION_MISSING", detail)
    first = opens_on(facts, terms, step.today)
    if first is not None and facts.ends_on is not None and facts.ends_on < first:
        detail = f"Notice would end on {_said(first)}, after its last day."
        yield no("ENDS_BEFORE_IT_OPENS", detail, opens=first, end=facts.ends_on)


def _activate(facts: SurgeFacts, step: SurgeStep, terms: SurgeTerms) -> Iterator[Reason]:
    """The gate: everything is asked again at the moment when it opens (requirement 19)."""
    yield from _whole(facts, terms)
    if facts.approved_on is None:
        yield no("NOT_SIGNED_OFF", "Nobody signed it off.")
    if facts.opens_on is None or step.today < facts.opens_on:
        said = f" It ends on {_said(facts.opens_on)}." if facts.opens_on else ""
        yield no("NOTICE_RUNNING", f"Its notice is not over.{said}", opens=facts.opens_on)
    yield from _ends_in_time(facts, step)


def _extend(facts: SurgeFacts, step: SurgeStep, terms: SurgeTerms) -> Iterator[Reason]:
    yield from _recently_reviewed(facts, step, terms)
    if step.day is None or facts.ends_on is None:
        return
    if step.day <= facts.ends_on:
        detail = f"It lasts to {_said(facts.ends_on)} already."
        yield no("NOT_LONGER", detail, end=facts.ends_on, day=step.day)
    longest = step.today + timedelta(days=terms.longest_days)
    if step.day > longest:
        detail = f"One extension lasts to {_said(longest)} at the most."
        yield no("TOO_LONG", detail, longest=longest, day=step.day)


def _recently_reviewed(facts: SurgeFacts, step: SurgeStep, terms: SurgeTerms) -> Iterator[Reason]:
    since = step.today - timedelta(days=terms.review_days)
    if facts.reviewed_on is None or facts.reviewed_on < since:
        detail = "Look at the day first: nothing is extended on evidence that nobody looked at."
        yield no("NOT_REVIEWED", detail, reviewed=facts.reviewed_on)


def _expire(facts: SurgeFacts, step: SurgeStep, terms: SurgeTerms) -> Iterator[Reason]:
    if facts.state in {SurgeState.NOTICE, SurgeState.ACTIVE}:
        last = facts.ends_on
    else:
        last = facts.moved_on + timedelta(days=terms.proposal_days)
    if last is None or step.today <= last:
        yield no("NOT_OVER_YET", f"It lasts to {_said(last or step.today)}.", last=last)


def _close(facts: SurgeFacts, _step: SurgeStep, _terms: SurgeTerms) -> Iterator[Reason]:
    if facts.to_publish:
        said = "; ".join(facts.to_publish)
        yield no("NOT_PUBLISHED", f"Still to be published: {said}.", duties=facts.to_publish)


def _propose(facts: SurgeFacts, _step: SurgeStep, _terms: SurgeTerms) -> Iterator[Reason]:
    if facts.others:
        detail = f"This place has a surge already: {', '.join(facts.others)}."
        yield no("ALREADY_LIVE", detail, surges=facts.others)


_RULES = {
    "propose": _propose,
    "submit": _submit,
    "sign_off": _sign_off,
    "direct": _direct,
    "give_notice": _give_notice,
    "activate": _activate,
    "extend": _extend,
    "expire": _expire,
    "close": _close,
}
