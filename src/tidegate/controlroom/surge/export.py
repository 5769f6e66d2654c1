"""The record of one surge, whole: enough to answer afterwards who knew what, when, and so on.

Four questions are answered by it alone: who knew what, when, from which source of what age; who
decided; what it cost; what was used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tidegate.controlroom.board import words
from tidegate.controlroom.surge.contracts_of import contracts_of
from tidegate.controlroom.surge.queries import capacity
from tidegate.controlroom.surge.queries import surges as queries
from tidegate.core.log.canonical import plain
from tidegate.core.surge.surges import SURGES

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.log.models import Entry
    from tidegate.controlroom.surge.models import Surge

SCHEMA = "tidegate surge record 1"
_DECIDE = frozenset(row.kind for row in SURGES.rows) - {"surge_pledged", "surge_actual_reported"}
_ROW = ("reference", "title", "place", "level", "authority", "state", "reason", "trigger",
        "proposed_by", "submitted_by", "signed_by", "signed_by_name", "signed_at", "directed_on",
        "direction", "opens_on", "opened_at", "ends_on", "stood_down_at", "closed_at",
        "outcome")  # fmt: skip
_PLEDGE = ("number", "version", "provider", "site", "theatres", "physical_beds", "beds", "staff",
           "units", "physical_units", "modality", "tfcs", "line_id", "suspended_from",
           "suspended_to", "note", "pledged_by", "pledged_by_name", "pledged_at")  # fmt: skip
_ACTUAL = ("number", "provider", "day", "version", "theatres", "beds", "staff", "units",
           "private_done", "note", "reported_by", "reported_by_name",
           "reported_at")  # fmt: skip


def record_of(viewer: Viewer, surge: Surge, now: datetime) -> dict[str, Any]:
    """Return all that is kept of a surge, of text, numbers, lists and mappings only."""
    entries = list(reversed(queries.timeline(viewer, surge)))
    pledges = capacity.pledge_versions(viewer, surge)
    found = {
        "schema": SCHEMA,
        "written_at": now,
        "surge": _fields(surge, _ROW),
        "evidence": _evidence(viewer, surge),
        "who_knew_what": list(_knew(viewer, surge)),
        "who_decided": [_decided(one) for one in entries if one.kind in _DECIDE],
        "pledges": [_fields(one, _PLEDGE) for one in pledges],
        "came": [_fields(one, _ACTUAL) for one in capacity.actuals(viewer, surge)],
        "reviews": [
            _fields(one, ("day", "judgement", "note", "reviewed_by_name", "reviewed_at", "known"))
            for one in queries.reviews(viewer, surge)
        ],
        "publications": [
            _fields(one, ("kind", "words", "due_on", "published_on", "where"))
            for one in queries.publications(viewer, surge)
        ],
        "terms_switched": _switched(viewer, surge),
        "cost": _cost(viewer, surge, now),
        "used": _used(viewer, surge),
        "entries": [_entry(one) for one in entries],
    }
    return plain(found)  # type: ignore[return-value] # a mapping in is a mapping out


def _fields(row: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names if hasattr(row, name)}


def _evidence(viewer: Viewer, surge: Surge) -> list[dict[str, Any]]:
    return [
        {
            "version": one.version, "frozen_by": one.frozen_by_name, "frozen_as": one.frozen_by,
            "gathered_at": one.gathered_at, "sha256": one.digest,
            "proposal": one.content["proposal"], "known": one.content["known"],
        }
        for one in reversed(queries.evidence(viewer, surge))
    ]  # fmt: skip


def _knew(viewer: Viewer, surge: Surge) -> Iterator[dict[str, Any]]:
    """Yield each figure that somebody knew: who, when, from which source, and how old it was."""
    for one in reversed(queries.evidence(viewer, surge)):
        what = f"proposed, evidence {one.version}"
        yield from _figures(one.content["known"], one.gathered_at, one.frozen_by_name, what)
    for day in reversed(queries.reviews(viewer, surge)):
        what = f"review of {day.day.isoformat()}"
        yield from _figures(day.known, day.reviewed_at, day.reviewed_by_name, what)


def _figures(
    known: Mapping[str, Any], at: datetime, who: str, when: str
) -> Iterator[dict[str, Any]]:
    for row in known["indicators"]:
        yield {
            "who": who, "known_at": at, "at_step": when, "figure": row["label"],
            "of_whom": row["provider"], "value": row["value"], "source": row["source"],
            "of": row["of"], "received_at": row["received_at"],
            "age_hours": hours_old(row["received_at"], at),
        }  # fmt: skip
    for row in known["scores"]:
        yield {
            "who": who, "known_at": at, "at_step": when, "figure": f"level, {row['name']}",
            "of_whom": row["place"], "value": row["level"], "source": row["table"],
            "of": row["of"], "received_at": None, "age_hours": None,
        }  # fmt: skip


def hours_old(received_at: str | None, at: datetime) -> int | None:
    """Return how many whole hours before a moment something was received."""
    if not received_at:
        return None
    return int((at - datetime.fromisoformat(received_at)).total_seconds() // 3600)


def _decided(one: Entry) -> dict[str, Any]:
    return {
        "seq": one.seq, "at": one.occurred_at, "what": one.kind_label, "who": one.actor_name,
        "as": one.actor, "on_behalf_of": one.on_behalf_of, "said": one.headline,
        "why": one.facts.get("reason", ""),
    }  # fmt: skip


def _switched(viewer: Viewer, surge: Surge) -> list[dict[str, Any]]:
    return [
        {"contract": one.contract.reference, "title": one.contract.title, "switch": one.switch,
         "position": one.position, "before": one.before, "turned_on": one.turned_on,
         "turned_back_on": one.turned_back_on, "why_not": one.why_not}
        for one in queries.openings(viewer, surge)
    ]  # fmt: skip


def _cost(viewer: Viewer, surge: Surge, now: datetime) -> list[dict[str, Any]]:
    """Return each week of each contract in which the surge was active, from the ledgers."""
    if surge.opened_at is None:
        return []
    first = words.local_day(surge.opened_at)
    last = words.local_day(surge.stood_down_at or now)
    contracts = contracts_of(viewer, surge, capacity.pledges(viewer, surge))
    return [
        {"contract": contract.reference, "week": week.week, "due_pence": week.due,
         "idle_pence": week.idle, "tariff_pence": week.value, "basis": week.basis.value,
         "positions": dict(week.positions), "missing": list(week.missing)}
        for contract, ledger in capacity.ledgers(viewer, surge, contracts, now)
        for week in ledger.money
        if week.week <= last and (first - week.week).days <= 6  # noqa: PLR2004 - a day of it
    ]  # fmt: skip


def _used(viewer: Viewer, surge: Surge) -> list[dict[str, Any]]:
    return [
        {"offer": offer.offer_id, "provider": offer.provider, "site": offer.site,
         "week": offer.week, "offered": units.offered, "done": units.done, "booked": units.booked,
         "agreed": units.agreed, "free": units.free,
         "unused": {cause.value: number for cause, number in units.unused.items()}}
        for offer, units in capacity.offers(viewer, surge)
    ]  # fmt: skip


def _entry(one: Entry) -> dict[str, Any]:
    names = ("seq", "kind", "occurred_at", "recorded_at", "actor", "actor_name", "on_behalf_of",
             "headline", "facts", "prev_hash", "hash")  # fmt: skip
    return {name: getattr(one, name) for name in names}
