"""The twelve faults of sense that a validator of form does not see, each with its code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FaultCode(StrEnum):
    """What a release says that cannot be so, or should not."""

    AWARD_DANGLING = "AWARD_DANGLING"
    SUPPLIER_NOT_A_PARTY = "SUPPLIER_NOT_A_PARTY"
    BUYER_NOT_A_PARTY = "BUYER_NOT_A_PARTY"
    ACTIVE_ON_PENDING_AWARD = "ACTIVE_ON_PENDING_AWARD"
    PERIOD_REVERSED = "PERIOD_REVERSED"
    SIGNED_BEFORE_AWARD = "SIGNED_BEFORE_AWARD"
    SIGNED_IN_STANDSTILL = "SIGNED_IN_STANDSTILL"
    DATES_BACKWARDS = "DATES_BACKWARDS"
    VALUE_NEGATIVE = "VALUE_NEGATIVE"
    SPENT_ABOVE_VALUE = "SPENT_ABOVE_VALUE"
    VALUE_UP_UNAMENDED = "VALUE_UP_UNAMENDED"
    TAG_WITHOUT_OBJECT = "TAG_WITHOUT_OBJECT"


FAULT_LABELS: dict[FaultCode, str] = {
    FaultCode.AWARD_DANGLING: "A contract names an award that nobody told of",
    FaultCode.SUPPLIER_NOT_A_PARTY: "A supplier is not among the parties",
    FaultCode.BUYER_NOT_A_PARTY: "The buyer is not among the parties",
    FaultCode.ACTIVE_ON_PENDING_AWARD: "A contract is active on an award that is not",
    FaultCode.PERIOD_REVERSED: "A period ends before it starts",
    FaultCode.SIGNED_BEFORE_AWARD: "A contract was signed before its award",
    FaultCode.SIGNED_IN_STANDSTILL: "A contract was signed before its standstill was over",
    FaultCode.DATES_BACKWARDS: "Dates run backwards",
    FaultCode.VALUE_NEGATIVE: "A value is below nothing",
    FaultCode.SPENT_ABOVE_VALUE: "More was paid than the contract is worth",
    FaultCode.VALUE_UP_UNAMENDED: "A value rose and no amendment says so",
    FaultCode.TAG_WITHOUT_OBJECT: "A tag announces what the release does not hold",
}
"""A fault in words."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, where it is.

    Attributes:
        code: which.
        path: JSON pointer within the release.
        detail: one sentence with the values.
        about: names the fault within the process, so that releases that repeat it tell it once;
            empty: it is told wherever it stands.
    """

    code: FaultCode
    path: str
    detail: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class LintTerms:
    """From when on a rise of value asks for an amendment.

    Attributes:
        version: name and version of the table.
        rise_percent: a rise of this many per cent or more.
    """

    version: str
    rise_percent: int
