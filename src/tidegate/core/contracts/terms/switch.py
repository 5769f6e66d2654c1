"""Terms that a surge switches: their positions, who may turn them, and at what notice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from tidegate.core.contracts.terms.pay import Basis
    from tidegate.core.contracts.terms.terms import Terms


@dataclass(frozen=True, slots=True)
class Position:
    """One position of a switch.

    Attributes:
        name: such as “standby”.
        notice_days: days from the decision to the first day in it.
        basis: how the contract is paid while it stands so; None leaves the basis as it was.
        weekly_pence: what a week in it costs besides, such as a standby fee.
    """

    name: str
    notice_days: int = 0
    basis: Basis | None = None
    weekly_pence: int = 0

    def __post_init__(self) -> None:
        if not self.name or self.notice_days < 0 or self.weekly_pence < 0:
            raise ValueError("position: give a name, and notice and pence of 0 or more")


@dataclass(frozen=True, slots=True)
class Switch:
    """One term that a surge turns.

    Attributes:
        name: such as “surge”.
        positions: the first is where it stands from the start.
        may_turn: ODS codes of the organisations whose people may turn it.
        triggers: codes, one of which must be given as the reason; empty asks for none.
    """

    name: str
    positions: tuple[Position, ...]
    may_turn: tuple[str, ...]
    triggers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        names = [each.name for each in self.positions]
        if not self.name or len(names) < 2 or len(set(names)) < len(names):  # noqa: PLR2004
            raise ValueError("switch: give a name and at least two positions, each once")
        if not self.may_turn:
            raise ValueError(f"switch {self.name}: say who may turn it")

    def position(self, name: str) -> Position | None:
        """Return one of its positions; None where it has none of that name."""
        return next((each for each in self.positions if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Turned:
    """One turn of a switch: from that day on it stands in that position."""

    name: str
    position: str
    from_day: date


def position_on(switch: Switch, turned: Iterable[Turned], day: date) -> Position:
    """Return where a switch stands on a day: the last turn up to it, else its first position.

    Of turns from the same day the later in the order given counts.
    """
    begun = [each for each in turned if each.name == switch.name and each.from_day <= day]
    if not begun:
        return switch.positions[0]
    last = max(enumerate(begun), key=lambda each: (each[1].from_day, each[0]))[1]
    return switch.position(last.position) or switch.positions[0]


def refusals_to_turn(  # noqa: PLR0913 - each is one thing that the terms bind
    terms: Terms,
    name: str,
    position: str,
    *,
    from_day: date,
    decided_on: date,
    by: str,
    trigger: str = "",
    turned: Iterable[Turned] = (),
) -> tuple[Reason, ...]:
    """Return why a switch may not be turned so; empty where it may.

    Args:
        terms: those in force.
        name: which switch.
        position: where to.
        from_day: the first day in the new position.
        decided_on: the day of the decision, from which notice counts.
        by: ODS code on whose behalf it is turned.
        trigger: the code given as the reason.
        turned: earlier turns.
    """
    switch = terms.switch(name)
    asked = {"switch": name, "position": position}
    if switch is None:
        return (Reason("SWITCH_UNKNOWN", f"The terms have no switch “{name}”.", asked),)
    target = switch.position(position)
    if target is None:
        detail = f"The switch “{name}” has no position “{position}”."
        return (Reason("POSITION_UNKNOWN", detail, asked),)
    found = []
    if by not in switch.may_turn:
        who = ", ".join(switch.may_turn)
        found.append(Reason("MAY_NOT_TURN", f"Only {who} may turn this switch.", {"by": by}))
    if switch.triggers and trigger not in switch.triggers:
        detail = f"Give one of the agreed triggers: {', '.join(switch.triggers)}."
        found.append(Reason("TRIGGER_MISSING", detail, {"trigger": trigger}))
    earliest = decided_on + timedelta(days=target.notice_days)
    if from_day < earliest:
        detail = f"The notice of {target.notice_days} days ends on {earliest.isoformat()}."
        found.append(Reason("NOTICE_TOO_SHORT", detail, {"from": from_day, "earliest": earliest}))
    if position_on(switch, turned, from_day).name == position:
        found.append(Reason("STANDS_SO", f"It stands on “{position}” on that day already.", asked))
    return tuple(found)
