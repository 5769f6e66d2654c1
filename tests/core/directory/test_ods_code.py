"""Codes of organisations: form, opening and closing, mergers, and what a site belongs to."""

from __future__ import annotations

from datetime import date

import pytest

from tidegate.core.directory.ods_code import (
    Organisation,
    ods_code_faults,
    ods_code_form_faults,
    provider_of,
    successors,
)

MERGED = date(2024, 3, 31)
TABLE = {
    row.code: row
    for row in (
        Organisation("Z01", "Northmere", opened=date(2001, 4, 1)),
        Organisation("Z01A1", "Northmere General", parent="Z01"),
        Organisation("Z02", "Southmere", closed=MERGED, successors=("Z03",)),
        Organisation("Z03", "Mere", opened=date(2024, 4, 1), closed=MERGED.replace(year=2025),
                     successors=("Z04", "Z05")),
        Organisation("Z04", "Upper Mere", opened=date(2025, 4, 1)),
        Organisation("Z05", "Lower Mere", opened=date(2025, 4, 1)),
        Organisation("Z06", closed=MERGED, successors=("Z07",)),
        Organisation("Z07", closed=MERGED, successors=("Z06",)),
        Organisation("ZN101", "Harbour Clinic", parent="ZN1GP"),
        Organisation("ZN1GP", "Harbour Group"),
    )
}  # fmt: skip


@pytest.mark.parametrize("code", ["R0B", "RX1", "NT447", "NVC04", "G3Q3Z", "Q99", "Y56", "A81001"])
def test_codes_that_are_in_use_have_the_form_of_a_code(code: str) -> None:
    assert ods_code_form_faults(code) == ()


@pytest.mark.parametrize("code", ["", "R", "rx1", "RX 1", "RX1 ", "RX1-", "ÅX1", "A" * 13])
def test_other_texts_do_not(code: str) -> None:
    (fault,) = ods_code_form_faults(code)
    assert fault.code == "ODS_CODE_FORM"


@pytest.mark.parametrize(
    ("code", "on", "expected"),
    [
        ("Z01", date(2001, 3, 31), "ODS_CODE_NOT_YET_OPEN"),
        ("Z01", date(2001, 4, 1), None),
        ("Z01", date(2026, 4, 1), None),
        ("Z02", MERGED, None),
        ("Z02", date(2024, 4, 1), "ODS_CODE_CLOSED"),
        ("Z03", MERGED, "ODS_CODE_NOT_YET_OPEN"),
        ("Z99", MERGED, "ODS_CODE_UNKNOWN"),
        ("z01", MERGED, "ODS_CODE_FORM"),
    ],
)
def test_a_code_is_good_from_its_first_day_to_its_last(
    code: str, on: date, expected: str | None
) -> None:
    found = [fault.code for fault in ods_code_faults(code, on=on, table=TABLE)]
    assert found == ([expected] if expected else [])


def test_a_closed_code_is_refused_with_what_took_over_that_day() -> None:
    (fault,) = ods_code_faults("Z02", on=date(2024, 6, 1), table=TABLE)
    assert "Use Z03." in fault.detail
    (later,) = ods_code_faults("Z02", on=date(2026, 6, 1), table=TABLE)
    assert later.inputs["successors"] == ("Z04", "Z05")
    assert "Use Z04 or Z05." in later.detail
    (lost,) = ods_code_faults("Z06", on=date(2026, 6, 1), table=TABLE)
    assert "Use" not in lost.detail


def test_successors_are_followed_and_a_ring_of_them_ends() -> None:
    assert successors("Z01", on=MERGED, table=TABLE) == ("Z01",)
    assert successors("Z02", on=date(2026, 1, 1), table=TABLE) == ("Z04", "Z05")
    assert successors("Z06", on=date(2026, 1, 1), table=TABLE) == ()
    assert successors("Z99", on=MERGED, table=TABLE) == ()
    assert successors("Z04", on=MERGED, table=TABLE) == ()


def test_what_a_site_belongs_to_is_read_from_the_table_never_from_its_letters() -> None:
    assert provider_of("ZN101", TABLE) == "ZN1GP"
    assert provider_of("Z01A1", TABLE) == "Z01"
    assert provider_of("Z01", TABLE) == "Z01"
    assert provider_of("Z01A2", TABLE) is None
