"""Where a performance notice stands, and what a step of it asks for."""

from __future__ import annotations

from enum import StrEnum


class PerformanceState(StrEnum):
    """Where a case stands; compliant is what a contract is before any notice."""

    COMPLIANT = "compliant"
    NOTICE = "notice"
    MEETING = "meeting"
    WITHDRAWN = "withdrawn"
    IMMEDIATE_ACTION_PLAN = "immediate_action_plan"
    JOINT_INVESTIGATION = "joint_investigation"
    RAP = "remedial_action_plan"
    MONITORED = "monitored"
    CLOSED = "closed"
    RAP_BREACH = "plan_breached"
    EXCEPTION_REPORT = "exception_report"
    WITHHOLD = "withheld"
    RESTORED = "restored"
    RETAINED = "retained"
    SUSPEND = "suspended"
    TERMINATE = "terminating"
    EXIT = "exit"


class PerformanceNeeds(StrEnum):
    """What a step asks for besides a yes."""

    EVIDENCE = "evidence"
    HELD = "held"
    REASON = "reason"
    PLAN = "plan"
    BREACH = "breach"
    MONEY = "money"
    LAST_DAY = "last_day"
    MINUTE = "minute"


PERFORMANCE_LABELS: dict[PerformanceState, str] = {
    PerformanceState.COMPLIANT: "Compliant",
    PerformanceState.NOTICE: "Notice issued, meeting to be held",
    PerformanceState.MEETING: "Met, outcome to be agreed",
    PerformanceState.WITHDRAWN: "Notice withdrawn",
    PerformanceState.IMMEDIATE_ACTION_PLAN: "Immediate action plan agreed",
    PerformanceState.JOINT_INVESTIGATION: "Being investigated together",
    PerformanceState.RAP: "Remedial action plan agreed",
    PerformanceState.MONITORED: "Plan being monitored",
    PerformanceState.CLOSED: "Closed, plan met",
    PerformanceState.RAP_BREACH: "Plan breached",
    PerformanceState.EXCEPTION_REPORT: "Exception report made to both boards",
    PerformanceState.WITHHOLD: "Money withheld",
    PerformanceState.RESTORED: "Withheld money given back",
    PerformanceState.RETAINED: "Withheld money kept",
    PerformanceState.SUSPEND: "Service suspended",
    PerformanceState.TERMINATE: "Notice given to end the contract",
    PerformanceState.EXIT: "Exit under way",
}
"""A case's state as people say it."""

OVER = frozenset({PerformanceState.WITHDRAWN, PerformanceState.CLOSED, PerformanceState.EXIT})
"""States from which no step leads on."""

OPEN = frozenset(PerformanceState) - OVER - {PerformanceState.COMPLIANT}
"""States of a case that still asks for something."""
