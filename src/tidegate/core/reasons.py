"""Why a rule said what it said: coded reasons that screen, API, record and tests share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """What a rule answers: yes, ask a clinician, no, or not enough is known."""

    ACCEPT = "accept"
    REFER = "refer"
    REFUSE = "refuse"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reason:
    """One coded reason, with what it was judged on and the version of the rule.

    Attributes:
        code: stable upper-case code, such as ``NO_OFFER_IN_REACH``.
        detail: one plain sentence for a person.
        inputs: the values that the rule looked at.
        rule_version: name and version of the rule or table, such as ``policy default-2026``.
    """

    code: str
    detail: str
    inputs: Mapping[str, object] = field(default_factory=dict)
    rule_version: str = ""


_STRICTNESS = (Verdict.REFUSE, Verdict.UNKNOWN, Verdict.REFER, Verdict.ACCEPT)


def strictest(verdicts: Iterable[Verdict]) -> Verdict:
    """Combine verdicts of several rules: one refusal refuses, and no rule at all accepts."""
    given = set(verdicts)
    return next((verdict for verdict in _STRICTNESS if verdict in given), Verdict.ACCEPT)
