"""What is proposed: the test, who answers for it, the plan, the money and what else was thought of.

It is frozen together with the evidence, so that afterwards nobody has to guess what was known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tidegate.core.reasons import Reason
from tidegate.core.surge.cost import Beds, Range

if TYPE_CHECKING:
    from tidegate.core.surge.terms import SurgeTerms

RULES = "surge proposal 2026-11"


class ValueForMoney(StrEnum):
    """What the accounting officer says of value for money."""

    NO_DOUBT = "no_doubt"
    DOUBTED = "doubted"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that could be done instead.

    Attributes:
        name: what, in a few words.
        harm, benefit: what it is expected to bring.
        nothing: whether it is to do nothing.
        chosen: whether it is what is proposed.
        why: why it was chosen, or not.
    """

    name: str
    harm: str
    benefit: str
    nothing: bool = False
    chosen: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """A switch of a contract that is turned when the surge opens, and back when it ends.

    ``trigger`` is the code by which the contract lets it be turned; empty where it asks for none.
    """

    contract: str
    switch: str
    position: str
    trigger: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed.

    Attributes:
        trigger: code of the test that is met.
        met_by: how it is met, in words.
        executive: the named accountable executive, by role.
        plan: what would be done.
        ends_on: the last day.
        value_for_money: what is said of it; None: nobody said.
        money_note: what the doubt rests on, or why there is none.
        cost: pence over the whole term; None: nobody said.
        beds: what the money buys.
        options: what was considered, to do nothing among it.
        turns: switches of contracts.
        notice_days: notice asked for; None is the usual.
        short_notice_why: why it may be shorter than usual.
    """

    trigger: str
    met_by: str
    executive: str
    plan: str
    ends_on: date | None
    value_for_money: ValueForMoney | None
    money_note: str
    cost: Range | None
    beds: Beds
    options: tuple[Option, ...]
    turns: tuple[Turn, ...] = ()
    notice_days: int | None = None
    short_notice_why: str = ""

    @property
    def doubted(self) -> bool:
        """Say whether value for money is doubted."""
        return self.value_for_money is ValueForMoney.DOUBTED

    def gaps(self, terms: SurgeTerms) -> tuple[Reason, ...]:
        """Return what is missing before anybody can decide about it; empty when nothing is."""
        return (*self._trigger(terms), *self._said(terms), *self._weighed())

    def content(self) -> dict[str, Any]:
        """Return it as it is kept: text, numbers, lists and mappings only."""
        kept = asdict(self)
        kept["ends_on"] = self.ends_on.isoformat() if self.ends_on else None
        kept["value_for_money"] = self.value_for_money.value if self.value_for_money else None
        return kept

    def _trigger(self, terms: SurgeTerms) -> Iterator[Reason]:
        trigger = terms.triggers.get(self.trigger)
        if trigger is None:
            known = ", ".join(terms.triggers)
            detail = f"Say which trigger is met: {known}."
            yield _no("TRIGGER_MISSING", detail, trigger=self.trigger)
        elif trigger.open:
            detail = (
                f"The words of {trigger.code} were never published: they are filled in where this"
                " system is run, before anything is proposed on them."
            )
            yield _no("TRIGGER_OPEN", detail, trigger=trigger.code)
        elif not self.met_by.strip():
            yield _no("NOT_SAID_HOW_MET", "Say how the trigger is met.", trigger=trigger.code)

    def _said(self, terms: SurgeTerms) -> Iterator[Reason]:
        if not self.executive.strip():
            yield _no("NO_ACCOUNTABLE_EXECUTIVE", "Name the executive who is accountable.")
        if not self.plan.strip():
            yield _no("NO_PLAN", "Say what would be done.")
        if self.ends_on is None:
            yield _no("NO_LAST_DAY", "Say until which day it would last.")
        shorter = self.notice_days is not None and self.notice_days < terms.notice_days
        if shorter and not self.short_notice_why.strip():
            detail = f"Notice is {terms.notice_days} days: say why it may be shorter."
            yield _no("NOTICE_TOO_SHORT", detail, days=self.notice_days)

    def _weighed(self) -> Iterator[Reason]:
        if self.value_for_money is None:
            yield _no("VALUE_NOT_SAID", "Say whether its value for money is doubted.")
        elif self.doubted and not self.money_note.strip():
            yield _no("DOUBT_NOT_SAID", "Say what the doubt about its value for money rests on.")
        if self.cost is None:
            yield _no("NO_COST", "Give a range of cost.")
        if self.beds.physical is None or self.beds.claimed is None:
            detail = "Say how many beds there are, and how many of them have staff as claimed."
            yield _no("NO_BEDS", detail)
        if not any(one.nothing for one in self.options):
            yield _no("NOTHING_NOT_CONSIDERED", "Say what would come of doing nothing.")
        if sum(one.chosen for one in self.options) != 1:
            yield _no("NO_CHOICE", "Say which one of the options is proposed.")


def proposal_from(kept: Mapping[str, Any]) -> Proposal:
    """Read a proposal as it was kept.

    Raises:
        KeyError, ValueError: it was never kept so.
    """
    said = kept["value_for_money"]
    return Proposal(
        trigger=kept["trigger"],
        met_by=kept["met_by"],
        executive=kept["executive"],
        plan=kept["plan"],
        ends_on=date.fromisoformat(kept["ends_on"]) if kept["ends_on"] else None,
        value_for_money=ValueForMoney(said) if said else None,
        money_note=kept["money_note"],
        cost=_range(kept["cost"]),
        beds=Beds(**{name: _range(one) for name, one in kept["beds"].items()}),
        options=tuple(Option(**one) for one in kept["options"]),
        turns=tuple(Turn(**one) for one in kept["turns"]),
        notice_days=kept["notice_days"],
        short_notice_why=kept["short_notice_why"],
    )


def _range(kept: Mapping[str, int] | None) -> Range | None:
    return None if kept is None else Range(kept["low"], kept["high"])


def _no(code: str, detail: str, **inputs: object) -> Reason:
    return Reason(code, detail, inputs, RULES)
