"""How each form of value is read: from text as it was written, or from Parquet's own types.

Every reader returns null for what does not fit; whole columns at a time, and a text that occurs
often is read once.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from tidegate.exchange.matching.input_tables import Form

MOST_WEEKS_AWAY = 104
"""Longest range of days in which a patient may be said not to come."""
TYPES: dict[Form, pl.DataType] = {
    Form.TEXT: pl.String(),
    Form.WHOLE: pl.Int64(),
    Form.NUMBER: pl.Float64(),
    Form.YES_NO: pl.Boolean(),
    Form.LIST: pl.List(pl.String()),
    Form.WEEK: pl.Date(),
    Form.WEEKS: pl.List(pl.Date()),
    Form.DAY: pl.Date(),
}
_YEARS = (1950, 2099)
_EXACT = 2**53  # up to which every whole number is told from the next
_FEW = 20  # rows to a distinct text from which on it pays to read each once
_YES_NO = {"yes": True, "true": True, "y": True, "1": True,
           "no": False, "false": False, "n": False, "0": False}  # fmt: skip


def read_form(form: Form, given: pl.Series) -> pl.Series:
    """Give values the type of their form; null where they are blank or do not fit."""
    return _READ[form](given)


def _text(given: pl.Series) -> pl.Series:
    text = given.cast(pl.String)
    blank = text == ""
    return text.set(blank, None) if blank.any() else text


def _number(given: pl.Series) -> pl.Series:
    number = given.cast(pl.Float64, strict=False)
    odd = number.is_nan() | number.is_infinite()
    return number.set(odd, None) if odd.any() else number


def _whole(given: pl.Series) -> pl.Series:
    if given.dtype.is_integer():
        return given.cast(pl.Int64, strict=False)
    number = _number(given)
    whole = number.set(number != number.round(0), None)
    return whole.clip(-_EXACT, _EXACT).cast(pl.Int64)  # what is beyond is too high all the same


def _yes_no(given: pl.Series) -> pl.Series:
    if given.dtype == pl.Boolean:
        return given
    return _each_once(given.cast(pl.String), _said_yes)


def _said_yes(given: pl.Series) -> pl.Series:
    told = given.str.to_lowercase()
    return told.replace_strict(_YES_NO, default=None, return_dtype=pl.Boolean)


def _list(given: pl.Series) -> pl.Series:
    """Blank is not known; “none” and, in Parquet, an empty text are known to be none."""
    if given.dtype == pl.List(pl.String):
        return given
    return _each_once(given.cast(pl.String), _split)


def _split(given: pl.Series) -> pl.Series:
    parts = given.str.split(";").list.eval(pl.element().str.strip_chars())
    return parts.list.eval(pl.element().filter((pl.element() != "") & (pl.element() != "none")))


def _each_once(given: pl.Series, read: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """Read each text once, where texts repeat, and put the answers in place."""
    texts = given.unique(maintain_order=True)
    if len(texts) * _FEW > len(given):
        return read(given).alias(given.name)
    place = given.replace_strict(texts, pl.int_range(len(texts), eager=True), default=None)
    return read(texts).gather(place).alias(given.name)


def read_date(given: pl.Series) -> pl.Series:
    """Read days of any time; null where they are blank or do not fit."""
    if given.dtype == pl.Date:
        return given
    return given.cast(pl.String).str.head(10).str.to_date("%Y-%m-%d", strict=False)


def _day(given: pl.Series) -> pl.Series:
    return _of_our_time(read_date(given))


def _of_our_time(days: pl.Series) -> pl.Series:
    """Put null for a day that a slip or a spreadsheet made, such as 1900-01-01."""
    strange = ~days.dt.year().is_between(*_YEARS)
    return days.set(strange, None) if strange.any() else days


def _week(given: pl.Series) -> pl.Series:
    """Return the Monday of each week; a day that is not a Monday does not name a week."""
    if given.dtype == pl.Date:
        return _mondays(_of_our_time(given))
    return _each_once(given.cast(pl.String), _named_week)


def _named_week(given: pl.Series) -> pl.Series:
    days = _day(given)
    named = given.str.to_date("%G-W%V-%u", strict=False)
    iso = (given + "-1").str.to_date("%G-W%V-%u", strict=False)
    weeks = _of_our_time(iso.zip_with(iso.is_not_null(), named))
    return _mondays(days.zip_with(days.is_not_null(), weeks))


def _mondays(days: pl.Series) -> pl.Series:
    other = days.dt.weekday() != 1
    return days.set(other, None) if other.any() else days


def _weeks(given: pl.Series) -> pl.Series:
    """Return the Mondays of the weeks named, and of those that the ranges of days touch."""
    if given.dtype == pl.List(pl.Date):
        return given
    return _each_once(given.cast(pl.String), _spelled_weeks)


def _spelled_weeks(given: pl.Series) -> pl.Series:
    rows = pl.DataFrame({"row": pl.int_range(len(given), eager=True), "text": given})
    named = rows.drop_nulls().with_columns(text=pl.col("text").str.split(";"))
    named = named.explode("text").with_columns(pl.col("text").str.strip_chars())
    named = named.filter(pl.col("text") != "")
    ends = named["text"].str.splitn("/", 2)
    first, last = ends.struct.field("field_0"), ends.struct.field("field_1")
    begins = first.str.strip_chars()
    ranged = last.is_not_null()
    since = _day(begins).zip_with(ranged, _named_week(begins))
    until = _day(last.str.strip_chars()).zip_with(ranged, since)
    named = named.with_columns(since=since.dt.truncate("1w"), until=until.dt.truncate("1w"))
    away = (pl.col("until") - pl.col("since")).dt.total_days() // 7
    fits = away.is_between(0, MOST_WEEKS_AWAY - 1) & (until >= since)
    wrong = named.filter(~fits.fill_null(False))["row"].unique()
    weeks = (
        named.filter(fits)
        .with_columns(week=pl.date_ranges("since", "until", "1w"))
        .explode("week")
        .group_by("row")
        .agg(pl.col("week").unique().sort())
    )
    told = rows.join(weeks, on="row", how="left", maintain_order="left")["week"]
    return told.set(rows["row"].is_in(wrong.to_list()), None) if len(wrong) else told


_READ: dict[Form, Callable[[pl.Series], pl.Series]] = {
    Form.TEXT: _text,
    Form.WHOLE: _whole,
    Form.NUMBER: _number,
    Form.YES_NO: _yes_no,
    Form.LIST: _list,
    Form.WEEK: _week,
    Form.WEEKS: _weeks,
    Form.DAY: _day,
}
