"""Pledge what a provider would give, or pledge it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.models import Line
from tidegate.controlroom.directory.tree import beneath
from tidegate.controlroom.surge.models import Pledge, Surge
from tidegate.controlroom.surge.services.open_capacity import open_offers
from tidegate.controlroom.surge.services.take_surge_step import take_surge_step
from tidegate.core.contracts.lifecycle.states import BOOKABLE
from tidegate.core.directory.treatment_functions import TREATMENT_FUNCTIONS
from tidegate.core.matching.problem import Modality
from tidegate.core.surge.guards import no
from tidegate.core.surge.pledged import KIND_LABELS, Kind, pledge_faults
from tidegate.core.surge.states import SurgeState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.new_pledge import NewPledge
    from tidegate.controlroom.surge.said import Underway
    from tidegate.core.reasons import Reason

_RUNNING = sorted(state.value for state in BOOKABLE)


def pledge_capacity(
    *, surge: Surge, new: NewPledge, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Surge:
    """Keep a pledge; once the surge is active its treatments are offered at once.

    Raises:
        PermissionMissing: the actor may not pledge for this provider.
        SurgeRefused: with every reason why it cannot be pledged.
    """

    def keep(underway: Underway) -> None:
        row = _row(underway, new)
        underway.rows.append(row)
        if underway.surge.state == SurgeState.ACTIVE.value:
            open_offers(underway, actor, [row], underway.today)
        said = [f"{KIND_LABELS[kind].lower()} {new.amounts.of(kind)}" for kind in Kind
                if new.amounts.of(kind)]  # fmt: skip
        again = f", version {row.version}" if row.version > 1 else ""
        underway.headline = f"pledge {row.number}{again} at {new.site}: {words.listed(said)}"
        underway.facts |= {
            "pledge": row.number, "version": row.version, "provider": new.provider,
            "site": new.site, "physical_beds": new.physical_beds,
            "amounts": {kind.value: new.amounts.of(kind) for kind in Kind},
            "suspended_from": new.suspended_from, "suspended_to": new.suspended_to,
        }  # fmt: skip

    return take_surge_step(
        surge=surge, verb="pledge", actor=actor, now=now, on_behalf_of=on_behalf_of,
        provider=new.provider, deed=keep, besides=lambda locked: tuple(_faults(locked, new)),
    )  # fmt: skip


def _faults(surge: Surge, new: NewPledge) -> Iterator[Reason]:
    suspended = (new.suspended_from, new.suspended_to)
    yield from pledge_faults(new.amounts, new.physical_beds, suspended)
    if new.provider not in beneath(surge.place):
        yield no("NOT_OF_THE_PLACE", "This surge is for another place.", provider=new.provider)
    if new.site not in beneath(new.provider):
        yield no("SITE_NOT_KNOWN", "The site must be one of the provider’s.", site=new.site)
    if new.amounts.units:
        yield from _of_units(new)
    if new.number is not None:
        earlier = Pledge.objects.filter(surge=surge, number=new.number).first()
        if earlier is None or earlier.provider != new.provider:
            yield no("NO_SUCH_PLEDGE", "There is no such pledge of this provider.")
        if surge.state == SurgeState.ACTIVE.value:
            detail = "It is offered now: confirm its offers with other units instead."
            yield no("OFFERED_ALREADY", detail, pledge=new.number)


def _of_units(new: NewPledge) -> Iterator[Reason]:
    if new.modality not in set(Modality):
        yield no("UNKNOWN_MODALITY", "Choose a kind of care for the treatments.")
    unknown = sorted(set(new.tfcs) - set(TREATMENT_FUNCTIONS))
    if unknown or not new.tfcs:
        yield no("UNKNOWN_TFC", "Name at least one treatment function.", unknown=unknown)
    if new.physical_units is not None and new.amounts.units > new.physical_units:
        detail = "More treatments are said to have staff than there is room for."
        yield no("MORE_STAFFED_THAN_PHYSICAL", detail)
    if new.line_id:
        rows = Line.objects.filter(line_id=new.line_id, contract__provider=new.provider)
        if not rows.filter(contract__state__in=_RUNNING).exists():
            detail = "No running contract with this provider has that line."
            yield no("LINE_NOT_KNOWN", detail, line=new.line_id)


def _row(underway: Underway, new: NewPledge) -> Pledge:
    rows = Pledge.objects.filter(surge=underway.surge).order_by("-number", "-version")
    last = rows.first()
    number = new.number or (last.number + 1 if last else 1)
    before = rows.filter(number=number).first()
    return Pledge(
        surge=underway.surge, number=number, version=before.version + 1 if before else 1,
        provider=new.provider, site=new.site, physical_beds=new.physical_beds,
        **{kind.value: new.amounts.of(kind) for kind in Kind},
        physical_units=new.physical_units, modality=new.modality, tfcs=list(new.tfcs),
        line_id=new.line_id, suspended_from=new.suspended_from, suspended_to=new.suspended_to,
        note=new.note.strip(), pledged_by=underway.said_by,
        pledged_by_name=underway.said_by_name, pledged_at=underway.now,
    )  # fmt: skip
