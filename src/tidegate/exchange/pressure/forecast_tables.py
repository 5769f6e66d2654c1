"""The tables of a forecast's folder: their columns, what each may hold, and what it means."""

from __future__ import annotations

from tidegate.exchange.matching.input_tables import Column, Form, Table

_LOCATION = Column("location", Form.TEXT, "code of the place", needed=True)
_DATE = Column("date", Form.DAY, "the day, or the last day of the week", needed=True)
_COUNT = Column("value", Form.NUMBER, "the count; blank is not known", least=0)

HISTORY = Table(
    "history",
    "the count of one place on one day or in one week, as known when the forecast is made",
    (_LOCATION, _DATE, _COUNT),
    ("location", "date"),
)
COVARIATES = Table(
    "covariates",
    "another measure of one place on one day or in one week; each may end earlier than the history",
    (
        Column("series", Form.TEXT, "name of the measure", needed=True),
        _LOCATION,
        _DATE,
        Column("value", Form.NUMBER, "its value; blank is not known"),
    ),
    ("series", "location", "date"),
)
VINTAGES = Table(
    "vintages",
    "the count of one place as one release stated it",
    (Column("as_of", Form.DAY, "day of the release", needed=True), _LOCATION, _DATE, _COUNT),
    ("as_of", "location", "date"),
)
LOCATIONS = Table(
    "locations",
    "what is known of one place",
    (
        _LOCATION,
        Column("region", Form.TEXT, "places of one region are taken to grow alike", longest=200),
        Column("population", Form.NUMBER, "people who live there", least=0),
        Column("name", Form.TEXT, "its name, shown in answers", longest=200),
    ),
    ("location",),
)
VINTAGE_MAP = Table(
    "vintage_map",
    "the newest release that a forecast of one reference date may use",
    (
        Column("reference_date", Form.DAY, "day of the forecast", needed=True),
        Column("as_of", Form.DAY, "day of the release", needed=True),
    ),
    ("reference_date",),
)
FORECAST = Table(
    "forecast",
    "one quantile of the forecast for one place and horizon, in the long form of the hubverse",
    (
        _LOCATION,
        Column("reference_date", Form.DAY, "day on which it was made", needed=True),
        Column("horizon", Form.WHOLE, "days or weeks ahead", needed=True, least=0, most=366),
        Column("target_end_date", Form.DAY, "the day forecast, or the last day of the week"),
        Column("target", Form.TEXT, "what is forecast"),
        Column("output_type", Form.TEXT, "always “quantile”; other rows are left out when read"),
        Column(
            "output_type_id", Form.NUMBER, "level of the quantile", needed=True, least=0, most=1
        ),
        Column("value", Form.NUMBER, "the quantile", needed=True, least=0),
    ),
    ("location", "reference_date", "horizon", "output_type_id"),
)
FOLDER_TABLES = (HISTORY, COVARIATES, VINTAGES, VINTAGE_MAP, LOCATIONS)
