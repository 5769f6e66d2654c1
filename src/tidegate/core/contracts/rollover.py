"""Review before rollover: no contract is extended before somebody asked how good the service is.

After Monitor's draft guidance; when it is asked and what counts as an answer are choices made here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tidegate.core.contracts.months import months_after
from tidegate.core.reasons import Reason


class Topic(StrEnum):
    """What a review asks."""

    QUALITY = "quality"
    PRICE = "price"
    UTILISATION = "utilisation"
    ALTERNATIVES = "alternatives"
    CONSIDERABLE_CHANGE = "considerable_change"


class RolloverOutcome(StrEnum):
    """What a review proposes."""

    EXTEND = "extend"
    RESELECT = "reselect"
    END = "end"


@dataclass(frozen=True, slots=True)
class RolloverTerms:
    """When reviews are due, and how long one holds.

    Attributes:
        name, version, source, author, in_force: where they come from and since when.
        months_before: so many months before a contract's end a review is asked for, furthest first.
        holds_months: a signed review older than this no longer allows an extension.
        questions: topic → the words that ask for it.
    """

    name: str
    version: str
    source: str
    author: str
    in_force: date
    months_before: tuple[int, ...]
    holds_months: int
    questions: Mapping[Topic, str]

    def __post_init__(self) -> None:
        if list(self.months_before) != sorted(set(self.months_before), reverse=True):
            raise ValueError("reviews are asked for in order, furthest before the end first")
        if set(self.questions) != set(Topic):
            raise ValueError("every topic has its question, and there are no others")

    @property
    def rules(self) -> str:
        """Name and version, as reasons carry them."""
        return f"{self.name} {self.version}"


@dataclass(frozen=True, slots=True)
class Review:
    """A review as it stands.

    Attributes:
        for_end: the end of the contract that it looks at.
        answers: topic → what was found.
        changes_considerably: whether what would be extended is considerably changed.
        outcome: what it proposes; None while it is open.
        prepared_by: identity of who prepared it.
        signed_by, signed_on: identity of who signed it, and when; None and empty: nobody has.
    """

    for_end: date
    answers: Mapping[Topic, str]
    changes_considerably: bool
    outcome: RolloverOutcome | None
    prepared_by: str
    signed_by: str = ""
    signed_on: date | None = None


def review_days(end: date, terms: RolloverTerms) -> tuple[date, ...]:
    """Return the days on which a review is asked for before a contract's end."""
    return tuple(months_after(end, -months) for months in terms.months_before)


def review_asked(end: date, today: date, terms: RolloverTerms) -> date | None:
    """Return the newest day, up to today, on which a review was asked for; None before the first.

    Once the end has passed nobody asks any more.
    """
    past = [day for day in review_days(end, terms) if day <= today <= end]
    return max(past, default=None)


def review_refusals(
    review: Review, *, actor: str, same_actor: frozenset[str], terms: RolloverTerms
) -> tuple[Reason, ...]:
    """Return why a review cannot be signed by somebody; empty when it can."""
    found = list(_unanswered(review, terms))
    if ({actor} | same_actor) & {review.prepared_by}:
        detail = "Whoever prepared a review does not sign it."
        found.append(_no(terms, "SAME_PERSON", detail, actor=actor))
    if review.signed_on is not None:
        found.append(_no(terms, "REVIEW_SIGNED", "This review was signed already."))
    if review.outcome is None:
        found.append(_no(terms, "OUTCOME_NEEDED", "The review does not say what it proposes."))
    if review.changes_considerably and review.outcome is RolloverOutcome.EXTEND:
        detail = "What is considerably changed is not extended: it is selected anew."
        found.append(_no(terms, "CHANGED_CONSIDERABLY", detail))
    return tuple(found)


def extension_refusals(
    review: Review | None, *, end: date, new_end: date, today: date, terms: RolloverTerms
) -> tuple[Reason, ...]:
    """Return why a contract may not be extended; empty when it may.

    Args:
        review: the newest review for this end.
        end: when the contract ends as it stands.
        new_end: when it is to end.
        today: the day.
        terms: when reviews are due and how long they hold.
    """
    found = []
    if new_end <= end:
        detail = "An extension ends later than the contract as it stands."
        found.append(_no(terms, "NOT_LATER", detail, end=end, new_end=new_end))
    if review is None or review.for_end != end or review.signed_on is None:
        detail = "No review of how good the service is has been signed for this end."
        return (*found, _no(terms, "REVIEW_NOT_SIGNED", detail, end=end))
    holds_to = months_after(review.signed_on, terms.holds_months)
    if today > holds_to:
        detail = f"The review held until {holds_to.day} {holds_to:%B %Y}; make a new one."
        found.append(_no(terms, "REVIEW_TOO_OLD", detail, signed_on=review.signed_on))
    if review.outcome is not RolloverOutcome.EXTEND:
        said = "" if review.outcome is None else review.outcome.value
        detail = "The review does not propose an extension."
        found.append(_no(terms, "REVIEW_SAYS_NO", detail, outcome=said))
    return tuple(found)


def _unanswered(review: Review, terms: RolloverTerms) -> Iterator[Reason]:
    for topic, question in terms.questions.items():
        if not review.answers.get(topic, "").strip():
            yield _no(terms, "TOPIC_OPEN", f"Not answered: {question}", topic=topic.value)


def _no(terms: RolloverTerms, code: str, detail: str, **inputs: object) -> Reason:
    return Reason(code, detail, inputs, terms.rules)
