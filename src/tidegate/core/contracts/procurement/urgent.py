"""Urgent award and urgent modification: three limbs, all of them, and a notice of eight items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from tidegate.core.contracts.procurement.table import ModificationTerms

RULES = "provider selection regime, reg. 14"


class Limb(StrEnum):
    """What must be true, all three together; poor planning satisfies none of them."""

    URGENT = "urgent"
    NOT_FORESEEABLE = "not_foreseeable"
    DELAY_RISKS_SAFETY = "delay_risks_safety"


LIMBS: dict[Limb, str] = {
    Limb.URGENT: "It is urgent.",
    Limb.NOT_FORESEEABLE: "The buyer could not foresee the urgency and did not bring it about.",
    Limb.DELAY_RISKS_SAFETY: "Delay would be likely to put patients or the public at risk.",
}
"""The limbs in words (Welsh sister guidance on reg. 14; the English text is to be checked)."""


class Item(StrEnum):
    """What the notice says (SI 2023/1348, Schedule 14)."""

    URGENCY = "statement_of_urgency"
    TITLE = "title_and_reference"
    SERVICE = "service_and_cpv"
    EFFECTIVE = "effective_date"
    NATURE = "nature"
    DECISION_MAKERS = "decision_makers"
    CONFLICTS = "conflicts"
    WHY = "why_regulation_14"


ITEMS: dict[Item, str] = {
    Item.URGENCY: "Statement that the buyer thought it urgent",
    Item.TITLE: "Title and reference of the contract",
    Item.SERVICE: "The health care services, with their CPV code",
    Item.EFFECTIVE: "From which day it takes effect",
    Item.NATURE: "What is awarded or changed, with any change of value or length",
    Item.DECISION_MAKERS: "Who decided",
    Item.CONFLICTS: "Conflicts of interest, declared or possible, and how they were handled",
    Item.WHY: "Why regulation 14 applied",
}
"""The items of the notice, in words."""


@dataclass(frozen=True, slots=True)
class UrgentCase:
    """The case for an urgent award or modification.

    Attributes:
        limbs: those said to be true.
        items: what the notice says, by item; blank is not said.
        months: for how long.
    """

    limbs: frozenset[Limb]
    items: Mapping[Item, str]
    months: int


def urgent_refusals(case: UrgentCase) -> tuple[Reason, ...]:
    """Return why an urgent award or modification may not be made: each limb or item missing."""
    return (*limb_refusals(case.limbs), *item_refusals(case.items))


def limb_refusals(limbs: frozenset[Limb]) -> tuple[Reason, ...]:
    """Return the limbs that nobody says are true."""
    return tuple(
        Reason("LIMB_MISSING", f"Not said: {words}", {"limb": limb.value}, RULES)
        for limb, words in LIMBS.items()
        if limb not in limbs
    )


def item_refusals(items: Mapping[Item, str]) -> tuple[Reason, ...]:
    """Return the items that the notice leaves out."""
    return tuple(
        Reason("ITEM_MISSING", f"The notice leaves out: {words}.", {"item": item.value}, RULES)
        for item, words in ITEMS.items()
        if not items.get(item, "").strip()
    )


def urgent_warnings(case: UrgentCase, terms: ModificationTerms) -> tuple[Reason, ...]:
    """Return what to think about: an urgent award is kept short."""
    return tuple(_warnings(case, terms))


def _warnings(case: UrgentCase, terms: ModificationTerms) -> Iterator[Reason]:
    if case.months > terms.urgent_months:
        detail = (
            f"{case.months} months is long for an urgent award: {terms.urgent_months} are expected "
            "at most, while the proper process is planned."
        )
        yield Reason("LONG_FOR_URGENT", detail, {"months": case.months}, RULES)
