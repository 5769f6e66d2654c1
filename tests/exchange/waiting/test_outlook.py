"""What looking ahead found, in sentences, and the weeks that it looks over."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.core.waiting.simulation.discipline import Discipline
from tidegate.core.waiting.simulation.outcome import COLUMN, Measure, Simulated, Spread
from tidegate.core.waiting.simulation.queue import Queue
from tidegate.exchange.waiting import outlook

START = date(2026, 11, 25)
AS_NOW = Discipline("as-now", "1", "a", "s", date(2026, 1, 1), {}, by_pattern=1.0)


def over_52(*scenarios: list[int]) -> Simulated:
    """The last of 18 weeks: people over 52 weeks by scenario and run."""
    found = np.zeros((len(scenarios), len(scenarios[0]), 18, len(COLUMN)), np.int64)
    found[:, :, -1, COLUMN[Measure.OVER_52]] = scenarios
    return Simulated(START, 5_000, ("As now", "More")[: len(scenarios)], found, 1)


NOW = [860, 980, 1_110]


@pytest.mark.parametrize(
    ("more", "ending"),
    [
        ([310, 412, 520], ": 568 (552 to 588) fewer."),
        ([961, 1_081, 1_211], ": 101 (101 to 101) more."),
        ([850, 980, 1_120], "; the difference may be none (-9 to +9)."),
    ],
)
def test_the_answer_says_how_far_scenarios_lie_apart(more: list[int], ending: str) -> None:
    said = outlook.sentence(over_52(NOW, more), 1, "With 20 more slots a week")
    assert said.startswith("With 20 more slots a week, ")
    assert " people would have waited over 52 weeks on 31 March 2027, against 980 (872 to " in said
    assert said.endswith(ending)


def test_the_first_scenario_is_set_beside_nothing() -> None:
    said = outlook.sentence(over_52(NOW), 0, "As now")
    assert said == (
        "As now, 980 (872 to 1,097) people would have waited over 52 weeks on 31 March 2027."
    )


@pytest.mark.parametrize(
    ("slots", "said"),
    [
        (20, "20 more slots a week"),
        (1, "1 more slot a week"),
        (-3, "3 fewer slots a week"),
        (2.5, "2.5 more slots a week"),
        (1_200, "1,200 more slots a week"),
    ],
)
def test_slots_in_words(slots: float, said: str) -> None:
    assert outlook.more_slots(slots) == said


@pytest.mark.parametrize(
    ("until", "weeks"),
    [(date(2027, 3, 31), 18), (date(2027, 4, 6), 18), (date(2026, 12, 1), 0), (START, 0)],
)
def test_only_whole_weeks_are_looked_ahead(until: date, weeks: int) -> None:
    assert outlook.whole_weeks(START, until) == weeks
    assert outlook.day_ahead(START, weeks) <= until


def test_figures_and_differences_in_words() -> None:
    assert outlook.interval(Spread(309.6, 412.2, 1_519.5)) == "412 (310 to 1,520)"
    assert [outlook.signed(value) for value in (-12.4, 0.3, 8)] == ["-12", "0", "+8"]
    assert outlook.day(date(2027, 3, 1)) == "1 March 2027"


def test_what_is_taken_for_granted_is_said() -> None:
    waiting = np.zeros((3, 31), np.int64)
    waiting[2, 30] = 200
    queue = Queue("110", waiting, (1, 2, 17), 18.0, removal=(0.0,) * 10 + (0.05,))
    said = outlook.assumptions([queue], AS_NOW, 500)
    assert said[0] == "In a usual week 20 people join and 18 can be seen."
    assert said[1] == "Of those who wait now, 10 a week leave untreated."
    assert said[-1].startswith("How slots have gone of late is not known")
    two = outlook.assumptions([queue, queue], AS_NOW, 500)
    assert "Each of 2 treatment functions has its own slots." in two
