"""What of the room's work waits for one viewer: who must review, sign, publish, report or close.

Further parts of the room add theirs to ``SOURCES``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.surge.due_of import due_of
from tidegate.controlroom.surge.permitted import may_take
from tidegate.controlroom.surge.presenters.surge import address_of
from tidegate.controlroom.surge.queries import capacity
from tidegate.controlroom.surge.queries import surges as queries
from tidegate.controlroom.surge.reach import PLEDGE
from tidegate.controlroom.surge.task import Task
from tidegate.controlroom.surge.tasks_beside import (
    of_cards,
    of_contracts,
    of_diverts,
    of_summits,
    of_transfers,
)
from tidegate.controlroom.transfers.queries import identities
from tidegate.core.surge.states import ENDED, SurgeState
from tidegate.core.surge.surges import SURGES

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.surge.models import Surge

S = SurgeState
_NEXT = {
    S.WATCH: ("propose", "Propose it, or withdraw it"),
    S.PROPOSED: ("submit", "Put it forward for review"),
    S.REVIEW: ("sign_off", "Review it: sign it off, refuse it or send it back"),
    S.SIGNED: ("give_notice", "Give notice to those who pledged"),
    S.ACTIVE: ("review", "Review the day"),
    S.STANDING_DOWN: ("close", "Close it, with what came of it"),
}
_ENDED = sorted(state.value for state in ENDED)


def tasks_of(viewer: Viewer, now: datetime, *, everywhere: bool = False) -> list[Task]:
    """Return what waits for a viewer, what is late first.

    Args:
        viewer: for whom.
        now: the moment.
        everywhere: whether other rooms are asked as well, which takes longer.
    """
    today = words.local_day(now)
    sources = (*SOURCES, *ELSEWHERE) if everywhere else SOURCES
    found = [task for source in sources for task in source(viewer, today)]
    return sorted(found, key=lambda task: (not task.late, task.by or date.max, task.about))


def _of_surges(viewer: Viewer, today: date) -> Iterator[Task]:
    for surge in queries.surges(viewer).exclude(state__in=_ENDED):
        about, href = f"{surge.reference}, {surge.title}", address_of(surge)
        step = _next(viewer, surge)
        due = dict(due_of(viewer, surge))
        if step:
            verb, text = step
            by = next((day for words_, day in due.items() if _same(verb, words_)), None)
            if verb != "review" or by is None or by <= today:
                yield Task(text, about, href, by, late=by is not None and by < today)
        for row in queries.publications(viewer, surge):
            if row.published_on is None and viewer.may("surge.sign_off", surge.authority):
                yield Task(row.words, about, href, row.due_on, late=row.due_on < today)
        yield from _reports(viewer, surge, today)


def _next(viewer: Viewer, surge: Surge) -> tuple[str, str] | None:
    """Return the step that waits for this viewer, who is not asked about what they proposed."""
    state = SurgeState(surge.state)
    verb, text = _NEXT.get(state, ("", ""))
    row = SURGES.step(state, verb)
    if row is None or not may_take(viewer, surge, row):
        return None
    own = {surge.proposed_by, surge.submitted_by} & identities(viewer)
    return None if verb == "sign_off" and own else (verb, text)


def _same(verb: str, due: str) -> bool:
    starts = {"submit": "Put it", "sign_off": "Decide", "give_notice": "Give", "review": "Review"}
    return verb in starts and due.startswith(starts[verb])


def _reports(viewer: Viewer, surge: Surge, today: date) -> Iterator[Task]:
    """Yield the pledges of a viewer's providers of which yesterday was not reported yet."""
    if surge.state != S.ACTIVE.value or not viewer.may(PLEDGE) or surge.opened_at is None:
        return
    yesterday = today - timedelta(days=1)
    if yesterday < words.local_day(surge.opened_at):
        return
    told = {row.number for row in capacity.actuals(viewer, surge) if row.day == yesterday}
    for one in capacity.pledges(viewer, surge):
        if one.number not in told and viewer.may(PLEDGE, one.provider):
            said = f"Report what came of pledge {one.number} on {words.day(yesterday)}"
            yield Task(said, f"{surge.reference}, {surge.title}", address_of(surge), today)


SOURCES: tuple[Callable[[Viewer, date], Iterator[Task]], ...] = (
    _of_surges,
    of_diverts,
    of_cards,
    of_summits,
)
"""Where tasks of this room come from."""
ELSEWHERE: tuple[Callable[[Viewer, date], Iterator[Task]], ...] = (of_contracts, of_transfers)
"""Where tasks of other rooms come from."""
