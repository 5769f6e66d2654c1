"""Work on a large file part by part: a few at a time, in order, with what is wrong said once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from tidegate.exchange.findings import Finding

_AT_ONCE = 2  # parts that are worked on at the same time
_Part = TypeVar("_Part")
_Answer = TypeVar("_Answer")


def in_turn(work: Callable[[_Part], _Answer], parts: Iterable[_Part]) -> Iterator[_Answer]:
    """Do the work on a few parts at a time, and give the answers in the order of the parts."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        under_way: deque[Future[_Answer]] = deque()
        for part in parts:
            under_way.append(pool.submit(work, part))
            if len(under_way) > _AT_ONCE:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def together(faults: Iterable[Finding], *, value_by_value: str = "") -> list[Finding]:
    """Make one finding of the same fault in several parts; of one code, one for each value."""
    merged: dict[tuple[object, ...], Finding] = {}
    for each in faults:
        apart = each.value if each.code == value_by_value else None
        same = (each.code, each.column, each.expected, apart)
        first = merged.get(same)
        count = each.count + (first.count if first else 0)
        merged[same] = replace(first or each, count=count)
    return list(merged.values())
