"""Among people who are alike in everything that a plan looks at, the turn decides.

People who see the same slots at the same worth are the same to an auction. Of those, the ones
whose turn comes first get the slots that their like have won, and among them nobody moves for
nothing: a slot goes to somebody who waits at that site or provider already, if there is one.
"""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def by_turn(s):
    """Hand slots on among equals, in place; people of a group stand in order of turn."""
    for group in range(s.groups.shape[0] - 1):
        first, end = s.groups[group].person, s.groups[group + 1].person
        held = 0
        for person in range(first, end):
            held += s.people[person].at >= 0
        if held == 0 or held == end - first == 1:
            continue
        keys = np.empty(end - first, np.uint64)
        for person in range(first, end):
            keys[person - first] = _likeness(s.people[person])
        order = np.argsort(keys, kind="mergesort")
        begin = 0
        for at in range(1, end - first + 1):
            if at == end - first or keys[order[at]] != keys[order[begin]]:
                if at - begin > 1:
                    _share_out(s, order[begin:at] + first)
                begin = at


@njit(cache=True, nogil=True)
def _mix(key, value):
    """Fold a number into a key (the step of splitmix64)."""
    mixed = (key ^ np.uint64(value)) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    return mixed ^ (mixed >> np.uint64(27))


@njit(cache=True, nogil=True)
def _likeness(me):
    """Make a key that is the same for people who are alike in everything a plan looks at."""
    key = _mix(np.uint64(1), me.kind)
    key = _mix(key, me.fitness)
    key = _mix(key, -1 if me.free else me.holder)
    key = _mix(key, np.int64(min(me.max_minutes, np.float32(1e9)) * 64))
    key = _mix(key, np.int64(min(me.max_miles, np.float32(1e9)) * 64))
    key = _mix(key, me.floor)
    key = _mix(key, me.deprived)
    return _mix(key, me.incumbent)


@njit(cache=True, nogil=True)
def _share_out(s, alike):
    """Give the slots that some of these people hold to the first of them, staying put first."""
    cells = np.empty(len(alike), np.int32)
    worths = np.empty(len(alike), np.int32)
    many = 0
    for person in alike:
        if s.people[person].at >= 0:
            cells[many], worths[many] = s.people[person].at, s.people[person].worth
            s.people[person].at = -1
            many += 1
    width = s.price.shape[1]
    for staying in (True, False):
        for slot in range(many):
            if cells[slot] < 0:
                continue
            pool = s.pools[cells[slot] // width]
            for person in alike[:many]:
                me = s.people[person]
                own = me.holder == pool.site_holder or me.holder == pool.provider_holder
                if me.at < 0 and (own or not staying):
                    me.at, me.worth, cells[slot] = cells[slot], worths[slot], -1
                    break
