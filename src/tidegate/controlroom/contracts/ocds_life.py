"""A contract's rows as the process of open contracting data that they tell."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from tidegate.controlroom.contracts.forms.draft import MODALITIES
from tidegate.controlroom.contracts.ocds_told import events_told
from tidegate.core.contracts.ocds.life import Part, Party, Process, Used, WeekUsed
from tidegate.core.contracts.ocds.releases import releases_of
from tidegate.core.contracts.procurement.regimes import Regime, Route
from tidegate.exchange.contracts.ocds_terms import PREFIX, load_ocds_terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tidegate.controlroom.contracts.models import Line, UseReturn
    from tidegate.controlroom.contracts.queries.ocds import ContractRows

_KINDS_OF_CARE = dict(MODALITIES)


def prefix() -> str:
    """Return the prefix of our processes: the publisher's own, or the one for trying out.

    Raises:
        ImproperlyConfigured: what is set is no prefix.
    """
    given: str = settings.OCDS_PREFIX or load_ocds_terms().prefix
    if not PREFIX.fullmatch(given):
        expected = "“ocds-” and six small letters or digits"
        raise ImproperlyConfigured(f"TIDEGATE_OCDS_PREFIX is “{given}”; expected {expected}")
    return given


def public_releases(rows: ContractRows, today: date) -> tuple[dict[str, Any], ...]:
    """Return every release of a contract; none while nothing of it is public.

    Args:
        rows: of the contract.
        today: use is told up to the day before, when no more can be said of a day.
    """
    events = [*events_told(rows, _original_end(rows))]
    if not events:
        return ()
    return releases_of(_process(rows), [*events, *_used(rows.returns, today)])


def _process(rows: ContractRows) -> Process:
    contract, selection = rows.contract, rows.selection
    added = {str(line) for facts in _facts(rows, "contract_varied") for line in
             facts.get("lines_added", ())}  # fmt: skip
    return Process(
        ocid=f"{prefix()}-{contract.reference}",
        reference=contract.reference,
        title=contract.title,
        buyer=Party(contract.buyer, rows.name(contract.buyer)),
        provider=Party(contract.provider, rows.name(contract.provider)),
        regime=Regime(selection.regime) if selection else Regime.UNKNOWN,
        route=Route(selection.route) if selection and selection.route else None,
        light_touch=bool(selection and selection.content.get("light_touch")),
        cpv=contract.cpv,
        value_pence=contract.value_pence,
        start=contract.start,
        end=_original_end(rows),
        parts=tuple(_part(rows, line) for line in rows.lines if line.line_id not in added),
    )


def _part(rows: ContractRows, line: Line) -> Part:
    care = _KINDS_OF_CARE.get(line.modality, line.modality)
    return Part(line.line_id, f"{care}, {rows.name(line.site)}", line.units_per_week)


def _original_end(rows: ContractRows) -> date:
    """Return the last day as signed: what the first extension says that it was."""
    extended = next(_facts(rows, "contract_extended"), None)
    return date.fromisoformat(str(extended["was"])) if extended else rows.contract.end


def _facts(rows: ContractRows, kind: str) -> Iterator[dict[str, Any]]:
    return (entry.facts for entry in rows.entries if entry.kind == kind)


def _used(returns: tuple[UseReturn, ...], today: date) -> Iterator[Used]:
    """Yield, for each day on which use was returned, the weeks that it was returned for.

    Units of all lines are added up; a week in which no line says what was done is left out.
    """
    newest: dict[date, dict[int, int | None]] = {}
    for day, said in groupby(returns, key=lambda row: timezone.localdate(row.submitted_at)):
        rows = list(said)
        for row in rows:
            newest.setdefault(row.week, {})[row.line_id] = row.done
        weeks = [
            WeekUsed(week, _told(sum(done)))
            for week in sorted({row.week for row in rows})
            if (done := [units for units in newest[week].values() if units is not None])
        ]
        if weeks and day < today:
            at = max(row.submitted_at for row in rows)
            yield Used(key=f"use-{day.isoformat()}", at=at, weeks=tuple(weeks))


def _told(units: int) -> int | None:
    """Return units as they may be told: a few are few enough to be somebody."""
    return units if units == 0 or units >= load_ocds_terms().fewest_told else None
