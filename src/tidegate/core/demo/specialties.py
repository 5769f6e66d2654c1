"""How the fictional waiting list divides by treatment function, and how long each waits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Specialty:
    """One treatment function of the fictional list.

    Attributes:
        tfc: treatment function code.
        share: its part of the whole list, per cent.
        within_18: its part that waits under 18 weeks, per cent.
        over_52: its part that waits over 52 weeks, per cent.
        to_admit: its part with a decision to admit, per cent.
        age: mean age of its patients, years; their spread is 17 years.
        elsewhere: whether independent hospitals hold some of its pathways.
    """

    tfc: str
    share: float
    within_18: float
    over_52: float
    to_admit: float
    age: int
    elsewhere: bool = False


# The four shares are those of England's list at the end of January 2026 (NHS England, RTT full
# CSV, Open Government Licence v3.0), rounded, so that the fiction has the shape of the real thing.
# Ages are rough guesses. The treatment functions below a third of a per cent are left out.
SPECIALTIES = (
    Specialty("100", 5.4, 59.6, 2.3, 30, 56, elsewhere=True),
    Specialty("101", 5.4, 62.8, 2.0, 20, 60, elsewhere=True),
    Specialty("110", 11.8, 57.6, 3.0, 32, 58, elsewhere=True),
    Specialty("120", 8.2, 53.4, 2.7, 13, 46, elsewhere=True),
    Specialty("130", 8.3, 69.7, 0.9, 24, 67, elsewhere=True),
    Specialty("140", 4.4, 52.4, 3.2, 18, 40),
    Specialty("150", 0.8, 60.4, 1.8, 18, 54),
    Specialty("160", 1.5, 54.2, 3.3, 45, 48),
    Specialty("300", 0.5, 66.9, 0.9, 7, 60),
    Specialty("301", 5.3, 64.8, 1.2, 12, 53, elsewhere=True),
    Specialty("320", 5.4, 63.9, 1.2, 9, 63),
    Specialty("330", 5.5, 59.8, 1.6, 8, 50, elsewhere=True),
    Specialty("340", 2.6, 69.4, 0.7, 2, 59),
    Specialty("400", 3.1, 57.0, 1.7, 1, 51),
    Specialty("410", 1.6, 66.3, 0.7, 2, 57),
    Specialty("430", 0.4, 79.3, 0.5, 2, 81),
    Specialty("502", 7.9, 56.8, 2.6, 15, 44, elsewhere=True),
    Specialty("X02", 8.6, 66.1, 1.1, 7, 54),
    Specialty("X04", 4.4, 63.3, 1.6, 13, 8),
    Specialty("X05", 6.7, 62.2, 1.9, 18, 52),
    Specialty("X06", 2.1, 73.9, 1.2, 6, 50),
)
CHILDREN = "X04"
