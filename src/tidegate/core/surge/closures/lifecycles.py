"""The lifecycles of a closure and of a divert."""

from __future__ import annotations

from tidegate.core.lifecycle import Lifecycle, Side, Transition
from tidegate.core.surge.closures.states import (
    CLOSED_NOW,
    RUNNING,
    ClosureState,
    DivertState,
    Needs,
)

CLOSE, RECEIVE = "surge.close", "surge.receive"
C, D = ClosureState, DivertState
OfClosure, OfDivert = Transition[ClosureState], Transition[DivertState]

CLOSURES: Lifecycle[ClosureState] = Lifecycle(
    "closure",
    (
        *(
            OfClosure(state, "divert", state, CLOSE, Side.PROVIDER, "divert_began",
                      "Divert patients", (Needs.RECEIVER, Needs.MOMENT))
            for state in CLOSED_NOW
        ),
        *(
            OfClosure(state, "plan_reopening", state, CLOSE, Side.PROVIDER, "reopening_planned",
                      "Plan how it reopens", (Needs.STAGES,))
            for state in CLOSED_NOW
        ),
        # a stage that opens the last stream leads to reopened: the service says which it was
        *(
            OfClosure(state, "open_stage", C.REOPENING, CLOSE, Side.PROVIDER,
                      "closure_stage_opened", "Say that a stage is open", (Needs.MOMENT,))
            for state in CLOSED_NOW
        ),
        *(
            OfClosure(state, "reopen", C.REOPENED, CLOSE, Side.PROVIDER, "closure_ended",
                      "Reopen all of it", (Needs.MOMENT,))
            for state in CLOSED_NOW
        ),
        *(
            OfClosure(state, "void", C.VOID, CLOSE, Side.PROVIDER, "closure_voided",
                      "Say that it was entered in error", (Needs.REASON,))
            for state in CLOSED_NOW
        ),
    ),
)  # fmt: skip

DIVERTS: Lifecycle[DivertState] = Lifecycle(
    "divert",
    (
        *(
            OfDivert(state, "agree", D.AGREED, RECEIVE, Side.RECEIVER, "divert_agreed",
                     "Agree to it")
            for state in (D.ASKED, D.OBJECTED)
        ),
        *(
            OfDivert(state, "object", D.OBJECTED, RECEIVE, Side.RECEIVER, "divert_objected",
                     "Object to it", (Needs.REASON,))
            for state in (D.ASKED, D.AGREED)
        ),
        *(
            OfDivert(state, "count", state, RECEIVE, Side.RECEIVER, "divert_counted",
                     "Say how many came", (Needs.PATIENTS,))
            for state in (*RUNNING, D.ENDED)
        ),
        *(
            OfDivert(state, "end", D.ENDED, CLOSE, Side.PROVIDER, "divert_ended",
                     "End the divert", (Needs.MOMENT,))
            for state in RUNNING
        ),
    ),
)  # fmt: skip
