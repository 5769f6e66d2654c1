"""Segments come out of scores alone, the same whatever the order, with equals side by side."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tidegate.core.registers.oversight import (
    ProviderScores,
    fingerprint_of_scores,
    framework_on,
    place_providers,
    score_faults,
)
from tidegate.exchange.registers.dated_tables import oversight_frameworks

OLD, NEW = oversight_frameworks()
PROVIDERS = 134


def synthetic(seed: int = 134) -> list[ProviderScores]:
    """134 providers, each scored on twelve metrics from 1 to 4."""
    drawn = random.Random(seed)
    return [
        ProviderScores(
            f"Z{number:03d}",
            {f"m{metric:02d}": Decimal(drawn.randint(10, 40)) / 10 for metric in range(12)},
        )
        for number in range(PROVIDERS)
    ]


def with_average(organisation: str, score: str, **more) -> ProviderScores:
    return ProviderScores(organisation, {"a": Decimal(score)}, **more)


def segments(*given: ProviderScores, framework=NEW) -> dict[str, int | None]:
    return {one.organisation: one.segment for one in place_providers(given, framework)}


def test_134_providers_are_put_into_quarters_that_anyone_can_work_out_again() -> None:
    placed = place_providers(synthetic(), NEW)
    by_hand = sorted(
        synthetic(), key=lambda one: (sum(one.metrics.values()) / 12, one.organisation)
    )
    assert [one.organisation for one in placed] == [one.organisation for one in by_hand]
    # 33, 34, 33, 34 but for one tie across the first edge and one across the third
    assert Counter(one.segment for one in placed) == {1: 34, 2: 34, 3: 32, 4: 34}
    for one in placed:
        assert one.rank is not None
        assert one.segment == next(n for n in (1, 2, 3, 4) if one.rank <= n * PROVIDERS / 4)


def test_the_order_of_the_rows_moves_nobody() -> None:
    rows = synthetic()
    turned = [
        replace(one, metrics=dict(reversed(one.metrics.items()))) for one in reversed(rows)
    ]  # fmt: skip
    assert place_providers(turned, NEW) == place_providers(rows, NEW)
    assert fingerprint_of_scores(turned) == fingerprint_of_scores(rows)
    other = [replace(rows[0], metrics={**rows[0].metrics, "m00": Decimal("9")}), *rows[1:]]
    assert fingerprint_of_scores(other) != fingerprint_of_scores(rows)


def test_equals_on_the_edge_of_a_quarter_stay_together_in_the_better_one() -> None:
    given = [with_average(f"Z{number}", score) for number, score in enumerate("1223")]
    assert segments(*given) == {"Z0": 1, "Z1": 2, "Z2": 2, "Z3": 4}
    everyone = [with_average(f"Z{number}", "2.5") for number in range(PROVIDERS)]
    assert set(segments(*everyone).values()) == {1}


def test_no_rounding_parts_equals() -> None:
    thirds = ProviderScores(
        "Z1", {name: Decimal(score) for name, score in zip("abc", "122", strict=True)}
    )
    sixths = ProviderScores(
        "Z2", {name: Decimal(score) for name, score in zip("abcdef", "112222", strict=True)}
    )
    ranks = {one.organisation: one.rank for one in place_providers([sixths, thirds], NEW)}
    assert ranks == {"Z1": 1, "Z2": 1}


def test_judgement_moves_a_provider_with_its_reason_and_a_deficit_caps_it() -> None:
    rows = [
        with_average("Z1", "1"),
        with_average("Z2", "1.5", adjusted_to=1, why="New leadership"),
        with_average("Z3", "2", deficit=True, adjusted_to=1, why="New leadership"),
        with_average("Z4", "4", deficit=True, in_programme=True),
    ]
    placed = {one.organisation: one for one in place_providers(rows, NEW)}
    told = {
        code: (one.by_score, one.segment, [reason.code for reason in one.reasons])
        for code, one in placed.items()
    }
    assert told == {
        "Z1": (1, 1, []),
        "Z2": (2, 1, ["ADJUSTED"]),
        "Z3": (3, 3, ["ADJUSTED", "CAPPED_BY_DEFICIT"]),
        "Z4": (4, 5, ["IN_PROGRAMME"]),
    }


def test_a_deficit_caps_only_who_is_better() -> None:
    rows = [with_average(f"Z{number}", str(number), deficit=True) for number in (1, 2, 3, 4)]
    assert segments(*rows) == {"Z1": 3, "Z2": 3, "Z3": 3, "Z4": 4}


def test_the_older_framework_knows_no_scores_and_records_what_was_given() -> None:
    rows = [with_average("Z1", "1"), with_average("Z2", "2", adjusted_to=4, why="Recovery")]
    assert segments(*rows, framework=OLD) == {"Z1": None, "Z2": 4}


def test_whoever_has_no_scores_stands_last_and_in_no_segment() -> None:
    placed = place_providers([ProviderScores("Z0", {}), with_average("Z1", "4")], NEW)
    assert [(one.organisation, one.segment) for one in placed] == [("Z1", 4), ("Z0", None)]
    assert [reason.code for reason in placed[1].reasons] == ["NO_SEGMENT_BY_SCORE"]


def test_odd_scores_are_named() -> None:
    rows = [
        with_average("Z1", "0.9"),
        with_average("Z1", "4"),
        with_average("Z2", "4", adjusted_to=6),
    ]
    assert [reason.code for reason in score_faults(rows, NEW)] == [
        "SCORE_OUT_OF_SCALE",
        "PROVIDER_TWICE",
        "SEGMENT_UNKNOWN",
        "ADJUSTED_WITHOUT_REASON",
    ]
    assert not score_faults(synthetic(), NEW)


@pytest.mark.parametrize(
    ("on", "version"),
    [
        (date(2024, 1, 1), OLD.version),
        (date(2025, 6, 25), OLD.version),
        (date(2025, 6, 26), NEW.version),
    ],
)
def test_the_framework_is_that_of_the_day(on: date, version: str) -> None:
    found = framework_on(oversight_frameworks(), on)
    assert found is not None
    assert found.version == version
    assert framework_on(oversight_frameworks(), date(2010, 1, 1)) is None
