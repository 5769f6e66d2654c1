"""The tables that a plan is made from: their columns, what each may hold, and what it means.

One description serves the reader, the recognition of files and the file reference in the docs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tidegate.core.directory.treatment_functions import TREATMENT_FUNCTIONS
from tidegate.core.matching.problem import Modality


class Form(StrEnum):
    """How a value is written."""

    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    YES_NO = "yes or no"
    LIST = "codes joined by semicolons"
    WEEK = "ISO week (2026-W06) or its Monday (2026-02-02)"
    WEEKS = (
        "list, joined by semicolons, of ISO weeks (2026-W06), their Mondays (2026-02-02) or ranges "
        "of days (2026-02-02/2026-02-15), each of at most 104 weeks"
    )
    DAY = "day (2026-02-02)"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        name: heading, exactly.
        form: how its values are written.
        meaning: what it says, for the file reference.
        needed: whether the column must be there with a value in every row.
        least, most: range of a number.
        codes: the only values allowed, when they are few.
        longest: characters that a text may have; no identifier needs more than the usual 100.
    """

    name: str
    form: Form
    meaning: str
    needed: bool = False
    least: float | None = None
    most: float | None = None
    codes: tuple[str, ...] = ()
    longest: int = 100

    @property
    def length(self) -> str:
        """Say how long a text may be, as findings put it."""
        return f"at most {self.longest} characters"

    @property
    def expected(self) -> str:
        """Say what a value must be, as findings put it."""
        if self.codes and len(self.codes) <= _MOST_CODES_SAID:
            return f"one of {', '.join(self.codes)}"
        if self.codes:
            return f"a known code, such as {self.codes[0]} or {self.codes[-1]}"
        if self.form is Form.TEXT:
            return f"a text of {self.length}"
        limits = [
            words
            for limit, words in (
                (self.least, f"from {self.least:g}" if self.least is not None else ""),
                (self.most, f"up to {self.most:g}" if self.most is not None else ""),
            )
            if limit is not None
        ]
        return f"a {' '.join([self.form.value, *limits])}"


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, what a row is, its columns and what no two rows may share."""

    name: str
    row_is: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...]

    @property
    def needed(self) -> tuple[str, ...]:
        """Headings without which a file is not this table."""
        return tuple(column.name for column in self.columns if column.needed)

    @property
    def of_patients(self) -> bool:
        """Whether its rows are about single patients, so that none may say who they are."""
        return not _PATIENTS.isdisjoint(self.identity)


_PATIENTS = frozenset({"pathway_id", "invitation_id"})
_MOST_CODES_SAID = 12
_ENOUGH = 3  # headings, which no other kind of file is likely to share
_TFCS = tuple(TREATMENT_FUNCTIONS)
_MODALITIES = tuple(Modality)
PRIORITIES = (
    "P1", "P1a", "P1b", "P2", "P3", "P4", "P5", "P6", "D1", "D2", "D3", "D4", "D5", "D6",
)  # fmt: skip
TRAVEL_BANDS = ("50", "100", "national")
CONSENTS = ("yes", "no", "withdrawn", "not asked")

PATHWAYS = Table(
    "pathways",
    "one patient's wait, or a number of people alike in every column",
    (
        Column("pathway_id", Form.TEXT, "pseudonymous identifier, one row each", needed=True),
        Column(
            "holder", Form.TEXT, "ODS code of the provider on whose list it stands", needed=True
        ),
        Column("area", Form.TEXT, "integrated care board that answers for the patient"),
        Column("zone", Form.TEXT, "small area or place that travel is counted from", needed=True),
        Column(
            "tfc", Form.TEXT, "treatment function as RTT reports group it", needed=True, codes=_TFCS
        ),
        Column("modality", Form.TEXT, "kind of care waited for", needed=True, codes=_MODALITIES),
        Column(
            "priority",
            Form.TEXT,
            "clinical priority. P1 is emergency work and never planned; P5, P6 and blank count as "
            "P4 and are flagged; D codes count as the P code of the same number",
            codes=PRIORITIES,
        ),
        Column("clock_start", Form.DAY, "RTT clock start; this or weeks_waited is needed"),
        Column("weeks_waited", Form.WHOLE, "whole weeks waited at the plan's start", least=0),
        Column(
            "imd_quintile", Form.WHOLE, "deprivation of the home, 1 most deprived", least=1, most=5
        ),
        Column("age", Form.WHOLE, "age in years", least=0, most=130),
        Column("asa", Form.WHOLE, "ASA physical status class", least=1, most=6),
        Column("bmi", Form.NUMBER, "body mass index", least=5, most=200),
        Column(
            "conditions",
            Form.LIST,
            "conditions that sites may exclude, in capitals or not; “none” is known none",
        ),
        Column("needs_critical_care", Form.YES_NO, "whether level 3 care must be on site"),
        Column("travel_max_minutes", Form.NUMBER, "longest journey the patient accepts", least=0),
        Column("travel_max_miles", Form.NUMBER, "furthest the patient will travel", least=0),
        Column(
            "travel_band",
            Form.TEXT,
            "the same as one of the bands in which patients are asked, in miles; national is no "
            "limit. Miles stated in travel_max_miles are believed first",
            codes=TRAVEL_BANDS,
        ),
        Column("earliest_week", Form.WEEK, "first week in which the patient can come"),
        Column(
            "unavailable",
            Form.WEEKS,
            "weeks in which the patient cannot come; a range takes every week that it touches",
        ),
        Column(
            "last_validated",
            Form.DAY,
            "day of the last validation of the pathway. It never decides who is matched: a plan "
            "says how many were not validated within the policy’s validation_weeks",
        ),
        Column(
            "consent",
            Form.TEXT,
            "recorded answer to being treated elsewhere; anything but yes keeps the patient to "
            "the holder's own offers",
            codes=CONSENTS,
        ),
        Column("count", Form.WHOLE, "people that the row stands for; blank is 1", least=0),
    ),
    ("pathway_id",),
)
_BESIDE_A_LIST = (
    "bmi", "travel_max_minutes", "travel_max_miles", "travel_band", "consent", "conditions",
    "needs_critical_care", "unavailable", "imd_quintile",
)  # fmt: skip
SIDE = Table(
    "side",
    "what a waiting list does not say of one of its pathways; what is filled here is believed "
    "before the list",
    (
        PATHWAYS.columns[0],
        *(column for column in PATHWAYS.columns if column.name in _BESIDE_A_LIST),
    ),
    ("pathway_id",),
)
OFFERS = Table(
    "offers",
    "units of one kind of care at one site in one week",
    (
        Column("offer_id", Form.TEXT, "identifier, one row each", needed=True),
        Column("site", Form.TEXT, "ODS code of the site", needed=True),
        Column("provider", Form.TEXT, "ODS code of the provider that runs it", needed=True),
        Column("line_id", Form.TEXT, "contract line that pays for it; blank is none"),
        Column("modality", Form.TEXT, "kind of care", needed=True, codes=_MODALITIES),
        Column(
            "tfc", Form.LIST, "treatment functions it may be used for", needed=True, codes=_TFCS
        ),
        Column("week", Form.WEEK, "week in which the units are", needed=True),
        Column("units", Form.WHOLE, "patients that can be treated", needed=True, least=0),
        Column(
            "max_asa", Form.WHOLE, "highest ASA class taken; blank is no limit", least=1, most=6
        ),
        Column("max_bmi", Form.NUMBER, "highest body mass index taken", least=5, most=200),
        Column("min_age", Form.WHOLE, "youngest age taken", least=0, most=130),
        Column("excludes", Form.LIST, "conditions not taken"),
        Column("critical_care", Form.YES_NO, "whether there is level 3 care on site"),
        Column(
            "criteria",
            Form.TEXT,
            "version of the site’s criteria, or a set that comes with Tidegate such as "
            "independent-2026, that fills the limits left blank here; blank is the version in "
            "force in the week of the offer",
        ),
    ),
    ("offer_id",),
)
CRITERIA = Table(
    "criteria",
    "whom one site takes under one version of its criteria, for the days in which that is in force",
    (
        Column("site", Form.TEXT, "ODS code of the site", needed=True),
        Column("version", Form.TEXT, "name of the version, such as 2026-1", needed=True),
        Column("in_force_from", Form.DAY, "first day on which it holds", needed=True),
        Column("in_force_until", Form.DAY, "last day on which it holds; blank is no end"),
        Column(
            "modality",
            Form.TEXT,
            "kind of care that it is for; blank is every kind that has no row of its own",
            codes=_MODALITIES,
        ),
        Column(
            "max_asa", Form.WHOLE, "highest ASA class taken; blank is no limit", least=1, most=6
        ),
        Column("max_bmi", Form.NUMBER, "highest body mass index taken", least=5, most=200),
        Column("min_age", Form.WHOLE, "youngest age taken", least=0, most=130),
        Column("excludes", Form.LIST, "conditions not taken"),
        Column("critical_care", Form.YES_NO, "whether there is level 3 care on site"),
        Column("source", Form.TEXT, "where the site states it", longest=500),
    ),
    ("site", "version", "modality", "in_force_from"),
)
LINES = Table(
    "lines",
    "one site and modality under one contract",
    (
        Column("line_id", Form.TEXT, "identifier, one row each", needed=True),
        Column("contract_id", Form.TEXT, "the contract that it belongs to"),
        Column("payer", Form.TEXT, "area that pays", needed=True),
        Column(
            "minimum_take", Form.WHOLE, "units paid for whether used or not", needed=True, least=0
        ),
        Column("cap", Form.WHOLE, "most units that may be taken; blank is no cap", least=0),
        Column(
            "unit_price_pence",
            Form.WHOLE,
            "price of a unit above the minimum take, in pence",
            needed=True,
            least=0,
        ),
        Column(
            "weekly_change",
            Form.WHOLE,
            "most units by which the use of one week may differ from that of the week before or "
            "after it; blank is no bound",
            least=0,
        ),
    ),
    ("line_id",),
)
BUDGETS = Table(
    "budgets",
    "what one area will spend above minimum takes",
    (
        Column("area", Form.TEXT, "the area, as lines name it as payer", needed=True),
        Column("pence", Form.WHOLE, "the most it will spend, in pence", needed=True, least=0),
    ),
    ("area",),
)
TRAVEL = Table(
    "travel",
    "the journey from one zone to one site; a pair that is missing cannot be travelled",
    (
        Column("zone", Form.TEXT, "where the journey starts", needed=True),
        Column("site", Form.TEXT, "where it ends", needed=True),
        Column("minutes", Form.NUMBER, "minutes one way", needed=True, least=0),
        Column("miles", Form.NUMBER, "miles one way, for limits stated in miles", least=0),
    ),
    ("zone", "site"),
)
_LATITUDE = Column("latitude", Form.NUMBER, "degrees north", needed=True, least=-90, most=90)
_LONGITUDE = Column("longitude", Form.NUMBER, "degrees east", needed=True, least=-180, most=180)
ZONES = Table(
    "zones",
    "the place of one zone, when no travel table is given",
    (Column("zone", Form.TEXT, "the zone", needed=True), _LATITUDE, _LONGITUDE),
    ("zone",),
)
SITES = Table(
    "sites",
    "the place of one site, when no travel table is given",
    (Column("site", Form.TEXT, "the site", needed=True), _LATITUDE, _LONGITUDE),
    ("site",),
)

TABLES = {
    table.name: table
    for table in (PATHWAYS, SIDE, OFFERS, CRITERIA, LINES, BUDGETS, TRAVEL, ZONES, SITES)
}
# A file is the first of these whose needed headings it has; the longest lists come first.
_BY_HEADINGS = (OFFERS, PATHWAYS, LINES, CRITERIA, TRAVEL, ZONES, SITES, BUDGETS)


def table_of(headings: Iterable[str]) -> Table | None:
    """Tell which table a file with these headings is; None when it is none of them.

    A file that lacks a heading or two of many is that table still, so that reading it can say
    which are missing.
    """
    given = set(headings)
    whole = next((table for table in _BY_HEADINGS if given.issuperset(table.needed)), None)
    nearly = next((table for table in _BY_HEADINGS if _nearly(table, given)), None)
    return whole or nearly or (SIDE if _is_side(given) else None)


def _is_side(given: set[str]) -> bool:
    """Tell a side file by its identifiers and at least one column of its own, if it has others."""
    others = given.difference(SIDE.needed)
    return len(others) < len(given) and (not others or bool(others.intersection(_BESIDE_A_LIST)))


def _nearly(table: Table, given: set[str]) -> bool:
    there = len(given.intersection(table.needed))
    return there >= _ENOUGH and 3 * there >= 2 * len(table.needed)
