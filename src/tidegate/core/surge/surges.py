"""The lifecycle of a surge: watched, proposed, reviewed, signed off, opened after notice, ended."""

from __future__ import annotations

from tidegate.core.lifecycle import Lifecycle, Side, Transition
from tidegate.core.surge.states import PLEDGED_IN, Needs, SurgeState

S = SurgeState
Row = Transition[SurgeState]
PROPOSE, SIGN, PLEDGE = "surge.propose", "surge.sign_off", "surge.pledge"

SURGES: Lifecycle[SurgeState] = Lifecycle(
    "surge",
    (
        Row(S.WATCH, "propose", S.PROPOSED, PROPOSE, Side.AREA, "surge_proposed", "Propose",
            (Needs.PROPOSAL,)),
        Row(S.PROPOSED, "submit", S.REVIEW, PROPOSE, Side.AREA, "surge_submitted",
            "Put forward for review"),
        Row(S.PROPOSED, "rework", S.WATCH, PROPOSE, Side.AREA, "surge_sent_back",
            "Take back to work on it", (Needs.REASON,)),
        Row(S.REVIEW, "sign_off", S.SIGNED, SIGN, Side.AUTHORITY, "surge_signed", "Sign off"),
        Row(S.REVIEW, "refuse", S.REFUSED, SIGN, Side.AUTHORITY, "surge_refused", "Refuse",
            (Needs.REASON,)),
        Row(S.REVIEW, "send_back", S.WATCH, SIGN, Side.AUTHORITY, "surge_sent_back",
            "Send back", (Needs.REASON,)),
        Row(S.SIGNED, "direct", S.SIGNED, SIGN, Side.AUTHORITY, "surge_directed",
            "Record the ministerial direction", (Needs.DIRECTION,)),
        Row(S.SIGNED, "give_notice", S.NOTICE, PROPOSE, Side.AREA, "surge_notice_given",
            "Give notice"),
        # nobody opens a surge by hand before its notice is over, and time opens none unsigned
        Row(S.NOTICE, "activate", S.ACTIVE, "", Side.CLOCK, "surge_opened", "Open"),
        *(
            Row(state, "reverse", S.REVERSED, SIGN, Side.AUTHORITY, "surge_reversed",
                "Reverse the sign-off", (Needs.REASON,))
            for state in (S.SIGNED, S.NOTICE)
        ),
        Row(S.ACTIVE, "reverse", S.STANDING_DOWN, SIGN, Side.AUTHORITY, "surge_reversed",
            "Reverse the sign-off", (Needs.REASON,)),
        Row(S.ACTIVE, "extend", S.ACTIVE, SIGN, Side.AUTHORITY, "surge_extended", "Extend",
            (Needs.DAY, Needs.REASON)),
        Row(S.ACTIVE, "review", S.ACTIVE, PROPOSE, Side.AREA, "surge_reviewed", "Review the day",
            (Needs.JUDGEMENT,)),
        Row(S.ACTIVE, "stand_down", S.STANDING_DOWN, PROPOSE, Side.AREA, "surge_stood_down",
            "Stand down", (Needs.REASON,)),
        Row(S.ACTIVE, "expire", S.STANDING_DOWN, "", Side.CLOCK, "surge_expired", "Expire"),
        Row(S.STANDING_DOWN, "close", S.CLOSED, PROPOSE, Side.AREA, "surge_closed", "Close",
            (Needs.OUTCOME,)),
        *(
            Row(state, "withdraw", S.WITHDRAWN, PROPOSE, Side.AREA, "surge_withdrawn",
                "Withdraw", (Needs.REASON,))
            for state in (S.WATCH, S.PROPOSED, S.REVIEW, S.SIGNED, S.NOTICE)
        ),
        *(
            Row(state, "expire", S.EXPIRED, "", Side.CLOCK, "surge_expired", "Expire")
            for state in (S.PROPOSED, S.REVIEW, S.SIGNED, S.NOTICE)
        ),
        *(
            Row(state, "pledge", state, PLEDGE, Side.PROVIDER, "surge_pledged",
                "Pledge capacity", (Needs.PLEDGE,))
            for state in PLEDGED_IN
        ),
        *(
            Row(state, "report_actual", state, PLEDGE, Side.PROVIDER, "surge_actual_reported",
                "Report what came", (Needs.ACTUAL,))
            for state in (S.ACTIVE, S.STANDING_DOWN)
        ),
        *(
            Row(state, "publish", state, SIGN, Side.AUTHORITY, "surge_published",
                "Record a publication", (Needs.PLACE,))
            for state in (S.SIGNED, S.NOTICE, S.ACTIVE, S.STANDING_DOWN)
        ),
    ),
)  # fmt: skip
