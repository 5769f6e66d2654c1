"""Headings under which a list would say who a patient is, and those that it needs."""

from __future__ import annotations

import pytest

from tidegate.core.directory.identifying import says_who
from tidegate.core.transfers.message.items import ITEMS, Group


@pytest.mark.parametrize(
    "heading",
    [
        "family_name", "Family Name", "familyName", "PATIENT_NAME", "name", "Names", "Surname",
        "forename", "PERSON_BIRTH_DATE", "DOB", "date_of_birth", "Address", "address_line_1",
        "POSTCODE", "Post Code", "NHS_NUMBER", "nhs-no", "NHSNumber", "Pseudo NHS_NUMBER",
        "telephone", "Mobile", "e-mail", "email", "notes", "Last_PAS_Validation_Comments",
        "free text", "LOCAL_PATIENT_IDENTIFIER", "Hospital number",
    ],
)  # fmt: skip
def test_these_say_who_somebody_is(heading: str) -> None:
    assert says_who(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "pathway_id", "holder", "holder_name", "Site Name", "area_name", "commissioner_name",
        "weeks_waited", "clock_start", "imd_quintile", "consent", "count", "priority", "surgeon",
        "capacity_status", "contact_outcome", "", "specialty_name",
    ],
)  # fmt: skip
def test_these_do_not(heading: str) -> None:
    assert not says_who(heading)


def test_what_the_transfer_message_says_of_a_patient_is_among_them() -> None:
    told = [item.national for item in ITEMS if item.group is Group.PATIENT]
    assert [heading for heading in told if not says_who(heading)] == ["PERSON_TITLE"]
