from __future__ import annotations

import pytest

from tidegate.exchange.matching.display_name import display_name


@pytest.mark.parametrize(
    ("published", "read"),
    [
        (
            "NORTHMERE AND ARDGATE NHS FOUNDATION TRUST",
            "Northmere and Ardgate NHS Foundation Trust",
        ),
        ("THE LARCHES HOSPITAL LTD", "The Larches Hospital Ltd"),
        ("ST AIDAN'S UNIVERSITY HOSPITALS NHS TRUST", "St Aidan's University Hospitals NHS Trust"),
        ("VALE MSK (FORMERLY ARD HEALTH LTD)", "Vale MSK (Formerly Ard Health Ltd)"),
        ("ARDGATE-UPON-SEA CLINIC", "Ardgate-upon-Sea Clinic"),
        ("Already Written", "Already Written"),
        ("ZN101", "ZN101"),
        ("", ""),
    ],
)
def test_capitals_become_a_name_that_reads(published: str, read: str) -> None:
    assert display_name(published) == read
