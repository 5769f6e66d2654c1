"""Report what came of a pledge on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.surge.models import Actual, Pledge, Surge
from tidegate.controlroom.surge.services.take_surge_step import take_surge_step
from tidegate.core.surge.guards import no
from tidegate.core.surge.pledged import KIND_LABELS, Amounts, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.said import Underway
    from tidegate.core.reasons import Reason


def report_actual(  # noqa: PLR0913 - all by keyword: what a report says
    *,
    pledge: Pledge,
    day: date,
    amounts: Amounts,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
    private_done: int | None = None,
    note: str = "",
) -> Surge:
    """Keep what came of a pledge on a day; a further report of the same day is a new version.

    Raises:
        PermissionMissing: the actor may not report for this provider.
        SurgeRefused: the surge is not active, or not on that day.
    """

    def keep(underway: Underway) -> None:
        same = Actual.objects.filter(surge=underway.surge, number=pledge.number, day=day)
        version = same.count() + 1
        underway.rows.append(
            Actual(
                surge=underway.surge, number=pledge.number, provider=pledge.provider, day=day,
                version=version, **{kind.value: amounts.of(kind) for kind in Kind},
                private_done=private_done, note=note.strip(), reported_by=underway.said_by,
                reported_by_name=underway.said_by_name, reported_at=now,
            )
        )  # fmt: skip
        came = [
            f"{KIND_LABELS[kind].lower()} {amounts.of(kind)} of {getattr(pledge, kind.value)}"
            for kind in (Kind.THEATRES, Kind.BEDS, Kind.STAFF)
            if getattr(pledge, kind.value)
        ] or ["treatments " + str(amounts.units)]
        again = f", version {version}" if version > 1 else ""
        underway.headline = (
            f"of pledge {pledge.number} came on {words.day(day)}{again}: {words.listed(came)}"
        )
        underway.facts |= {
            "pledge": pledge.number, "provider": pledge.provider, "of": day, "version": version,
            "amounts": {kind.value: amounts.of(kind) for kind in Kind},
            "private_done": private_done,
        }  # fmt: skip

    return take_surge_step(
        surge=pledge.surge, verb="report_actual", actor=actor, now=now,
        on_behalf_of=on_behalf_of, provider=pledge.provider, deed=keep,
        besides=lambda locked: tuple(_faults(locked, day, amounts, now)),
    )  # fmt: skip


def _faults(surge: Surge, day: date, amounts: Amounts, now: datetime) -> Iterator[Reason]:
    opened = words.local_day(surge.opened_at) if surge.opened_at else None
    last = words.local_day(surge.stood_down_at or now)
    if opened is None or not opened <= day <= last:
        detail = f"Choose a day from {words.day(opened)} to {words.day(last)}."
        yield no("DAY_OUTSIDE", detail, day=day)
    if min(amounts.of(kind) for kind in Kind) < 0:
        yield no("BELOW_ZERO", "Nothing comes below zero.")
