"""Everything that the page of one surge shows, as far as a viewer sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.presenters.management import due
from tidegate.controlroom.surge.contracts_of import contracts_of
from tidegate.controlroom.surge.due_of import due_of
from tidegate.controlroom.surge.offered import steps_offered
from tidegate.controlroom.surge.presenters import capacity as parts
from tidegate.controlroom.surge.presenters import evidence as known
from tidegate.controlroom.surge.presenters import proposal as proposed
from tidegate.controlroom.surge.presenters import surge as shown
from tidegate.controlroom.surge.queries import capacity
from tidegate.controlroom.surge.queries import surges as queries
from tidegate.controlroom.surge.reach import SIGN
from tidegate.controlroom.surge.terms import terms_in_force
from tidegate.controlroom.transfers.queries.names import naming
from tidegate.core.surge.proposal import proposal_from
from tidegate.core.surge.reviewing import JUDGEMENTS, Judgement
from tidegate.core.surge.states import PLEDGED_IN, SurgeState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from tidegate.controlroom.surge.deeds import Asked
    from tidegate.controlroom.surge.models import DailyReview, Evidence, Publication, Surge
    from tidegate.controlroom.surge.offered import Offered

ONWARD = frozenset({"propose", "submit", "sign_off", "give_notice", "review", "close"})
"""Steps that lead a surge on."""


@dataclass(frozen=True, slots=True)
class Action:
    """One button; the ``first`` of a page leads the surge on."""

    text: str
    href: str
    ends: bool
    first: bool = False


@dataclass(frozen=True, slots=True)
class NotNow:
    """A step that is the viewer's to take, but not now, and why."""

    text: str
    why: list[str]


def page_of(asked: Asked, now: datetime) -> dict[str, Any]:
    """Return what the template of a surge's page is drawn with."""
    viewer, surge = asked.viewer, asked.surge
    named = naming(viewer)
    actions, not_now = _steps(surge, steps_offered(asked, now))
    return {
        "reference": surge.reference,
        "title": surge.title,
        "place": f"{named(surge.place)}, {shown.LEVELS[surge.level].lower()}",
        "standing": shown.standing(surge, asked.today),
        "actions": actions,
        "not_now": not_now,
        "due": due(due_of(viewer, surge), asked.today),
        "facts": _facts(surge, named),
        "oversees": queries.oversees(viewer, surge),
        "frozen": [_frozen(one, named) for one in queries.evidence(viewer, surge)],
        "reviews": [_review(one) for one in queries.reviews(viewer, surge)],
        "publications": [
            _publication(surge, one, may=viewer.may(SIGN, surge.authority))
            for one in queries.publications(viewer, surge)
        ],
        "timeline": shown.timeline(surge, queries.timeline(viewer, surge)),
    } | _capacity(asked, named, now)


def _capacity(asked: Asked, named: Callable[[str], str], now: datetime) -> dict[str, Any]:
    viewer, surge = asked.viewer, asked.surge
    pledges, actuals = capacity.pledges(viewer, surge), capacity.actuals(viewer, surge)
    mine = [provider for provider, _, _ in capacity.pledging(viewer, surge)]
    still = SurgeState(surge.state) in PLEDGED_IN and surge.opened_at is None
    contracts = contracts_of(viewer, surge, pledges)
    first = words.local_day(surge.opened_at) if surge.opened_at else None
    last = words.local_day(surge.stood_down_at) if surge.stood_down_at else None
    rows, paid, idle = parts.cost_rows(capacity.ledgers(viewer, surge, contracts, now), first, last)
    return {
        "pledges": parts.pledge_rows(pledges, named, surge, mine, open_=still),
        "chart": parts.chart(parts.came_of(pledges, actuals)),
        "actuals": parts.actual_rows(actuals, named),
        "offers": parts.offer_rows(capacity.offers(viewer, surge), named),
        "openings": parts.opening_rows(queries.openings(viewer, surge)),
        "costs": rows,
        "paid": words.pounds(paid) if rows else "",
        "idle": words.pounds(idle),
    }


def _steps(surge: Surge, offered: Iterable[Offered]) -> tuple[list[Action], list[NotNow]]:
    """Part the steps that may be taken now from those that may not yet, with why."""
    now, later = [], []
    for one in offered:
        verb = one.row.verb
        if one.reasons and verb != "propose":
            later.append(NotNow(one.row.label, [reason.detail for reason in one.reasons]))
            continue
        if verb == "propose":
            href = reverse("surge:propose", args=[surge.reference])
        else:
            href = reverse("surge:deed", args=[surge.reference, verb])
        ends = verb not in ONWARD and verb not in {"pledge", "extend", "direct"}
        now.append(Action(one.row.label, href, ends, verb in ONWARD))
    return sorted(now, key=lambda action: (not action.first, action.ends)), later


def _facts(surge: Surge, named: Callable[[str], str]) -> list[tuple[str, str]]:
    signed = f"{surge.signed_by_name}, {words.day_and_time(surge.signed_at)}"
    rows = [
        ("For", f"{named(surge.place)} ({surge.place})"),
        ("Level", shown.LEVELS[surge.level]),
        ("Signed off for", f"{named(surge.authority)} ({surge.authority})"),
        ("Signed off by", signed if surge.signed_at else ""),
        ("Ministerial direction", surge.direction),
        ("First day", words.day(surge.opens_on) if surge.opens_on else ""),
        ("Last day", words.day(surge.ends_on) if surge.ends_on else ""),
        ("Opened", words.day_and_time(surge.opened_at) if surge.opened_at else ""),
        ("Stood down", words.day_and_time(surge.stood_down_at) if surge.stood_down_at else ""),
        ("What came of it", surge.outcome),
    ]
    return [(name, value) for name, value in rows if value]


def _frozen(one: Evidence, named: Callable[[str], str]) -> dict[str, Any]:
    """Write a version of the evidence with what was proposed on it."""
    proposal, content = proposal_from(one.content["proposal"]), one.content["known"]
    return {
        "version": one.version,
        "by": one.frozen_by_name,
        "at": words.day_and_time(one.gathered_at),
        "digest": one.digest,
        "facts": proposed.facts(proposal, terms_in_force()),
        "costs": proposed.cost_rows(proposal),
        "options": proposed.option_rows(proposal),
        "turns": proposed.turn_rows(proposal),
        "tables": known.evidence_tables(content, one.gathered_at, named),
        "silent": known.silent(content, named),
        "versions": known.versions(content),
    }


def _review(one: DailyReview) -> list[str]:
    return [
        words.day(one.day),
        JUDGEMENTS[Judgement(one.judgement)],
        one.note,
        f"{one.reviewed_by_name}, {words.day_and_time(one.reviewed_at)}",
    ]


def _publication(surge: Surge, one: Publication, *, may: bool) -> dict[str, Any]:
    open_ = one.published_on is None
    late = 0 if one.published_on is None else max(0, (one.published_on - one.due_on).days)
    published = words.day(one.published_on) if one.published_on else "Not yet"
    return {
        "cells": [
            one.words,
            words.day(one.due_on),
            f"{published}, {words.counted(late, 'day')} late" if late else published,
            one.where,
        ],
        "href": reverse("surge:deed_on", args=[surge.reference, "publish", one.pk])
        if may and open_
        else "",
    }
