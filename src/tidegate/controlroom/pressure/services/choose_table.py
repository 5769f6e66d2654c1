"""Choose the score table that pressure is scored by from a day on, with a reason."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.controlroom.permissions import PermissionMissing
from tidegate.controlroom.pressure.models import TableChoice
from tidegate.controlroom.pressure.new_return import LONGEST_REASON
from tidegate.controlroom.pressure.reach import CHOOSE
from tidegate.controlroom.pressure.refused import TableRefused
from tidegate.controlroom.pressure.tables_in_use import at_hand, in_use_on
from tidegate.controlroom.pressure.terms import TERMS
from tidegate.controlroom.transfers.permitted import viewer_for
from tidegate.core.pressure.observations import Level
from tidegate.core.pressure.score_name import table_label
from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from tidegate.core.pressure.score_table import ScoreTable
    from tidegate.exchange.pressure.score_table_folder import AtHand


@transaction.atomic
def choose_table(
    *,
    name: str,
    sha256: str,
    from_day: date,
    reason: str,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> TableChoice:
    """Score pressure by a table from a day on; days before are scored as they were.

    The file is kept with the choice: what scores are made by changes only by another choice.

    Args:
        name: of a shipped table, or of a file in the deployment's folder.
        sha256: fingerprint of the file that was looked at; another one is refused.
        from_day: the first day scored by it, on which it must be in force.
        reason: why.
        actor: who decides.
        now: when.
        on_behalf_of: ODS code acted for, if not the highest organisation of theirs.

    Raises:
        PermissionMissing: the actor may not for every provider that reports.
        TableRefused: with every reason why not.
    """
    acted_for = _hold_to_everyone(actor, on_behalf_of)
    offered = next((each for each in at_hand() if each.name == name), None)
    faults = _faults(offered, sha256, from_day, reason)
    if faults or offered is None or offered.table is None:
        raise TableRefused(faults)
    identity, by = identify(actor)
    label = table_label(offered.table, Level.ICB)
    row = TableChoice.objects.create(
        name=offered.name, own=offered.own, sha256=offered.sha256, text=offered.text, label=label,
        from_day=from_day, reason=reason.strip(), chosen_by=identity, chosen_by_name=by,
        chosen_at=now,
    )  # fmt: skip
    record(
        kind="score_table_chosen",
        actor=actor,
        on_behalf_of=acted_for,
        subject=f"score_table:{offered.name}",
        headline=f"Pressure is scored by {label} from {words.day(from_day)}",
        facts={
            "table": offered.name,
            "label": label,
            "source": offered.table.source,
            "verifier": offered.table.verifier,
            "sha256": offered.sha256,
            "from_day": from_day,
            "reason": row.reason,
            "number": row.pk,
            "findings": [finding.code for finding in offered.findings],
        },
        now=now,
    )
    return row


def _hold_to_everyone(actor: Actor, on_behalf_of: str) -> str:
    """Return who is acted for, once it is clear that they may for all whose scores change."""
    reach = viewer_for(actor).codes_where(CHOOSE)
    reporting = Organisation.objects.filter(kind__in=TERMS.kinds).exclude(code__in=reach)
    if not reach or reporting.exists() or (on_behalf_of and on_behalf_of not in reach):
        raise PermissionMissing(CHOOSE)
    highest = Organisation.objects.filter(code__in=reach).exclude(parent__code__in=reach)
    return on_behalf_of or highest.order_by("code").values_list("code", flat=True)[0]


def _faults(offered: AtHand | None, sha256: str, from_day: date, reason: str) -> tuple[Reason, ...]:
    found: list[tuple[str, str]] = []
    if offered is None:
        found.append(("NO_SUCH_TABLE", "There is no such table any more."))
    elif offered.sha256 != sha256:
        found.append(("CHANGED_MEANWHILE", "The file has changed meanwhile. Look at it again."))
    elif offered.table is None or not offered.ready:
        found.append(("TABLE_NOT_READY", "Nothing can be scored by it: see what is wrong in it."))
    else:
        found += _on_its_days(offered, offered.table, from_day)
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        detail = f"Say why it is chosen, in at most {LONGEST_REASON} characters."
        found.append(("REASON_NEEDED", detail))
    label = offered.name if offered else "score tables"
    return tuple(Reason(code, detail, {"from_day": from_day}, label) for code, detail in found)


def _on_its_days(offered: AtHand, table: ScoreTable, from_day: date) -> list[tuple[str, str]]:
    if not table.in_force(from_day):
        until = f" to {words.day(table.in_force_until)}" if table.in_force_until else " on"
        detail = f"It is in force from {words.day(table.in_force_from)}{until} only."
        return [("NOT_IN_FORCE_THEN", detail)]
    choice = in_use_on([from_day])[from_day].choice
    newest = TableChoice.objects.first()
    if choice is not None and choice == newest and choice.sha256 == offered.sha256:
        return [("IN_USE_ALREADY", f"It has been in use since {words.day(choice.from_day)}.")]
    return []
