"""Whose the facts are that arrive, as the directory knows them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tidegate.controlroom.directory.listed import held_to_tree
from tidegate.controlroom.directory.tree import codes_known
from tidegate.exchange.findings import Finding, error, refuse_errors, warning
from tidegate.exchange.incoming import OF_AN_ORGANISATION
from tidegate.exchange.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tidegate.exchange.incoming import Incoming


def held_to_directory(arrivals: Sequence[Incoming]) -> list[Incoming]:
    """Return the arrivals with what is odd about whose they are.

    Raises:
        UnusableInput: offers, or what goes with them, of an organisation that is neither there nor
            arrives with them, or an organisation beneath one that is not.
    """
    known = codes_known().union(codes_arriving(arrivals))
    found = [_odd(arrival, known) for arrival in arrivals]
    refuse_errors([finding for findings in found for finding in findings])
    return [
        replace(arrival, findings=(*arrival.findings, *findings))
        for arrival, findings in zip(arrivals, found, strict=True)
    ]


def codes_arriving(arrivals: Sequence[Incoming]) -> frozenset[str]:
    """Return the codes of the organisations that arrive in lists."""
    lists = [arrival for arrival in arrivals if arrival.source.kind == Kind.ORGANISATIONS]
    return frozenset(code for arrival in lists for code in arrival.frame["code"])


def _odd(arrival: Incoming, known: frozenset[str]) -> list[Finding]:
    kind, file, code = arrival.source.kind, arrival.source.name, arrival.organisation
    if kind == Kind.ORGANISATIONS:
        return held_to_tree(arrival.frame, file)
    if not code or code in known:
        return []
    if kind in OF_AN_ORGANISATION:
        expected = "the code of an organisation in the directory"
        return [error("UNKNOWN_ORGANISATION", file, expected, value=code)]
    expected = "a provider in the directory; until it is added nobody sees its list"
    return [warning("HOLDER_NOT_IN_DIRECTORY", file, expected, column="holder", value=code)]
