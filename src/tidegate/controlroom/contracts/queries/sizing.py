"""Past use of contract lines, as one viewer may size the next contract by it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Sum

from tidegate.controlroom.contracts.models import Line, UseReturn
from tidegate.controlroom.contracts.queries.contracts import contracts
from tidegate.controlroom.pressure.models import Forecast
from tidegate.controlroom.pressure.queries.forecasts import newest_run
from tidegate.controlroom.pressure.reach import VIEW as PRESSURE
from tidegate.controlroom.transfers.models import Use
from tidegate.core.transfers.ledger import Movement

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer

BEDS = ("ga_beds_occupied", "cc_adult_occupied")
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class WeekUsed:
    """Units of a line in one week.

    Attributes:
        week: its Monday.
        wanted: units that were taken, whether the patient came or not.
        offered: units that were there to take.
    """

    week: date
    wanted: int
    offered: int

    @property
    def used_up(self) -> bool:
        """Tell whether nothing was left, so that more may have been wanted."""
        return self.wanted >= self.offered


def lines_in_sight(viewer: Viewer) -> list[Line]:
    """Return the lines of every contract in the viewer's sight, by contract."""
    rows = Line.objects.filter(contract__in=contracts(viewer)).select_related("contract")
    return list(rows.order_by("contract__reference", "line_id"))


def weeks_used(viewer: Viewer, line: Line, today: date) -> list[WeekUsed]:
    """Return the weeks of a line that are over, oldest first.

    What its provider returned counts for a week, else the ledger of its offers. A week about which
    nothing is known is left out.
    """
    if not contracts(viewer).filter(pk=line.contract_id).exists():
        return []
    found = _by_ledger(line) | _by_returns(line)
    return [found[week] for week in sorted(found) if week + _WEEK <= today]


def forecasts_in_sight(viewer: Viewer) -> list[Forecast]:
    """Return the newest forecasts of beds that are occupied, of places in the viewer's sight."""
    run = newest_run(viewer)
    if run is None:
        return []
    rows = Forecast.objects.filter(
        run=run, place__in=viewer.codes_where(PRESSURE), measure__in=BEDS
    )
    return list(rows.select_related("run").order_by("measure", "place"))


def _by_ledger(line: Line) -> dict[date, WeekUsed]:
    units: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = Use.objects.filter(offer__line_id=line.line_id).values("offer__week", "movement")
    for row in rows.annotate(total=Sum("units")).order_by():
        units[row["offer__week"]][row["movement"]] += row["total"]
    return {
        week: WeekUsed(
            week,
            moved[Movement.TAKEN] - moved[Movement.RELEASED],
            moved[Movement.OFFERED] - moved[Movement.CUT],
        )
        for week, moved in units.items()
    }


def _by_returns(line: Line) -> dict[date, WeekUsed]:
    """Return the weeks for which the newest return says what was booked or done."""
    found = {}
    for row in UseReturn.objects.filter(line=line).order_by("week", "version"):
        known = [units for units in (row.booked, row.done) if units is not None]
        if known:
            there = line.units_per_week if row.offered is None else row.offered
            found[row.week] = WeekUsed(row.week, max(known), there)
    return found
