"""Age and health of the fictional patients: what hospitals' criteria ask about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tidegate.core.demo.specialties import CHILDREN, SPECIALTIES

if TYPE_CHECKING:
    from numpy.random import Generator

# Condition → its chance at ASA 1, 2, 3 and 4.
CONDITIONS = {
    "recent_heart_attack": (0.0, 0.001, 0.02, 0.06),
    "recent_stroke": (0.0, 0.001, 0.02, 0.05),
    "severe_respiratory": (0.0, 0.002, 0.05, 0.15),
    "bleeding_disorder": (0.002, 0.004, 0.01, 0.02),
    "dialysis": (0.0, 0.0, 0.01, 0.06),
    "uncontrolled_diabetes": (0.0, 0.01, 0.06, 0.08),
    "uncontrolled_hypertension": (0.0, 0.02, 0.06, 0.06),
    "unstable_mental_illness": (0.003, 0.008, 0.015, 0.015),
}
_AGE_SPREAD, _YOUNGEST_ADULT, _OLDEST = 17.0, 16, 99  # years
_CRITICAL_CARE_UNKNOWN = 0.02  # of pathways


def draw_age(rng: Generator, specialty: np.ndarray) -> np.ndarray:
    """Draw ages in whole years; paediatric services see children, the others hardly any."""
    mean = np.array([specialty.age for specialty in SPECIALTIES], dtype=float)[specialty]
    child = np.array([specialty.tfc == CHILDREN for specialty in SPECIALTIES])[specialty]
    age = rng.normal(mean, np.where(child, 4.5, _AGE_SPREAD))
    low, high = np.where(child, 1, _YOUNGEST_ADULT), np.where(child, 17, _OLDEST)
    return np.clip(np.rint(age), low, high).astype(np.int16)


def draw_asa(rng: Generator, age: np.ndarray, quintile: np.ndarray) -> np.ndarray:
    """Draw the ASA class, 1 (well) to 4; it rises with age and with deprivation."""
    frailty = rng.normal(0.0, 1.0, len(age)) + (age - 52) / 26 + 0.14 * (3 - quintile)
    return (np.searchsorted((-0.35, 1.15, 2.7), frailty) + 1).astype(np.int8)


def draw_bmi(rng: Generator, age: np.ndarray, quintile: np.ndarray) -> np.ndarray:
    """Draw the body mass index, one decimal; higher where deprivation is, lower in children."""
    adult = rng.normal(28.2 + 0.55 * (3 - quintile), 5.4)
    return np.round(
        np.clip(np.where(age < _YOUNGEST_ADULT, adult * 0.68, adult), 13, 62), 1
    ).astype(np.float32)


def draw_conditions(rng: Generator, age: np.ndarray, asa: np.ndarray) -> pl.Series:
    """Draw conditions, joined by semicolons; null is unknown (one in 25)."""
    present = np.zeros(len(age), dtype=np.int64)
    for bit, chances in enumerate(CONDITIONS.values()):
        present |= (rng.random(len(age)) < np.array(chances)[asa - 1]).astype(np.int64) << bit
    names = list(CONDITIONS)
    texts = np.array(
        [
            ";".join(n for b, n in enumerate(names) if mask >> b & 1) or "none"
            for mask in range(2 ** len(names))
        ]
    )
    return pl.Series(texts[present]).set(pl.Series(rng.random(len(age)) < 1 / 25), None)


def draw_critical_care(rng: Generator, asa: np.ndarray, inpatient: np.ndarray) -> pl.Series:
    """Draw who needs critical care afterwards: few, most of them frail and staying overnight."""
    chance = np.array([0.001, 0.006, 0.05, 0.2])[asa - 1] * np.where(inpatient, 1.0, 0.1)
    needs = pl.Series(rng.random(len(asa)) < chance)
    return needs.set(pl.Series(rng.random(len(asa)) < _CRITICAL_CARE_UNKNOWN), None)
