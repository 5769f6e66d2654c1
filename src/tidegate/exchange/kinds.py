"""The kinds of file that Tidegate knows how to read."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a file is, told from its content; the value is stable and used in records."""

    RTT_FULL_CSV = "rtt-full-csv"
    RTT_WORKBOOK = "rtt-workbook"
    RTT_OVERVIEW = "rtt-overview"
    ODS_TRUSTS = "ods-trusts"
    ODS_PRACTICES = "ods-practices"
    ODS_COMMISSIONERS = "ods-commissioners"
    HOSPITALS = "nhsuk-hospitals"
    TRUST_POINTS = "trust-points"
    AREA_BOUNDARIES = "area-boundaries"
    LSOA_CENTROIDS = "lsoa-centroids"
    LSOA_AREAS = "lsoa-areas"
    LSOA_POPULATION = "lsoa-population"
    LSOA_DEPRIVATION = "lsoa-deprivation"
    PATHWAYS = "pathways"
    SIDE = "side"
    WLMDS = "wlmds"
    OFFERS = "offers"
    CRITERIA = "criteria"
    LINES = "lines"
    BUDGETS = "budgets"
    TRAVEL = "travel"
    ZONES = "zones"
    SITES = "sites"
    ORGANISATIONS = "organisations"
    OUTCOMES = "outcomes"
    REPLIES = "replies"
    CONTRACT = "contract"
    RETURNS = "returns"
    INVOICES = "invoices"
    DEMAND = "demand"
    SIZING = "sizing"
    WINTER_SITREP = "winter-sitrep"
    WINTER_SERIES = "winter-series"
    DAILY_BEDS = "daily-beds"
    MONTHLY_BEDS = "monthly-beds"
    COVID_HOSPITAL = "covid-hospital"
    CRITICAL_CARE = "critical-care"
    CRITICAL_CARE_SERIES = "critical-care-series"
    KH03 = "kh03"
    KH03_SERIES = "kh03-series"
    THEATRES = "theatres"
    AE = "ae"
    AE_SERIES = "ae-series"
    CRITERIA_TO_RESIDE = "criteria-to-reside"
    DISCHARGED = "discharged"
    DELAYED_TRANSFERS = "delayed-transfers"
    AMBULANCE = "ambulance"
    VIRTUAL_WARD = "virtual-ward"
    CANCELLED_OPS = "cancelled-ops"
    SITUATION_REPORT = "situation-report"
    SCORE_TABLE = "score-table"
    SERIES = "series"
    OBSERVATIONS = "observations"
    HISTORY = "history"
    COVARIATES = "covariates"
    VINTAGES = "vintages"
    VINTAGE_MAP = "vintage_map"
    LOCATIONS = "locations"
    FORECAST = "forecast"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """Name the kind for people."""
        return _TITLES[self]


_TITLES = {
    Kind.RTT_FULL_CSV: "RTT full CSV, one month",
    Kind.RTT_WORKBOOK: "RTT workbook, one month",
    Kind.RTT_OVERVIEW: "RTT overview time series",
    Kind.ODS_TRUSTS: "ODS list of NHS trusts",
    Kind.ODS_PRACTICES: "ODS list of practices",
    Kind.ODS_COMMISSIONERS: "ODS list of commissioners",
    Kind.HOSPITALS: "NHS.UK list of hospitals",
    Kind.TRUST_POINTS: "coordinates of NHS trusts",
    Kind.AREA_BOUNDARIES: "outlines of integrated care boards",
    Kind.LSOA_CENTROIDS: "centroids of small areas (LSOA)",
    Kind.LSOA_AREAS: "small areas (LSOA) and their commissioners",
    Kind.LSOA_POPULATION: "population of small areas (LSOA)",
    Kind.LSOA_DEPRIVATION: "deprivation of small areas (LSOA)",
    Kind.PATHWAYS: "waiting list, one row for each pathway",
    Kind.SIDE: "side file to a waiting list",
    Kind.WLMDS: "weekly patient-level waiting list (WLMDS)",
    Kind.OFFERS: "offers of capacity",
    Kind.CRITERIA: "criteria of sites: whom each takes, and from when",
    Kind.LINES: "contract lines",
    Kind.BUDGETS: "budgets of areas",
    Kind.TRAVEL: "journeys from zones to sites",
    Kind.ZONES: "places of zones",
    Kind.SITES: "places of sites",
    Kind.ORGANISATIONS: "organisations and who oversees whom",
    Kind.OUTCOMES: "outcomes of invitations",
    Kind.REPLIES: "replies to the places that a plan proposed",
    Kind.CONTRACT: "contract: its lines and its terms",
    Kind.RETURNS: "returns of use of contract lines",
    Kind.INVOICES: "invoices under contracts",
    Kind.DEMAND: "demand: units wanted in past weeks",
    Kind.SIZING: "questions of how much to commit to",
    Kind.WINTER_SITREP: "daily situation reports of a winter",
    Kind.WINTER_SERIES: "daily situation reports of several winters, in one table",
    Kind.DAILY_BEDS: "daily beds of one sort, from situation reports",
    Kind.MONTHLY_BEDS: "critical care and general and acute beds, by month",
    Kind.COVID_HOSPITAL: "COVID-19 hospital activity, weekly file by provider",
    Kind.CRITICAL_CARE: "critical care beds and urgent operations cancelled, one month",
    Kind.CRITICAL_CARE_SERIES: "critical care beds, months in one table",
    Kind.KH03: "beds open overnight (KH03), one quarter",
    Kind.KH03_SERIES: "beds open overnight (KH03), quarters in one table",
    Kind.THEATRES: "operating theatres, quarters in one table",
    Kind.AE: "A&E attendances and emergency admissions, one month",
    Kind.AE_SERIES: "A&E attendances of England, month by month",
    Kind.CRITERIA_TO_RESIDE: "patients without criteria to reside, by trust and day",
    Kind.DISCHARGED: "patients discharged, by board and day",
    Kind.DELAYED_TRANSFERS: "delayed transfers of care, one month",
    Kind.AMBULANCE: "ambulance systems indicators (AmbSYS)",
    Kind.VIRTUAL_WARD: "virtual wards, one month",
    Kind.CANCELLED_OPS: "operations cancelled at the last minute, one quarter",
    Kind.SITUATION_REPORT: "situation reports of somebody’s own",
    Kind.SCORE_TABLE: "score table of pressure",
    Kind.SERIES: "series to be charted",
    Kind.OBSERVATIONS: "observations: figures by organisation, measure and period",
    Kind.HISTORY: "history to forecast from",
    Kind.COVARIATES: "other measures beside a history to forecast from",
    Kind.VINTAGES: "earlier releases of a history to forecast from",
    Kind.VINTAGE_MAP: "which release of a history a forecast may use",
    Kind.LOCATIONS: "places of a history to forecast from",
    Kind.FORECAST: "forecast, in quantiles",
    Kind.UNKNOWN: "not a file that Tidegate reads",
}
