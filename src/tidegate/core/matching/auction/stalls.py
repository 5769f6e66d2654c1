"""The market laid out for bidding: whole numbers, one record per person, room for every bid.

Values and prices are counted in steps, a power of two of which makes a point, so that no result
depends on how a machine rounds. A cell is one pool's week: cell = pool × width + week, where the
width is the number of weeks rounded up so that a processor can compare many weeks at once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

FAR = 1 << 29
"""More than any price or value; two of them together still fit into 32 bits."""
PAD = 8
"""Rows of weeks are a multiple of this long."""

PERSON = np.dtype(
    [
        ("group", np.int32),
        ("kind", np.int32),  # row of Stalls.curves
        ("fitness", np.int32),
        ("holder", np.int32),
        ("max_minutes", np.float32),
        ("max_miles", np.float32),
        ("floor", np.int16),  # row of Stalls.shift; its last row where none is enforced
        ("deprived", np.int8),  # column of Stalls.shift
        ("free", np.int8),
        ("incumbent", np.int32),  # cell that an earlier plan proposed, or -1
        ("at", np.int32),  # cell held now, or -1
        ("worth", np.int32),  # value of that cell, the shift left out
    ],
    align=True,
)
ROAD = np.dtype(
    [
        ("pool", np.int32),
        ("cost", np.int32),
        ("minutes", np.float32),
        ("miles", np.float32),
        ("least", np.int32),  # see ``opening.look_ahead``
    ]
)
GROUP = np.dtype(
    [
        ("road", np.int64),  # where its roads begin
        ("person", np.int64),  # where its people begin
        ("specialty", np.int64),
    ]
)
POOL = np.dtype(
    [
        ("profile", np.int32),
        ("site_holder", np.int32),
        ("provider_holder", np.int32),
        ("line", np.int32),
        ("low", np.int32),  # least by which any week asks more than ``Stalls.usual``
    ]
)
CELL = np.dtype(
    [
        ("shelf", np.int64),  # where its bids begin
        ("units", np.int32),
        ("held", np.int32),  # bids held
        ("reserve", np.int32),  # what it asks while it has units left
        ("waiting", np.int32),  # whether it is in the queue of cells that look for people
    ],
    align=True,
)
BID = np.dtype([("level", np.int32), ("person", np.int32)])
LINE = np.dtype(
    [
        ("first", np.int32),  # its pools are first … end - 1
        ("end", np.int32),
        ("prepaid", np.int32),
        ("cap", np.int32),
        ("used", np.int32),
        ("dear", np.int32),  # price of a unit above the prepaid ones
        ("asks", np.int32),  # what one more unit costs on the line at present
    ]
)


class Stalls(NamedTuple):
    """Everything that an auction looks at and changes; the last line stands for none.

    ``groups`` has one more row at its end, so that a group's roads and people end where those of
    the next begin. ``price`` is what a cell asks apart from its line, FAR where it has no units;
    ``least`` the lowest bid that it holds, FAR where none. ``shift`` is what equity adds to every
    value by floor and by whether a person counts towards it.
    """

    people: npt.NDArray[np.void]
    groups: npt.NDArray[np.void]
    roads: npt.NDArray[np.void]
    pools: npt.NDArray[np.void]
    cells: npt.NDArray[np.void]
    bids: npt.NDArray[np.void]
    lines: npt.NDArray[np.void]
    price: npt.NDArray[np.int32]  # pools × width
    least: npt.NDArray[np.int32]  # pools × width
    curves: npt.NDArray[np.int32]  # kinds × width, -FAR where that kind cannot come
    usual: npt.NDArray[np.int32]  # width: about what a week is worth more than the last one
    top: npt.NDArray[np.int32]  # kinds: the best week
    lead: npt.NDArray[np.int32]  # kinds: most by which any week is worth more than ``usual``
    fits: npt.NDArray[np.int8]  # fitness × profiles
    shift: npt.NDArray[np.int32]  # floors + 1, 2
    stay: npt.NDArray[np.int32]  # one number: what the incumbent cell is worth more
