"""What is due of a surge: who must decide, by when it opens, ends, is reviewed and published."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.surge.queries.surges import publications, reviews
from tidegate.controlroom.surge.terms import terms_in_force
from tidegate.core.surge.states import SurgeState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.surge.models import Surge


def due_of(viewer: Viewer, surge: Surge) -> list[tuple[str, date | None]]:
    """Return what is due of a surge as far as a viewer sees it: in words, and by when."""
    state, terms = SurgeState(surge.state), terms_in_force()
    found = [*_publications(viewer, surge)]
    moved = words.local_day(surge.moved_at)
    if state in {SurgeState.PROPOSED, SurgeState.REVIEW, SurgeState.SIGNED}:
        said = {
            SurgeState.PROPOSED: "Put it forward, or it expires",
            SurgeState.REVIEW: "Decide about it, or it expires",
            SurgeState.SIGNED: "Give notice, or it expires",
        }[state]
        found.append((said, moved + timedelta(days=terms.proposal_days)))
    if state is SurgeState.NOTICE:
        found.append(("It opens", surge.opens_on))
    if state is SurgeState.ACTIVE:
        found += [*_review(viewer, surge, terms.review_days), ("It ends", surge.ends_on)]
    return found


def _publications(viewer: Viewer, surge: Surge) -> Iterator[tuple[str, date | None]]:
    for row in publications(viewer, surge):
        if row.published_on is None:
            yield row.words, row.due_on


def _review(viewer: Viewer, surge: Surge, days: int) -> Iterator[tuple[str, date | None]]:
    done = reviews(viewer, surge)
    opened = words.local_day(surge.opened_at) if surge.opened_at else None
    if done:
        yield "Review the day", done[0].day + timedelta(days=days)
    elif opened is not None:
        yield "Review the day", opened
