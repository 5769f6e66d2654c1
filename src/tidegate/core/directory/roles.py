"""Who may do what: the roles and their permissions.

Every role reaches the organisation that it is held in and everything beneath it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class RoleTerms:
    """What one role is for and what it may do.

    Attributes:
        title: the role as people say it.
        description: one sentence that says what its holder does here.
        permissions: names of ``PERMISSIONS``.
        belongs_to: kinds of organisation that it is held in, in words.
    """

    title: str
    description: str
    permissions: frozenset[str]
    belongs_to: str


class Role(StrEnum):
    """The roles that a membership can carry (design, section 2)."""

    PROVIDER_USER = "provider_user"
    CLINICIAN = "clinician"
    COORDINATOR = "coordinator"
    AUTHORISER = "authoriser"
    CONTRACT_MANAGER = "contract_manager"
    RECALL_LEAD = "recall_lead"
    LOGGIST = "loggist"
    GUARDIAN = "guardian"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


# Permission name -> what it lets one do, as it stands after "lets you".
PERMISSIONS: dict[str, str] = {
    "board.view": "see the board",
    "directory.view": "look up organisations",
    "directory.manage_people": "invite people and grant or withdraw their roles",
    "waiting.view_list": "see waiting lists in figures",
    "waiting.view_pathways": "see single pathways, under their pseudonyms",
    "waiting.load_snapshot": "load waiting lists and published figures",
    "matching.view_plan": "see plans",
    "matching.view_reasons": "see why a pathway was matched or not",
    "matching.view_contracts": "see what contracts cost and what of them was used",
    "matching.run_plan": "make a plan",
    "transfers.view": "see requests for transfer, under their references",
    "transfers.view_identity": "see who a patient is, in the transfer message",
    "transfers.request": "start requests, record what patients say and send messages",
    "transfers.clear": "clear patients for transfer, or find them unsuitable",
    "transfers.arrange": "open requests, propose places and send waves",
    "transfers.accept": "accept or decline patients",
    "transfers.receive": "confirm messages, give dates, record treatment and return patients",
    "transfers.offer": "post, confirm and withdraw offers",
    "transfers.set_alert": "say that a service is full, or has room",
    "pressure.view": "see situation reports, scores and charts of pressure",
    "pressure.submit": "submit and correct situation reports",
    "pressure.recalculate": "have the limits of a chart recalculated, and withdraw that",
    "pressure.choose_table": "choose the score table that pressure is scored by",
    "contracts.view": "see contracts, what of them was used and what they cost",
    "contracts.manage": "draft, select, vary and manage contracts",
    "contracts.sign": "sign contracts for the buyer, or end them",
    "contracts.answer": "sign contracts for the provider, reply and give notice",
    "contracts.submit": "submit returns of use and invoices",
    "contracts.turn_switch": "turn what a surge switches in a contract",
    "surge.view": "see surges, as far as they are put forward",
    "surge.propose": "watch, propose, review and stand down surges",
    "surge.sign_off": "sign off, refuse, extend and reverse surges",
    "surge.pledge": "pledge capacity for a surge and report what came of it",
    "surge.close": "close departments, divert patients and reopen",
    "surge.receive": "answer diverts and say how many patients came",
    "surge.command": "declare, raise, lower and stand down incidents",
    "surge.summit": "call and keep risk summits",
    "surge.send_cards": "send and withdraw action cards",
    "surge.answer_cards": "acknowledge, finish and decline action cards",
    "registers.view": "see registers",
    "registers.keep": "put rows on registers and add to them",
    "registers.hear": "see and keep single cases of people who spoke up",
    "log.view_record": "read the record",
    "log.view_internal": "read entries of the record that are marked internal",
    "log.verify_record": "check that the record is whole",
}

CHANGING = frozenset(
    {
        "directory.manage_people",
        "waiting.load_snapshot",
        "matching.run_plan",
        "transfers.request",
        "transfers.clear",
        "transfers.arrange",
        "transfers.accept",
        "transfers.receive",
        "transfers.offer",
        "transfers.set_alert",
        "pressure.submit",
        "pressure.recalculate",
        "pressure.choose_table",
        "contracts.manage",
        "contracts.sign",
        "contracts.answer",
        "contracts.submit",
        "contracts.turn_switch",
        "surge.propose",
        "surge.sign_off",
        "surge.pledge",
        "surge.close",
        "surge.receive",
        "surge.command",
        "surge.summit",
        "surge.send_cards",
        "surge.answer_cards",
        "registers.keep",
        "registers.hear",
    }
)
"""Permissions to change something; whoever only reads has none of them."""

_EVERYONE = frozenset({"board.view", "directory.view"})
_FIGURES = _EVERYONE | {
    "waiting.view_list",
    "matching.view_plan",
    "pressure.view",
    "surge.view",
    "registers.view",
}

ROLES: dict[Role, RoleTerms] = {
    Role.PROVIDER_USER: RoleTerms(
        "Provider user",
        "Submits waiting lists, offers and situation reports for a trust, independent hospital or "
        "care home.",
        _FIGURES
        | {
            "waiting.view_pathways",
            "waiting.load_snapshot",
            "matching.view_reasons",
            "transfers.view",
            "transfers.view_identity",
            "transfers.request",
            "transfers.receive",
            "transfers.offer",
            "transfers.set_alert",
            "pressure.submit",
            "contracts.view",
            "contracts.answer",
            "contracts.submit",
            "surge.pledge",
            "surge.close",
            "surge.receive",
            "surge.command",
            "surge.answer_cards",
        },
        "trust, independent hospital, care home",
    ),
    Role.CLINICIAN: RoleTerms(
        "Clinician",
        "Clears patients for transfer, accepts those of others, sees the reasons for each match.",
        _FIGURES
        | {
            "waiting.view_pathways",
            "matching.view_reasons",
            "transfers.view",
            "transfers.view_identity",
            "transfers.clear",
            "transfers.accept",
        },
        "trust, independent hospital, care home, practice",
    ),
    Role.COORDINATOR: RoleTerms(
        "Coordinator",
        "Watches the area, makes plans and arranges transfers.",
        _FIGURES
        | {
            "waiting.view_pathways",
            "waiting.load_snapshot",
            "matching.run_plan",
            "matching.view_reasons",
            "matching.view_contracts",
            "transfers.view",
            "transfers.arrange",
            "transfers.set_alert",
            "pressure.recalculate",
            "contracts.view",
            "surge.propose",
            "surge.close",
            "surge.receive",
            "surge.command",
            "surge.summit",
            "surge.send_cards",
            "surge.answer_cards",
            "registers.keep",
            "log.view_record",
            "log.view_internal",
        },
        "integrated care board",
    ),
    Role.AUTHORISER: RoleTerms(
        "Authoriser",
        "Signs off what a coordinator proposes; never their own proposal.",
        _FIGURES
        | {
            "matching.view_reasons",
            "matching.view_contracts",
            "transfers.view",
            "pressure.choose_table",
            "contracts.view",
            "contracts.sign",
            "contracts.turn_switch",
            "surge.sign_off",
            "surge.command",
            "surge.summit",
            "surge.send_cards",
            "registers.keep",
            "log.view_record",
            "log.view_internal",
        },
        "integrated care board, region, nation",
    ),
    Role.CONTRACT_MANAGER: RoleTerms(
        "Contract manager",
        "Sizes, selects, signs, values, warns and ends contracts.",
        _FIGURES
        | {
            "matching.view_contracts",
            "transfers.view",
            "contracts.view",
            "contracts.manage",
            "contracts.sign",
            "contracts.submit",
            "registers.keep",
            "log.view_record",
        },
        "integrated care board",
    ),
    Role.RECALL_LEAD: RoleTerms(
        "Recall lead",
        "Builds call and recall cohorts and approves their waves.",
        _EVERYONE,
        "practice, network, integrated care board",
    ),
    Role.LOGGIST: RoleTerms(
        "Loggist",
        "Keeps the log and the registers.",
        _FIGURES | {"registers.keep", "log.view_record", "log.view_internal"},
        "any",
    ),
    Role.GUARDIAN: RoleTerms(
        "Speak-up guardian",
        "Hears those who speak up and keeps their cases, which nobody else sees singly.",
        _EVERYONE | {"registers.view", "registers.hear"},
        "any",
    ),
    Role.AUDITOR: RoleTerms(
        "Auditor",
        "Reads everything in scope, checks the record, and changes nothing.",
        frozenset(PERMISSIONS) - CHANGING - {"transfers.view_identity"},
        "any",
    ),
    Role.ADMINISTRATOR: RoleTerms(
        "Administrator",
        "Invites people of the organisation and grants or withdraws their roles.",
        _EVERYONE | {"directory.manage_people", "log.view_record"},
        "any",
    ),
}


def permissions_of(role: str) -> frozenset[str]:
    """Return what a role may do; a role that the table no longer knows may do nothing."""
    return ROLES[Role(role)].permissions if role in ROLES else frozenset()


def roles_with(permission: str) -> tuple[Role, ...]:
    """Return the roles that carry a permission, so that a refusal can say how to get it."""
    return tuple(role for role, terms in ROLES.items() if permission in terms.permissions)
