"""How loops over millions of people are compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import njit

njit_loop: Callable[[Callable[..., Any]], Any] = njit(  # type: ignore[call-overload]
    cache=True, nogil=True, _nrt=False
)
"""Compile a loop without counting references to the arrays that it is given; it can make none.

Whatever is inlined in a loop would count each array for each person, which took as long as a third
of the bids.
"""
