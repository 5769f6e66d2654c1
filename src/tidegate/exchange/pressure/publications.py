"""Which publications of figures are known, how each is recognised, and who reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from tidegate.exchange.kinds import Kind
from tidegate.exchange.matching.raw_table import headings_of
from tidegate.exchange.pressure import (
    ae,
    ae_series,
    ae_workbook,
    ambulance,
    cancelled_ops,
    covid_hospital,
    critical_care,
    daily_beds,
    delayed_transfers,
    kh03,
    theatres,
    virtual_ward,
    winter_series,
    winter_sitrep,
)
from tidegate.exchange.pressure.not_read import refuse_derived
from tidegate.exchange.pressure.situation_report import is_situation_report, read_situation_report
from tidegate.exchange.pressure.tidy_table import TIDY, read_tidy, tidy_of
from tidegate.exchange.waiting.sheets import is_workbook, read_sheet, texts

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import fastexcel

    from tidegate.exchange.pressure.publication import Publication

_SHEETS = 3  # of which one is titled: notes may come first
_TITLES: Mapping[str, Kind] = {
    winter_sitrep.TITLE: Kind.WINTER_SITREP,
    covid_hospital.TITLE: Kind.COVID_HOSPITAL,
    critical_care.TITLE: Kind.CRITICAL_CARE,
    kh03.TITLE: Kind.KH03,
    ae_workbook.TITLE: Kind.AE,
    ae_series.TITLE: Kind.AE_SERIES,
    delayed_transfers.TITLE: Kind.DELAYED_TRANSFERS,
    virtual_ward.TITLE: Kind.VIRTUAL_WARD,
    cancelled_ops.TITLE: Kind.CANCELLED_OPS,
    ambulance.TITLE: Kind.AMBULANCE,
}
_TABLES: Mapping[Kind, tuple[str, ...]] = {
    Kind.AMBULANCE: ambulance.HEADINGS,
    Kind.DAILY_BEDS: daily_beds.LONG,
    Kind.THEATRES: theatres.HEADINGS,
    Kind.WINTER_SERIES: winter_series.HEADINGS,
    Kind.KH03_SERIES: kh03.SERIES,
}


def workbook_kind(workbook: fastexcel.ExcelReader, path: Path) -> Kind | None:
    """Recognise a workbook by the title above one of its first sheets, else by its headings.

    Raises:
        UnusableInput: figures that somebody derived, known and not read.
    """
    for sheet in workbook.sheet_names[:_SHEETS]:
        rows = [texts(row) for row in read_sheet(workbook, sheet, path, rows=6).iter_rows()]
        kind = _titled(cell for row in rows for cell in row)
        if kind is not None:
            return kind
        if rows and daily_beds.has_serial_days(rows[0]):
            return Kind.DAILY_BEDS
    refuse_derived(workbook, path)
    return None


def table_kind(headings: Iterable[str]) -> Kind | None:
    """Recognise a CSV or Parquet table by its headings."""
    there = list(headings)
    for kind, needed in _TABLES.items():
        if set(needed) <= set(there):
            return kind
    if ae.is_ae(there) or set(ae_workbook.SAVED) <= set(there):
        return Kind.AE
    if daily_beds.has_serial_days(there):
        return Kind.DAILY_BEDS
    tidy = tidy_of(there)
    if tidy is not None:
        return tidy.kind
    return Kind.SITUATION_REPORT if is_situation_report(there) else None


def read_publication(path: Path, kind: Kind, as_of: date | None = None) -> Publication:
    """Read a file as the publication that it was recognised as.

    Args:
        path: the file.
        kind: what it is; one of ``PUBLICATIONS``.
        as_of: a day that it tells of, for the few that do not say so themselves.

    Raises:
        UnusableInput: anything that would make a figure wrong.
    """
    if kind is Kind.AE:
        return _read_ae(path, as_of)
    return _READERS[kind](path)


def _titled(cells: Iterable[str]) -> Kind | None:
    """Return the kind whose title is the longest that a cell begins with."""
    titles = sorted(_TITLES, key=len, reverse=True)
    for cell in cells:
        said = cell.casefold()
        for title in titles:
            if said.startswith(title.casefold()):
                return _TITLES[title]
    return None


def _read_ae(path: Path, as_of: date | None) -> Publication:
    """Read a month of A&E in whichever of its three forms it came."""
    if is_workbook(path):
        return ae_workbook.read_ae_workbook(path)
    if ae.is_ae(headings_of(path)):
        return ae.read_ae(path)
    return ae_workbook.read_saved_ae(path, as_of)


_READERS: Mapping[Kind, Callable[[Path], Publication]] = {
    Kind.WINTER_SITREP: winter_sitrep.read_winter_sitrep,
    Kind.WINTER_SERIES: winter_series.read_winter_series,
    Kind.DAILY_BEDS: daily_beds.read_daily_beds,
    Kind.COVID_HOSPITAL: covid_hospital.read_covid_hospital,
    Kind.CRITICAL_CARE: critical_care.read_critical_care,
    Kind.KH03: kh03.read_kh03,
    Kind.KH03_SERIES: kh03.read_kh03_series,
    Kind.THEATRES: theatres.read_theatres,
    Kind.AE_SERIES: ae_series.read_ae_series,
    Kind.DELAYED_TRANSFERS: delayed_transfers.read_delayed_transfers,
    Kind.AMBULANCE: ambulance.read_ambulance,
    Kind.VIRTUAL_WARD: virtual_ward.read_virtual_ward,
    Kind.CANCELLED_OPS: cancelled_ops.read_cancelled_ops,
    Kind.SITUATION_REPORT: read_situation_report,
    **{tidy.kind: read_tidy for tidy in TIDY},
}
PUBLICATIONS = (Kind.AE, *_READERS)
"""Every kind that ``read_publication`` reads."""
