"""Put providers into segments out of their scores, and keep how it was worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.log.services.record import record
from tidegate.controlroom.registers.keeping import KEEP, hold_to_reach, kept
from tidegate.controlroom.registers.models import OversightRun, Segment
from tidegate.controlroom.registers.refused import refuse, refuse_if
from tidegate.core.log.canonical import plain
from tidegate.core.registers import oversight

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.registers.keeping import Superseding


@dataclass(frozen=True, slots=True)
class NewRun:
    """Scores as they are put forward: the framework, the period, where they stand, and whose."""

    framework: oversight.Framework
    period: str
    source: str
    providers: Sequence[oversight.ProviderScores]


@transaction.atomic
def place_providers(
    *,
    keeper: str,
    new: NewRun,
    actor: Actor,
    now: datetime,
    instead_of: Superseding | None = None,
) -> OversightRun:
    """Keep scores with the segments that follow from them, and record it.

    Raises:
        PermissionMissing: the actor keeps no registers for that organisation.
        RegisterRefused: there are no scores, or some are outside their scale.
    """
    hold_to_reach(actor, KEEP, keeper)
    if not new.providers:
        raise refuse("NO_SCORES", "There is no provider in it.")
    refuse_if(oversight.score_faults(new.providers, new.framework))
    run = OversightRun.objects.create(
        **kept(actor, keeper, now, instead_of),
        framework=new.framework.version,
        period=new.period,
        source=new.source,
        scores=[_scores(each) for each in new.providers],
        sha256=oversight.fingerprint_of_scores(new.providers),
    )
    placed = oversight.place_providers(new.providers, new.framework)
    Segment.objects.bulk_create(_segment(run, each) for each in placed)
    record(
        kind="providers_placed",
        actor=actor,
        on_behalf_of=keeper,
        subject=f"oversight:{run.pk}",
        headline=(
            f"{words.counted(len(placed), 'provider')} put into segments by"
            f" {new.framework.version}, {new.period}"
        ),
        facts={
            "framework": new.framework.version,
            "period": new.period,
            "source": new.source,
            "sha256": run.sha256,
            "segments": {each.organisation: each.segment for each in placed},
        },
        now=now,
    )
    return run


def _scores(each: oversight.ProviderScores) -> Mapping[str, object]:
    return plain(asdict(each))  # type: ignore[return-value] # a mapping in is a mapping out


def _segment(run: OversightRun, each: oversight.Placed) -> Segment:
    return Segment(
        run=run,
        organisation=each.organisation,
        average=each.average,
        rank=each.rank,
        by_score=each.by_score,
        segment=each.segment,
        reasons=[plain(asdict(reason)) for reason in each.reasons],
    )
