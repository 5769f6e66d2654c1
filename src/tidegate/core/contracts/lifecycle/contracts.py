"""The lifecycle of a contract: drafted, proposed, signed by both sides, run, and ended well."""

from __future__ import annotations

from tidegate.core.contracts.lifecycle.states import ContractState, Needs
from tidegate.core.lifecycle import Lifecycle, Side, Transition

S = ContractState
Row = Transition[ContractState]
MANAGE, SIGN, ANSWER = "contracts.manage", "contracts.sign", "contracts.answer"

CONTRACTS: Lifecycle[ContractState] = Lifecycle(
    "contract",
    (
        Row(S.DRAFT, "propose", S.PROPOSED, MANAGE, Side.BUYER, "contract_proposed", "Propose"),
        *(
            Row(state, "withdraw", S.WITHDRAWN, MANAGE, Side.BUYER, "contract_withdrawn",
                "Withdraw", (Needs.REASON,))
            for state in (S.DRAFT, S.PROPOSED, S.SIGNED)
        ),
        Row(S.PROPOSED, "redraft", S.DRAFT, MANAGE, Side.BUYER, "contract_redrafted",
            "Take back to draft", (Needs.REASON,)),
        # the second signature makes it signed; the order of the sides is theirs
        Row(S.PROPOSED, "sign_for_buyer", None, SIGN, Side.BUYER, "contract_signed",
            "Sign for the buyer"),
        Row(S.PROPOSED, "sign_for_provider", None, ANSWER, Side.PROVIDER, "contract_signed",
            "Sign for the provider"),
        Row(S.SIGNED, "start", S.RUNNING, MANAGE, Side.BUYER, "contract_started", "Start"),
        *(
            Row(state, "vary", state, MANAGE, Side.BUYER, "contract_varied", "Vary",
                (Needs.TERMS, Needs.GROUND))
            for state in (S.SIGNED, S.RUNNING)
        ),
        Row(S.RUNNING, "extend", S.RUNNING, MANAGE, Side.BUYER, "contract_extended", "Extend",
            (Needs.DAY,)),
        Row(S.RUNNING, "suspend", S.SUSPENDED, MANAGE, Side.BUYER, "contract_suspended",
            "Suspend", (Needs.REASON,)),
        Row(S.SUSPENDED, "resume", S.RUNNING, MANAGE, Side.BUYER, "contract_resumed", "Resume",
            (Needs.REASON,)),
        *(
            Row(state, "terminate", S.EXITING, SIGN, Side.BUYER, "contract_terminated",
                "Give notice to end it", (Needs.REASON, Needs.DAY))
            for state in (S.SIGNED, S.RUNNING, S.SUSPENDED)
        ),
        # being suspended keeps nobody in a contract, and does not lengthen it
        *(
            Row(state, "leave", S.EXITING, ANSWER, Side.PROVIDER, "contract_left",
                "Give notice to leave", (Needs.REASON, Needs.DAY))
            for state in (S.RUNNING, S.SUSPENDED)
        ),
        *(
            Row(state, "expire", S.EXITING, "", Side.CLOCK, "contract_expired", "Expire")
            for state in (S.RUNNING, S.SUSPENDED)
        ),
        Row(S.EXITING, "close", S.ENDED, MANAGE, Side.BUYER, "contract_ended", "Close",
            (Needs.RESIDUAL,)),
    ),
)  # fmt: skip
