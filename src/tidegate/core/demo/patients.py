"""The fictional waiting list: about 150,000 pathways with what decides where each could go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tidegate.core.demo.fitness import (
    draw_age,
    draw_asa,
    draw_bmi,
    draw_conditions,
    draw_critical_care,
)
from tidegate.core.demo.organisations import AREA, AREA_NAME, PROVIDERS, SITES
from tidegate.core.demo.specialties import SPECIALTIES
from tidegate.core.demo.waits import LONGEST_DAYS, draw_days
from tidegate.core.matching.weeks import week_zero

if TYPE_CHECKING:
    from numpy.random import Generator

_TFCS = np.array([specialty.tfc for specialty in SPECIALTIES])
_MODALITIES = np.array(["outpatient", "diagnostic", "day_case", "inpatient"])
OUTPATIENT, DIAGNOSTIC, DAY_CASE, INPATIENT = range(4)
_PRIORITIES = np.array(["P2", "P3", "P4", "P5", "P6", "D2", "D3", "D4", ""])
_DIAGNOSTIC_PRIORITY = {0: 5, 1: 6, 2: 7}  # P2, P3, P4 → D2, D3, D4
_URGENT_WAITS = np.array([0.3, 0.65, 1.0, 1.25, 1.25, 0.3, 0.65, 1.0, 1.0])
_DAY_CASES = 0.74  # of those to be admitted
_DIAGNOSTICS = 0.2  # of the others
_SAY_YES = 0.8  # of those asked whether they would move
_LONGER_THEN = 1.006  # the list of four weeks ago, against today's
_CANDIDATES = 9  # drawn for each one who has left since
_WITHIN_REACH_MINUTES = 22.0  # how fast a hospital's draw fades with the journey

# How far people will go: minutes for those who cannot drive far, miles as patient choice asks.
_MINUTES_LIMITS = np.array([30.0, 45.0, 60.0, 90.0, np.nan])
_MINUTES_SHARES = (0.08, 0.14, 0.16, 0.12, 0.5)
_MILES_LIMITS = np.array([50.0, 100.0, np.nan])
_MILES_SHARES = (0.68, 0.14, 0.18)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who waits where for what and how long: arrays of one length, indices into the tables.

    ``zone`` into the zones, ``specialty`` into ``SPECIALTIES``, ``site`` into ``SITES``,
    ``priority`` into the priorities, ``modality`` into the modalities; ``days`` waited.
    """

    zone: np.ndarray
    specialty: np.ndarray
    site: np.ndarray
    modality: np.ndarray
    priority: np.ndarray
    days: np.ndarray


def draw_waiting(rng: Generator, zones: pl.DataFrame, travel: pl.DataFrame, people: int) -> Waiting:
    """Draw a waiting list; the poorer the zone, the more people wait, and the longer."""
    quintile = zones["imd_quintile"].to_numpy()
    weight = zones["population"].to_numpy() * (1.15 - 0.05 * quintile)
    zone = rng.choice(zones.height, people, p=weight / weight.sum()).astype(np.int16)
    share = np.array([specialty.share for specialty in SPECIALTIES])
    specialty = rng.choice(len(share), people, p=share / share.sum()).astype(np.int8)
    site = _holding_site(rng, zones, travel, zone, specialty)
    modality = _modality(rng, specialty)
    priority = _priority(rng, modality)
    slow = np.array([site.waits for site in SITES])[site]
    unequal = 1 + 0.05 * (3 - quintile[zone])
    days = draw_days(rng, specialty, slow * unequal * _URGENT_WAITS[priority] * 1.13)
    return Waiting(zone, specialty, site, modality, priority, days)


def _holding_site(
    rng: Generator,
    zones: pl.DataFrame,
    travel: pl.DataFrame,
    zone: np.ndarray,
    specialty: np.ndarray,
) -> np.ndarray:
    """Refer each pathway: nearer and larger hospitals draw more; some specialties go elsewhere."""
    minutes = np.full((zones.height, len(SITES)), np.inf)
    rows = {code: index for index, code in enumerate(zones["zone"])}
    columns = {site.site: index for index, site in enumerate(SITES)}
    minutes[travel["zone"].replace_strict(rows), travel["site"].replace_strict(columns)] = travel[
        "minutes"
    ]
    pull = np.array([site.draw for site in SITES]) * np.exp(-minutes / _WITHIN_REACH_MINUTES)
    nhs_only = pull * np.array([site.sector == "nhs" for site in SITES])
    chance = np.stack([nhs_only, pull], axis=1)
    upto = np.cumsum(chance / chance.sum(axis=2, keepdims=True), axis=2)
    elsewhere = np.array([specialty.elsewhere for specialty in SPECIALTIES])[specialty]
    drawn = rng.random(len(zone))[:, None]
    chosen = (drawn >= upto[zone, elsewhere.astype(np.int8)]).sum(axis=1)
    return np.asarray(np.minimum(chosen, len(SITES) - 1), dtype=np.int8)


def _modality(rng: Generator, specialty: np.ndarray) -> np.ndarray:
    to_admit = np.array([specialty.to_admit / 100 for specialty in SPECIALTIES])[specialty]
    kind = rng.random(len(specialty))
    within = rng.random(len(specialty))
    admitted = np.where(within < _DAY_CASES, DAY_CASE, INPATIENT)
    other = np.where(within < _DIAGNOSTICS, DIAGNOSTIC, OUTPATIENT)
    return np.where(kind < to_admit, admitted, other).astype(np.int8)


def _priority(rng: Generator, modality: np.ndarray) -> np.ndarray:
    shares = np.array([0.05, 0.17, 0.73, 0.005, 0.01, 0.0, 0.0, 0.0, 0.035])
    drawn = rng.choice(len(shares), len(modality), p=shares).astype(np.int8)
    for code, diagnostic in _DIAGNOSTIC_PRIORITY.items():
        drawn[(drawn == code) & (modality == DIAGNOSTIC)] = diagnostic
    return drawn


def make_pathways(
    rng: Generator,
    zones: pl.DataFrame,
    travel: pl.DataFrame,
    people: int,
    as_of: date,
    letters: str = "ZP",
) -> pl.DataFrame:
    """Make the waiting list as it stands at the end of a day.

    Columns are those of the pathways file; names, ``practice`` and ``last_validated`` besides are
    kept by readers without being used.
    """
    waiting = draw_waiting(rng, zones, travel, people)
    quintile = zones["imd_quintile"].to_numpy()[waiting.zone]
    age = draw_age(rng, waiting.specialty)
    asa = draw_asa(rng, age, quintile)
    admitted = waiting.modality >= DAY_CASE
    return pl.DataFrame(
        {
            "pathway_id": _identifiers(rng, people, letters),
            "holder": np.array([site.provider for site in SITES])[waiting.site],
            "holder_name": np.array([PROVIDERS[site.provider] for site in SITES])[waiting.site],
            "area": np.full(people, AREA),
            "area_name": np.full(people, AREA_NAME),
            "zone": zones["zone"].to_numpy()[waiting.zone],
            "tfc": _TFCS[waiting.specialty],
            "modality": _MODALITIES[waiting.modality],
            "priority": _blank(_PRIORITIES[waiting.priority]),
            "clock_start": pl.Series(np.datetime64(as_of) - waiting.days),
            "imd_quintile": _unknown(rng, quintile, 0.01),
            "age": age,
            "asa": _unknown(rng, asa, np.where(admitted, 0.06, 0.16)),
            "bmi": _unknown(rng, draw_bmi(rng, age, quintile), np.where(admitted, 0.08, 0.17)),
            "conditions": draw_conditions(rng, age, asa),
            "needs_critical_care": draw_critical_care(rng, asa, waiting.modality == INPATIENT),
            "travel_max_minutes": _limit(rng, people, _MINUTES_LIMITS, _MINUTES_SHARES),
            "travel_max_miles": _limit(rng, people, _MILES_LIMITS, _MILES_SHARES),
            "earliest_week": _earliest(rng, people, week_zero(as_of)),
            "consent": _consent(rng, admitted, quintile),
            "practice": _practices(zones)[waiting.zone],
            "last_validated": _validated(rng, waiting.days, as_of),
        }
    )


def earlier_list(
    rng: Generator, zones: pl.DataFrame, travel: pl.DataFrame, now: pl.DataFrame, as_of: date
) -> pl.DataFrame:
    """Make the list as it stood on an earlier day: who still waits today, and who has left since.

    Those who have left had waited longer than most, so that the list kept its shape.

    Args:
        rng: source of randomness.
        zones: the small areas.
        travel: the journeys between zones and sites.
        now: today's list, as ``make_pathways`` makes it.
        as_of: the earlier day.
    """
    stayed = now.filter(pl.col("clock_start") < as_of).with_columns(
        pl.when(pl.col("last_validated") <= as_of).then("last_validated")
    )
    many = max(1, round(now.height * _LONGER_THEN) - stayed.height)
    others = make_pathways(rng, zones, travel, _CANDIDATES * many, as_of, letters="ZL")
    weight = _gone_by_week(stayed, now.height, others, as_of)[_weeks(others, as_of)]
    left = rng.choice(others.height, many, replace=False, p=weight / weight.sum(), shuffle=False)
    return pl.concat([stayed, others[np.sort(left)]])


def _gone_by_week(
    stayed: pl.DataFrame, people: int, others: pl.DataFrame, as_of: date
) -> np.ndarray:
    """Say for each week waited which part of such a list is not among those who stayed."""
    longest = LONGEST_DAYS // 7 + 1
    usual = np.bincount(_weeks(others, as_of), minlength=longest) * people / others.height
    still = np.bincount(_weeks(stayed, as_of), minlength=longest)
    missing = np.clip(usual - still, 0, None) + 1e-6 * usual  # anyone may leave, if need be
    return np.divide(missing, usual, out=np.zeros_like(usual), where=usual > 0)


def _weeks(list_: pl.DataFrame, as_of: date) -> np.ndarray:
    return (np.datetime64(as_of) - list_["clock_start"].to_numpy()).astype(int) // 7


def _identifiers(rng: Generator, people: int, letters: str) -> pl.Series:
    """Give each pathway a pseudonym: a number of nine digits, scattered, and never used twice."""
    space = 10**9
    step = (
        int(rng.integers(10**8, space)) // 10 * 10 + 7
    )  # odd and no multiple of five: a bijection
    numbers = (np.arange(people, dtype=np.int64) * step + int(rng.integers(space))) % space
    return pl.select(
        letters + pl.Series("number", numbers).cast(pl.String).str.zfill(9)
    ).to_series()


def _blank(texts: np.ndarray) -> pl.Series:
    series = pl.Series(texts)
    return series.set(series == "", None)


def _unknown(rng: Generator, values: np.ndarray, share: float | np.ndarray) -> pl.Series:
    """Leave a share of the values unknown, as records do."""
    return pl.Series(values).set(pl.Series(rng.random(len(values)) < share), None)


def _limit(rng: Generator, people: int, limits: np.ndarray, shares: tuple[float, ...]) -> pl.Series:
    return pl.Series(rng.choice(limits, people, p=shares).astype(np.float32)).fill_nan(None)


def _earliest(rng: Generator, people: int, start: date) -> pl.Series:
    """Let one in twelve ask for a later week, written as its Monday."""
    monday = pl.Series(np.datetime64(start) + 7 * rng.integers(1, 7, people))
    return monday.dt.to_string("%Y-%m-%d").set(pl.Series(rng.random(people) >= 1 / 12), None)


def _consent(rng: Generator, admitted: np.ndarray, quintile: np.ndarray) -> pl.Series:
    """Say who agreed to move; those in poorer zones have been asked a little less often."""
    asked = 0.42 + 0.2 * admitted + 0.035 * (quintile - 3)
    answer = np.where(rng.random(len(asked)) < _SAY_YES, "yes", "no")
    return _blank(np.where(rng.random(len(asked)) < asked, answer, ""))


def _practices(zones: pl.DataFrame) -> np.ndarray:
    """Name the practice of each zone; the sixty are spread over the eighty zones in order."""
    number = np.arange(zones.height) * 60 // zones.height + 1
    return np.array([f"Z8{n:04}" for n in number])


def _validated(rng: Generator, days: np.ndarray, as_of: date) -> pl.Series:
    """Date the last validation: lists are due for it from 12 weeks; many are late."""
    ago = rng.integers(1, 140, len(days))
    never = (ago >= days) | (days < 12 * 7)
    return pl.Series(np.datetime64(as_of) - ago).set(pl.Series(never), None)
