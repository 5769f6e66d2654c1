"""How transfers go in the demo: who says yes, declines, is returned or does not attend, and when.

What is next follows from where a request stands and from the course that its patient takes. Every
course is taken by some of the patients of a wave, however small it is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from tidegate.core.transfers.lifecycle.states import RequestState as S

if TYPE_CHECKING:
    from numpy.random import Generator


class Course(StrEnum):
    """What happens to one patient besides the usual."""

    STRAIGHT = "straight"
    NOT_LOOKED_AT = "not looked at"
    UNSUITABLE = "unsuitable"
    SILENT = "silent"
    STAYS = "stays"
    DECLINED = "declined"
    REFUSES = "refuses"
    QUERIED = "queried"
    RETURNED = "returned"
    NOT_FIT = "not fit"
    MISSES = "misses"
    CANCELLED = "cancelled"
    CHANGES_MIND = "changes mind"
    IN_VAIN = "in vain"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Deed:
    """The next step of a request: its verb, its cause where one is owed, and how long until then.

    A step on the day of treatment has no time of its own.
    """

    verb: str
    cause: str = ""
    after: timedelta | None = None


# Which course the patients of a wave take, in turn.
_IN_TURN = (
    Course.STRAIGHT, Course.MISSES, Course.STRAIGHT, Course.DECLINED, Course.STAYS,
    Course.STRAIGHT, Course.SILENT, Course.RETURNED, Course.STRAIGHT, Course.REFUSES,
    Course.STRAIGHT, Course.UNSUITABLE, Course.STRAIGHT, Course.STAYS, Course.QUERIED,
    Course.STRAIGHT, Course.NOT_LOOKED_AT, Course.CANCELLED, Course.CHANGES_MIND, Course.NOT_FIT,
)  # fmt: skip
_FAR_MILES, _STAYS_IF_FAR = 25, 0.45

# State → what comes next on the usual way, and after how many days at least and at most.
_USUAL: Mapping[S, tuple[str, float, float]] = {
    S.DRAFT: ("clear", 0.1, 2.2),
    S.CLEARED: ("consent", 0.3, 5.0),
    S.CONSENTED: ("open", 0.05, 1.0),
    S.OPEN: ("propose", 0.3, 2.0),
    S.MATCHED: ("accept", 0.3, 2.5),
    S.ACCEPTED: ("choose", 0.2, 2.0),
    S.AGREED: ("send", 0.1, 1.5),
    S.SENT: ("receive", 0.1, 1.2),
    S.RECEIVED: ("date", 0.1, 1.5),
    S.TREATED: ("close", 2.0, 7.0),
}
# Where a course leaves the usual way: once, by this verb and one of these causes.
_TURNS: Mapping[tuple[Course, S], tuple[str, tuple[str, ...]]] = {
    (Course.UNSUITABLE, S.DRAFT): (
        "find_unsuitable", ("CLINICALLY_UNSUITABLE", "SOCIALLY_UNSUITABLE")
    ),
    (Course.STAYS, S.CLEARED): ("withdraw", ("CONSENT_REFUSED",)),
    (Course.CHANGES_MIND, S.AGREED): ("withdraw", ("CONSENT_WITHDRAWN", "NO_REASON_GIVEN")),
    (Course.DECLINED, S.MATCHED): (
        "decline", ("CRITERIA", "RECORDS_INCOMPLETE", "NEEDS_CRITICAL_CARE", "NOT_STAFFED")
    ),
    (Course.REFUSES, S.ACCEPTED): ("refuse", ("TOO_FAR", "WRONG_DATE", "PREFERS_HOME")),
    (Course.QUERIED, S.SENT): ("query", ("RECORDS_INCOMPLETE",)),
    (Course.RETURNED, S.RECEIVED): (
        "give_back", ("PREASSESSMENT_FAILED", "RECORDS_LATE", "PATIENT_ASKED_TO_RETURN")
    ),
    (Course.NOT_FIT, S.DATED): ("give_back", ("UNFIT_ON_ARRIVAL", "DIFFERENT_CONDITION")),
    (Course.MISSES, S.DATED): ("miss", ("DID_NOT_ATTEND",)),
    (Course.CANCELLED, S.DATED): ("miss", ("CANCELLED_BY_PATIENT", "CANCELLED_CLINICALLY")),
    (Course.IN_VAIN, S.OPEN): ("search_in_vain", ("SEARCHED_IN_VAIN",)),
    (Course.ELSEWHERE, S.OPEN): ("propose_outside", ("",)),
}  # fmt: skip
_STOPS = {(Course.NOT_LOOKED_AT, S.DRAFT), (Course.SILENT, S.CLEARED)}
_AGAIN = frozenset({"search_in_vain"})


def course_of(rng: Generator, turn: int, miles: float | None) -> Course:
    """Say which course the patient takes whose turn it is; the far away stay more often."""
    course = _IN_TURN[turn % len(_IN_TURN)]
    far = miles is not None and miles > _FAR_MILES
    if course is Course.STRAIGHT and far and rng.random() < _STAYS_IF_FAR:
        return Course.STAYS
    return course


def next_deed(
    rng: Generator, course: Course, state: S, before: Collection[str], pace: float = 1.0
) -> Deed | None:
    """Return the next step of a request; None where nothing more is done, or only time decides.

    Args:
        rng: source of randomness.
        course: of the patient.
        state: where the request stands.
        before: the verbs of the steps that were taken already.
        pace: how long people take, against the usual.
    """
    if (course, state) in _STOPS:
        return None
    verb, low, high = _USUAL.get(state, ("treat" if state is S.DATED else "", 0.0, 0.0))
    cause = ""
    turn = _TURNS.get((course, state))
    if turn is not None and (turn[0] not in before or turn[0] in _AGAIN):
        verb, cause = turn[0], str(rng.choice(turn[1]))
    if not verb:
        return None
    if state is S.DATED:
        return Deed(verb, cause)
    return Deed(verb, cause, timedelta(days=pace * float(rng.uniform(low, high))))
