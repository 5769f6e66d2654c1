"""Begin to watch a place: the first step towards a surge, which binds nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction

from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.controlroom.surge.models import Surge
from tidegate.controlroom.surge.reach import PROPOSE, hold_to_reach
from tidegate.controlroom.surge.refused import refuse
from tidegate.controlroom.surge.said import subject_of
from tidegate.controlroom.surge.terms import terms_in_force
from tidegate.core.surge.states import LIVE, SurgeState

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.core.surge.terms import Authority

_LIVE = sorted(state.value for state in LIVE)


@transaction.atomic
def watch_surge(
    *, place: str, title: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Surge:
    """Watch a place, so that a surge for it can be proposed.

    Args:
        place: ODS code of an integrated care board, a region or the nation.
        title: what is watched for, in a few words.
        actor: who watches.
        now: when.
        on_behalf_of: ODS code acted for, if not the place itself.

    Raises:
        PermissionMissing: the actor may not propose surges for this place.
        SurgeRefused: it is no place of a surge, nobody could sign for it, or it has one already.
    """
    acted_for = hold_to_reach(actor, PROPOSE, place, on_behalf_of)
    if not title.strip():
        raise refuse("NO_TITLE", "Say what is watched for.")
    found = Organisation.objects.select_related("parent__parent").get(code=place)
    authority, signs = _authority(found)
    live = Surge.objects.select_for_update().filter(place=place, state__in=_LIVE).first()
    if live is not None:
        detail = f"{live.reference} is there already for this place."
        raise refuse("ALREADY_LIVE", detail, surge=live.reference)
    surge = Surge.objects.create(
        reference=uuid4().hex[:20], title=title.strip(), place=place, level=authority.level.value,
        authority=signs, state=SurgeState.WATCH.value, watched_by=identify(actor)[0],
        watched_at=now, moved_at=now,
    )  # fmt: skip
    surge.reference = f"S-{surge.pk:06d}"
    surge.save(update_fields=["reference"])
    record(
        kind="surge_watched",
        actor=actor,
        subject=subject_of(surge),
        headline=f"{surge.reference}: {found.name} is watched, {surge.title}",
        facts={"place": place, "level": surge.level, "authority": signs},
        on_behalf_of=acted_for,
        now=now,
    )
    return surge


def _authority(place: Organisation) -> tuple[Authority, str]:
    """Return who signs for a place, and at which organisation: itself or one above it."""
    terms = terms_in_force()
    level = terms.level_of(place.kind)
    if level is None:
        detail = "A surge is for an integrated care board, a region or the nation."
        raise refuse("NOT_A_PLACE", detail, place=place.code, kind=place.kind)
    authority = terms.authorities[level]
    above: Organisation | None = place
    while above is not None:
        if above.kind == authority.signed_at:
            return authority, above.code
        above = above.parent
    detail = f"No {authority.signed_at} stands above {place.name} to sign for it."
    raise refuse("NO_AUTHORITY", detail, place=place.code, signed_at=authority.signed_at)
