"""Use on every denominator, because each of them is fair to somebody else.

Source: spec, transfers 2.5. Shares are exact; a share without its denominator is undefined.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidegate.core.contracts.ledger.line_week import LineWeek


@dataclass(frozen=True, slots=True)
class Units:
    """Units of some weeks added up; a figure that a week does not report leaves that week out.

    Attributes:
        contracted: units of every week.
        offered, claimed, observed, physical, booked, done: units where they were reported.
        of_contract, of_offer, of_staffed: units done of those, over the weeks that report both.
        fill: booked of offered; ``completion``: done of booked, likewise.
        theatre: minutes operated of minutes of sessions.
    """

    contracted: int
    offered: int | None
    claimed: int | None
    observed: int | None
    physical: int | None
    booked: int | None
    done: int | None
    of_contract: Fraction | None
    of_offer: Fraction | None
    of_staffed: Fraction | None
    fill: Fraction | None
    completion: Fraction | None
    theatre: Fraction | None


SHARES = ("of_offer", "of_contract", "of_staffed", "fill", "completion", "theatre")
SHARE_LABELS: dict[str, str] = {
    "of_offer": "Done of offered",
    "of_contract": "Done of contracted",
    "of_staffed": "Done of staffed",
    "fill": "Booked of offered",
    "completion": "Done of booked",
    "theatre": "Theatre minutes used",
}


def added_up(weeks: Iterable[LineWeek]) -> Units:
    """Add up weeks of lines, and say what share of what was used."""
    rows = tuple(weeks)

    def total(name: str) -> int | None:
        found = [value for row in rows if (value := getattr(row, name).units) is not None]
        return sum(found) if found else None

    return Units(
        contracted=sum(row.contracted for row in rows),
        offered=total("offered"),
        claimed=total("claimed"),
        observed=total("observed"),
        physical=total("physical"),
        booked=total("booked"),
        done=total("done"),
        of_contract=_share((row.done.units, row.contracted) for row in rows),
        of_offer=_share((row.done.units, row.offered.units) for row in rows),
        of_staffed=_share((row.done.units, row.claimed.units) for row in rows),
        fill=_share((row.booked.units, row.offered.units) for row in rows),
        completion=_share((row.done.units, row.booked.units) for row in rows),
        theatre=_share((row.touch_minutes, row.session_minutes) for row in rows),
    )


def _share(pairs: Iterable[tuple[int | None, int | None]]) -> Fraction | None:
    """Divide sums over the weeks in which both figures are there."""
    both = [(part, whole) for part, whole in pairs if part is not None and whole is not None]
    whole = sum(each for _, each in both)
    return Fraction(sum(part for part, _ in both), whole) if whole else None
