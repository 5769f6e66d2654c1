"""Flows that somebody states: instead of what months show, or where there are no months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from tidegate.core.waiting.simulation.flows import Flow, FlowRule
from tidegate.core.waiting.simulation.lists import WHOLE
from tidegate.core.waiting.simulation.queue import LONGEST_WEEKS

Rate = float | Mapping[str, float] | None


@dataclass(frozen=True, slots=True)
class Stated:
    """What is stated; None and empty are left as the months show.

    Attributes:
        arrivals, slots: people a week: in all, or by treatment function.
        removals: share that leaves untreated in a week, from so many weeks waited on, in order.
        missed: share of slots to which the patient does not come and is booked again.
        dispersion: variance of weekly arrivals over their mean.
        arrivals_spread, slots_spread, practice_spread: as of ``Queue``.
    """

    arrivals: Rate = None
    slots: Rate = None
    removals: tuple[tuple[int, float], ...] = ()
    missed: float = 0.0
    dispersion: float | None = None
    arrivals_spread: float | None = None
    slots_spread: float | None = None
    practice_spread: float | None = None


def with_stated(flows: Mapping[str, Flow], stated: Stated, rule: FlowRule) -> dict[str, Flow]:
    """Return flows as months show them, where nothing else is stated.

    A figure for everything is shared out as the months show it; without months it makes the whole
    list one queue.

    Args:
        flows: by treatment function; empty without months.
        stated: what is stated.
        rule: spreads where neither is there.

    Raises:
        ValueError: arrivals or slots are known from neither.
    """
    made = dict(flows) if flows else _from_nothing(stated, rule)
    arrivals = _rates({name: flow.arrivals for name, flow in made.items()}, stated.arrivals)
    slots = _rates({name: flow.slots for name, flow in made.items()}, stated.slots)
    return {
        name: replace(
            flow,
            arrivals=arrivals[name],
            slots=slots[name],
            removal=_by_week(stated.removals) if stated.removals else flow.removal,
            arrivals_spread=_or(stated.arrivals_spread, flow.arrivals_spread),
            slots_spread=_or(stated.slots_spread, flow.slots_spread),
            practice_spread=_or(stated.practice_spread, flow.practice_spread),
        )
        for name, flow in made.items()
    }


def _or(stated: float | None, usual: float) -> float:
    return usual if stated is None else stated


def _from_nothing(stated: Stated, rule: FlowRule) -> dict[str, Flow]:
    if stated.arrivals is None or stated.slots is None:
        raise ValueError("arrivals_per_week and slots_per_week, or published months")
    usual = Flow(
        0.0, 0.0, (0.0,), rule.arrivals_spread, rule.slots_spread, rule.practice_spread, None
    )
    by_tfc = [rate for rate in (stated.arrivals, stated.slots) if isinstance(rate, Mapping)]
    if not by_tfc:
        return {WHOLE: usual}
    if len(by_tfc) == 1 or set(by_tfc[0]) != set(by_tfc[1]):
        raise ValueError("arrivals and slots for the same treatment functions, or both in all")
    return dict.fromkeys(sorted(by_tfc[0]), usual)


def _rates(usual: Mapping[str, float], rate: Rate) -> dict[str, float]:
    """State a rate: of each list that is named, or of all in their proportions."""
    if rate is None:
        return dict(usual)
    if isinstance(rate, Mapping):
        strange = set(rate) - set(usual)
        if strange:
            raise ValueError(f"a treatment function of the list, not {min(strange)}")
        return {**usual, **rate}
    whole = sum(usual.values())
    return {
        name: rate * (each / whole if whole else 1 / len(usual)) for name, each in usual.items()
    }


def _by_week(removals: tuple[tuple[int, float], ...]) -> tuple[float, ...]:
    """Spread shares from some week on over single weeks; before the first nobody leaves."""
    steps = [(0, 0.0), *removals, (LONGEST_WEEKS + 1, 0.0)]
    return tuple(
        share for (begins, share), (ends, _) in pairwise(steps) for _ in range(begins, ends)
    )
