"""A score as facts for machines: the same on the command line, in exports and in the record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tidegate.core.pressure.aggregate import actions_begun

if TYPE_CHECKING:
    from datetime import date

    from tidegate.core.pressure.measure import Measure
    from tidegate.core.pressure.score import Judged, Score
    from tidegate.core.pressure.score_table import ScoreTable


def score_facts(
    score: Score, table: ScoreTable, names: Mapping[str, str], measures: Mapping[str, Measure]
) -> dict[str, object]:
    """Return a score with everything it rests on; a total and a level that are not known are null.

    Args:
        score: of any kind of place.
        table: the table that it was computed by.
        names: of places, by code.
        measures: by id, for labels and units.
    """
    least, most = score.level_range
    return {
        "place": score.place,
        "place_name": names.get(score.place, ""),
        "kind": score.kind.value,
        "pillar": score.pillar,
        "day": score.day,
        "score": score.name,
        "table": score.table,
        "total": score.total,
        "level": score.level,
        "rounding": score.rounding.value,
        "total_rounded": float(score.levels.rounded(score.lowest)) if score.complete else None,
        "level_by_other_rounding": score.level_otherwise,
        "total_between": [float(score.lowest), float(score.highest)],
        "level_between": [least, most],
        "missing": [{"code": each.code, "detail": each.detail} for each in score.missing],
        "figures": [figure_facts(each, score.day, measures) for each in score.judged],
        "shares": [{"place": each.place, "weight": each.weight} for each in score.shares],
        "actions_begun": [
            {"level": each.level, "actions": list(each.actions), "source": each.source}
            for each in actions_begun(score, table)
        ],
    }


def figure_facts(judged: Judged, day: date, measures: Mapping[str, Measure]) -> dict[str, object]:
    """Return one parameter: the value, its band and points, its period, age and source."""
    measure, figure = measures.get(judged.measure), judged.figure
    return {
        "measure": judged.measure,
        "label": measure.label if measure else judged.measure,
        "unit": measure.unit.value if measure else "",
        "value": figure.value if figure else None,
        "band": judged.band,
        "points": judged.points,
        "start": figure.start if figure else None,
        "end": figure.end if figure else None,
        "age_days": (day - figure.end).days if figure else None,
        "source": figure.source if figure else "",
        "missing": judged.missing.detail if judged.missing else None,
    }


def table_facts(table: ScoreTable) -> dict[str, object]:
    """Return what a table says of itself."""
    return {
        "name": table.name,
        "edition": table.edition,
        "source": table.source,
        "verifier": table.verifier,
        "in_force_from": table.in_force_from,
        "in_force_until": table.in_force_until,
        "rounding": table.aggregation.rounding.value,
        "weigh_by": table.aggregation.weigh_by,
        "pillars": [
            {
                "name": pillar.name,
                "weight": pillar.weight,
                "combine": pillar.combine.value,
                "levels": [[band.level, band.least, band.most] for band in pillar.levels.bands],
                "levels_status": pillar.levels.status.words,
                "parameters": [
                    {
                        "measure": each.measure,
                        "worse_when": each.worse.value,
                        "edges": [
                            {"at": edge.at, "equal": edge.equal.value} for edge in each.edges
                        ],
                        "points": list(each.points),
                        "weight": each.weight,
                        "oldest_days": each.oldest_days,
                        "thresholds_status": each.status.words,
                        "why": each.why,
                    }
                    for each in pillar.parameters
                ],
            }
            for pillar in table.pillars
        ],
    }
