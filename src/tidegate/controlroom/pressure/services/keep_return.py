"""Keep one version of a return with its entry: what submitting and correcting share."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.controlroom.pressure.models import Return
from tidegate.controlroom.pressure.presence import came_late
from tidegate.controlroom.pressure.terms import MEASURES, TERMS
from tidegate.core.log.entry import Severity
from tidegate.core.pressure.submission import implausible

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.directory.models import Organisation
    from tidegate.controlroom.pressure.new_return import NewReturn
    from tidegate.core.reasons import Reason


@transaction.atomic
def keep_return(  # noqa: PLR0913 - all by keyword: what a row and its entry are made of
    *,
    new: NewReturn,
    provider: Organisation,
    before: Return | None,
    reason: str,
    actor: Actor,
    on_behalf_of: str,
    now: datetime,
    received_at: datetime | None,
) -> Return:
    """Write the row, flag what is odd about its figures, and record it.

    Args:
        new: the return, without faults.
        provider: whose it is.
        before: the version that it supersedes, if any.
        reason: why it was corrected; empty for a first version.
        actor: who submits.
        on_behalf_of: ODS code of the organisation acted for.
        now: when it is written down.
        received_at: when it came, if not now.
    """
    moment = received_at or now
    odd = implausible(new.values, recent_of(new.organisation, new.day), MEASURES, TERMS)
    identity, name = identify(actor)
    row = Return.objects.create(
        organisation=new.organisation,
        day=new.day,
        version=1 if before is None else before.version + 1,
        values={measure: _written(value) for measure, value in new.values.items()},
        as_of=TERMS.counted_at(new.day),
        submitted_by=identity,
        submitted_by_name=name,
        submitted_at=moment,
        how=new.how,
        supersedes=before,
        reason=reason,
        findings=[_as_facts(each) for each in odd],
        terms=TERMS.label,
    )
    record(
        kind="return_submitted" if before is None else "return_corrected",
        actor=actor,
        on_behalf_of=on_behalf_of,
        subject=f"return:{row.organisation}-{row.day.isoformat()}",
        headline=_headline(row, provider, odd),
        facts=_facts(row, before),
        severity=_severity(row, odd),
        occurred_at=received_at,
        now=now,
    )
    return row


def recent_of(organisation: str, day: date) -> dict[str, list[float]]:
    """Return a provider's own figures of the days before, newest versions only, by measure."""
    rows = Return.objects.filter(
        organisation=organisation,
        day__lt=day,
        day__gte=day - timedelta(days=TERMS.jumps.recent_days),
        superseded_by=None,
    )
    found: dict[str, list[float]] = {}
    for values in rows.order_by("day").values_list("values", flat=True):
        for measure, value in values.items():
            found.setdefault(measure, []).append(value)
    return found


def _written(value: float) -> float:
    """Return whole numbers as such, so that the record has ``410`` and not ``410.0``."""
    return int(value) if float(value).is_integer() else float(value)


def _headline(row: Return, provider: Organisation, odd: tuple[Reason, ...]) -> str:
    done = "submitted" if row.version == 1 else "corrected"
    said = f"Situation report of {provider.name} for {words.day(row.day)} {done}"
    if came_late(row):
        said += " late"
    if odd:
        said += f", {words.counted(len(odd), 'figure')} asked about"
    return said if row.version == 1 else f"{said}: {row.reason}"


def _severity(row: Return, odd: tuple[Reason, ...]) -> int | None:
    """Return what makes an entry matter more than usual for its kind."""
    if row.version > 1:
        return Severity.IMPORTANT if came_late(row) else None
    return Severity.NOTABLE if odd or came_late(row) else None


def _facts(row: Return, before: Return | None) -> dict[str, object]:
    facts: dict[str, object] = {
        "organisation": row.organisation,
        "day": row.day,
        "version": row.version,
        "how": row.how,
        "late": came_late(row),
        "asked_about": [each["code"] for each in row.findings],
        "terms": row.terms,
    }
    if before is None:
        return facts | {"values": row.values}
    changed = {
        measure: {"from": before.values.get(measure), "to": row.values.get(measure)}
        for measure in sorted({*before.values, *row.values})
        if before.values.get(measure) != row.values.get(measure)
    }
    return facts | {"reason": row.reason, "changed": changed}


def _as_facts(reason: Reason) -> dict[str, object]:
    return {"code": reason.code, "detail": reason.detail, "inputs": dict(reason.inputs)}
