"""The same weeks told slowly: one person after another, in plain Python."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from tidegate.core.waiting.simulation.discipline import Discipline, Order
from tidegate.core.waiting.simulation.queue import PRIORITIES, Queue

_MASK = 2**64 - 1
_STEP = 0x9E3779B97F4A7C15
NEVER = 2**31


class Stream:
    """SplitMix64, begun anew for each purpose in each week."""

    def __init__(self, seed: int, place: int) -> None:
        self.state = mixed(seed ^ mixed(place * _STEP & _MASK))

    def uniform(self) -> float:
        self.state = (self.state + _STEP) & _MASK
        return ((mixed(self.state) >> 11) + 0.5) * 2.0**-53

    def exponential(self) -> float:
        return -math.log(self.uniform())


def mixed(bits: int) -> int:
    bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9 & _MASK
    bits = (bits ^ bits >> 27) * 0x94D049BB133111EB & _MASK
    return bits ^ bits >> 31


class Chance:
    """Strikes each person with their own probability, one after another."""

    def __init__(self, stream: Stream) -> None:
        self.stream, self.until = stream, stream.exponential()

    def strikes(self, probability: float) -> bool:
        rate = -math.log1p(-min(probability, 1 - 2**-53))
        if rate <= self.until:
            self.until -= rate
            return False
        self.until = self.stream.exponential()
        return True


@dataclass(eq=False)
class Person:
    priority: int
    weeks: int


@dataclass
class Week:
    """The people on a list, and those seen and gone, at the end of one week."""

    people: list[Person]
    treated: list[Person] = field(default_factory=list)
    removed: list[Person] = field(default_factory=list)
    missed: int = 0

    def over(self, weeks: int) -> int:
        return sum(person.weeks >= weeks for person in self.people)


def at(values: tuple[float, ...], week: int) -> float:
    return values[min(week, len(values) - 1)]


def go_forward(
    queue: Queue,
    place: int,
    discipline: Discipline,
    arrivals: list[list[int]],
    slots: list[tuple[int, int]],
    seed: int,
) -> list[Week]:
    """Take one list forward; ``slots`` has those given and those by pattern in each week."""
    people = [
        Person(priority, weeks)
        for priority in range(3)
        for weeks in range(queue.waiting.shape[1])
        for _ in range(int(queue.waiting[priority, weeks]))
    ]
    told = []
    for number, (joined, (given, patterned)) in enumerate(zip(arrivals, slots, strict=True)):
        for person in people:
            person.weeks += 1
        people += [Person(p, 0) for p, many in enumerate(joined) for _ in range(many)]
        first = (place * len(arrivals) + number) * 3
        week = Week(people)
        leave(week, queue, Stream(seed, first))
        taken = choose(week.people, queue, discipline, given, patterned, Stream(seed, first + 1))
        settle(week, taken, queue, Stream(seed, first + 2))
        people = week.people
        told.append(
            Week(
                [Person(p.priority, p.weeks) for p in people],
                week.treated,
                week.removed,
                week.missed,
            )
        )
    return told


def leave(week: Week, queue: Queue, stream: Stream) -> None:
    chance = Chance(stream)
    for person in in_file_order(week.people):
        if chance.strikes(at(queue.removal, person.weeks)):
            week.people.remove(person)
            week.removed.append(person)


def in_file_order(people: list[Person]) -> list[Person]:
    return sorted(people, key=lambda person: (person.priority, person.weeks))


def choose(
    waiting: list[Person],
    queue: Queue,
    discipline: Discipline,
    given: int,
    patterned: int,
    stream: Stream,
) -> list[Person]:
    """Give slots to people, rule by rule."""
    left, taken = list(waiting), []

    def give(people: list[Person], most: int) -> int:
        chosen = people[: max(0, min(most, given - len(taken)))]
        for person in chosen:
            left.remove(person)
            taken.append(person)
        return len(chosen)

    def by_wait(people: list[Person]) -> list[Person]:
        return sorted(people, key=lambda person: (-person.weeks, person.priority))

    def reserved(person: Person) -> bool:
        return PRIORITIES[person.priority] in discipline.reserved_for

    due = [
        person
        for person in left
        if person.weeks + 1 >= discipline.deadlines.get(PRIORITIES[person.priority], NEVER)
    ]
    give(sorted(due, key=lambda person: (person.priority, -person.weeks)), given)
    held = int(discipline.reserve * given + 0.5) - sum(map(reserved, taken))
    give(by_wait([person for person in left if reserved(person)]), held)
    if queue.pattern is not None:
        some = min(max(patterned - len(taken), 0), given - len(taken))
        give_by_pattern(left, queue.pattern, some, stream, give)
    if discipline.order is Order.PRIORITY:
        give(sorted(left, key=lambda person: (person.priority, -person.weeks)), given)
    else:
        give(by_wait(left), given)
    return taken


def give_by_pattern(left, pattern, slots, stream, give) -> None:
    """Go along the list with even steps; each step's end is a slot for who is there."""
    start = stream.uniform()
    whole = sum(at(pattern, person.weeks) for person in left)
    if whole <= 0 or slots <= 0:
        return
    cells = {}
    for person in in_file_order(left):
        cells.setdefault((person.priority, person.weeks), []).append(person)
    so_far, before, seen = 0.0, 0, 0
    for (_, weeks), people in cells.items():
        so_far += len(people) * at(pattern, weeks)
        upto = int(so_far * (slots / whole) + start)
        seen += give(people, min(upto - before, slots - seen))
        before = upto


def settle(week: Week, taken: list[Person], queue: Queue, stream: Stream) -> None:
    chance = Chance(stream)
    for person in in_file_order(taken):
        if queue.missed and chance.strikes(queue.missed):
            week.missed += 1
        else:
            week.people.remove(person)
            week.treated.append(person)
