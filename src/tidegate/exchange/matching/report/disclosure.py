"""How people are counted in a page that leaves the room (spec: transfers 4.3)."""

from __future__ import annotations

from tidegate.exchange.matching.plan_context import Profile

HIDDEN = "*"
_LARGEST_HIDDEN = 7
_NEAREST = 5
_HALF_A_PERCENT = 0.005

IN_WORDS = {
    Profile.RTT_OPEN: (
        "RTT_OPEN: made from NHS England’s open figures, which are published exact, "
        "so counts of people are shown exact."
    ),
    Profile.HES_SUBNATIONAL: (
        "HES_SUBNATIONAL: made from patient-level lists, so counts of 1 to 7 people are shown as * "
        "and all others rounded to the nearest 5; percentages come from the rounded counts. "
        "No row about one patient is in this page."
    ),
}


def disclosed(people: int | None, profile: Profile) -> int | None:
    """Return the count that may be shown; None means that it must be hidden.

    Vectors: 0→0, 1→hidden, 7→hidden, 8→10, 12→10, 13→15, 17→15, 18→20.
    """
    if people is None:
        return None
    if profile is Profile.RTT_OPEN or people == 0:
        return people
    if abs(people) <= _LARGEST_HIDDEN:
        return None
    return _NEAREST * ((people + _NEAREST // 2) // _NEAREST)


def shown(people: int | None, profile: Profile) -> str:
    """Write a count of people as the profile allows: ``1,240``, or ``*`` where it is hidden."""
    may_show = disclosed(people, profile)
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
