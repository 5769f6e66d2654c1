"""The table of a file of series to be charted: its columns, and what each may hold."""

from __future__ import annotations

from tidegate.exchange.matching.input_tables import Column, Form, Table

SERIES = Table(
    "series",
    "one value of one measure; without a column `value`, one rare event, and the days between "
    "events are charted",
    (
        Column(
            "date", Form.DAY, "the day, or a day that stands for the week or month", needed=True
        ),
        Column("value", Form.NUMBER, "the value; blank is not known, and is no 0"),
        Column("measure", Form.TEXT, "what is measured, where the file has several"),
        Column("organisation", Form.TEXT, "whose it is, where the file has several"),
        Column("target", Form.NUMBER, "what is aimed at on that day; blank is no target then"),
    ),
    ("organisation", "measure", "date"),
)
OBSERVED = Table(
    "observations",
    "one figure of one organisation and measure, for a day or for days from `start` to `end`",
    (
        Column("organisation", Form.TEXT, "ODS code", needed=True),
        Column("level", Form.TEXT, "what kind of place: `provider`, `nation` and so on"),
        Column("measure", Form.TEXT, "what is measured", needed=True),
        Column("start", Form.DAY, "the first day", needed=True),
        Column("end", Form.DAY, "the last day"),
        Column("value", Form.NUMBER, "the figure"),
        Column("name", Form.TEXT, "name of the organisation", longest=200),
    ),
    ("organisation", "level", "measure", "start", "end"),
)
