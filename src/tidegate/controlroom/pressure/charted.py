"""The chart of one figure of one provider, as it stands and as it would with other limits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tidegate.controlroom.pressure import queries
from tidegate.controlroom.pressure.charting import DAYS, charts
from tidegate.controlroom.pressure.models import Rebase
from tidegate.controlroom.pressure.situation import Situation, situation
from tidegate.controlroom.pressure.terms import TERMS

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.directory.models import Organisation
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.pressure.queries.charts import Behind
    from tidegate.exchange.pressure.spc_charted import Charted

BEFORE = 30  # days that are shown before new limits begin
MOST_DAYS = 400


@dataclass(frozen=True, slots=True)
class ChartOf:
    """One figure of one provider with all that its chart goes by."""

    provider: Organisation
    measure: str
    known: Situation
    behind: Behind

    def as_it_stands(self) -> Charted | None:
        """Return the chart; None where too little was reported."""
        return self._with(self.behind)

    def with_limits_from(self, day: date) -> Charted | None:
        """Return the chart with new limits from a day on, which nobody has decided."""
        asked = Rebase(
            organisation=self.provider.code, measure=self.measure, from_day=day,
            reason="as proposed", made_by_name="not decided", made_at=self.known.now,
        )  # fmt: skip
        return self._with(self._decided(asked))

    def without(self, rebase: Rebase) -> Charted | None:
        """Return the chart as it would be without one of its recalculations."""
        return self._with(self._decided(leave=rebase))

    def _decided(self, more: Rebase | None = None, leave: Rebase | None = None) -> Behind:
        key = (self.provider.code, self.measure)
        kept = tuple(row for row in self.behind.rebases.get(key, ()) if row != leave)
        rows = (*kept, more) if more else kept
        return replace(self.behind, rebases={**self.behind.rebases, key: rows})

    def _with(self, behind: Behind) -> Charted | None:
        key = (self.provider.code, self.measure)
        names = {self.provider.code: self.provider.name}
        return charts(self.known.frame, names, behind, [self.measure]).get(key)


def chart_for(
    viewer: Viewer, provider: Organisation, measure: str, now: datetime, day: date | None = None
) -> ChartOf:
    """Gather a chart: the last weeks, and as much more as shows where limits began anew.

    Args:
        viewer: who looks.
        provider: whose figure it is.
        measure: id of the measure.
        now: the moment.
        day: from which new limits are thought of, if they are.
    """
    rows = queries.recalculations(viewer, provider.code, measure)
    begun = [row.from_day for row in rows if row.withdrawn_at is None]
    earliest = min([*begun, *([day] if day else [])], default=None)
    days = DAYS
    if earliest is not None:
        days = min(max(DAYS, (TERMS.today(now) - earliest).days + BEFORE), MOST_DAYS)
    known = situation(viewer, [provider], now, days)
    since = known.today - timedelta(days=days)
    return ChartOf(provider, measure, known, queries.behind(viewer, [provider.code], since))
