"""What is known of a place at a moment: gathered by the system, shown, and frozen as evidence.

Every figure comes with its source, the day that it is of and when it was received, so that it can
be said afterwards how old it was. Nothing here is a trigger: people judge it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from tidegate.controlroom.pressure import queries as pressure
from tidegate.controlroom.pressure.forecast_panel import judged_since
from tidegate.controlroom.pressure.forecast_terms import SERIES, series_name
from tidegate.controlroom.pressure.presenters.forecasts import ahead_of
from tidegate.controlroom.pressure.queries import forecasts as forecasts_of
from tidegate.controlroom.pressure.situation import Situation, situation
from tidegate.controlroom.pressure.terms import MEASURES, TERMS
from tidegate.controlroom.surge.queries.lines import last_returns
from tidegate.controlroom.surge.terms import terms_in_force
from tidegate.core.log.canonical import canonical, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from tidegate.controlroom.directory.models import Organisation
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.core.pressure.score import Score

DAYS = 28
AHEAD = (7, 14)
_BEDS = ("beds_physical", "beds_staffed_claimed", "beds_staffed_observed")


def gather(viewer: Viewer, place: Organisation, now: datetime) -> dict[str, Any]:
    """Gather what is known of a place, as far as this viewer sees it.

    Args:
        viewer: on whose behalf; what they do not see is not evidence of theirs.
        place: an integrated care board, a region or the nation.
        now: the moment.

    Returns:
        ``indicators``, ``silent``, ``scores``, ``forecasts``, ``chances``, ``capacity`` and
        ``tables``, of text, numbers, lists and mappings only.
    """
    areas = [area for area in pressure.areas(viewer) if lies_in(area, place)]
    codes = {area.code for area in areas}
    providers = [one for one in pressure.providers(viewer) if one.area in codes]
    known = situation(viewer, providers, now, DAYS)
    forecasts, chances, versions = _forecasts(viewer, areas, known)
    found = {
        "indicators": list(_indicators(known)),
        "silent": sorted(one.code for one in providers if one.code not in known.newest),
        "scores": list(_scores(known, codes)),
        "forecasts": forecasts,
        "chances": chances,
        "capacity": [*_beds(known), *_sessions(viewer, codes, known)],
        "tables": {"surge": terms_in_force().edition, "reporting": _reporting()} | versions,
    }
    return plain(found)  # type: ignore[return-value] # a mapping in is a mapping out


def digest_of(known: dict[str, Any]) -> str:
    """Return by what it is recognised that nothing has become known since."""
    return hashlib.sha256(canonical(known).encode()).hexdigest()


def lies_in(area: Organisation, place: Organisation) -> bool:
    """Say whether an area is a place, or lies beneath it."""
    above: Organisation | None = area
    while above is not None:
        if above.code == place.code:
            return True
        above = above.parent
    return False


def _reporting() -> str:
    return f"{TERMS.name} {TERMS.version}"


def _received(known: Situation) -> dict[tuple[str, str], datetime]:
    """Return when each newest version was received, by provider and how its figures call it."""
    return {
        (code, f"situation report of {day.isoformat()}, version {rows[-1].version}"): (
            rows[-1].submitted_at
        )
        for (code, day), rows in known.kept.items()
    }


def _newest(known: Situation, measures: Sequence[str]) -> Iterator[dict[str, Any]]:
    received = _received(known)
    rows = known.frame.filter(known.frame["measure"].is_in(list(measures)))
    newest = rows.sort("end").unique(["organisation", "measure"], keep="last")
    for row in newest.sort("measure", "organisation").to_dicts():
        yield {
            "provider": row["organisation"],
            "measure": row["measure"],
            "value": row["value"],
            "source": row["source"],
            "of": row["end"],
            "received_at": received.get((row["organisation"], row["source"].split(";")[0])),
        }


def _indicators(known: Situation) -> Iterator[dict[str, Any]]:
    wanted = terms_in_force().indicators
    order = {measure: n for n, measure in enumerate(wanted)}
    rows = sorted(_newest(known, wanted), key=lambda row: (order[row["measure"]], row["provider"]))
    for row in rows:
        measure = MEASURES[row["measure"]]
        yield row | {"label": measure.label, "unit": measure.unit.value}


def _scores(known: Situation, areas: set[str]) -> Iterator[dict[str, Any]]:
    scored = known.scored()
    if scored is None:
        return
    rows = [*sorted(scored.areas.items()), *sorted(scored.providers.items())]
    for code, score in rows:
        yield {"place": code, "area": code in areas} | _score(score)


def _score(score: Score) -> dict[str, Any]:
    low, high = score.level_range
    return {
        "name": score.name,
        "table": score.table,
        "of": score.day,
        "level": score.level,
        "level_low": low,
        "level_high": high,
        "total": score.total,
        "missing": [reason.code for reason in score.missing],
    }


def _forecasts(
    viewer: Viewer, areas: Sequence[Organisation], known: Situation
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, str]]:
    run = forecasts_of.newest_run(viewer)
    if run is None:
        return [], [], {}
    found, since = [], judged_since(known.today)
    for area in areas:
        records = forecasts_of.records(viewer, forecasts_of.By.MEASURE, since, place=area.code)
        rows = forecasts_of.forecasts_of(viewer, run, area.code)
        for measure in (one for one in SERIES if one in rows):
            ahead = ahead_of(rows[measure], run)
            record = records.get(measure)
            found.append({
                "place": area.code, "measure": measure, "label": series_name(measure),
                "reference": run.reference, "made_at": run.made_at,
                "last_observed": rows[measure].last_observed,
                "days": [
                    {"day": one.day, "low": one.least, "middle": one.middle, "high": one.most}
                    for days in AHEAD if days <= len(ahead) for one in (ahead[days - 1],)
                ],
                "record": None if record is None else {
                    "tasks": record.tasks, "dates": record.dates,
                    "relative_wis": record.relative_wis, "covered_90": record.covered_90,
                },
            })  # fmt: skip
    said = forecasts_of.chances(viewer, run, [area.code for area in areas])
    chances = [
        {"place": place, "level": level, "within": days, "chance": chance}
        for (place, level, days), chance in sorted(said.items())
    ]
    versions = {"forecast": run.terms, "engine": run.engine, "score": run.table}
    return found, chances, versions


def _beds(known: Situation) -> Iterator[dict[str, Any]]:
    """Yield beds by provider: physical, with staff as claimed, with staff as observed."""
    by_provider: dict[str, dict[str, dict[str, Any]]] = {}
    for row in _newest(known, _BEDS):
        by_provider.setdefault(row["provider"], {})[row["measure"]] = row
    for provider, rows in sorted(by_provider.items()):
        first = next(iter(rows.values()))
        amounts = {name: rows[name]["value"] if name in rows else None for name in _BEDS}
        yield {
            "provider": provider,
            "what": "beds",
            "physical": amounts["beds_physical"],
            "claimed": amounts["beds_staffed_claimed"],
            "observed": amounts["beds_staffed_observed"],
            "source": first["source"],
            "of": first["of"],
            "received_at": first["received_at"],
        }


def _sessions(viewer: Viewer, areas: set[str], known: Situation) -> Iterator[dict[str, Any]]:
    """Yield what providers under contract said of each line, in the newest week that they did."""
    for row in last_returns(viewer, areas):
        if row.submitted_at <= known.now:
            yield {
                "provider": row.line.contract.provider,
                "what": f"{row.line.modality.replace('_', ' ')} a week, {row.line.line_id}",
                "physical": row.physical,
                "claimed": row.staffed,
                "observed": row.observed,
                "source": f"return of use for the week of {row.week}, version {row.version}",
                "of": row.week,
                "received_at": row.submitted_at,
            }
