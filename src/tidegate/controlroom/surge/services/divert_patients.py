"""Send patients of a closed department elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.surge.divert_facts import (
    codes_of,
    department_of,
    diverted,
    still_closed,
    streams_of,
)
from tidegate.controlroom.surge.divert_terms import closure_terms
from tidegate.controlroom.surge.models import Closure, Divert, Stage
from tidegate.controlroom.surge.services.take_step import take_step
from tidegate.core.reasons import Reason
from tidegate.core.surge.closures.diverts import RULES, Diverted, cautions
from tidegate.core.surge.closures.durations import Spell
from tidegate.core.surge.closures.states import (
    CLOSED_NOW,
    RUNNING,
    STREAM_LABELS,
    DivertState,
    Stream,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.happening import Taking
    from tidegate.controlroom.surge.new_closure import NewDivert

_NEEDS_A_REASON = frozenset({"RECEIVER_CLOSED", "RECEIVER_DIVERTING", "CIRCLE"})
_RUNNING = [state.value for state in RUNNING]


def divert_patients(
    *, closure: Closure, new: NewDivert, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Closure:
    """Say where patients go from when on, and what was known against it.

    A receiver that is itself closed or diverting is not refused, for it may be the only one; but
    somebody has to say why, and the entry says that it was so.

    Raises:
        PermissionMissing: the actor may not divert patients of this site.
        SurgeRefused: the department is open, or nobody said why it is done all the same.
    """
    found: list[Reason] = []

    def faults(locked: Closure) -> Iterator[Reason]:
        yield from _faults(locked, new, now)
        found[:] = against(locked, new.receiver, new.streams, new.happened.at or now)
        needing = [one for one in found if one.code in _NEEDS_A_REASON]
        if needing and not new.despite.strip():
            yield from needing
            yield _no("DESPITE_NEEDED", "Say why it is done all the same.")

    def keep(taking: Taking) -> None:
        receiver = Organisation.objects.get(code=new.receiver)
        number = Divert.objects.filter(closure=taking.row).count() + 1
        divert = Divert(
            reference=f"{taking.row.reference}-{number}", closure=taking.row,
            receiver=receiver.code, streams=codes_of(new.streams),
            authorised_by=new.authorised_by.strip(),
            state=DivertState.ASKED.value, started_at=taking.at, recorded_at=now,
            late_why=new.happened.late_why.strip(), moved_at=taking.at,
            answer_by=now + timedelta(minutes=closure_terms().answer_minutes),
            cautions=[{"code": one.code, "detail": one.detail} for one in found],
            despite=new.despite.strip(),
        )  # fmt: skip
        taking.rows.append(divert)
        who = words.listed([STREAM_LABELS[each].lower() for each in sorted(new.streams)])
        said = "".join(f" {one.detail}" for one in found)
        taking.headline = f"{who} diverted to {receiver.name}.{said}"[:450]
        taking.facts |= {
            "divert": divert.reference, "receiver": receiver.code, "streams": divert.streams,
            "authorised_by": divert.authorised_by, "cautions": [one.code for one in found],
            "despite": divert.despite,
        }  # fmt: skip

    return take_step(
        row=closure, verb="divert", actor=actor, now=now, said=new.happened,
        on_behalf_of=on_behalf_of, besides=faults, deed=keep,
    )  # fmt: skip


def against(
    closure: Closure, receiver: str, streams: frozenset[Stream], at: datetime
) -> list[Reason]:
    """Return what has to be known before patients are sent to a receiver; codes are names here."""
    kind = closure.department
    running = Divert.objects.filter(state__in=_RUNNING, closure__department=kind)
    others = [diverted(row) for row in running.select_related("closure")]
    new = Diverted("", department_of(closure.site, kind), department_of(receiver, kind), streams,
                   Spell(at, None))  # fmt: skip
    names = dict(Organisation.objects.values_list("code", "name"))

    def named(department: str) -> str:
        code = department.split("/", maxsplit=1)[0]
        return names.get(code, code)

    return list(cautions(new, others, _closed(kind), named))


def _closed(department: str) -> dict[str, frozenset[Stream]]:
    rows = Closure.objects.filter(
        department=department, state__in=[state.value for state in CLOSED_NOW]
    )
    return {
        department_of(row.site, department): still_closed(row, Stage.objects.filter(closure=row))
        for row in rows
    }


def _faults(closure: Closure, new: NewDivert, now: datetime) -> Iterator[Reason]:
    if not new.authorised_by.strip():
        yield _no("AUTHORITY_NEEDED", "Say who authorised it.")
    if not new.streams:
        yield _no("NO_STREAM", "Say which patients are diverted.")
    if not new.streams <= streams_of(closure.streams):
        yield _no("STREAM_OPEN", "It never closed to some of these patients.")
    if new.receiver == closure.site:
        yield _no("SAME_PLACE", "Patients cannot be diverted to where it is closed.")
    if not Organisation.objects.filter(code=new.receiver).exists():
        yield _no("NO_SUCH_RECEIVER", "Choose where patients go.", receiver=new.receiver)
    if (new.happened.at or now) < closure.closed_at:
        yield _no("BEFORE_THE_LAST", "It was not closed yet.")
    same = Divert.objects.filter(closure=closure, receiver=new.receiver, state__in=_RUNNING)
    for row in same:
        if streams_of(row.streams) & new.streams:
            detail = f"{row.reference} sends such patients there already."
            yield _no("DIVERTED_ALREADY", detail, divert=row.reference)


def _no(code: str, detail: str, **inputs: object) -> Reason:
    return Reason(code, detail, inputs, RULES)
