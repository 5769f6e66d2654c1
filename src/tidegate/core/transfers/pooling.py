"""Shares of many groups from few answers: each group is pulled towards the group it is part of.

Partial pooling by empirical Bayes. Groups are nested: everyone, then those told apart by the first
attribute, then by the second, and so on. A group starts from the belief in its parent and moves
away from it as its own answers weigh in. How alike the groups of one level are is read off those
groups themselves: the pull that makes their answers likeliest, given what is expected of pulls.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tidegate.core.transfers.belief import Belief, log_chance

if TYPE_CHECKING:
    from tidegate.core.transfers.prior import Pull

Group = tuple[str, ...]
"""Names of a group, one for each level down to it; empty is everyone."""

_PULLS = tuple(float(pull) for pull in np.geomspace(1.0, 2000.0, 49))


@dataclass(frozen=True, slots=True)
class Counted:
    """Answers of one group: how many there were and how many of them were yes."""

    yes: int
    asked: int


@dataclass(frozen=True, slots=True)
class Pooled:
    """What is believed of every group that has been seen, and of those that have not.

    Attributes:
        levels: how many attributes tell groups apart at the finest.
        counted: answers of each group seen, at each level; the empty group is everyone.
        beliefs: what is believed of each of them.
        pulls: for each level, the answers that a group must have to count as much as its parent.
    """

    levels: int
    counted: Mapping[Group, Counted]
    beliefs: Mapping[Group, Belief]
    pulls: tuple[float, ...]

    def belief(self, group: Group) -> Belief:
        """Return what is believed of a group; of one not seen, what its nearest parent suggests."""
        seen = group
        while seen not in self.beliefs:
            seen = seen[:-1]
        if seen == group:
            return self.beliefs[group]
        # A step down at each unseen level makes the share less certain: the variances add up.
        parent = self.beliefs[seen]
        steps = [self.pulls[level] for level in range(len(seen), len(group))]
        return Belief.of(parent.mean, _in_turn(parent.weight, *steps))


def pool(counts: Mapping[Group, Counted], levels: int, *, prior: Belief, pull: Pull) -> Pooled:
    """Learn the share of every group.

    Args:
        counts: answers by group at the finest level; each name has ``levels`` parts.
        levels: how many attributes tell groups apart.
        prior: what is believed of everyone's share before any answer.
        pull: what is expected of how alike groups are.
    """
    counted = _at_every_level(counts, levels)
    everyone = counted.get((), Counted(0, 0))
    beliefs: dict[Group, Belief] = {(): prior.after(everyone.yes, everyone.asked - everyone.yes)}
    pulls = []
    for level in range(1, levels + 1):
        groups = sorted(group for group in counted if len(group) == level)
        found = _likeliest_pull([(counted[g], beliefs[g[:-1]]) for g in groups], pull)
        for group in groups:
            told = counted[group]
            start = _child_of(beliefs[group[:-1]], found)
            beliefs[group] = start.after(told.yes, told.asked - told.yes)
        pulls.append(found)
    return Pooled(levels, {(): everyone, **counted}, beliefs, tuple(pulls))


def _at_every_level(counts: Mapping[Group, Counted], levels: int) -> dict[Group, Counted]:
    yes: defaultdict[Group, int] = defaultdict(int)
    asked: defaultdict[Group, int] = defaultdict(int)
    for group, told in counts.items():
        for level in range(levels + 1):
            yes[group[:level]] += told.yes
            asked[group[:level]] += told.asked
    return {group: Counted(yes[group], asked[group]) for group in sorted(asked)}


def _likeliest_pull(groups: list[tuple[Counted, Belief]], pull: Pull) -> float:
    """Find the pull under which the groups' answers, and the pull itself, are likeliest."""

    def log_posterior(answers: float) -> float:
        off = math.log(answers / pull.answers) / pull.spread
        return -off * off / 2 + sum(
            log_chance(told.yes, told.asked, _child_of(parent, answers)) for told, parent in groups
        )

    return max((pull.answers, *_PULLS), key=log_posterior)


def _child_of(parent: Belief, pull: float) -> Belief:
    """Return what is believed of a group before its own answers: as its parent, but less sure."""
    return Belief.of(parent.mean, _in_turn(parent.weight, pull))


def _in_turn(*weights: float) -> float:
    """Return the weight of a belief in something that is off by each of several steps."""
    return 1.0 / sum(1.0 / weight for weight in weights)
