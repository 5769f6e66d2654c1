"""Counts of people, in the words of a page that leaves the room (``core.disclosure``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.core.disclosure import Profile, disclosed, disclosed_breakdown

if TYPE_CHECKING:
    from collections.abc import Sequence

HIDDEN = "*"
_HALF_A_PERCENT = 0.005

IN_WORDS = {
    Profile.RTT_OPEN: (
        "RTT_OPEN: made from NHS England’s open figures, which are published exact, "
        "so counts of people are shown exact."
    ),
    Profile.HES_SUBNATIONAL: (
        "HES_SUBNATIONAL: made from patient-level lists, so counts of 1 to 7 people are shown as * "
        "and all others rounded to the nearest 5; where a total stands beside its parts, the "
        "smallest other part is shown as * as well; percentages come from the rounded counts. "
        "No row about one patient is in this page."
    ),
    Profile.EXACT: (
        "EXACT: counts of people are shown exact, for those who work with them; "
        "this page must not leave the room."
    ),
}


def shown(people: int | None, profile: Profile) -> str:
    """Write a count of people as the profile allows: ``1,240``, or ``*`` where it is hidden."""
    return _written(disclosed(people, profile))


def shown_breakdown(parts: Sequence[int], profile: Profile) -> tuple[tuple[str, ...], str]:
    """Write the parts of a total and the total, so that none that is hidden can be worked out."""
    may_show, total = disclosed_breakdown(parts, profile)
    return tuple(_written(part) for part in may_show), _written(total)


def _written(may_show: int | None) -> str:
    return HIDDEN if may_show is None else f"{may_show:,}"


def share(part: int | None, whole: int | None, profile: Profile) -> str:
    """Write a percentage of what may be shown; ``*`` where that is hidden, ``–`` of none."""
    numerator, denominator = disclosed(part, profile), disclosed(whole, profile)
    if numerator is None or denominator is None:
        return HIDDEN
    return percent(numerator, denominator)


def percent(part: int, whole: int) -> str:
    """Write a whole percentage; a little is never none, and not quite all is never all."""
    if whole == 0:
        return "–"
    if 0 < part <= whole * _HALF_A_PERCENT:
        return "under 1%"
    if whole * (1 - _HALF_A_PERCENT) <= part < whole:
        return "over 99%"
    return f"{part / whole:.0%}"
