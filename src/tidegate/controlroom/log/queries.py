"""The record as one viewer may see it; the only way by which its rows reach a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.log.models import Entry, Reading
from tidegate.core.log.entry import Visibility
from tidegate.core.log.kinds import KINDS

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer

PAGE = 50
LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Filter:
    """What a reader of the record is looking for; empty parts do not narrow it.

    Attributes:
        kinds: names of kinds of entry.
        since: first day, in the time of England.
        until: last day, included.
        subject: what the entries are about, as ``noun:identifier``.
        organisation: ODS code of the organisation that was acted for.
        search: words that must all occur in the headline, the subject or the actor's name.
        severity: the least that an entry must matter.
    """

    kinds: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    subject: str = ""
    organisation: str = ""
    search: str = ""
    severity: int = 0


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One page of entries, newest first, and where the neighbouring pages begin.

    Attributes:
        entries: at most ``PAGE`` entries.
        older: pass it as ``before`` for the next page; None on the last.
        newer: pass it as ``after`` for the page before; None on the first.
    """

    entries: tuple[Entry, ...]
    older: int | None
    newer: int | None


def record_page(
    viewer: Viewer,
    wanted: Filter = Filter(),
    *,
    before: int | None = None,
    after: int | None = None,
    size: int = PAGE,
) -> RecordPage:
    """Return entries in the viewer's sight, newest first.

    Pages begin at an entry's number, not at an offset, so that entries which arrive meanwhile
    neither repeat nor hide any.
    """
    rows = _filtered(_in_sight(viewer), wanted)
    if after is not None:
        entries = list(rows.filter(seq__gt=after).order_by("seq")[:size])[::-1]
    elif before is not None:
        entries = list(rows.filter(seq__lt=before).order_by("-seq")[:size])
    else:
        entries = list(rows.order_by("-seq")[:size])
    if not entries:
        return RecordPage((), None, None)
    first, last = entries[0].seq, entries[-1].seq
    return RecordPage(
        entries=tuple(entries),
        older=last if rows.filter(seq__lt=last).exists() else None,
        newer=first if rows.filter(seq__gt=first).exists() else None,
    )


def entry_in_sight(viewer: Viewer, seq: int) -> Entry | None:
    """Return one entry, or None when there is no such entry in the viewer's sight."""
    return _in_sight(viewer).filter(seq=seq).first()


def in_sight(viewer: Viewer, numbers: Iterable[int]) -> frozenset[int]:
    """Return which of these entries the viewer may see; the others show as “internal record”."""
    rows = _in_sight(viewer).filter(seq__in=list(numbers))
    return frozenset(rows.values_list("seq", flat=True))


def entries_about(viewer: Viewer, subject: str) -> tuple[Entry, ...]:
    """Return what the viewer may see about one subject, newest first: its history."""
    return tuple(_in_sight(viewer).filter(subject=subject).order_by("-seq"))


def kinds_in_sight(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Return name and label of each kind that occurs in the viewer's sight, for a filter."""
    found = _in_sight(viewer).order_by().values_list("kind", flat=True).distinct()
    labelled = ((kind, KINDS[kind].label if kind in KINDS else kind) for kind in found)
    return tuple(sorted(labelled, key=lambda pair: pair[1]))


def readings_of(viewer: Viewer, subject: str) -> tuple[Reading, ...]:
    """Return who looked at one pathway, newest first, for those who may read internal entries."""
    rows = Reading.objects.filter(subject=subject)
    return tuple(rows.filter(_of_their_organisations(viewer)).order_by("-id"))


def _in_sight(viewer: Viewer) -> QuerySet[Entry]:
    if not viewer.may("log.view_record"):
        return Entry.objects.filter(visibility=Visibility.PUBLIC)
    internal = Q(visibility=Visibility.INTERNAL) & _of_their_organisations(viewer)
    return Entry.objects.filter(
        Q(visibility__in=[Visibility.PUBLIC, Visibility.PARTNER]) | internal
    )


def _of_their_organisations(viewer: Viewer) -> Q:
    """What was done for their organisations; what was done for none is for whoever sees all."""
    codes = viewer.codes_where("log.view_internal")
    theirs = Q(on_behalf_of__in=codes)
    if codes and not Organisation.objects.exclude(code__in=codes).exists():
        theirs |= Q(on_behalf_of="")
    return theirs


def _filtered(rows: QuerySet[Entry], wanted: Filter) -> QuerySet[Entry]:
    if wanted.kinds:
        rows = rows.filter(kind__in=wanted.kinds)
    if wanted.since is not None:
        rows = rows.filter(occurred_at__gte=_midnight(wanted.since))
    if wanted.until is not None and wanted.until < date.max:  # nothing lies beyond that day
        rows = rows.filter(occurred_at__lt=_midnight(wanted.until + timedelta(days=1)))
    if wanted.subject:
        rows = rows.filter(subject=wanted.subject)
    if wanted.organisation:
        rows = rows.filter(on_behalf_of=wanted.organisation)
    if wanted.severity:
        rows = rows.filter(severity__gte=wanted.severity)
    for word in wanted.search.split():
        rows = rows.filter(
            Q(headline__icontains=word) | Q(subject__icontains=word) | Q(actor_name__icontains=word)
        )
    return rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)
