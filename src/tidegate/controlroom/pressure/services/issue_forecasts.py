"""Issue the forecasts of a day: of every series, from what was known at that moment."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.controlroom.pressure.forecast_making import (
    SEED,
    Chance,
    Made,
    chances,
    make_forecasts,
)
from tidegate.controlroom.pressure.forecast_series import label_of
from tidegate.controlroom.pressure.forecast_terms import ISSUE
from tidegate.controlroom.pressure.models import Forecast, ForecastRun, LevelChance
from tidegate.controlroom.pressure.scoring import table_on
from tidegate.controlroom.pressure.services.known_then import known_then
from tidegate.controlroom.pressure.terms import TERMS
from tidegate.core.log.canonical import plain
from tidegate.core.log.entry import System
from tidegate.core.pressure.forecast.situation import HUB_QUANTILES
from tidegate.core.pressure.forecast.track_record import ENGINE

if TYPE_CHECKING:
    from tidegate.controlroom.pressure.forecast_series import Known
    from tidegate.core.pressure.forecast.standing import Standing

TICK = System("tick")
_AT_ONCE = 200


def issue_forecasts(*, now: datetime, actor: Actor = TICK) -> ForecastRun | None:
    """Issue the forecasts of today, once, when its reports should have come.

    They are worked out before anything is locked, and kept all together or not at all.

    Args:
        now: the moment; nothing that came later is looked at, whatever the database holds.
        actor: who lets them be made.

    Returns:
        The run; None before the hour, when today's are there already, or when nobody reported.
    """
    if not forecasts_due(now):
        return None
    known = known_then(at=now, days=ISSUE.history_days)
    table = table_on(known.today)
    made = make_forecasts(known, table)
    if not any(one.places for one in made):
        return None
    return _keep(known, made, list(chances(made, table)), label_of(table), actor, now)


def forecasts_due(now: datetime) -> bool:
    """Say whether it is late enough for today's forecasts, and they are not there yet."""
    today = TERMS.today(now)
    late_enough = now >= datetime.combine(today, ISSUE.at, TERMS.zone)
    return late_enough and not ForecastRun.objects.filter(reference=today).exists()


@transaction.atomic
def _keep(
    known: Known,
    made: Sequence[Made],
    said: Sequence[Chance],
    table: str,
    actor: Actor,
    now: datetime,
) -> ForecastRun | None:
    identity, name = identify(actor)
    run, fresh = ForecastRun.objects.get_or_create(
        reference=known.today,
        defaults={
            "made_at": now,
            "made_by": identity,
            "made_by_name": name,
            "engine": ENGINE,
            "terms": ISSUE.label,
            "table": table,
            "seed": SEED,
            "days": ISSUE.days,
            "quantiles": list(HUB_QUANTILES),
            "refused": [_noted(one, each) for one in made for each in one.standing
                        if not each.served],
            "left_out": known.left_out,
            "series": sum(len(one.places) for one in made),
        },
    )  # fmt: skip
    if not fresh:  # another run was quicker
        return None
    rows = [row for one in made for row in _rows(run, one)]
    Forecast.objects.bulk_create(rows, batch_size=_AT_ONCE)
    LevelChance.objects.bulk_create(
        [LevelChance(run=run, place=each.place, level=each.level, within=each.within,
                     chance=each.chance) for each in said],
        batch_size=_AT_ONCE,
    )  # fmt: skip
    record(
        kind="forecast_issued",
        actor=actor,
        subject=f"forecast:{run.reference.isoformat()}",
        headline=(
            f"Forecasts of {words.counted(len(rows), 'series', 'series')} issued for the"
            f" {ISSUE.days} days after {words.day(run.reference)}"
        ),
        facts=_facts(run, rows),
        now=now,
    )
    return run


def _rows(run: ForecastRun, made: Made) -> list[Forecast]:
    standing = {each.place: each for each in made.standing}
    return [
        Forecast(
            run=run,
            place=place,
            measure=made.measure,
            last_observed=made.last_observed,
            values=made.values[row].tolist(),
            baseline=made.baseline[row].tolist(),
            notes=_noted(made, standing[place])["reasons"],
            inputs=made.inputs,
        )
        for row, place in enumerate(made.places)
    ]


def _noted(made: Made, standing: Standing) -> dict[str, object]:
    return {
        "place": standing.place,
        "measure": made.measure,
        "reasons": [
            {"code": reason.code, "detail": reason.detail, "inputs": plain(reason.inputs)}
            for reason in standing.reasons
        ],
    }


def _facts(run: ForecastRun, rows: Sequence[Forecast]) -> dict[str, object]:
    inputs = {row.measure: row.inputs for row in rows}
    return {
        "reference": run.reference,
        "engine": run.engine,
        "terms": run.terms,
        "table": run.table,
        "seed": run.seed,
        "days": run.days,
        "series": len(rows),
        "refused": len(run.refused),
        "left_out": run.left_out,
        "inputs": inputs,
        "values": _digest(rows),
    }


def _digest(rows: Sequence[Forecast]) -> str:
    """Return the digest of everything that was said, so that the record vouches for it."""
    found = hashlib.sha256()
    for row in rows:
        found.update(json.dumps([row.place, row.measure, row.values, row.baseline]).encode())
    return found.hexdigest()
