"""What every change can do, and making several of them one after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem

Named = Callable[[str], str]
"""Turns the code of an organisation, site, area or contract line into the name people know."""


class Change(Protocol):
    """One thing that could be different: a rule, a limit, a sum of money, some units."""

    def words(self, problem: Problem, named: Named, /) -> str:
        """Say the change as a manager would, so that ``… would see 12 more people`` may follow."""

    def made(self, problem: Problem, policy: Policy, /) -> tuple[Problem, Policy]:
        """Return the changed problem and policy; what was given stays as it is.

        Raises:
            Impossible: the problem has nothing that this change could change.
        """


class Impossible(Exception):  # noqa: N818 - it names what is asked for, not a fault of ours
    """A change that this problem has no place for, with the coded reason."""

    def __init__(self, code: str, detail: str, **inputs: object) -> None:
        self.reason = Reason(code, detail, inputs)
        super().__init__(detail)


class ImpossibleChanges(Exception):  # noqa: N818 - as above
    """Some of several changes cannot be made; ``reasons`` are by their place among them."""

    def __init__(self, reasons: Mapping[int, Reason]) -> None:
        self.reasons = dict(reasons)
        super().__init__("; ".join(reason.detail for reason in reasons.values()))


def apply(problem: Problem, policy: Policy, changes: Sequence[Change]) -> tuple[Problem, Policy]:
    """Make changes one after the other; without any, problem and policy are the ones given.

    Raises:
        ImpossibleChanges: naming every change that cannot be made, and why.
    """
    refused: dict[int, Reason] = {}
    for place, change in enumerate(changes):
        try:
            problem, policy = change.made(problem, policy)
        except Impossible as impossible:
            refused[place] = impossible.reason
    if refused:
        raise ImpossibleChanges(refused)
    return problem, policy
