"""Who is on the default list of patients to invite to be treated elsewhere (spec: transfers 1.2).

The rule of the national patient-initiated scheme, with thresholds from a versioned file
(``exchange.transfers.invite_rules``). Being left out of the list takes nothing from anybody: a
patient may ask at any time, and asking keeps their place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tidegate.core.reasons import Reason, Verdict, strictest

DAYS_IN_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class InviteRule:
    """The thresholds of the list.

    Attributes:
        name, version: under which reasons quote it.
        author, source: who set them, and after what.
        in_force: from which day.
        weeks_waited: who has waited longer than this is invited.
        dated_within_weeks: who has a date within this many weeks is not.
        youngest: age from which people are invited.
        excluded_conditions: conditions of which the deploying body's clinicians say no.
    """

    name: str
    version: str
    author: str
    source: str
    in_force: date
    weeks_waited: int
    dated_within_weeks: int
    youngest: int
    excluded_conditions: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse thresholds that cannot be."""
        if min(self.weeks_waited, self.dated_within_weeks, self.youngest) < 0:
            raise ValueError("weeks and ages cannot be negative")


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the rule asks of one pathway; ``None`` is not known.

    Attributes:
        clock_start: when its clock started.
        dated_for: day of its next date at the holder.
        dated_is_known: whether the list would say so if there were a date.
        age: of the patient.
        from_hospital: whether another hospital referred the patient in.
        english_practice: whether the patient is registered with a practice in England.
        in_rtt_return: whether the pathway is part of the holder's referral-to-treatment return.
        conditions: recorded conditions.
    """

    clock_start: date | None
    dated_for: date | None = None
    dated_is_known: bool = True
    age: int | None = None
    from_hospital: bool | None = None
    english_practice: bool | None = None
    in_rtt_return: bool | None = None
    conditions: frozenset[str] | None = frozenset()


# What one part of the rule says of a pathway: whether it keeps it off the list (None: not known),
# and what it was judged on.
_Said = tuple[bool | None, dict[str, object]]


def _not_long_enough(one: Waiting, rule: InviteRule, today: date) -> _Said:
    if one.clock_start is None:
        return None, {"days_waited": None}
    days = (today - one.clock_start).days
    return days <= DAYS_IN_A_WEEK * rule.weeks_waited, {"days_waited": days}


def _dated_soon(one: Waiting, rule: InviteRule, today: date) -> _Said:
    if one.dated_for is None:
        return (False if one.dated_is_known else None), {"days_to_date": None}
    days = (one.dated_for - today).days
    return 0 <= days <= DAYS_IN_A_WEEK * rule.dated_within_weeks, {"days_to_date": days}


def _too_young(one: Waiting, rule: InviteRule, _today: date) -> _Said:
    return (None if one.age is None else one.age < rule.youngest), {"age": one.age}


def _from_hospital(one: Waiting, _rule: InviteRule, _today: date) -> _Said:
    return one.from_hospital, {"from_hospital": one.from_hospital}


def _no_english_practice(one: Waiting, _rule: InviteRule, _today: date) -> _Said:
    known = one.english_practice
    return (None if known is None else not known), {"english_practice": known}


def _not_in_return(one: Waiting, _rule: InviteRule, _today: date) -> _Said:
    known = one.in_rtt_return
    return (None if known is None else not known), {"in_rtt_return": known}


def _excluded(one: Waiting, rule: InviteRule, _today: date) -> _Said:
    if not rule.excluded_conditions:
        return False, {}
    if one.conditions is None:
        return None, {"conditions": None}
    found = sorted(one.conditions & rule.excluded_conditions)
    return bool(found), {"conditions": tuple(found)}


_PARTS: tuple[tuple[str, Callable[[Waiting, InviteRule, date], _Said], str, str], ...] = (
    ("NOT_WAITED_LONG_ENOUGH", _not_long_enough,
     "Has not waited more than {rule.weeks_waited} weeks.", "The clock start is not known."),
    ("DATED_SOON", _dated_soon,
     "Has a date within the next {rule.dated_within_weeks} weeks.",
     "Whether there is a date is not known."),
    ("TOO_YOUNG", _too_young, "Is younger than {rule.youngest}.", "The age is not known."),
    ("REFERRED_FROM_HOSPITAL", _from_hospital, "Was referred in from another hospital.",
     "Whether another hospital referred the patient in is not known."),
    ("NO_ENGLISH_PRACTICE", _no_english_practice,
     "Is not registered with a practice in England.",
     "Where the patient is registered is not known."),
    ("NOT_IN_RTT_RETURN", _not_in_return,
     "The pathway is not part of the referral-to-treatment return.",
     "Whether the pathway is part of the referral-to-treatment return is not known."),
    ("CONDITION_EXCLUDED", _excluded, "Has a condition that is not invited.",
     "Conditions are not recorded."),
)  # fmt: skip


def may_be_invited(
    one: Waiting, rule: InviteRule, *, today: date
) -> tuple[Verdict, tuple[Reason, ...]]:
    """Say whether a pathway is on the default list, and every reason why not.

    Returns:
        ``ACCEPT`` without a reason; ``REFUSE`` where a part of the rule keeps it off; ``UNKNOWN``
        where something that a part asks is not known (code ending in ``_UNKNOWN``): nobody is
        invited on a guess.
    """
    version = f"invite rule {rule.name}-{rule.version}"
    verdicts, reasons = [], []
    for code, judge, words, unknown in _PARTS:
        keeps_off, inputs = judge(one, rule, today)
        if keeps_off is None:
            verdicts.append(Verdict.UNKNOWN)
            reasons.append(Reason(f"{code}_UNKNOWN", unknown, inputs, version))
        elif keeps_off:
            verdicts.append(Verdict.REFUSE)
            reasons.append(Reason(code, words.format(rule=rule), inputs, version))
    return strictest(verdicts), tuple(reasons)
