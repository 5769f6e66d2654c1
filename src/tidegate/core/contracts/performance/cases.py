"""The steps of a performance notice, after general conditions 9 and 16 to 18, as a table.

The steps are those of the NHS Standard Contract as far as its forms are published; the text of its
clauses is not, so every number lies in a table of terms, and the ways back to monitoring (after an
exception report, a settled withholding or a suspension) and out with the contract are ours.
"""

from __future__ import annotations

from tidegate.core.contracts.performance.states import OPEN, PerformanceNeeds, PerformanceState
from tidegate.core.lifecycle import Lifecycle, Side, Transition

S, N = PerformanceState, PerformanceNeeds
Row = Transition[PerformanceState]
MANAGE, SIGN = "contracts.manage", "contracts.sign"
MOVED = "performance_moved"
IN_ORDER = tuple(state for state in PerformanceState if state in OPEN)
MAY_SUSPEND = (S.WITHHOLD, S.RESTORED, S.RETAINED)
SAFETY = "suspend_for_safety"
SUSPENDING = frozenset({"suspend", SAFETY})


def _row(
    state: PerformanceState,
    verb: str,
    leads: PerformanceState,
    label: str,
    *needs: PerformanceNeeds,
) -> Row:
    return Row(state, verb, leads, MANAGE, Side.BUYER, MOVED, label, needs)


CASES: Lifecycle[PerformanceState] = Lifecycle(
    "performance",
    (
        Row(S.COMPLIANT, "issue", S.NOTICE, MANAGE, Side.BUYER, "performance_issued",
            "Issue a performance notice", (N.EVIDENCE,)),
        _row(S.NOTICE, "meet", S.MEETING, "Record the meeting", N.HELD),
        _row(S.MEETING, "withdraw", S.WITHDRAWN, "Withdraw the notice", N.REASON),
        _row(S.MEETING, "act_at_once", S.IMMEDIATE_ACTION_PLAN, "Agree an immediate action plan",
             N.PLAN),
        _row(S.MEETING, "investigate", S.JOINT_INVESTIGATION, "Investigate together", N.REASON),
        *(
            _row(state, "agree_plan", S.RAP, "Agree a remedial action plan", N.PLAN)
            for state in (S.MEETING, S.JOINT_INVESTIGATION)
        ),
        *(
            _row(state, "monitor", S.MONITORED, "Monitor the plan")
            for state in (S.IMMEDIATE_ACTION_PLAN, S.RAP, S.RESTORED, S.RETAINED)
        ),
        *(
            _row(state, "monitor", S.MONITORED, "Go back to monitoring", N.REASON)
            for state in (S.EXCEPTION_REPORT, S.SUSPEND)
        ),
        _row(S.MONITORED, "close", S.CLOSED, "Close: the plan was met"),
        _row(S.MONITORED, "breach", S.RAP_BREACH, "Record a breached milestone", N.BREACH),
        _row(S.RAP_BREACH, "report", S.EXCEPTION_REPORT, "Report the exception to both boards",
             N.REASON),
        *(
            Row(state, "withhold", S.WITHHOLD, MANAGE, Side.BUYER, "money_withheld",
                "Withhold money", (N.MONEY,))
            for state in (S.EXCEPTION_REPORT, S.WITHHOLD)  # again for another month
        ),
        # the last of its withholdings to be settled takes the case on
        Row(S.WITHHOLD, "restore", S.RESTORED, MANAGE, Side.BUYER, "withholding_settled",
            "Give withheld money back", (N.REASON,)),
        Row(S.WITHHOLD, "retain", S.RETAINED, MANAGE, Side.BUYER, "withholding_settled",
            "Keep withheld money", (N.REASON,)),
        *(_row(state, "suspend", S.SUSPEND, "Suspend the service", N.REASON)
          for state in MAY_SUSPEND),
        # safety does not wait for a meeting: it may skip every step, and says why
        *(_row(state, SAFETY, S.SUSPEND, "Suspend at once, for safety", N.REASON)
          for state in IN_ORDER if state not in {S.SUSPEND, S.TERMINATE}),
        Row(S.SUSPEND, "terminate", S.TERMINATE, SIGN, Side.BUYER, MOVED,
            "Give notice to end the contract", (N.REASON, N.LAST_DAY, N.MINUTE)),
        # whatever a case asked for, it ends with its contract
        *(_row(state, "exit", S.EXIT, "Let it follow the contract’s exit") for state in IN_ORDER),
    ),
)  # fmt: skip
