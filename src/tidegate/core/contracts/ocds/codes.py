"""Closed words of the standard, and which of the room’s words each stands for."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from tidegate.core.contracts.procurement.regimes import Regime, Route


class Tag(StrEnum):
    """What a release tells of (releaseTag of the standard)."""

    PLANNING = "planning"
    PLANNING_UPDATE = "planningUpdate"
    TENDER = "tender"
    TENDER_AMENDMENT = "tenderAmendment"
    TENDER_UPDATE = "tenderUpdate"
    TENDER_CANCELLATION = "tenderCancellation"
    AWARD = "award"
    AWARD_UPDATE = "awardUpdate"
    AWARD_CANCELLATION = "awardCancellation"
    CONTRACT = "contract"
    CONTRACT_UPDATE = "contractUpdate"
    CONTRACT_AMENDMENT = "contractAmendment"
    IMPLEMENTATION = "implementation"
    IMPLEMENTATION_UPDATE = "implementationUpdate"
    CONTRACT_TERMINATION = "contractTermination"
    COMPILED = "compiled"


class Relation(StrEnum):
    """How another process is related to this one (relatedProcess of the standard)."""

    SUBCONTRACT = "subContract"
    PARENT = "parent"
    PRIOR = "prior"
    REPLACEMENT = "replacementProcess"
    RENEWAL = "renewalProcess"


OF_THE_CONTRACT = frozenset({Relation.SUBCONTRACT, Relation.REPLACEMENT, Relation.RENEWAL})
"""Relations that the standard keeps with a contract rather than with the whole process."""


class Ending(StrEnum):
    """What brought a contract to its end."""

    EXPIRED = "expired"
    BUYER = "ended_by_buyer"
    PROVIDER = "ended_by_provider"


ENDING_LABELS: dict[Ending, str] = {
    Ending.EXPIRED: "Its term was over",
    Ending.BUYER: "The buyer gave notice",
    Ending.PROVIDER: "The provider gave notice",
}
"""What brought a contract to its end, in words."""

Classification = Mapping[str, str]

LEGAL_BASIS: dict[Regime, Classification] = {
    Regime.PSR: {
        "scheme": "UKSI",
        "id": "2023/1348",
        "description": "The Health Care Services (Provider Selection Regime) Regulations 2023",
        "uri": "https://www.legislation.gov.uk/uksi/2023/1348/contents",
    },
    Regime.PA23: {
        "scheme": "UKPGA",
        "id": "2023/54",
        "description": "Procurement Act 2023",
        "uri": "https://www.legislation.gov.uk/ukpga/2023/54/contents",
    },
    Regime.PREVIOUS: {
        "scheme": "UKSI",
        "id": "2015/102",
        "description": "The Public Contracts Regulations 2015",
        "uri": "https://www.legislation.gov.uk/uksi/2015/102/contents",
    },
}
"""The law of a selection; notices of the Provider Selection Regime are known by theirs."""

URGENT_BASIS: Classification = {
    "scheme": "UKSI",
    "id": "2023/1348",
    "description": "Regulation 14: urgent award",
    "uri": "https://www.legislation.gov.uk/uksi/2023/1348/regulation/14",
}
"""What an urgent award without competition rests on."""

METHODS: dict[Route, str] = {
    Route.COMPETITIVE: "open",
    Route.TENDER: "open",
    Route.MOST_SUITABLE: "limited",
    Route.DIRECT_A: "direct",
    Route.DIRECT_B: "direct",
    Route.DIRECT_C: "direct",
    Route.DIRECT: "direct",
    Route.URGENT: "direct",
}
"""A route as the standard’s closed list of methods has it."""

LIGHT_TOUCH = "lightTouch"
"""The special regime of the Procurement Act under which most services to people are bought."""
