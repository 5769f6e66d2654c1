"""What an offer is worth to a person, said again in the plainest way, pair by pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tidegate.core.matching.certificate.numbers import Array, Book

NOT_ALLOWED = -np.inf


def worth(book: Book, people: Array, closed: Array, row: Array, promised: Array) -> Array:
    """Value pairs in points; minus infinity where the rules do not allow them.

    Args:
        book: the numbers of the problem.
        people: one for each pair.
        closed: weeks that are closed to them.
        row: row of the offer of each pair.
        promised: pairs that an accepted transfer has settled: the rules no longer touch them, and
            a journey that is not known costs nothing.
    """
    offer = book.offers[row]
    minutes, miles, cost = _journeys(book, people["zone"], offer["place"])
    value = book.curves[people["curve"], offer["week"]] - cost
    allowed = np.isfinite(minutes) & _right_care(book, people, row) & _fits(people, offer)
    allowed &= _within(minutes, people["max_minutes"]) & _within(miles, people["max_miles"])
    allowed &= (offer["week"] >= people["earliest"]) & ~_closed(people, closed, offer["week"])
    own = (people["holder"] == offer["provider"]) | (people["holder"] == offer["site"])
    allowed &= people["free"] | own
    return np.where(allowed | promised, value, NOT_ALLOWED)


def _right_care(book: Book, people: Array, row: Array) -> Array:
    """Say whether an offer is of the modality and for the treatment function that is needed."""
    modality, tfc = np.divmod(people["kind"], max(book.functions, 1))
    takes: Array = (people["kind"] >= 0) & (book.offers["modality"][row] == modality)
    return takes & book.takes[row, tfc] if book.functions else takes


def _fits(people: Array, offer: Array) -> Array:
    """Say whether every criterion is known to be met."""
    banned = offer["excludes"]
    fits: Array = (
        _within(people["asa"], offer["max_asa"])
        & _within(people["bmi"], offer["max_bmi"])
        & _within(-people["age"], -offer["min_age"])
        & ((banned == 0) | (people["told"] & (people["has"] & banned == 0)))
        & (~offer["without_care"] | people["no_care"])
    )
    return fits


def _within(value: Array, limit: Array) -> Array:
    """Say whether a value keeps a limit; NaN is no limit, and an unknown value keeps none."""
    kept: Array = np.isnan(limit) | (value <= limit)
    return kept


def _closed(people: Array, closed: Array, week: Array) -> Array:
    """Say for each pair whether the patient cannot come in its week."""
    pair = np.repeat(np.arange(len(week)), people["closed_to"] - people["closed_from"])
    shut = np.zeros(len(week), np.bool_)
    shut[pair[closed == week[pair]]] = True
    return shut


def _journeys(book: Book, zone: Array, place: Array) -> tuple[Array, Array, Array]:
    """Look up minutes, miles and points lost; NaN, NaN and 0 where there is no journey."""
    first = np.repeat(np.arange(len(book.road_start) - 1), np.diff(book.road_start))
    key = first * book.places + book.roads["place"]
    if not len(key):
        nothing = np.full(len(zone), np.nan)
        return nothing, nothing, np.zeros(len(zone))
    wanted = zone.astype(np.int64) * book.places + place
    at = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
    there, roads = key[at] == wanted, book.roads[at]
    nowhere = np.where(there, 0.0, np.nan)
    return roads["minutes"] + nowhere, roads["miles"] + nowhere, np.where(there, roads["cost"], 0.0)
