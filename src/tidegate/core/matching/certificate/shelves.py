"""Offers alike in all but week and name stand on one shelf, with the least that each week asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tidegate.core.matching.certificate.numbers import Array, Book

SHELF = np.dtype(
    [
        ("least", "f8"),  # least price of any week
        ("site", "i4"),
        ("provider", "i4"),
        ("max_asa", "f4"),
        ("max_bmi", "f4"),
        ("min_age", "f4"),
        ("excludes", "i8"),
        ("without_care", "?"),
    ],
    align=True,
)


@dataclass(frozen=True, slots=True)
class Shelves:
    """Shelves by place and kind of care.

    Attributes:
        aisles: those of place p and kind k are ``aisles[i]:aisles[i + 1]``, i = p × kinds + k.
        shelves: ``SHELF`` records.
        asked: least price of each week, inf where nothing is on offer; shape (shelves, weeks).
    """

    aisles: Array
    shelves: Array
    asked: Array


def make_shelves(book: Book, price: Array) -> Shelves:
    """Put offers on shelves; ``price`` is that of each, in points."""
    row, tfc = np.nonzero(book.takes)
    offer = book.offers[row]
    aisle = offer["place"].astype(np.int64) * book.kinds + offer["modality"] * book.functions + tfc
    alike = ("provider", "max_asa", "max_bmi", "min_age", "excludes", "without_care")
    first, shelf = _groups([aisle, *(offer[name] for name in alike)])
    asked = np.full((len(first), book.weeks), np.inf)
    np.minimum.at(asked, (shelf, offer["week"]), price[row])
    aisles = np.zeros(book.places * book.kinds + 1, np.int64)
    np.cumsum(np.bincount(aisle[first], minlength=len(aisles) - 1), out=aisles[1:])
    shelves = np.empty(len(first), SHELF)
    for name in ("site", *alike):
        shelves[name] = offer[name][first]
    shelves["least"] = asked.min(axis=1, initial=np.inf)
    return Shelves(aisles, shelves, asked)


def _groups(keys: list[Array]) -> tuple[Array, Array]:
    """Group rows with equal keys, in the order of the keys: one row of each, and each row's."""
    rows = len(keys[0])
    if not rows:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    # NaN does not equal itself: no limit stands as a number that no limit is.
    plain = [np.nan_to_num(key, nan=-1.0) if key.dtype.kind == "f" else key for key in keys]
    order = np.lexsort(tuple(reversed(plain)))
    new = np.zeros(rows, np.bool_)
    new[0] = True
    for key in plain:
        new[1:] |= key[order][1:] != key[order][:-1]
    group = np.empty(rows, np.int64)
    group[order] = np.cumsum(new) - 1
    return order[new], group
