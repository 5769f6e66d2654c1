"""Propose a surge: what is proposed and what is known are frozen together."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.surge.gather import digest_of, gather
from tidegate.controlroom.surge.models import Evidence, Option, Surge
from tidegate.controlroom.surge.refused import refuse
from tidegate.controlroom.surge.services.take_surge_step import take_surge_step
from tidegate.controlroom.surge.terms import terms_in_force
from tidegate.controlroom.transfers.permitted import viewer_for
from tidegate.core.log.canonical import plain

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.said import Underway
    from tidegate.core.surge.proposal import Proposal


def propose_surge(
    *,
    surge: Surge,
    proposal: Proposal,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
    seen: str = "",
) -> Surge:
    """Freeze a new version of the evidence with what is proposed on it.

    Args:
        surge: watched.
        proposal: whole.
        actor: who proposes; what they may see is what the evidence holds.
        now: when.
        on_behalf_of: ODS code acted for, if not the place itself.
        seen: digest of the evidence as it was shown; empty: nobody looked.

    Raises:
        PermissionMissing: the actor may not propose for this place.
        SurgeRefused: something is missing, or more is known by now than was shown.
    """

    def freeze(underway: Underway) -> None:
        place = Organisation.objects.get(code=underway.surge.place)
        known = gather(viewer_for(actor), place, now)
        digest = digest_of(known)
        if seen and seen != digest:
            detail = "More is known by now than you were shown: look again before it is frozen."
            raise refuse("EVIDENCE_CHANGED", detail)
        _freeze(underway, proposal, known, digest)

    return take_surge_step(
        surge=surge, verb="propose", actor=actor, now=now, on_behalf_of=on_behalf_of, deed=freeze,
        besides=lambda _: proposal.gaps(terms_in_force()),
    )  # fmt: skip


def _freeze(underway: Underway, proposal: Proposal, known: dict[str, object], digest: str) -> None:
    surge = underway.surge
    surge.version += 1
    surge.proposed_by, surge.submitted_by = underway.said_by, ""
    surge.ends_on = proposal.ends_on
    evidence = Evidence(
        surge=surge, version=surge.version,
        content={"proposal": plain(proposal.content()), "known": known}, digest=digest,
        gathered_at=underway.now, frozen_by=underway.said_by,
        frozen_by_name=underway.said_by_name,
    )  # fmt: skip
    options = [Option(evidence=evidence, **asdict(one)) for one in proposal.options]
    underway.rows += [evidence, *options]
    underway.headline = f"proposed, accountable is {proposal.executive}"
    underway.facts |= {
        "version": surge.version,
        "trigger": proposal.trigger,
        "executive": proposal.executive,
        "evidence_sha256": digest,
        "doubted": proposal.doubted,
        "cost_pence": asdict(proposal.cost) if proposal.cost else None,
        "ends_on": proposal.ends_on,
        "tables": known["tables"],
    }
