"""Patients one by one, held to the theory of queues."""

from __future__ import annotations

from itertools import pairwise
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.core.waiting.simulation.clinic import Clinic, visit

TEN_PLACES = Clinic(10, (0.95, 2.85, 5.7))  # load 0.95; 10, 30 and 60 % of patients
THEORY = (0.0912, 0.1471, 2.6632)
RUNS, PATIENTS, WARM_UP = 60, 60_000, 20_000


def mean_waits_by_theory(clinic: Clinic) -> list[float]:
    """Cobham 1954: the mean waits of a queue of several places with priorities, none broken off."""
    places, load = clinic.places, sum(clinic.arrivals)
    busy = load**places / factorial(places) * places / (places - load)
    waits = busy / (sum(load**n / factorial(n) for n in range(places)) + busy)  # Erlang C
    at_and_before = np.cumsum([0, *clinic.arrivals]) / places
    return [waits / places / ((1 - before) * (1 - at)) for before, at in pairwise(at_and_before)]


def test_the_theory_gives_the_published_numbers() -> None:
    assert mean_waits_by_theory(TEN_PLACES) == pytest.approx(THEORY, abs=5e-5)


def test_mean_waits_by_priority_are_those_of_the_theory() -> None:
    """Each of many independent runs gives one mean; theory lies within three standard errors."""
    runs = [visit(TEN_PLACES, PATIENTS, seed, WARM_UP).mean_waits for seed in range(RUNS)]
    found = np.mean(runs, axis=0)
    error = np.std(runs, axis=0, ddof=1) / RUNS**0.5
    assert (np.abs(found - mean_waits_by_theory(TEN_PLACES)) < 3 * error).all()
    assert (error / THEORY < 0.03).all()  # and the check is sharp


def test_one_place_without_priority_is_the_plain_queue() -> None:
    runs = [visit(Clinic(1, (0.5,)), 40_000, seed, 1_000).mean_waits[0] for seed in range(30)]
    assert np.mean(runs) == pytest.approx(1.0, abs=3 * np.std(runs, ddof=1) / 30**0.5)


def test_whoever_loses_patience_leaves_as_the_theory_has_it() -> None:
    """With patience as long as care on average, nobody else waits: those there are Poisson."""
    clinic = Clinic(4, (6.0,), patience=(1.0,))
    found = visit(clinic, 200_000, 5, 1_000)
    # Palm 1957, patience and care alike: the number present is Poisson with mean 6.
    many = np.arange(60)
    chance = np.exp(-6.0) * np.cumprod(np.concatenate([[1], 6.0 / many[1:]]))
    waiting = (np.maximum(many - 4, 0) * chance).sum()
    assert found.left[0] / (found.left[0] + found.seen[0]) == pytest.approx(waiting / 6, rel=0.02)
    assert found.mean_waits[0] == pytest.approx(waiting / 6, rel=0.02)


def test_deadlines_take_time_from_the_early_classes_for_the_late() -> None:
    without = visit(TEN_PLACES, 100_000, 3, 10_000)
    within = visit(Clinic(10, TEN_PLACES.arrivals, deadlines=(1, 2, 3)), 100_000, 3, 10_000)
    assert within.mean_waits[2] < without.mean_waits[2]
    assert within.mean_waits[0] > without.mean_waits[0]


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 12),
    st.lists(st.floats(0.1, 5), min_size=1, max_size=4).map(tuple),
    st.booleans(),
    st.booleans(),
    st.integers(0, 2**63),
)
def test_the_area_under_the_queue_is_the_sum_of_the_waits(
    places: int, arrivals: tuple[float, ...], with_deadlines: bool, with_patience: bool, seed: int
) -> None:
    more = {
        "deadlines": tuple(1.0 + n for n, _ in enumerate(arrivals)) if with_deadlines else (),
        "patience": tuple(5.0 - n for n, _ in enumerate(arrivals)) if with_patience else (),
    }
    found = visit(Clinic(places, arrivals, **more), 400, seed, warm_up=50)
    assert found.area == pytest.approx(found.waited.sum(), rel=1e-9, abs=1e-9)
    assert found.seen.sum() + found.left.sum() == 350


def test_the_same_seed_brings_the_same_patients() -> None:
    one, two, other = (visit(TEN_PLACES, 2_000, seed) for seed in (1, 1, 2))
    assert (one.waited == two.waited).all()
    assert (one.waited != other.waited).any()


@pytest.mark.parametrize(
    ("clinic", "said"),
    [
        ({"places": 0, "arrivals": (1,)}, "a place or more"),
        ({"places": 1, "arrivals": ()}, "a place or more"),
        ({"places": 1, "arrivals": (0, 0)}, "somebody has to come"),
        ({"places": 1, "arrivals": (1, 1), "deadlines": (1,)}, "for each class"),
        ({"places": 1, "arrivals": (1,), "patience": (0,)}, "for each class"),
    ],
)
def test_an_impossible_clinic_is_refused(clinic: dict, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Clinic(**clinic)
