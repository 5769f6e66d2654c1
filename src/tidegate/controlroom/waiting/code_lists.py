"""The lists of ODS codes that are loaded, or arrive together with what is held to them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tidegate.controlroom.waiting.models import Snapshot
from tidegate.controlroom.waiting.store import store
from tidegate.exchange.directory.known_codes import LISTS, CodeList, unknown_codes
from tidegate.exchange.findings import refuse_errors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tidegate.exchange.incoming import Incoming


def held_to_lists(arrivals: Sequence[Incoming]) -> list[Incoming]:
    """Return the arrivals with what the loaded lists find odd about their codes.

    Raises:
        UnusableInput: a code that a list of the same day or later does not know.
    """
    lists = _lists(arrivals)
    found = [tuple(unknown_codes(arrival, lists)) for arrival in arrivals]
    refuse_errors([finding for findings in found for finding in findings])
    return [
        replace(arrival, findings=arrival.findings + findings)
        for arrival, findings in zip(arrivals, found, strict=True)
    ]


def _lists(arrivals: Sequence[Incoming]) -> list[CodeList]:
    lists = []
    for kind in LISTS:
        known = [
            CodeList(kind, a.source.name, a.as_of, frozenset(a.frame["code"]))
            for a in arrivals
            if a.source.kind == kind
        ]
        loaded = Snapshot.objects.filter(kind=kind, organisation="", superseded_by=None).first()
        if loaded is not None:
            codes = store().read(loaded.sha256, ["code"])["code"]
            known.append(CodeList(kind, loaded.name, loaded.as_of, frozenset(codes)))
        if known:
            lists.append(max(known, key=lambda one: one.as_of))
    return lists
