"""What the fictional hospitals offer each week, whom they accept, and on what terms."""

from __future__ import annotations

from dataclasses import dataclass

from tidegate.core.demo.fitness import CONDITIONS

_RECENT = ("recent_heart_attack", "recent_stroke")
_USUAL = (*_RECENT, "severe_respiratory", "dialysis", "unstable_mental_illness")


@dataclass(frozen=True, slots=True)
class Criteria:
    """Whom a site accepts; None does not limit."""

    max_asa: int | None = None
    max_bmi: int | None = None
    min_age: int | None = None
    excludes: tuple[str, ...] = ()
    critical_care: bool = False


@dataclass(frozen=True, slots=True)
class Offered:
    """Units that a site offers each week in one modality for some treatment functions."""

    site: str
    modality: str
    tfcs: tuple[str, ...]
    weekly_units: int
    criteria: Criteria


@dataclass(frozen=True, slots=True)
class Terms:
    """What a contract says of one site and modality.

    Attributes:
        minimum_share: part of the units offered that is paid for whether used or not.
        cap_share: most that may be used, as a part of the units offered; None is no cap.
        unit_price_pence: price of one unit above the minimum.
    """

    minimum_share: float
    cap_share: float | None
    unit_price_pence: int


GENERAL = Criteria(3, 40, 18, _USUAL)
CAREFUL = Criteria(2, 35, 18, (*_USUAL, "uncontrolled_diabetes", "uncontrolled_hypertension"))
# The story of this one: its criteria are so tight that hardly anyone who waits meets them.
TOO_TIGHT = Criteria(1, 24, 18, tuple(CONDITIONS))
CLINICS = Criteria(None, None, 16)
SCANS = Criteria(None, 45, 16)
HOSPITAL = Criteria(None, None, 18, (), critical_care=True)

# Saltreach Elective Centre is the area's own: what it offers needs no contract.
OFFERED = (
    Offered("ZN101", "inpatient", ("110",), 18, GENERAL),
    Offered("ZN101", "day_case", ("110",), 34, GENERAL),
    Offered("ZN101", "day_case", ("100", "502"), 34, GENERAL),
    Offered("ZN101", "outpatient", ("100", "110", "502"), 190, CLINICS),
    Offered("ZN101", "outpatient", ("120",), 44, CLINICS),
    Offered("ZN102", "inpatient", ("110",), 26, TOO_TIGHT),
    Offered("ZN102", "day_case", ("130",), 26, CAREFUL),
    Offered("ZN102", "outpatient", ("110", "130"), 110, CLINICS),
    Offered("ZN103", "inpatient", ("100", "502"), 18, CAREFUL),
    Offered("ZN103", "day_case", ("101", "301"), 64, CAREFUL),
    Offered("ZN103", "outpatient", ("101", "301", "330"), 176, CLINICS),
    Offered("ZN103", "diagnostic", ("301",), 34, SCANS),
    Offered("ZN104", "inpatient", ("110",), 18, CAREFUL),
    Offered("ZN104", "day_case", ("110", "160"), 40, CAREFUL),
    Offered("ZN104", "outpatient", ("110", "120", "140"), 190, CLINICS),
    Offered("ZN105", "day_case", ("130",), 64, GENERAL),
    Offered("ZN105", "day_case", ("120", "140"), 28, GENERAL),
    Offered("ZN105", "outpatient", ("130",), 190, CLINICS),
    Offered("ZN106", "diagnostic", ("101", "301", "320"), 100, SCANS),
    Offered("ZN106", "diagnostic", ("110", "340", "502", "X02"), 190, SCANS),
    Offered("Z02A2", "inpatient", ("100", "101", "110"), 36, HOSPITAL),
    Offered("Z02A2", "day_case", ("100", "101", "502"), 70, HOSPITAL),
    Offered("Z02A2", "outpatient", ("320", "330", "400", "410", "X02"), 270, CLINICS),
    Offered("Z02A2", "diagnostic", ("320",), 50, SCANS),
)

TERMS = {
    ("ZN101", "inpatient"): Terms(0.75, None, 612_000),
    ("ZN101", "day_case"): Terms(0.7, None, 148_000),
    ("ZN101", "outpatient"): Terms(0.5, None, 17_500),
    ("ZN102", "inpatient"): Terms(0.9, None, 684_000),
    ("ZN102", "day_case"): Terms(0.6, 0.9, 121_000),
    ("ZN102", "outpatient"): Terms(0.4, None, 18_200),
    ("ZN103", "inpatient"): Terms(0.7, None, 438_000),
    ("ZN103", "day_case"): Terms(0.6, None, 92_500),
    ("ZN103", "outpatient"): Terms(0.5, 0.92, 16_900),
    ("ZN103", "diagnostic"): Terms(0.5, None, 41_000),
    ("ZN104", "inpatient"): Terms(0.6, 0.9, 655_000),
    ("ZN104", "day_case"): Terms(0.6, None, 163_000),
    ("ZN104", "outpatient"): Terms(0.3, None, 19_800),
    ("ZN105", "day_case"): Terms(0.8, None, 104_000),
    ("ZN105", "outpatient"): Terms(0.6, None, 14_500),
    ("ZN106", "diagnostic"): Terms(0.65, None, 23_800),
}
# What the board may spend above the minimums, as a part of what using everything would cost.
BUDGET_SHARE = 0.55
