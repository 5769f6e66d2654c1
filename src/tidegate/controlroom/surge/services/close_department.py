"""Close a department to some streams of patients, by somebody's authority."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction

from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.log.services.record import Actor, record
from tidegate.controlroom.surge.divert_facts import codes_of
from tidegate.controlroom.surge.divert_terms import closure_terms
from tidegate.controlroom.surge.models import Closure
from tidegate.controlroom.surge.reach import hold_to_reach
from tidegate.controlroom.surge.refused import SurgeRefused, refuse
from tidegate.core.surge.closures.lifecycles import CLOSE
from tidegate.core.surge.closures.states import CLOSED_NOW, ClosureState
from tidegate.core.surge.moments import moment_refusals

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.surge.new_closure import NewClosure
    from tidegate.core.surge.closures.terms import ClosureTerms

_NOW = [state.value for state in CLOSED_NOW]


@transaction.atomic
def close_department(
    *, new: NewClosure, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Closure:
    """Say that a department closed; where its patients go is said by ``divert_patients``.

    Raises:
        PermissionMissing: the actor may not close departments of this site.
        SurgeRefused: it is closed already, or something of it was not said.
    """
    acted_for = hold_to_reach(actor, CLOSE, new.site, on_behalf_of)
    terms = closure_terms()
    _hold_to(new, terms, now)
    site = (
        Organisation.objects.select_related("parent")
        .select_for_update(of=("self",))
        .get(code=new.site)
    )
    _refuse_second(new)
    at = new.happened.at or now
    closure = Closure.objects.create(
        reference=uuid4().hex[:20], site=site.code, area=site.area,
        provider=site.parent.code if site.kind == "site" and site.parent else site.code,
        department=new.department, streams=codes_of(new.streams), cause=new.cause,
        note=new.note.strip(), authorised_by=new.authorised_by.strip(), closed_at=at,
        recorded_at=now, moved_at=at, late_why=new.happened.late_why.strip(),
        state=ClosureState.CLOSED.value,
    )  # fmt: skip
    closure.reference = f"C-{closure.pk:06d}"
    closure.save(update_fields=["reference"])
    what = terms.departments[new.department].lower()
    record(
        kind="closure_began",
        actor=actor,
        subject=closure.subject,
        headline=f"{closure.reference}: {what} of {site.name} closed,"
        f" {terms.reasons[new.cause].lower()}",
        facts={
            "site": site.code, "department": new.department, "streams": closure.streams,
            "cause": new.cause, "authorised_by": closure.authorised_by, "note": closure.note,
            "late_why": closure.late_why,
        },
        on_behalf_of=acted_for,
        occurred_at=at,
        now=now,
    )  # fmt: skip
    return closure


def _hold_to(new: NewClosure, terms: ClosureTerms, now: datetime) -> None:
    if new.department not in terms.departments:
        raise refuse("NO_SUCH_DEPARTMENT", "Choose the department.", department=new.department)
    if new.cause not in terms.reasons:
        raise refuse("NO_SUCH_REASON", "Choose why it closed.", cause=new.cause)
    if not new.streams:
        raise refuse("NO_STREAM", "Say which patients it does not take.")
    if not new.authorised_by.strip():
        raise refuse("AUTHORITY_NEEDED", "Say who authorised it.")
    at = new.happened.at or now
    if found := moment_refusals(at, now, None, new.happened.late_why):
        raise SurgeRefused(found)


def _refuse_second(new: NewClosure) -> None:
    rows = Closure.objects.filter(site=new.site, department=new.department)
    live = rows.filter(state__in=_NOW).first()
    if live is not None:
        detail = f"It is closed already: {live.reference}."
        raise refuse("ALREADY_CLOSED", detail, closure=live.reference)
    at = new.happened.at
    covers = rows.filter(closed_at__lte=at, reopened_at__gt=at).first() if at else None
    if covers is not None:
        detail = f"It was closed then already: {covers.reference}."
        raise refuse("ALREADY_CLOSED", detail, closure=covers.reference)
