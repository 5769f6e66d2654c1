"""The score of a place on a day: each figure's band and points, the total, and the level.

A figure that is missing makes a score incomplete. It is never taken for 0; what can be said is
between which totals the score lies, whatever the missing figures are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.pressure.figures import newest
from tidegate.core.pressure.observations import Level
from tidegate.core.pressure.score_name import claims_official, score_name, table_label, unverified
from tidegate.core.pressure.score_table import Rounding
from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from datetime import date

    from tidegate.core.pressure.score_table import Levels, Parameter, Pillar, ScoreTable

QUARTER = 92  # days after which a place that reports nothing is no longer listed


@dataclass(frozen=True, slots=True)
class Figure:
    """One value as it was reported.

    Attributes:
        value: in the unit of its measure.
        start, end: the period it describes.
        source: the file or return it was read from; "" where the caller did not say.
    """

    value: float
    start: date
    end: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """What one parameter gives.

    Attributes:
        measure: id of the measure.
        figure: the newest figure, too old or not; None where there is none.
        band: 0 is the best; None where the figure is missing or too old.
        points: what the band gives; None likewise.
        missing: why there is no band.
    """

    measure: str
    figure: Figure | None
    band: int | None = None
    points: float | None = None
    missing: Reason | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """What one place beneath adds to the score of the place above; None where not known."""

    place: str
    weight: float | None


@dataclass(frozen=True, slots=True)
class Score:
    """A score of one place, complete or not.

    Attributes:
        place: ODS code of a provider, code of an area, region or nation.
        kind: which of these it is.
        pillar: acute and so on; ``OVERALL`` for pillars taken together.
        day: the day it is of.
        name: what the score is called, by rule.
        table: score and edition of the table it was computed by.
        lowest, highest: between which totals it lies; the same where it is complete.
        levels: what a total means.
        rounding: how the table has a fractional total compared with the levels.
        missing: what was not known, coded; empty where the score is complete.
        judged: the parameters of a provider, in the order of the table.
        shares: the places beneath an area, region or nation.
    """

    place: str
    kind: Level
    pillar: str
    day: date
    name: str
    table: str
    lowest: Fraction
    highest: Fraction
    levels: Levels
    rounding: Rounding
    missing: tuple[Reason, ...] = ()
    judged: tuple[Judged, ...] = ()
    shares: tuple[Share, ...] = ()

    @property
    def complete(self) -> bool:
        """Tell whether nothing is missing."""
        return not self.missing

    @property
    def total(self) -> float | None:
        """Return the total; None where anything is missing."""
        return float(self.lowest) if self.complete else None

    @property
    def level(self) -> int | None:
        """Return the level, rounded as the table says; None where anything is missing."""
        return self.levels.of(self.lowest, self.rounding) if self.complete else None

    @property
    def level_otherwise(self) -> int | None:
        """Return the level by the other way of rounding where the two disagree, else None."""
        other = Rounding.UNROUNDED if self.rounding is Rounding.HALF_UP else Rounding.HALF_UP
        level = self.levels.of(self.lowest, other)
        return level if self.complete and level != self.level else None

    @property
    def level_range(self) -> tuple[int, int]:
        """Return the lowest and the highest level that it can be; the same where it is complete."""
        return (
            self.levels.of(self.lowest, self.rounding),
            self.levels.of(self.highest, self.rounding),
        )


OVERALL = "overall"


class TableNotReady(ValueError):  # noqa: N818 - it names a state of the table
    """Nothing can be scored by this table; the reasons say what is open in it."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("; ".join(reason.detail for reason in self.reasons))


def why_not_ready(table: ScoreTable) -> tuple[Reason, ...]:
    """Say what is open in a table, so that it cannot be scored by; empty where nothing is."""
    label = table_label(table, Level.NATION)
    found = []
    for pillar in table.pillars:
        if not pillar.parameters:
            found.append(("PARAMETERS_OPEN", f"the parameters of {pillar.name} are open"))
        found += [
            ("THRESHOLDS_OPEN", f"the thresholds and points of {each.measure} are open")
            for each in pillar.parameters
            if each.open
        ]
        if not pillar.levels.bands:
            found.append(("LEVELS_OPEN", f"the levels of {pillar.name} are open"))
        if pillar.weight is None and len(table.pillars) > 1:
            found.append(("WEIGHTS_OPEN", f"the weight of {pillar.name} is open"))
    if len(table.pillars) > 1 and not (table.overall and table.overall.bands):
        found.append(("LEVELS_OPEN", "the levels of the overall score are open"))
    return tuple(Reason(code, detail, {}, label) for code, detail in found)


def score(
    place: str,
    figures: Mapping[str, Figure],
    table: ScoreTable,
    pillar: Pillar,
    day: date,
    kind: Level = Level.PROVIDER,
) -> Score:
    """Score one place by one pillar of a table from the figures known of it.

    Raises:
        TableNotReady: something is open in the pillar.
    """
    if pillar.open:
        raise TableNotReady(why_not_ready(table))
    label = table_label(table, kind)
    judged = tuple(
        _judged(parameter, figures.get(parameter.measure), day, label)
        for parameter in pillar.parameters
    )
    pairs = list(zip(pillar.parameters, judged, strict=True))
    return Score(
        place=place,
        kind=kind,
        pillar=pillar.name,
        day=day,
        name=score_name(table, kind),
        table=label,
        lowest=pillar.total([_points(each, of, 0) for of, each in pairs]),
        highest=pillar.total([_points(each, of, -1) for of, each in pairs]),
        levels=pillar.levels,
        rounding=table.aggregation.rounding,
        missing=tuple(each.missing for each in judged if each.missing),
        judged=judged,
    )


def score_providers(
    observations: pl.DataFrame,
    table: ScoreTable,
    day: date,
    *,
    providers: Iterable[str] | None = None,
    remembered_days: int = QUARTER,
) -> tuple[Score, ...]:
    """Score each provider on a day by each pillar that it reports any figure of.

    Args:
        observations: ``OBSERVATIONS`` with shares added (``with_shares``), and ``source`` if known.
        table: the table to score by.
        day: nothing that ends after it is looked at.
        providers: whom to score; who is silent is scored by every pillar, and incomplete. None
            scores whoever reported.
        remembered_days: whoever reported nothing for so long is not listed, unless named.

    Raises:
        TableNotReady: something is open in the table.
    """
    known = figures_of(observations, table, day, remembered_days)
    return score_known(known, table, day, providers)


def score_known(
    known: Mapping[str, Mapping[str, Figure]],
    table: ScoreTable,
    day: date,
    providers: Iterable[str] | None = None,
) -> tuple[Score, ...]:
    """Score each provider from the figures that are known of it, as ``score_providers`` does.

    Raises:
        TableNotReady: something is open in the table.
    """
    if reasons := why_not_ready(table):
        raise TableNotReady(reasons)
    named = sorted(known) if providers is None else list(providers)
    return tuple(
        score(place, known.get(place, {}), table, pillar, day)
        for place in named
        for pillar in table.pillars
        if providers is not None or any(each.measure in known[place] for each in pillar.parameters)
    )


def figures_of(
    observations: pl.DataFrame, table: ScoreTable, day: date, remembered_days: int = QUARTER
) -> dict[str, dict[str, Figure]]:
    """Return the newest figures of each provider known on a day, by measure."""
    oldest = [each.oldest_days for pillar in table.pillars for each in pillar.parameters]
    longest = max([remembered_days, *oldest])
    rows = newest(observations, day, table.measures, remembered_days=longest)
    if "source" not in rows.columns:
        rows = rows.with_columns(source=pl.lit(""))
    found: dict[str, dict[str, Figure]] = {}
    asked = rows.select("organisation", "measure", "value", "start", "end", "source")
    for place, measure, value, start, end, source in asked.iter_rows():
        found.setdefault(place, {})[measure] = Figure(value, start, end, source or "")
    return found


def sizes_of(known: Mapping[str, Mapping[str, Figure]], table: ScoreTable) -> dict[str, float]:
    """Return the size of each provider by which the table has it count, where it is known."""
    weigh_by = table.aggregation.weigh_by
    return {place: of[weigh_by].value for place, of in known.items() if weigh_by in of}


def not_official(table: ScoreTable, kind: Level) -> Reason | None:
    """Say why scores by a table that claims the official name do not bear it; None if they do."""
    open_parts = unverified(table, kind)
    if not claims_official(table) or not open_parts:
        return None
    detail = f"not called by the official name: nobody has verified {', '.join(open_parts)}"
    return Reason("NOT_VERIFIED", detail, {"parts": open_parts}, table_label(table, kind))


def _judged(parameter: Parameter, figure: Figure | None, day: date, label: str) -> Judged:
    if figure is None:
        inputs: dict[str, object] = {"measure": parameter.measure}
        reason = Reason("FIGURE_MISSING", f"{parameter.measure} is missing", inputs, label)
        return Judged(parameter.measure, None, missing=reason)
    age = (day - figure.end).days
    if age > parameter.oldest_days:
        most = f"it may be at most {parameter.oldest_days} days old"
        detail = f"{parameter.measure} is too old: it is of {figure.end.isoformat()}, and {most}"
        inputs = {"measure": parameter.measure, "age_days": age}
        reason = Reason("FIGURE_TOO_OLD", detail, inputs, label)
        return Judged(parameter.measure, figure, missing=reason)
    band = parameter.band(figure.value)
    return Judged(parameter.measure, figure, band, parameter.points[band])


def _points(judged: Judged, parameter: Parameter, otherwise: int) -> float:
    """Return the points of a figure; of a missing one those of the band that is put for it."""
    return parameter.points[otherwise] if judged.points is None else judged.points
