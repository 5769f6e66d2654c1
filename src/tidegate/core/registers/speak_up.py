"""Cases of workers who spoke up, counted so that nobody can be found in the counts.

Source: spec, contracts 7 (register of speak-up cases) and transfers 4.3. A case may concern several
things and is one case all the same. Confidentiality overrides sharing: single cases are for those
who hear them, everyone else sees counts, with cells under five hidden.

What is counted never shows a part that the rest gives away: the next larger cell is hidden with
what is small, so that each hidden cell could be at least two numbers. Counts are of whole quarters
that are over, each case in the quarter in which it came onto the register, and no count of several
quarters is given: so no later table differs from an earlier one by a case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tidegate.core.disclosure import Profile, disclosed_breakdown

FEWEST_SHOWN = 5


class Concern(StrEnum):
    """What a case can be about; one case often is about several."""

    PATIENT_SAFETY = "patient_safety"
    WORKER_SAFETY = "worker_safety"
    BULLYING = "bullying"
    ATTITUDES = "attitudes"
    OTHER = "other"


CONCERNS: dict[Concern, str] = {
    Concern.PATIENT_SAFETY: "Patient safety or quality",
    Concern.WORKER_SAFETY: "Worker safety or wellbeing",
    Concern.BULLYING: "Bullying or harassment",
    Concern.ATTITUDES: "Inappropriate attitudes or behaviours",
    Concern.OTHER: "Something else",
}


class Channel(StrEnum):
    """How someone spoke up."""

    GUARDIAN = "guardian"
    LINE = "line"
    OTHER = "other"


CHANNELS: dict[Channel, str] = {
    Channel.GUARDIAN: "Guardian",
    Channel.LINE: "Confidential line",
    Channel.OTHER: "Another way",
}


class Detriment(StrEnum):
    """Whether someone says that they were treated worse for speaking up."""

    NO = "no"
    YES = "yes"
    NOT_KNOWN = "not_known"


DETRIMENTS: dict[Detriment, str] = {
    Detriment.NO: "No",
    Detriment.YES: "Yes",
    Detriment.NOT_KNOWN: "Not known",
}


class CaseStatus(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    IN_HAND = "in_hand"
    CLOSED = "closed"


CASE_STATUSES: dict[CaseStatus, str] = {
    CaseStatus.OPEN: "Open",
    CaseStatus.IN_HAND: "In hand",
    CaseStatus.CLOSED: "Closed",
}

REGIONS: dict[str, str] = {
    "east_of_england": "East of England",
    "london": "London",
    "midlands": "Midlands",
    "north_east_and_yorkshire": "North East and Yorkshire",
    "north_west": "North West",
    "south_east": "South East",
    "south_west": "South West",
    "scotland": "Scotland",
    "wales": "Wales",
    "northern_ireland": "Northern Ireland",
    "not_known": "Not known",
}


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What of a case is counted: its region and what it is about."""

    region: str
    concerns: frozenset[Concern]


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of one quarter as they may be shown; None is hidden.

    Attributes:
        total: cases.
        regions: cases by region; they add up to the total.
        concerns: cases by what they are about; a case is in several, so they add up to more.
    """

    total: int | None
    regions: Mapping[str, int | None]
    concerns: Mapping[Concern, int | None]

    def share_outside(self, region: str) -> float | None:
        """Return the share of cases from other regions; None where a figure of it is hidden."""
        inside = self.regions[region]
        if self.total is None or inside is None or not self.total:
            return None
        return 1 - inside / self.total


def count_cases(cases: Iterable[CaseFacts], profile: Profile | None = None) -> Counts:
    """Count cases by region and by concern as they may be shown.

    Args:
        cases: each once, whatever it is about.
        profile: for what leaves the room; None hides counts under five and shows others exact.
    """
    listed = list(cases)
    by_region = Counter(case.region for case in listed)
    by_concern = Counter(concern for case in listed for concern in case.concerns)
    parts = [by_region[region] for region in REGIONS]
    if profile is None:
        shown, total = hidden_parts(parts)
    else:
        shown, total = disclosed_breakdown(parts, profile)
    return Counts(
        total,
        dict(zip(REGIONS, shown, strict=True)),
        _concerns(by_concern, len(listed), total, profile),
    )


def _concerns(
    exact: Counter[Concern], cases: int, total: int | None, profile: Profile | None
) -> dict[Concern, int | None]:
    """Return the counts of concerns; each is set against the cases that are not about it.

    Each case is about something, so that all other counts would give a lone hidden one away where
    they hardly overlap: the smallest of the others is hidden with it.
    """
    shown: dict[Concern, int | None] = {}
    for concern in Concern:
        parts = [exact[concern], cases - exact[concern]]
        (about, rest), _ = (
            hidden_parts(parts) if profile is None else disclosed_breakdown(parts, profile)
        )
        shown[concern] = None if None in (total, rest) else about
    others = [count for count in shown.values() if count]
    if None not in shown.values() or not others:
        return shown
    return {concern: None if count == min(others) else count for concern, count in shown.items()}


def hidden_parts(parts: Sequence[int]) -> tuple[tuple[int | None, ...], int | None]:
    """Return the parts of a total, and the total, with what is small or would show it hidden.

    Parts of 1 to 4 are hidden and with them the smallest of the larger ones, all of them where
    several are alike; where there is no larger one, the total is hidden instead. So any two hidden
    parts could be exchanged without a figure changing, and none can be worked out.

    Returns:
        The parts in their order and the total; None is hidden.
    """
    if not any(0 < part < FEWEST_SHOWN for part in parts):
        return tuple(parts), sum(parts)
    larger = [part for part in parts if part >= FEWEST_SHOWN]
    most_hidden = min(larger, default=FEWEST_SHOWN - 1)
    shown = tuple(None if 0 < part <= most_hidden else part for part in parts)
    return shown, sum(parts) if larger else None


def quarter_of(day: date) -> tuple[date, date]:
    """Return the first day of a day's quarter, and the first day after it."""
    month = 3 * ((day.month - 1) // 3) + 1
    first = date(day.year, month, 1)
    after = date(day.year + 1, 1, 1) if month == 10 else date(day.year, month + 3, 1)  # noqa: PLR2004
    return first, after


def quarter_words(first: date) -> str:
    """Name a quarter by its first day: ``January to March 2026``."""
    last = date(first.year, first.month + 2, 1)
    return f"{first:%B} to {last:%B} {first.year}"
