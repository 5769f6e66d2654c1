"""One offer while people are asked for it: what is believed of them, and who still fits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tidegate.core.transfers.batch import Party, room_for

if TYPE_CHECKING:
    from tidegate.core.transfers.belief import Belief
    from tidegate.core.transfers.yields import Yields

Person = Mapping[str, Any]
"""A row of a line, with its group."""


class Beliefs:
    """What is believed of each group, looked up once."""

    def __init__(self, yields: Yields) -> None:
        self._yields = yields
        self._found: dict[tuple[str, ...], tuple[Belief, Belief]] = {}

    def of(self, person: Person) -> tuple[Belief, Belief]:
        """Return the shares that accept and, of those, attend."""
        group = tuple(person["group"])
        if group not in self._found:
            accept, attend = self._yields.accept, self._yields.attend
            self._found[group] = (accept.belief(group), attend.belief(group))
        return self._found[group]


class Asking:
    """One offer: its slots, those whose answer is awaited, and those to ask now.

    Attributes:
        slots: units that may be filled in all.
        accepted: of them, those that have a yes already.
        pending: people asked in an earlier round whose answer is open.
        invitees: people to ask now, in order: pathway, how many, whether the plan places them.
    """

    def __init__(self, slots: int, accepted: int, beliefs: Beliefs, yields: Yields) -> None:
        self.slots = slots
        self.accepted = accepted
        self.pending = 0
        self.invitees: list[tuple[str, int, bool]] = []
        self.party = Party()
        self._beliefs = beliefs
        self._risk = yields.prior.over_subscription_risk
        self._most = yields.prior.most_per_slot * self.left
        self._attending = 0.0

    @property
    def left(self) -> int:
        """Slots without a yes."""
        return max(0, self.slots - self.accepted)

    @property
    def wanted(self) -> int:
        """Further people who may be asked at most, whatever they are likely to say."""
        return max(0, self._most - self.party.people)

    @property
    def attending(self) -> float:
        """Share of the yeses to come who then attend."""
        yes = sum(accept.mean * people for (accept, _), people in self.party.asked.items())
        return self._attending / yes if yes else 1.0

    def await_answer(self, person: Person) -> None:
        """Count somebody who was asked in an earlier round."""
        self.pending += person["people"]
        self._join(person, person["people"])

    def ask(self, person: Person, people: int, *, matched: bool) -> int:
        """Ask a pathway's people, as many of them as fit within the risk; return how many."""
        accept, _ = self._beliefs.of(person)
        most = min(people, self.wanted)
        fit = room_for(
            self.left, self.party, accept, self._risk, group=_name(person), most=most
        )  # fmt: skip
        if fit:
            self._join(person, fit)
            self.invitees.append((person["pathway_id"], fit, matched))
        return fit

    def _join(self, person: Person, people: int) -> None:
        accept, attend = self._beliefs.of(person)
        self.party.ask(accept, people, _name(person))
        self._attending += accept.mean * attend.mean * people


def _name(person: Person) -> str:
    return " · ".join(person["group"])
