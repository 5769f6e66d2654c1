"""Splitting a problem where nothing couples: parts that share no units, contract line or budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tidegate.core.matching.program.master import Part

if TYPE_CHECKING:
    from tidegate.core.matching.payers import Payers
    from tidegate.core.matching.program.blocks import Condensed


def split(condensed: Condensed, payers: Payers) -> tuple[Part, ...]:
    """Find the independent parts of a problem, in the order of their first block.

    A budget couples only where its lines together could spend more than it holds.
    """
    binding = payers.may_bind()
    leader: dict[tuple[str, int], tuple[str, int]] = {}

    def find(item: tuple[str, int]) -> tuple[str, int]:
        while (above := leader.setdefault(item, item)) != item:
            item = above
        return item

    for position, block in enumerate(condensed.blocks):
        for cell in np.unique(block.cells[block.cells >= 0]).tolist():
            leader[find(("cell", cell))] = find(("block", position))
            line = int(condensed.cells.line[cell])
            if line >= 0:
                leader[find(("line", line))] = find(("block", position))
                payer = int(payers.payer[line])
                if payer >= 0 and binding[payer]:
                    leader[find(("budget", payer))] = find(("block", position))
    groups: dict[tuple[str, int], dict[str, list[int]]] = {}
    for item in leader:
        group = groups.setdefault(find(item), {"block": [], "cell": [], "line": [], "budget": []})
        group[item[0]].append(item[1])
    parts = [
        Part(
            tuple(sorted(group["block"])),
            *(np.array(sorted(group[kind]), np.int64) for kind in ("cell", "line", "budget")),
        )
        for group in groups.values()
    ]
    return tuple(sorted(parts, key=lambda part: part.blocks))
