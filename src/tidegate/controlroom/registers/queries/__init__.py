"""The registers as one viewer may see them; the only way by which their rows reach a page."""

from tidegate.controlroom.registers.queries.history import history, keepers, names
from tidegate.controlroom.registers.queries.published import (
    cases_of_quarter,
    files_of_month,
    quarters,
    release_months,
)
from tidegate.controlroom.registers.queries.rows import (
    commitments,
    data_releases,
    enforcement_acts,
    funding_transfers,
    rating_opinions,
    segments,
    speak_up_cases,
    spend_cases,
)

__all__ = [
    "cases_of_quarter",
    "commitments",
    "data_releases",
    "enforcement_acts",
    "files_of_month",
    "funding_transfers",
    "history",
    "keepers",
    "names",
    "quarters",
    "rating_opinions",
    "release_months",
    "segments",
    "speak_up_cases",
    "spend_cases",
]
