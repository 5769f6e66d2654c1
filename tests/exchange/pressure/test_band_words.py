"""The bands of a parameter in words: a value on an edge is in one band, and which is plain."""

from __future__ import annotations

import pytest
from tests.core.pressure.score_tables import parameter

from tidegate.core.pressure.measure import WorseWhen
from tidegate.exchange.pressure.score_words import band_words

BETTER, WORSE = "better", "worse"


@pytest.mark.parametrize(
    ("worse", "edges", "said"),
    [
        (WorseWhen.HIGHER, ((15, BETTER), (30, BETTER)), ("up to 15", "over 15 to 30", "over 30")),
        (
            WorseWhen.HIGHER,
            ((2, WORSE), (10, WORSE)),
            ("under 2", "2 to under 10", "10 or more"),
        ),
        (WorseWhen.HIGHER, ((2, BETTER), (10, WORSE)), ("up to 2", "over 2 to under 10",
                                                        "10 or more")),
        (WorseWhen.LOWER, ((95, BETTER), (78, BETTER)), ("95 or more", "under 95 to 78",
                                                         "under 78")),
        (WorseWhen.LOWER, ((95, WORSE), (78, WORSE)), ("over 95", "95 to over 78", "78 or less")),
        (WorseWhen.HIGHER, ((2.5, BETTER),), ("up to 2.5", "over 2.5")),
        (WorseWhen.HIGHER, (), ()),
    ],
)  # fmt: skip
def test_bands_are_said_from_the_best_on(
    worse: WorseWhen, edges: tuple[tuple[float, str], ...], said: tuple[str, ...]
) -> None:
    points = tuple(range(len(edges) + 1)) if edges else ()
    assert band_words(parameter(worse=worse, edges=edges, points=points)) == said
