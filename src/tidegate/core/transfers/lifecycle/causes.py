"""Why a step was taken that takes something away: one list of codes for every such step.

Each cause says at which steps it may be given and, where a unit goes unused by it, which cause
code of the ledger that unit gets (spec transfers 2.5). ``counts_as`` is what the unit is put
down to when nobody takes it afterwards; a unit that another patient takes was used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class UnusedCause(StrEnum):
    """Why a unit that was offered went unused (spec transfers 2.5)."""

    NOT_BOOKED = "NOT_BOOKED"
    LATE_NOTICE = "LATE_NOTICE"
    NO_ELIGIBLE_PATIENT = "NO_ELIGIBLE_PATIENT"
    CRITERIA_TOO_TIGHT = "CRITERIA_TOO_TIGHT"
    PATIENT_DECLINED = "PATIENT_DECLINED"
    RECORDS_LATE = "RECORDS_LATE"
    NOT_STAFFED = "NOT_STAFFED"
    HELD_FOR_SURGE = "HELD_FOR_SURGE"
    WITHDRAWN = "WITHDRAWN"
    DNA = "DNA"
    CANCEL_CLINICAL = "CANCEL_CLINICAL"


class Bearer(StrEnum):
    """Who bears the cost of a patient who is returned."""

    RECEIVER = "receiver"
    HOLDER = "holder"
    PAYER = "payer"


@dataclass(frozen=True, slots=True)
class Cause:
    """One coded cause.

    Attributes:
        code: stable, upper case.
        label: the words on the form and in the record.
        verbs: the steps at which it may be given.
        counts_as: what an unused unit is put down to; None where no unit is concerned.
        bearer: who bears the cost of a return by this cause.
    """

    code: str
    label: str
    verbs: tuple[str, ...]
    counts_as: UnusedCause | None = None
    bearer: Bearer | None = None


_U = UnusedCause
_TABLE = (
    # the receiver says no
    Cause("CRITERIA", "Outside the site’s criteria", ("decline",), _U.CRITERIA_TOO_TIGHT),
    Cause("PREASSESSMENT_FAILED", "Not fit at pre-assessment", ("decline", "give_back"),
          _U.CRITERIA_TOO_TIGHT, Bearer.RECEIVER),
    Cause("NEEDS_CRITICAL_CARE", "Needs care that the site does not have",
          ("decline", "give_back", "find_unsuitable"), _U.CRITERIA_TOO_TIGHT, Bearer.HOLDER),
    Cause("RECORDS_INCOMPLETE", "Tests or records are missing", ("decline", "query", "give_back"),
          _U.RECORDS_LATE, Bearer.HOLDER),
    Cause("RECORDS_LATE", "Records came too late", ("decline", "give_back"), _U.RECORDS_LATE,
          Bearer.HOLDER),
    Cause("NOT_STAFFED", "No staff for the list", ("decline", "give_back", "miss",
          "withdraw_offer"), _U.NOT_STAFFED, Bearer.RECEIVER),
    Cause("LIST_CANCELLED", "The list was cancelled", ("decline", "miss", "give_back",
          "withdraw_offer"), _U.WITHDRAWN, Bearer.RECEIVER),
    Cause("HELD_FOR_SURGE", "Held back for a surge", ("decline", "withdraw_offer"),
          _U.HELD_FOR_SURGE, Bearer.PAYER),
    Cause("OFFERED_ELSEWHERE", "Given to other patients by the provider", ("withdraw_offer",),
          _U.WITHDRAWN),
    Cause("CAPACITY_GIVEN_BACK", "The buyer gave the capacity back", ("release_line",),
          _U.WITHDRAWN),
    Cause("SURGE_ENDED", "The surge that opened it ended", ("stop_offer",), _U.WITHDRAWN),
    # the patient says no
    Cause("TOO_FAR", "Too far", ("refuse",), _U.PATIENT_DECLINED),
    Cause("WRONG_DATE", "The date does not suit", ("refuse",), _U.PATIENT_DECLINED),
    Cause("PREFERS_HOME", "Prefers the own hospital", ("refuse",), _U.PATIENT_DECLINED),
    Cause("NO_REASON_GIVEN", "The patient gave no reason", ("refuse", "withdraw"),
          _U.PATIENT_DECLINED),
    # the date did not go ahead
    Cause("DID_NOT_ATTEND", "The patient did not attend", ("miss",), _U.DNA),
    Cause("CANCELLED_BY_PATIENT", "Cancelled by the patient", ("miss", "date"),
          _U.PATIENT_DECLINED),
    Cause("CANCELLED_CLINICALLY", "Cancelled for a clinical reason", ("miss", "date"),
          _U.CANCEL_CLINICAL),
    Cause("MOVED_BY_PROVIDER", "Moved by the provider", ("date",)),
    # the patient goes back
    Cause("UNFIT_ON_ARRIVAL", "Not fit on arrival", ("give_back",), _U.CANCEL_CLINICAL,
          Bearer.HOLDER),
    Cause("DIFFERENT_CONDITION", "Needs something else than was asked for", ("give_back",),
          _U.CANCEL_CLINICAL, Bearer.HOLDER),
    Cause("PATIENT_ASKED_TO_RETURN", "The patient asked to go back", ("give_back",),
          _U.PATIENT_DECLINED, Bearer.PAYER),
    # the request ends
    Cause("CLINICALLY_UNSUITABLE", "Not clinically fit to move", ("find_unsuitable",),
          _U.NO_ELIGIBLE_PATIENT),
    Cause("SOCIALLY_UNSUITABLE", "Cannot be away from home or carers", ("find_unsuitable",),
          _U.NO_ELIGIBLE_PATIENT),
    Cause("CONSENT_REFUSED", "The patient does not want to move", ("withdraw",),
          _U.PATIENT_DECLINED),
    Cause("CONSENT_WITHDRAWN", "The patient no longer wants to move", ("withdraw",),
          _U.PATIENT_DECLINED),
    Cause("TREATED_AT_HOME", "Treated or dated by the holder", ("withdraw",), _U.PATIENT_DECLINED),
    Cause("MOVED_OTHERWISE", "Moved by another route", ("withdraw",), _U.NOT_BOOKED),
    Cause("REMOVED_FROM_LIST", "No longer on the holder’s list", ("withdraw",),
          _U.NO_ELIGIBLE_PATIENT),
    Cause("DIED", "The patient died", ("withdraw",), _U.NO_ELIGIBLE_PATIENT),
    Cause("RAISED_IN_ERROR", "The request was raised in error", ("withdraw",), _U.NOT_BOOKED),
    Cause("SEARCHED_IN_VAIN", "Searched within the chosen distance without success",
          ("widen", "close_without_place")),
    # nobody said anything, or events overtook it
    Cause("NO_REPLY_FROM_RECEIVER", "The receiver did not answer in time", ("lapse",),
          _U.NOT_BOOKED),
    Cause("NO_REPLY_FROM_PATIENT", "The patient was not heard from in time", ("lapse",),
          _U.PATIENT_DECLINED),
    Cause("OFFER_FULL", "Others took the last unit", ("lapse",)),
    Cause("OFFER_WITHDRAWN", "The provider withdrew the offer", ("lapse",), _U.WITHDRAWN),
    Cause("OFFER_PAST", "The week of the offer has passed", ("lapse",), _U.LATE_NOTICE),
    Cause("ANOTHER_CHOSEN", "The patient chose another place", ("pass_over",), _U.NOT_BOOKED),
    Cause("REQUEST_ENDED", "The request ended", ("free",), _U.NOT_BOOKED),
)  # fmt: skip

CAUSES: Mapping[str, Cause] = {cause.code: cause for cause in _TABLE}


def causes_of(verb: str) -> tuple[Cause, ...]:
    """Return the causes that may be given at a step, in the order of the form."""
    return tuple(cause for cause in _TABLE if verb in cause.verbs)
