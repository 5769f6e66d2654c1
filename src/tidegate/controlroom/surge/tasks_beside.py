"""What waits for one viewer beside surges: diverts, cards, summits, and what other rooms ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.due_of import due_of
from tidegate.controlroom.contracts.queries.contracts import contracts
from tidegate.controlroom.surge.divert_terms import closure_terms
from tidegate.controlroom.surge.queries import action_cards, closures, incidents
from tidegate.controlroom.surge.task import Task
from tidegate.controlroom.transfers.queries import to_do
from tidegate.core.contracts.lifecycle.states import IN_FORCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tidegate.controlroom.directory.viewer import Viewer

DUE_WITHIN_DAYS = 14
_FORCED = sorted(state.value for state in IN_FORCE)
_ACT = ("contracts.manage", "contracts.sign", "contracts.answer")


def of_diverts(viewer: Viewer, today: date) -> Iterator[Task]:
    """Yield the diverts that the viewer's departments have not answered."""
    named = closures.naming(viewer)
    for row in closures.to_answer(viewer):
        kind = closure_terms().departments.get(row.closure.department, row.closure.department)
        about = f"{row.reference}, {kind.lower()} of {named(row.closure.site)}"
        href = reverse("surge:closure", args=[row.closure.reference])
        by = words.local_day(row.answer_by)
        yield Task("Answer a divert to you", about, href, by, late=by < today)


def of_cards(viewer: Viewer, today: date) -> Iterator[Task]:
    """Yield the action cards that wait for the viewer."""
    for row in action_cards.to_answer(viewer):
        due = words.local_day(row.acknowledge_by if row.state == "sent" else row.done_by)
        about = f"{row.reference}, level {row.level}"
        href = reverse("surge:card", args=[row.reference])
        yield Task(row.words, about, href, due, late=due < today)


def of_summits(viewer: Viewer, today: date) -> Iterator[Task]:
    """Yield the actions of risk summits that are not done."""
    for row in incidents.open_actions(viewer):
        about = f"{row.summit.reference}, {row.owner}"
        href = reverse("surge:summit", args=[row.summit.reference])
        yield Task(row.words, about, href, row.due_on, late=row.due_on < today)


def of_contracts(viewer: Viewer, today: date) -> Iterator[Task]:
    """Yield what is due within two weeks, or over, of contracts that the viewer acts on."""
    if not any(viewer.may(permission) for permission in _ACT):
        return
    for row in contracts(viewer).filter(state__in=_FORCED):
        if not any(
            viewer.may(permission, side)
            for permission in _ACT
            for side in (row.buyer, row.provider)
        ):
            continue
        for text, by in due_of(viewer, row, today):
            if by is not None and (by - today).days <= DUE_WITHIN_DAYS:
                href = reverse("contracts:contract", args=[row.reference])
                yield Task(text, f"{row.reference}, {row.title}", href, by, late=by < today)


def of_transfers(viewer: Viewer, _today: date) -> Iterator[Task]:
    """Yield the queues of transfers in which somebody waits for the viewer."""
    if not viewer.may("transfers.view"):
        return
    for queue in to_do(viewer):
        waiting = len(queue.requests)
        if waiting:
            about = words.counted(waiting, "request")
            yield Task(queue.transition.label, about, reverse("transfers:board"))
