"""Have the limits of a chart reckoned anew from a day on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.controlroom.pressure.models import Rebase, Return
from tidegate.controlroom.pressure.new_return import LONGEST_REASON
from tidegate.controlroom.pressure.observed import SHOWN
from tidegate.controlroom.pressure.reach import RECALCULATE, hold_to_reach
from tidegate.controlroom.pressure.refused import RebaseRefused
from tidegate.controlroom.pressure.services.submit_return import reporting_provider
from tidegate.controlroom.pressure.terms import CHARTS, MEASURES, TERMS
from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet


@transaction.atomic
def make_rebase(
    *,
    organisation: str,
    measure: str,
    from_day: date,
    reason: str,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> Rebase:
    """Begin new limits on a chart; nothing else in the software ever does.

    Args:
        organisation: ODS code of the provider.
        measure: id of the measure.
        from_day: the first day of the new limits; it has a value, and so has a day before it.
        reason: what changed, and how it is known.
        actor: who decides.
        now: when.
        on_behalf_of: ODS code acted for, if not the provider itself.

    Raises:
        PermissionMissing: the actor may not have limits of this provider recalculated.
        ReturnRefused: it is no provider that reports.
        RebaseRefused: with every reason why not.
    """
    acted_for = hold_to_reach(actor, organisation, on_behalf_of, RECALCULATE)
    provider = reporting_provider(organisation)
    if faults := _faults(organisation, measure, from_day, reason):
        raise RebaseRefused(faults)
    identity, name = identify(actor)
    row = Rebase.objects.create(
        organisation=organisation, measure=measure, from_day=from_day, reason=reason.strip(),
        made_by=identity, made_by_name=name, made_at=now,
    )  # fmt: skip
    label = MEASURES[measure].label
    record(
        kind="limits_recalculated",
        actor=actor,
        on_behalf_of=acted_for,
        subject=f"chart:{organisation}-{measure}",
        headline=f"Limits of {label}, {provider.name}, reckoned anew from {words.day(from_day)}",
        facts={
            "organisation": organisation,
            "measure": measure,
            "from_day": from_day,
            "reason": row.reason,
            "number": row.pk,
        },
        now=now,
    )
    return row


def _faults(organisation: str, measure: str, day: date, reason: str) -> tuple[Reason, ...]:
    found: list[tuple[str, str]] = []
    if measure not in SHOWN:
        found.append(("NO_SUCH_CHART", "There is no chart of this measure."))
    elif not _has_value(organisation, measure, day):
        found.append(
            ("NO_VALUE_THEN", f"There is no value on {words.day(day)}. Choose a day with one.")
        )
    elif not _has_earlier(organisation, measure, day):
        detail = f"Nothing lies before {words.day(day)} that limits could have come from."
        found.append(("NOTHING_BEFORE", detail))
    if Rebase.objects.filter(
        organisation=organisation, measure=measure, from_day=day, withdrawn_at=None
    ).exists():
        found.append(("RECALCULATED_ALREADY", "Limits begin anew on that day already."))
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        detail = f"Say what changed and how it is known, in at most {LONGEST_REASON} characters."
        found.append(("REASON_NEEDED", detail))
    inputs = {"measure": measure, "day": day}
    return tuple(Reason(code, detail, inputs, CHARTS.label) for code, detail in found)


def _reported_on(organisation: str, measure: str, day: date) -> tuple[QuerySet[Return], date]:
    """Return the reports that have a figure, and the day of the report that has it of a day.

    A share is there where both of its parts are.
    """
    one = MEASURES[measure]
    parts = [measure] if measure in TERMS.lines else [one.numerator, one.denominator]
    rows = Return.objects.filter(
        organisation=organisation, superseded_by=None, values__has_keys=parts
    )
    return rows, day + (day - TERMS.described(parts[0], day))


def _has_value(organisation: str, measure: str, day: date) -> bool:
    rows, reported = _reported_on(organisation, measure, day)
    return rows.filter(day=reported).exists()


def _has_earlier(organisation: str, measure: str, day: date) -> bool:
    rows, reported = _reported_on(organisation, measure, day)
    return rows.filter(day__lt=reported).exists()
