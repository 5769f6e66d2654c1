"""Seeded synthetic matching problems of the shapes that must stay fast; nobody is real."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
from bench.england.make import england

from tidegate.core.matching.problem import Problem, make_problem

__all__ = ["england", "health_system", "published_england"]

MONDAY = date(2026, 1, 5)


def published_england(
    seed: int, *, functions: int = 23, zones: int = 115, sites: int = 200, scale: float = 1.0
) -> Problem:
    """Make a country of counted classes: zones × treatment functions × bands, two modalities."""
    random = np.random.default_rng(seed)
    zone_at = random.random((zones, 2)) * [250, 350]
    site_at = zone_at[random.integers(0, zones, sites)] + random.normal(0, 10, (sites, 2))
    miles = np.hypot(*np.moveaxis(zone_at[:, None] - site_at[None], 2, 0))
    zone, site = np.nonzero(miles < 100)
    travel = pl.DataFrame(
        {
            "zone": [f"Z{index:03}" for index in zone],
            "site": [f"S{index:03}" for index in site],
            "minutes": miles[zone, site] * 2.4,
            "miles": miles[zone, site],
        }
    )
    size = random.lognormal(0, 1, functions)
    size /= size.mean()
    pathways, offers = [], []
    band = np.arange(105)
    for function in range(functions):
        for modality, share, fall in (("admitted", 0.16, 16.0), ("non_admitted", 0.84, 12.0)):
            shape = np.exp(-band / fall)
            mean = 7.3e6 * scale * share * size[function] / functions / zones
            people = random.poisson(
                np.outer(random.lognormal(0, 0.5, zones) * mean, shape / shape.sum())
            )
            at, waited = np.nonzero(people)
            pathways.append(_classes(function, modality, at, waited, people[at, waited]))
            here = np.flatnonzero(random.random(sites) < 0.6)
            units = random.poisson(
                random.lognormal(1.6, 1.0, (len(here), 1)) * scale * size[function], (len(here), 13)
            )
            offers.append(_units(function, modality, here, units))
    return make_problem(
        MONDAY, 13, pathways=pl.concat(pathways), offers=pl.concat(offers), travel=travel
    )


def _classes(
    function: int, modality: str, zone: np.ndarray, waited: np.ndarray, count: np.ndarray
) -> pl.DataFrame:
    tfc = str(100 + function)
    return pl.DataFrame(
        {
            "pathway_id": [
                f"{tfc}-{modality}-{z:03}-{w:03}" for z, w in zip(zone, waited, strict=True)
            ],
            "zone": [f"Z{index:03}" for index in zone],
            "tfc": tfc,
            "modality": modality,
            "priority": "P4",
            "weeks_waited": waited,
            "consent": True,
            "count": count,
        }
    )


def _units(function: int, modality: str, sites: np.ndarray, units: np.ndarray) -> pl.DataFrame:
    tfc = str(100 + function)
    at, week = np.nonzero(units)
    return pl.DataFrame(
        {
            "offer_id": [
                f"{tfc}-{modality}-{sites[s]:03}-{w:02}" for s, w in zip(at, week, strict=True)
            ],
            "site": [f"S{sites[index]:03}" for index in at],
            "provider": [f"P{sites[index]:03}" for index in at],
            "modality": modality,
            "tfcs": [[tfc]] * len(at),
            "week": week,
            "units": units[at, week],
        }
    )


def health_system(
    seed: int, *, people: int = 150_000, functions: int = 10, zones: int = 120, weeks: int = 8
) -> Problem:
    """Make one area of single patients: three trusts, six independents, lines and a budget."""
    random = np.random.default_rng(seed)
    zone_at = random.random((zones, 2)) * 50
    site_at = random.random((9, 2)) * 50
    minutes = np.hypot(*np.moveaxis(zone_at[:, None] - site_at[None], 2, 0)) * 2.4
    zone, site = np.nonzero(minutes < 90)
    travel = pl.DataFrame(
        {
            "zone": [f"Z{index:03}" for index in zone],
            "site": [f"S{index}" for index in site],
            "minutes": minutes[zone, site].round(1),
        }
    )
    offers, lines = _system_offers(random, people, functions, weeks)
    budgets = pl.DataFrame({"area": ["AREA"], "pence": [60_000_000 * people // 150_000]})
    return make_problem(
        MONDAY,
        weeks,
        pathways=_patients(random, people, functions, zones),
        offers=offers,
        travel=travel,
        lines=lines,
        budgets=budgets,
    )


def _patients(random: np.random.Generator, people: int, functions: int, zones: int) -> pl.DataFrame:
    def unknown(values: np.ndarray, share: float) -> list[object]:
        missing = random.random(people) < share
        return [
            None if gone else value for gone, value in zip(missing, values.tolist(), strict=True)
        ]

    conditions = [[], ["MI_6M"], ["DIALYSIS"], ["COPD_UNSTABLE"], ["DIABETES_UNCONTROLLED"]]
    chosen = random.choice(5, people, p=[0.9, 0.02, 0.02, 0.03, 0.03])
    return pl.DataFrame(
        {
            "pathway_id": [f"W{index:06}" for index in range(people)],
            "holder": [f"T{index}" for index in random.integers(0, 3, people)],
            "area": "AREA",
            "zone": [f"Z{index:03}" for index in random.integers(0, zones, people)],
            "tfc": (100 + random.integers(0, functions, people)).astype(str),
            "modality": random.choice(
                ["outpatient", "day_case", "inpatient"], people, p=[0.7, 0.2, 0.1]
            ),
            "priority": random.choice(["P2", "P3", "P4"], people, p=[0.02, 0.1, 0.88]),
            "weeks_waited": np.minimum(random.exponential(18, people), 120).astype(int),
            "imd_quintile": random.integers(1, 6, people),
            "age": random.integers(1, 96, people),
            "asa": unknown(random.choice(4, people, p=[0.35, 0.45, 0.17, 0.03]) + 1, 0.1),
            "bmi": unknown(random.normal(28, 6, people).round(1), 0.1),
            "conditions": [conditions[index] for index in chosen],
            "needs_critical_care": random.random(people) < 0.03,
            "travel_max_minutes": unknown(random.choice([30.0, 45.0, 60.0], people), 0.4),
            "earliest_week": np.maximum(random.integers(-6, 4, people), 0),
            "consent": random.random(people) < 0.6,
        },
        schema_overrides={"asa": pl.Int8, "bmi": pl.Float32, "travel_max_minutes": pl.Float64},
    )


def _system_offers(
    random: np.random.Generator, people: int, functions: int, weeks: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    offers, lines = [], []
    for site in range(9):
        independent = site >= 3
        for modality in ("outpatient", "day_case", "inpatient"):
            line = f"L{site}-{modality}" if independent else None
            total = 0
            for function in range(functions):
                if random.random() < 0.4:
                    continue
                for week in range(weeks):
                    units = int(random.poisson(random.gamma(2, 6)) * people / 150_000)
                    total += units
                    offers.append(
                        {
                            "offer_id": f"O{site}-{modality}-{function}-{week}",
                            "site": f"S{site}",
                            "provider": f"N{site}" if independent else f"T{site}",
                            "line_id": line,
                            "modality": modality,
                            "tfcs": [str(100 + function)],
                            "week": week,
                            "units": units,
                            "max_asa": 2 + site % 2 if independent else None,
                            "max_bmi": 35.0 + 5 * (site % 2) if independent else None,
                            "min_age": 18 if independent else None,
                            "excludes": ["MI_6M", "DIALYSIS"] if independent else [],
                            "critical_care": not independent,
                        }
                    )
            if line:
                lines.append(
                    {
                        "line_id": line,
                        "contract_id": f"C{site}",
                        "payer": "AREA",
                        "minimum_take": int(total * 0.4),
                        "cap": int(total * 0.9),
                        "unit_price_pence": {"outpatient": 15_000, "day_case": 120_000,
                                             "inpatient": 420_000}[modality],
                    }
                )  # fmt: skip
    return pl.DataFrame(offers, infer_schema_length=None), pl.DataFrame(lines)
