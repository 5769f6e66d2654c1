"""Nobody moves for nothing: of slots worth the same to them, people get their holder's own first.

The members of a class value every slot alike, so slots can change hands within it without any
change to the plan's value. Who is treated stays as it is; only which of the slots they get.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tidegate.core.matching.program.pairing import pair_off
from tidegate.core.matching.program.places import Placed

if TYPE_CHECKING:
    from tidegate.core.matching.problem import Problem
    from tidegate.core.matching.program.blocks import Block, Condensed

Integers = npt.NDArray[np.int64]


def owners(problem: Problem, condensed: Condensed) -> tuple[Integers, Integers]:
    """Number the holder of each pathway and the owner of each pool alike; unknown holders are -1.

    A pool's owner is its site where that is itself a holder, else its provider.
    """
    holders = problem.pathways["holder"].to_list()
    number = {code: place for place, code in enumerate(sorted({code for code in holders if code}))}
    holder = np.array([number.get(code, -1) for code in holders], np.int64)
    strangers = range(len(number), len(number) + len(condensed.pools))
    owner = [
        number.get(pool.site, number.get(pool.provider, stranger))
        for pool, stranger in zip(condensed.pools, strangers, strict=True)
    ]
    return holder, np.array(owner, np.int64)


def stay_first(
    block: Block,
    placed: Placed,
    *,
    turn: Integers,
    week: Integers,
    holder: Integers,
    owner: Integers,
) -> Placed:
    """Exchange slots within each class so that as many as possible stay where they wait.

    Args:
        block: whose people they are.
        placed: who is placed where.
        turn: turn of each row of the problem, the lowest first.
        week: week of each cell of the problem.
        holder: number of the holder of each row, as ``owners`` gives it.
        owner: number of the owner of each pool of the problem.
    """
    class_ = block.row_class[np.searchsorted(block.rows, placed.row)]
    members = np.lexsort([turn[placed.row], class_])
    slots = np.lexsort([placed.cell, placed.minutes, week[placed.cell], class_])
    owned_by = owner[block.pools[placed.pool]]
    people, units = placed.amount.copy(), placed.amount.copy()
    stay = _pairs(members, slots, class_, people, units, holder[placed.row], owned_by)
    move = _pairs(members, slots, class_, people, units, None, None)
    who, what, amount = (np.concatenate(both) for both in zip(stay, move, strict=True))
    return Placed(
        placed.row[who],
        placed.pool[what],
        placed.cell[what],
        amount,
        placed.value[what],
        placed.minutes[what],
    )


def _pairs(
    members: Integers,
    slots: Integers,
    class_: Integers,
    people: Integers,
    units: Integers,
    holder: Integers | None,
    owned_by: Integers | None,
) -> tuple[Integers, Integers, Integers]:
    """Pair members with slots of their class, and of their holder where one is asked for."""
    group_of_member = group_of_slot = class_
    if holder is not None and owned_by is not None:
        many = int(max(holder.max(initial=-1), owned_by.max(initial=-1))) + 2
        group_of_member = class_ * many + holder + 1
        group_of_slot = class_ * many + owned_by + 1
    left = members[np.argsort(group_of_member[members], kind="stable")]
    right = slots[np.argsort(group_of_slot[slots], kind="stable")]
    _, dense = np.unique(
        np.concatenate([group_of_member[left], group_of_slot[right]]), return_inverse=True
    )
    one, other, amount = pair_off(
        dense[: len(left)], people[left], dense[len(left) :], units[right]
    )
    np.subtract.at(people, left[one], amount)
    np.subtract.at(units, right[other], amount)
    return left[one], right[other], amount
