"""Take one step of a surge: the one way from where it stands to where it stands next.

Each verb of the lifecycle has a service of its own beside this one, which says what it changes
besides; this module asks the permission and the guards, moves the surge by the table and writes
the entry that the table names.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.directory.one_actor import same_actor_as
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.controlroom.surge.models import Surge
from tidegate.controlroom.surge.permitted import hold_to_permission
from tidegate.controlroom.surge.refused import SurgeRefused
from tidegate.controlroom.surge.said import Said, Underway, subject_of
from tidegate.controlroom.surge.services.surge_facts import surge_facts
from tidegate.controlroom.surge.terms import terms_in_force
from tidegate.core.log.kinds import kind_of
from tidegate.core.surge.guards import SurgeStep, surge_refusals
from tidegate.core.surge.states import SurgeState
from tidegate.core.surge.surges import SURGES

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.core.lifecycle import Transition
    from tidegate.core.reasons import Reason

Deed = Callable[[Underway], None]


def nothing_else(_underway: Underway) -> None:
    """Change nothing besides the state."""


def nothing_besides(_surge: Surge) -> tuple[Reason, ...]:
    """Find nothing that the step's own subject says against it."""
    return ()


def take_surge_step(  # noqa: PLR0913 - all by keyword: what a step may be about
    *,
    surge: Surge,
    verb: str,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
    provider: str = "",
    said: Said = Said(),  # noqa: B008 - frozen
    deed: Deed = nothing_else,
    besides: Callable[[Surge], tuple[Reason, ...]] = nothing_besides,
) -> Surge:
    """Take a step of the table, in one transaction with its entry.

    Args:
        surge: which.
        verb: of ``SURGES``.
        actor: who takes it.
        now: when.
        on_behalf_of: ODS code of the organisation acted for; empty: the one whose step it is.
        provider: whose step it is, where a provider takes it.
        said: what is said with it.
        deed: what else changes, asked once the guards have agreed.
        besides: says what the rules of the step's own subject find, asked of the locked surge.

    Raises:
        PermissionMissing: the actor may not.
        SurgeRefused: the lifecycle does not allow it now; nothing was changed.
    """
    try:
        with transaction.atomic():
            locked = Surge.objects.select_for_update().get(pk=surge.pk)
            row = SURGES.step(SurgeState(locked.state), verb) or _elsewhere(verb)
            acted_for = hold_to_permission(actor, on_behalf_of, locked, row, provider)
            underway = _underway(locked, row, said, acted_for, actor, now)
            _ask_the_guards(underway, verb, besides)
            deed(underway)
            _write(underway, actor)
    except SurgeRefused as refused:
        if "SAME_PERSON" in refused.codes:
            _record_the_attempt(surge, verb, actor, now, on_behalf_of, refused)
        raise
    return underway.surge


def _elsewhere(verb: str) -> Transition[SurgeState]:
    # From another state the verb asks for the same permission; the guards then refuse it. Where
    # people and time take the same verb, it is the people's that is asked for.
    found = [row for row in SURGES.rows if row.verb == verb]
    return next((row for row in found if row.permission), found[0])


def _underway(
    surge: Surge,
    row: Transition[SurgeState],
    said: Said,
    acted_for: str,
    actor: Actor,
    now: datetime,
) -> Underway:
    identity, name = identify(actor)
    return Underway(
        surge=surge,
        row=row,
        known=surge_facts(surge, terms_in_force()),
        said=said,
        said_by=identity,
        said_by_name=name,
        acted_for=acted_for,
        now=now,
        today=words.local_day(now),
    )


def _ask_the_guards(
    underway: Underway, verb: str, besides: Callable[[Surge], tuple[Reason, ...]]
) -> None:
    said = underway.said
    legal = SURGES.step(underway.known.state, verb) is not None
    step = SurgeStep(
        verb=verb,
        actor=underway.said_by,
        now=underway.now,
        today=underway.today,
        same_actor=same_actor_as(underway.said_by),
        reason=said.reason,
        day=said.day,
        besides=besides(underway.surge) if legal else (),
    )
    if found := surge_refusals(underway.known, step, terms_in_force()):
        raise SurgeRefused(found)


def _write(underway: Underway, actor: Actor) -> None:
    surge, before, row = underway.surge, underway.surge.state, underway.row
    for other in underway.rows:
        other.save()
    if row.next is not None and before != row.next.value:
        surge.state, surge.moved_at = row.next.value, underway.now
        surge.reason = underway.said.reason
    surge.save()
    for each in underway.after:
        each()
    spoken = {"reason": underway.said.reason, "day": underway.said.day}
    told = {name: value for name, value in spoken.items() if value}
    record(
        kind=row.kind,
        actor=actor,
        subject=subject_of(surge),
        headline=f"{surge.reference}: {underway.headline or kind_of(row.kind).label.lower()}",
        facts={"from": before, "to": surge.state} | told | underway.facts,
        on_behalf_of=underway.acted_for,
        now=underway.now,
    )


def _record_the_attempt(
    surge: Surge, verb: str, actor: Actor, now: datetime, on_behalf_of: str, why: SurgeRefused
) -> None:
    """Keep that somebody tried to take a step that has to be another's; nothing else changed."""
    with transaction.atomic():
        record(
            kind="surge_step_refused",
            actor=actor,
            subject=subject_of(surge),
            headline=f"{surge.reference}: “{verb}” refused, it needs another person",
            facts={"verb": verb, "codes": list(why.codes)},
            on_behalf_of=on_behalf_of or surge.place,
            now=now,
        )
