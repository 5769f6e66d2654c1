"""What a page of a plan answers when the plan's files are missing or damaged."""

from __future__ import annotations

import logging
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.shortcuts import render

from tidegate.controlroom.board import words
from tidegate.controlroom.matching import queries
from tidegate.controlroom.matching.plan_store import plans_folder
from tidegate.exchange.findings import UnusableInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from tidegate.controlroom.directory.viewer import ViewerRequest

_log = logging.getLogger(__name__)


def told_when_damaged(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say on a page of its own, and in the server's log, that a plan's files cannot be read."""

    @wraps(view)
    def guarded(request: ViewerRequest, number: int, **named: Any) -> HttpResponse:
        try:
            return view(request, number, **named)
        except (UnusableInput, OSError) as damage:
            plan = queries.plan_in_sight(request.viewer, number)
            if plan is None:
                raise
            # Without a traceback: the files are at fault, not the code.
            _log.error("plan %s cannot be shown: %s", number, damage)
            period = f"{words.counted(plan.weeks, 'week')} from {words.day(plan.start)}"
            facts = {
                "plan": plan,
                "period": period,
                "made_on": words.day_and_time(plan.made_at),
                "folder": f"{plans_folder().name}/{plan.folder}",
            }
            return render(request, "matching/damaged.jinja", facts, status=503)

    return guarded
