"""Keep one version of a return of use with its entry: what saying and correcting share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.models import Contract, Line, UseReturn
from tidegate.controlroom.contracts.new_use import MINUTES, MONEY, RULES, UNITS, NewUse, odd_of
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.contracts.services.contract_ledger import core_line, returns_said
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.core.contracts.ledger.line_week import line_week
from tidegate.core.contracts.lifecycle.states import IN_FORCE, ContractState
from tidegate.core.log.entry import Severity

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.core.reasons import Reason

_LOOKED_AT = 12  # of a line's own weeks, to say what is usual


@transaction.atomic
def keep_use_return(  # noqa: PLR0913 - all by keyword: what a row and its entry are made of
    *,
    line: Line,
    week: date,
    new: NewUse,
    before: UseReturn | None,
    observed: int | None,
    reason: str,
    actor: Actor,
    on_behalf_of: str,
    now: datetime,
) -> UseReturn:
    """Write the row, flag what is odd about its figures, and record it.

    Args:
        line: whose week it is, with its contract locked.
        week: Monday.
        new: what is said, without faults.
        before: the version that it supersedes, if any.
        observed: units that the buyer saw staffed.
        reason: why it was corrected; empty for a first version.
        actor: who says so.
        on_behalf_of: ODS code of the organisation acted for.
        now: when.
    """
    odd = _odd(line, week, new, observed, now)
    identity, name = identify(actor)
    row = UseReturn.objects.create(
        line=line,
        week=week,
        version=1 if before is None else before.version + 1,
        observed=observed,
        unused={cause.value: units for cause, units in new.unused.items()},
        minutes={each: new.figures[each] for each in MINUTES if each in new.figures},
        nights={state.value: units for state, units in new.nights.items()},
        findings=[{"code": each.code, "detail": each.detail} for each in odd],
        how=new.how,
        reason=reason,
        submitted_by=identity,
        submitted_by_name=name,
        submitted_at=now,
        **{each: new.figures.get(each) for each in (*UNITS, *MONEY)},
    )
    late = before is None and now > RULES.due(week)
    record(
        kind="use_return_submitted" if before is None else "use_return_corrected",
        actor=actor,
        on_behalf_of=on_behalf_of,
        subject=subject_of(line.contract),
        headline=_headline(row, odd, late=late),
        facts=_facts(row, before) | {"late": late, "asked_about": [each.code for each in odd]},
        severity=Severity.NOTABLE if odd or late else None,
        now=now,
    )
    return row


def locked_line(line: Line) -> Line:
    """Lock the contract of a line, so that statements of one week come one after the other.

    Raises:
        ContractRefused: nothing falls due under the contract.
    """
    contract = Contract.objects.select_for_update().get(pk=line.contract_id)
    if ContractState(contract.state) not in IN_FORCE and contract.state != ContractState.ENDED:
        raise refuse("CONTRACT_NOT_IN_FORCE", "Use is returned once the contract has started.")
    fresh = Line.objects.get(pk=line.pk)
    fresh.contract = contract
    return fresh


def newest_return(line: Line, week: date) -> UseReturn | None:
    """Return the version that counts of a line's week."""
    rows = UseReturn.objects.filter(line=line, week=week).select_related("line")
    return rows.order_by("-version").first()


def _odd(
    line: Line, week: date, new: NewUse, observed: int | None, now: datetime
) -> tuple[Reason, ...]:
    earlier = UseReturn.objects.filter(line=line, week__lt=week).select_related("line")
    newest = {each.week: each for each in returns_said(earlier.order_by("week", "version"))}
    checked, today = core_line(line), RULES.today(now)
    recent = sorted(newest)[-_LOOKED_AT:]
    rows = tuple(line_week(checked, each, (), newest[each], today) for each in recent)
    said = new.said(line.line_id, week, observed)
    return odd_of(line_week(checked, week, (), said, today), rows)


def _headline(row: UseReturn, odd: tuple[Reason, ...], *, late: bool) -> str:
    done = "returned" if row.version == 1 else "corrected"
    said = f"Use of {row.line.line_id} in the week of {words.day(row.week)} {done}"
    if late:
        said += " late"
    if odd:
        said += f", {words.counted(len(odd), 'figure')} asked about"
    return said if row.version == 1 else f"{said}: {row.reason}"


def _facts(row: UseReturn, before: UseReturn | None) -> dict[str, object]:
    facts: dict[str, object] = {
        "line": row.line.line_id,
        "week": row.week,
        "version": row.version,
        "how": row.how,
    }
    if before is None:
        return facts | {"figures": _figures(row)}
    was, now = _figures(before), _figures(row)
    changed = {
        name: {"from": was.get(name), "to": now.get(name)}
        for name in sorted({*was, *now})
        if was.get(name) != now.get(name)
    }
    return facts | {"reason": row.reason, "changed": changed}


def _figures(row: UseReturn) -> dict[str, Any]:
    found = {name: getattr(row, name) for name in (*UNITS, "observed", *MONEY)}
    found |= row.minutes
    found |= {f"unused {cause}": units for cause, units in row.unused.items()}
    found |= {f"nights {state}": units for state, units in row.nights.items()}
    return {name: value for name, value in found.items() if value is not None}
