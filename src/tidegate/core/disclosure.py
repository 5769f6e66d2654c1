"""How people may be counted in what is shown: the profile that each output names.

Source: the method of sub-national hospital statistics since September 2018 (spec: transfers 4.3).
Totals are rounded from true totals, never added up from rounded parts. Counts of organisations,
beds and money need none of this.

Hiding and rounding alone are not enough beside a total: of 1, 8 and 8 people the public would see
hidden, 10, 10 and 15 in all, and only 1 fits. What is published together therefore goes through
``disclosed_breakdown`` or ``disclosed_flows``; a table is published with totals one way, not both.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

LARGEST_HIDDEN = 7
NEAREST = 5
FEWEST_FOR_A_MEAN = 8


class Profile(StrEnum):
    """The rule by which people are counted in an output.

    ``RTT_OPEN`` re-publishes NHS England's own open figures, exact. ``HES_SUBNATIONAL`` is for
    everything else that leaves the room: it hides counts of 1 to 7 and rounds all others to the
    nearest 5. ``EXACT`` is for those alone who work with the people counted, behind a role.
    """

    RTT_OPEN = "RTT_OPEN"
    HES_SUBNATIONAL = "HES_SUBNATIONAL"
    EXACT = "EXACT"

    @property
    def is_exact(self) -> bool:
        """Whether counts are shown as they are."""
        return self is not Profile.HES_SUBNATIONAL


def disclosed(people: int | None, profile: Profile) -> int | None:
    """Return the count that may be shown; None means that it must be hidden.

    Vectors: 0→0, 1→hidden, 7→hidden, 8→10, 12→10, 13→15, 17→15, 18→20.
    """
    if people is None:
        return None
    if profile.is_exact or people == 0:
        return people
    if abs(people) <= LARGEST_HIDDEN:
        return None
    return NEAREST * ((people + NEAREST // 2) // NEAREST)


def disclosed_mean(mean: float, people: int, profile: Profile) -> float | None:
    """Return a mean over so many people where it may be shown; None means that it must be hidden.

    A mean over fewer than ``FEWEST_FOR_A_MEAN`` tells too much of each of them.
    """
    if profile.is_exact or people >= FEWEST_FOR_A_MEAN:
        return mean
    return None


def disclosed_breakdown(
    parts: Sequence[int], profile: Profile
) -> tuple[tuple[int | None, ...], int | None]:
    """Return the parts of a total and the total as they may be shown side by side.

    Where a part is hidden, the smallest of the others is hidden with it (all of them, where several
    round to the same), so that the total gives neither away; where no other is left to hide, the
    total is. Beside a total, hidden thus means 1 to 7 people or the smallest larger part.

    Args:
        parts: true counts of people, each person in one part.
        profile: how people are counted.

    Returns:
        The parts, in their order, and the total; None is hidden.
    """
    alone = [disclosed(part, profile) for part in parts]
    total = disclosed(sum(parts), profile)
    if None not in alone:
        return tuple(alone), total
    larger = [shown for shown in alone if shown]
    if not larger:
        return tuple(alone), None
    smallest = min(larger)
    return tuple(None if shown == smallest else shown for shown in alone), total


def disclosed_flows(
    before: int, flows: Sequence[int], after: int, profile: Profile
) -> tuple[int | None, ...]:
    """Return the flows between two issues of a count as they may be shown beside both.

    All flows are hidden where one of them, or the count before or after, is: each could be worked
    out of the others.
    """
    alone = tuple(disclosed(flow, profile) for flow in flows)
    beside = (disclosed(before, profile), *alone, disclosed(after, profile))
    return tuple(None for _ in flows) if None in beside else alone
