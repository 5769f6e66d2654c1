"""Lists forward in time: against a slow telling, by Little's law, and by rules one can read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.waiting.slow_lists import go_forward

from tidegate.core.waiting.simulation.chances import Chances, draw_chances
from tidegate.core.waiting.simulation.discipline import Discipline, Order
from tidegate.core.waiting.simulation.engine import given_slots, simulate
from tidegate.core.waiting.simulation.outcome import COLUMN, Measure, Simulated
from tidegate.core.waiting.simulation.queue import Queue
from tidegate.core.waiting.simulation.scenario import Change, Scenario, slots_by_week

START = date(2026, 11, 25)
AS_NOW = Scenario("As now")
PLAIN = Discipline("plain", "1", "test", "test", date(2026, 1, 1), {})


def a_queue(people: dict[tuple[str, int], int], slots: float = 0, **more: object) -> Queue:
    waiting = np.zeros((3, 1 + max((weeks for _, weeks in people), default=0)), np.int64)
    for (priority, weeks), many in people.items():
        waiting[("P2", "P3", "P4").index(priority), weeks] = many
    arrivals = more.pop("arrivals", (0, 0, 0))
    return Queue("110", waiting, arrivals, slots, **more)  # type: ignore[arg-type]


def go(queue: Queue, discipline: Discipline = PLAIN, weeks: int = 1, **more) -> Simulated:
    asked = {"start": START, "weeks": weeks, "runs": 1, "seed": 1} | more
    return simulate([queue], [AS_NOW], discipline, **asked)


def by_week(found: Simulated, measure: Measure) -> list[int]:
    return found.found[0, 0, :, COLUMN[measure]].tolist()


queues = st.builds(
    lambda people, arrivals, slots, removal, pattern, missed, dispersion: a_queue(
        people, slots, arrivals=arrivals, removal=removal, pattern=pattern, missed=missed,
        dispersion=dispersion, arrivals_spread=0.1, slots_spread=0.2, practice_spread=0.3,
    ),
    st.dictionaries(
        st.tuples(st.sampled_from(["P2", "P3", "P4"]), st.integers(0, 60)), st.integers(1, 6),
        max_size=8,
    ),
    st.tuples(*[st.floats(0, 4)] * 3),
    st.floats(0, 12),
    st.lists(st.sampled_from([0.0, 0.02, 0.3, 1.0]), min_size=1, max_size=5).map(tuple),
    st.none() | st.lists(st.sampled_from([0.0, 0.5, 1.0, 4.0]), min_size=1, max_size=5).map(tuple),
    st.sampled_from([0.0, 0.1, 0.7]),
    st.sampled_from([1.0, 2.5]),
)  # fmt: skip
disciplines = st.builds(
    lambda deadlines, order, reserve, by_pattern: replace(
        PLAIN, deadlines=deadlines, order=order, reserve=reserve, reserved_for=("P2", "P3"),
        by_pattern=by_pattern,
    ),
    st.sampled_from([{}, {"P2": 4}, {"P2": 4, "P3": 13, "P4": 52}, {"P3": 1}]),
    st.sampled_from(Order),
    st.sampled_from([0.0, 0.25, 1.0]),
    st.sampled_from([0.0, 0.5, 1.0]),
)  # fmt: skip


def leaning(queue: Queue, chances: Chances, place: int) -> Queue:
    """The queue as the run has it: those who wait long fare better or worse than usual."""

    def prolonged(by_week: tuple[float, ...]) -> np.ndarray:
        return np.array([*by_week, *[by_week[-1]] * (120 - len(by_week))])

    def as_in_the_run(by_week: tuple[float, ...], which: int) -> np.ndarray:
        by_queue = np.stack([prolonged(by_week)] * chances.practice.shape[1])
        return chances.leaning(by_queue, which)[0, place]

    rate = -np.log1p(-np.minimum(prolonged(queue.removal), 1 - 2**-53))
    removal = -np.expm1(-as_in_the_run(tuple(rate), 1))
    pattern = None if queue.pattern is None else tuple(as_in_the_run(queue.pattern, 0))
    return replace(queue, removal=tuple(removal), pattern=pattern)


@settings(max_examples=60, deadline=None)
@given(st.lists(queues, min_size=1, max_size=2), disciplines, st.integers(0, 2**31))
def test_the_engine_does_what_the_slow_telling_does_person_by_person(
    several: list[Queue], discipline: Discipline, seed: int
) -> None:
    several = [replace(queue, name=str(place)) for place, queue in enumerate(several)]
    weeks, source = 6, np.random.SeedSequence(seed, spawn_key=(0,))
    found = simulate(several, [AS_NOW], discipline, start=START, weeks=weeks, runs=1, seed=seed)
    chances = draw_chances(several, weeks, [source])
    arrivals = chances.arrivals[0]
    patterned = np.array(
        [discipline.by_pattern if queue.pattern is not None else 0.0 for queue in several]
    )
    slots = given_slots(slots_by_week(several, AS_NOW, START, weeks), chances.slots, patterned)
    told = [
        go_forward(
            leaning(queue, chances, place), place, discipline, arrivals[place].tolist(),
            list(zip(slots[0][0, place].tolist(), slots[1][0, place].tolist(), strict=True)),
            int(source.generate_state(1, np.uint64)[0]),
        )
        for place, queue in enumerate(several)
    ]  # fmt: skip

    def summed(of) -> list[int]:
        return [sum(of(one) for one in week) for week in zip(*told, strict=True)]

    assert by_week(found, Measure.WAITING) == summed(lambda week: len(week.people))
    assert by_week(found, Measure.OVER_18) == summed(lambda week: week.over(18))
    assert by_week(found, Measure.OVER_52) == summed(lambda week: week.over(52))
    assert by_week(found, Measure.TREATED) == summed(lambda week: len(week.treated))
    assert by_week(found, Measure.REMOVED) == summed(lambda week: len(week.removed))
    assert by_week(found, Measure.MISSED) == summed(lambda week: week.missed)
    waited = summed(lambda week: sum(person.weeks for person in week.people))
    assert by_week(found, Measure.WEEKS_WAITED) == waited
    everybody = [p for one in told for week in one for p in (*week.treated, *week.removed)]
    still = sum(p.weeks + 1 for one in told for p in one[-1].people)
    before = sum(int((q.waiting * np.arange(1, q.waiting.shape[1] + 1)).sum()) for q in several)
    area = sum(by_week(found, Measure.WAITING))
    assert area == sum(person.weeks for person in everybody) + still - before


@settings(max_examples=40, deadline=None)
@given(st.lists(queues, min_size=1, max_size=3), disciplines, st.integers(0, 2**31))
def test_nobody_appears_or_is_lost(several: list[Queue], discipline: Discipline, seed: int) -> None:
    several = [replace(queue, name=str(place)) for place, queue in enumerate(several)]
    found = simulate(several, [AS_NOW], discipline, start=START, weeks=8, runs=3, seed=seed)
    one = {measure: found.figures(measure, 0) for measure in Measure}
    left = np.cumsum(one[Measure.JOINED] - one[Measure.TREATED] - one[Measure.REMOVED], axis=1)
    assert (one[Measure.WAITING] == found.people + left).all()
    assert (one[Measure.TREATED] + one[Measure.MISSED] <= one[Measure.SLOTS]).all()
    assert (found.found >= 0).all()


def test_the_engine_refuses_a_run_that_breaks_littles_law(monkeypatch: pytest.MonkeyPatch) -> None:
    from tidegate.core.waiting.simulation import engine

    def loses_one(seeds, met, lists, rules, found, waits) -> None:
        found[..., COLUMN[Measure.WAITING]] += 1

    monkeypatch.setattr(engine, "run_lists", loses_one)
    with pytest.raises(ArithmeticError, match="area under a list"):
        go(a_queue({("P4", 3): 5}))


# who waits, slots, rules → who is left by priority and weeks at the end of the week
P2_3, P3_12, P4_60, P4_2 = ("P2", 3), ("P3", 12), ("P4", 60), ("P4", 2)
ONE_EACH = {P2_3: 1, P3_12: 1, P4_60: 1, P4_2: 1}
DEADLINES = {"P2": 4, "P3": 13}


@pytest.mark.parametrize(
    ("rules", "slots", "over_52", "past_deadline"),
    [
        ({}, 1, 0, 2),  # the longest wait first, whatever the priority
        ({"order": Order.PRIORITY}, 1, 1, 1),  # priority first
        ({"order": Order.PRIORITY}, 2, 1, 0),
        ({"order": Order.PRIORITY}, 3, 0, 0),
        ({"deadlines": DEADLINES}, 2, 1, 0),  # whoever would pass a deadline first
        ({"deadlines": DEADLINES}, 3, 0, 0),  # then the longest wait
        ({"reserve": 0.5, "reserved_for": ("P2",)}, 2, 0, 1),  # one kept for P2, one by wait
        ({"reserve": 1.0, "reserved_for": ("P2",)}, 2, 0, 1),  # what P2 does not need goes on
    ],
)
def test_who_is_seen_first(rules: dict, slots: int, over_52: int, past_deadline: int) -> None:
    found = go(a_queue(ONE_EACH, slots), replace(PLAIN, **{"deadlines": {}} | rules))
    assert by_week(found, Measure.OVER_52) == [over_52]
    assert by_week(found, Measure.WAITING) == [4 - slots]
    told = go(a_queue(ONE_EACH, slots), replace(PLAIN, **rules | {"deadlines": DEADLINES}))
    if "deadlines" in rules:
        assert by_week(told, Measure.PAST_DEADLINE) == [past_deadline]


def test_people_grow_older_and_pass_each_threshold_in_their_week() -> None:
    found = go(a_queue({("P4", 50): 7}), weeks=3)
    assert by_week(found, Measure.OVER_52) == [0, 7, 7]
    assert by_week(found, Measure.WEEKS_WAITED) == [51 * 7, 52 * 7, 53 * 7]
    assert found.mean_wait(0).tolist() == [[51, 52, 53]]
    for measure, weeks in (
        (Measure.OVER_18, 18), (Measure.OVER_65, 65), (Measure.OVER_78, 78), (Measure.OVER_104, 104)
    ):  # fmt: skip
        assert by_week(go(a_queue({("P4", weeks - 2): 5}), weeks=2), measure) == [0, 5]


def test_slots_used_as_of_late_follow_the_pattern() -> None:
    """Six slots over waits of which the longer are twice as likely to be seen."""
    queue = a_queue({("P4", 9): 600, ("P4", 19): 300}, 6, pattern=(1.0,) * 15 + (2.0,))
    found = go(queue, replace(PLAIN, by_pattern=1.0), runs=400)
    over_18 = found.figures(Measure.OVER_18, 0)[:, 0]
    assert over_18.mean() == pytest.approx(297, abs=0.2)
    assert set(over_18) <= {296, 297, 298}


def test_without_a_known_pattern_slots_go_by_the_order() -> None:
    queue = a_queue({("P4", 9): 600, ("P4", 59): 300}, 6)
    assert by_week(go(queue, replace(PLAIN, by_pattern=1.0)), Measure.OVER_52) == [294]


def test_whoever_leaves_untreated_does_so_by_their_wait() -> None:
    queue = a_queue({("P4", 1): 50, ("P4", 30): 40_000}, removal=(0.0,) * 20 + (0.01,))
    found = go(queue, runs=50)
    gone = found.figures(Measure.REMOVED, 0)[:, 0]
    assert gone.mean() == pytest.approx(400, abs=4 * 19.9 / 50**0.5)
    assert gone.std() == pytest.approx(19.9, rel=0.35)
    assert by_week(go(replace(queue, removal=(1.0,))), Measure.WAITING) == [0]


def test_who_misses_a_slot_waits_on() -> None:
    found = go(a_queue({("P4", 10): 5_000}, 1_000, missed=0.2), runs=50)
    missed = found.figures(Measure.MISSED, 0)[:, 0]
    assert missed.mean() == pytest.approx(200, abs=4 * 12.6 / 50**0.5)
    assert (found.figures(Measure.WAITING, 0)[:, 0] == 4_000 + missed).all()
    assert found.utilisation(0).mean() == pytest.approx(0.8, abs=0.01)


@pytest.mark.parametrize(("dispersion", "spread"), [(1.0, 0.0), (3.0, 0.0), (1.0, 0.1)])
def test_arrivals_have_the_mean_and_the_dispersion_that_were_asked_for(
    dispersion: float, spread: float
) -> None:
    queue = a_queue({}, arrivals=(4, 0, 60), dispersion=dispersion, arrivals_spread=spread)
    sources = [np.random.SeedSequence(7, spawn_key=(run,)) for run in range(400)]
    drawn = draw_chances([queue], 26, sources).arrivals[:, 0]
    assert drawn[..., 1].sum() == 0
    weekly = drawn.sum(axis=-1)
    assert weekly.mean() == pytest.approx(64, rel=0.02)
    within = weekly.var(axis=1, ddof=1).mean() / weekly.mean()
    assert within == pytest.approx(dispersion, rel=0.05)
    assert weekly.mean(axis=1).std() / 64 == pytest.approx(
        (spread**2 + dispersion / 64 / 26) ** 0.5, rel=0.12
    )


def test_practice_leans_towards_long_waits_or_away_from_them_from_run_to_run() -> None:
    queue = a_queue({}, practice_spread=0.2)
    sources = [np.random.SeedSequence(7, spawn_key=(run,)) for run in range(2_000)]
    chances = draw_chances([queue] * 2, 1, sources)
    leant = np.log(chances.leaning(np.ones((2, 120)), 0))
    assert (leant[:, :, 0] == 0).all()
    assert leant[:, :, 52].std() == pytest.approx(0.2, rel=0.05)
    assert leant[:, :, 119] == pytest.approx(2 * leant[:, :, 52])
    assert np.corrcoef(leant[:, 0, 52], leant[:, 1, 52])[0, 1] == pytest.approx(0.5, abs=0.05)


def test_the_same_seed_gives_the_same_figures_whatever_the_threads() -> None:
    queue = a_queue({("P4", 20): 500}, 20, arrivals=(1, 4, 20), removal=(0.01,), missed=0.1)
    one, two = (go(queue, weeks=12, runs=33, threads=threads) for threads in (1, 2))
    other = go(queue, weeks=12, runs=33, seed=2)
    assert (one.found == two.found).all()
    assert (one.found != other.found).any()


def test_more_runs_keep_the_earlier_ones() -> None:
    queue = a_queue({("P4", 20): 500}, 20, arrivals=(1, 4, 20), removal=(0.01,))
    few, many = (go(queue, weeks=5, runs=runs) for runs in (4, 25))
    assert (few.found == many.found[:, :4]).all()


def test_scenarios_share_their_chances() -> None:
    queue = a_queue({("P4", 40): 900}, 30, arrivals=(0, 0, 40), dispersion=3, removal=(0.01,))
    more = Scenario("More", (Change(START, more=5),))
    found = simulate([queue], [AS_NOW, more], PLAIN, start=START, weeks=20, runs=200, seed=3)
    assert (found.found[0, :, :, COLUMN[Measure.JOINED]]
            == found.found[1, :, :, COLUMN[Measure.JOINED]]).all()  # fmt: skip
    apart = found.difference(Measure.WAITING, 1)
    alone = found.at(Measure.WAITING, 0)
    assert apart.high < 0
    assert apart.high - apart.low < (alone.high - alone.low) / 4


def test_progress_is_told_to_the_end() -> None:
    told: list[int] = []
    go(a_queue({("P4", 1): 1}), runs=25, tell=told.append)
    assert told[-1] == 25
    assert told == sorted(told)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"slots": -1}, "never below nought"),
        ({"arrivals": (0, -1, 0)}, "never below nought"),
        ({"dispersion": 0.5}, "dispersion is 1"),
        ({"arrivals_spread": 1.0}, "a spread lies"),
        ({"practice_spread": -0.1}, "a spread lies"),
        ({"removal": ()}, "chance of removal"),
        ({"removal": (1.1,)}, "chance of removal"),
        ({"missed": 1.0}, "missed slots"),
        ({"pattern": (1.0, -1.0)}, "weights of nought"),
        ({"waiting": np.zeros((2, 5), np.int64)}, "by priority and weeks"),
        ({"waiting": np.zeros((3, 300), np.int64)}, "at most 260"),
        ({"waiting": np.full((3, 2), -1)}, "never below nought"),
    ],
)
def test_an_impossible_list_is_refused(more: dict, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(a_queue({}), **more)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"deadlines": {"P9": 3}}, "not P9"),
        ({"deadlines": {"P2": 0}}, "whole number of weeks"),
        ({"reserve": 1.5}, "reserve is a share"),
        ({"by_pattern": -0.1}, "by_pattern is a share"),
        ({"reserve": 0.1}, "reserved_for"),
    ],
)
def test_an_impossible_discipline_is_refused(more: dict, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(PLAIN, **more)


@pytest.mark.parametrize("asked", [{"weeks": 0}, {"runs": 0}])
def test_nothing_to_do_is_refused(asked: dict) -> None:
    with pytest.raises(ValueError, match="at least"):
        go(a_queue({}), **asked)
