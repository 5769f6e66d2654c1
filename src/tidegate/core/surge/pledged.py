"""What providers pledge and what came of it, on each kind of capacity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from tidegate.core.reasons import Reason

RULES = "surge pledge 2026-11"


class Kind(StrEnum):
    """What is pledged."""

    THEATRES = "theatres"
    BEDS = "beds"
    STAFF = "staff"
    UNITS = "units"


KIND_LABELS: Mapping[Kind, str] = {
    Kind.THEATRES: "Theatres",
    Kind.BEDS: "Beds with staff",
    Kind.STAFF: "Staff",
    Kind.UNITS: "Treatments a week",
}


@dataclass(frozen=True, slots=True)
class Amounts:
    """So much of each kind; a pledge and what came are both said so."""

    theatres: int = 0
    beds: int = 0
    staff: int = 0
    units: int = 0

    def of(self, kind: Kind) -> int:
        """Return the amount of one kind."""
        return int(getattr(self, kind.value))


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one kind on the days that were reported.

    Attributes:
        kind: of what.
        pledged: of every pledge that stands.
        came: on an average reported day; None where nothing was reported.
        days: reported days.
    """

    kind: Kind
    pledged: int
    came: Fraction | None
    days: int

    @property
    def share(self) -> Fraction | None:
        """Return what came for each one pledged; None where nothing was pledged or reported."""
        if self.came is None or not self.pledged:
            return None
        return self.came / self.pledged


def pledge_faults(
    amounts: Amounts, physical_beds: int | None, suspended: tuple[date | None, date | None]
) -> Iterator[Reason]:
    """Yield what is wrong with a pledge by itself.

    Args:
        amounts: what is pledged; its beds have staff.
        physical_beds: beds that there are, with staff or not.
        suspended: from when to when private work is suspended; None where it is not.
    """
    if min(amounts.of(kind) for kind in Kind) < 0:
        yield _no("BELOW_ZERO", "Nothing is pledged below zero.")
    if not any(amounts.of(kind) for kind in Kind):
        yield _no("NOTHING_PLEDGED", "Pledge theatres, beds, staff or treatments.")
    if physical_beds is not None and amounts.beds > physical_beds:
        detail = "More beds are said to have staff than there are."
        yield _no("MORE_STAFFED_THAN_PHYSICAL", detail, staffed=amounts.beds, beds=physical_beds)
    first, last = suspended
    if last is not None and (first is None or last < first):
        detail = "Say from when private work is suspended, and until a day after that."
        yield _no("SUSPENDED_BACKWARDS", detail, first=first, last=last)


def against_pledge(pledged: Iterable[Amounts], came: Iterable[Amounts], days: int) -> list[Came]:
    """Set what came beside what was pledged, by kind; days on which nobody reported do not count.

    Args:
        pledged: each pledge that stands.
        came: each report.
        days: on how many different days something was reported.
    """
    pledges, reports = list(pledged), list(came)
    return [
        Came(
            kind,
            sum(one.of(kind) for one in pledges),
            Fraction(sum(one.of(kind) for one in reports), days) if days else None,
            days,
        )
        for kind in Kind
    ]


def _no(code: str, detail: str, **inputs: object) -> Reason:
    return Reason(code, detail, inputs, RULES)
