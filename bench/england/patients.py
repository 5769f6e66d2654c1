"""Who waits: single patients with the facts that a plan looks at, some of them unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

if TYPE_CHECKING:
    from bench.england.country import Country

TFCS = (
    "100", "101", "110", "120", "130", "140", "150", "160", "170", "300", "301", "320",
    "330", "340", "400", "410", "430", "502", "X02", "X03", "X04", "X05", "X06",
)  # fmt: skip
"""The treatment functions of RTT reports."""
TFC_SIZE = (
    7, 6, 11, 9, 9, 3, 0.8, 1.6, 0.2, 0.6, 6, 6,
    6, 3, 3.5, 2.5, 0.5, 8, 7, 0.1, 4, 4, 1.5,
)  # fmt: skip
"""Uneven shares, made up, of the order of those in reports."""
MODALITIES = ("outpatient", "diagnostic", "day_case", "inpatient")
MODALITY_SHARE = (0.6, 0.15, 0.15, 0.1)
PRIORITIES, PRIORITY_SHARE = ("P2", "P3", "P4"), (0.02, 0.10, 0.88)
CONDITIONS = ("mi_6m", "dialysis", "copd_unstable", "diabetes_uncontrolled")
CONSENT_BY_QUINTILE = (0.54, 0.57, 0.60, 0.63, 0.66)
"""Those who live in deprived places say yes less often: without a floor they are treated less."""

Codes = npt.NDArray[np.int64]


def who_and_where(
    random: np.random.Generator, country: Country, people: int
) -> tuple[Codes, Codes, Codes]:
    """Draw zone, treatment function and modality of everybody, in no order."""
    size = np.array(TFC_SIZE)[None] * random.lognormal(0, 0.3, (len(country.boards), len(TFCS)))
    size /= size.sum(axis=1, keepdims=True)
    zone_share = country.size[country.zone_board] * country.zone_size
    share = (zone_share[:, None] * size[country.zone_board]).ravel()
    counts = random.multinomial(people, share / share.sum())
    cell = np.repeat(np.arange(len(share), dtype=np.int32), counts)
    random.shuffle(cell)
    zone, tfc = np.divmod(cell.astype(np.int64), len(TFCS))
    return zone, tfc, drawn(random, MODALITY_SHARE, people)


def waiting_list(
    random: np.random.Generator, country: Country, zone: Codes, tfc: Codes, modality: Codes
) -> pl.DataFrame:
    """Give everybody their facts; columns of ``pathways``."""
    people = len(zone)
    board = country.zone_board[zone]
    waited = np.minimum(random.exponential(18.0, people), 120.0).astype(np.int32)
    quintile = country.quintile[zone]
    yes = np.array(CONSENT_BY_QUINTILE, np.float32)[quintile - 1]
    asked = random.random(people, np.float32)
    ids = pl.int_range(1, people + 1, eager=True).cast(pl.String).str.zfill(7)
    return pl.DataFrame(
        {
            "pathway_id": "W" + ids,
            "holder": named(country.trusts, _holders(random, country, zone)),
            "area": named(country.boards, board),
            "zone": named(country.zones, zone),
            "tfc": named(TFCS, tfc),
            "modality": named(MODALITIES, modality),
            "priority": named(PRIORITIES, drawn(random, PRIORITY_SHARE, people)),
            "weeks_waited": waited,
            "imd_quintile": partly(random, pl.Series(quintile, dtype=pl.Int8), 0.03),
            "age": pl.Series(random.integers(1, 96, people, np.int16)),
            **_health(random, people),
            **_wishes(random, people),
            "consent": pl.Series(asked < yes).set(pl.Series(asked > 0.92), None),
        }
    )


def _health(random: np.random.Generator, people: int) -> dict[str, pl.Series]:
    sets: list[list[str] | None] = [[], *([name] for name in CONDITIONS), list(CONDITIONS[:2])]
    which = drawn(random, (0.85, 0.02, 0.02, 0.03, 0.02, 0.01), people)
    bmi = random.standard_normal(people, np.float32) * np.float32(6) + np.float32(28)
    asa = pl.Series(drawn(random, (0.35, 0.45, 0.17, 0.03), people) + 1, dtype=pl.Int8)
    care = pl.Series(random.random(people, np.float32) < 0.03)
    return {
        "asa": partly(random, asa, 0.1),
        "bmi": partly(random, pl.Series(np.clip(bmi, 15, 60).round(1)), 0.1),
        "conditions": pl.Series([*sets, None], dtype=pl.List(pl.String)).gather(which),
        "needs_critical_care": partly(random, care, 0.05),
    }


def _wishes(random: np.random.Generator, people: int) -> dict[str, pl.Series]:
    minutes = pl.Series([30.0, 45.0, 60.0, 90.0, None], dtype=pl.Float64)
    miles = pl.Series([50.0, 100.0, None], dtype=pl.Float64)
    first = [random.integers(0, 13, 200), random.integers(1, 4, 200)]
    away: list[list[int] | None] = [
        list(range(start, min(start + length, 13))) for start, length in zip(*first, strict=True)
    ]
    known = random.random(people, np.float32) < 0.06
    trip = np.where(known, random.integers(0, 200, people), 200)
    return {
        "travel_max_minutes": minutes.gather(drawn(random, (0.1, 0.1, 0.12, 0.08), people)),
        "travel_max_miles": miles.gather(drawn(random, (0.1, 0.1), people)),
        "earliest_week": pl.Series(np.maximum(random.integers(-6, 4, people, np.int32), 0)),
        "unavailable": pl.Series([*away, None], dtype=pl.List(pl.Int32)).gather(trip),
    }


def _holders(random: np.random.Generator, country: Country, zone: Codes) -> Codes:
    """Three in four are on the list of the nearest trust, the others of any in their board."""
    trusts = np.bincount(country.trust_board)
    first = np.cumsum(trusts) - trusts
    board = country.zone_board[zone]
    another = first[board] + (random.random(len(zone), np.float32) * trusts[board]).astype(int)
    near = random.random(len(zone), np.float32) < 0.75
    # A draw rounded up to 1 would name the next board's first trust.
    another = np.minimum(another, first[board] + trusts[board] - 1)
    return np.where(near, country.nearest[zone], another)


def drawn(random: np.random.Generator, shares: tuple[float, ...], people: int) -> Codes:
    """Draw positions by their shares; what the shares leave over is one position more."""
    steps = np.cumsum(np.array(shares, np.float64)).astype(np.float32)
    full = abs(sum(shares) - 1) < 1e-9
    return np.searchsorted(
        steps[:-1] if full else steps, random.random(people, np.float32), "right"
    )


def named(codes: tuple[str, ...], position: Codes) -> pl.Series:
    """Spell positions as codes."""
    return pl.Series(codes, dtype=pl.String).gather(position)


def partly(random: np.random.Generator, known: pl.Series, share: float) -> pl.Series:
    """Make a share of the values unknown."""
    return known.set(pl.Series(random.random(len(known), np.float32) < share), None)
