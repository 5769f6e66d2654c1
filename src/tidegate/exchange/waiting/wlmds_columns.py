"""Which columns of the weekly patient-level waiting list (WLMDS) are read, and as what.

All others are never kept: names of people, free text, birth dates and NHS numbers, real or
pseudonymous, do not get further than the reader (spec: transfers 3.3, 4.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_ENOUGH = 4  # of the needed headings; then it is this file, and what is missing can be named


@dataclass(frozen=True, slots=True)
class WlmdsColumn:
    """One column that is read.

    Attributes:
        name: what it is called here.
        heading: as the national specification spells it; empty where copies differ, and the
            table of codes names it.
        use: what it is for, for the file reference.
        needed: whether a file must have it.
    """

    name: str
    heading: str
    use: str
    needed: bool = False


COLUMNS = (
    WlmdsColumn("week", "Week_Ending_Date", "the week that the row tells of", needed=True),
    WlmdsColumn("list_type", "Waiting_List_Type", "kind of care, with the next two", needed=True),
    WlmdsColumn("management", "INTENDED_MANAGEMENT_CODE", "day case or inpatient"),
    WlmdsColumn("diagnostic", "Diagnostic_Modality", "a diagnostic test, where it is filled"),
    WlmdsColumn("issuer", "ORGANISATION_CODE_PATIENT_PATHWAY_IDENTIFIER_ISSUER",
                "first part of pathway_id", needed=True),
    WlmdsColumn("identifier", "PATIENT_PATHWAY_IDENTIFIER", "second part of pathway_id",
                needed=True),
    WlmdsColumn("provider", "ORGANISATION_IDENTIFIER_CODE_OF_PROVIDER", "holder", needed=True),
    WlmdsColumn("site", "ORGANISATION_SITE_IDENTIFIER_OF_TREATMENT", "telling rows apart"),
    WlmdsColumn("referral", "Referral_Identifier", "telling rows apart"),
    WlmdsColumn("function", "ACTIVITY_TREATMENT_FUNCTION_CODE", "tfc, as RTT reports group it",
                needed=True),
    WlmdsColumn("clock_start", "REFERRAL_TO_TREATMENT_PERIOD_START_DATE", "clock_start",
                needed=True),
    WlmdsColumn("diagnostic_start", "Diagnostic_Clock_Start_Date",
                "clock_start of a diagnostic test"),
    WlmdsColumn("clock_end", "REFERRAL_TO_TREATMENT_PERIOD_END_DATE",
                "blank for whoever still waits", needed=True),
    WlmdsColumn("procedure_priority", "Procedure_Priority_Code", "priority of an admission"),
    WlmdsColumn("diagnostic_priority", "Diagnostic_Priority_Code", "priority of a test"),
    WlmdsColumn("outpatient_priority", "Outpatient_Priority_Code", "priority of an appointment"),
    WlmdsColumn("birth", "PERSON_BIRTH_DATE", "age in years at the end of the week; dropped"),
    WlmdsColumn("asa", "ASA_PHYSICAL_STATUS_CLASSIFICATION_SYSTEM_CODE", "asa"),
    WlmdsColumn("validated", "Last_PAS_Validation_Date", "last_validated"),
    WlmdsColumn("alternative", "Requires_Alternative_Capacity", "needs_alternative_capacity"),
    WlmdsColumn("capacity", "Capacity_Status", "capacity_status"),
    WlmdsColumn("contact", "Outcome_Of_Patient_Contact", "contact_outcome"),
    WlmdsColumn("transfer", "Transfer_Status", "transferred"),
    WlmdsColumn("accepted_by", "Mutual_Aid_Accepting_Provider", "transferred, where it is filled"),
    WlmdsColumn("admission_day", "TCI_Date", "dated"),
    WlmdsColumn("appointment", "Outpatient_Future_Appointment_Date", "dated"),
    WlmdsColumn("test_day", "Diagnostic_TCI_Date", "dated"),
    WlmdsColumn("person", "", "telling rows apart; dropped"),
    WlmdsColumn("submission", "", "the newest of rows that tell of the same"),
    WlmdsColumn("row", "", "the newest of rows that tell of the same"),
    WlmdsColumn("area", "", "area: the board that answers for the patient"),
    WlmdsColumn("sub_icb", "", "zone, where there is no small area or journeys start from these"),
    WlmdsColumn("small_area", "", "zone"),
    WlmdsColumn("age", "", "age, where a copy has it"),
)  # fmt: skip
NEEDED = tuple(column for column in COLUMNS if column.needed)
HEADING = {column.name: column.heading for column in COLUMNS}


def plain(heading: str) -> str:
    """Spell a heading so that copies can be compared: in lower case, with low lines for blanks."""
    return heading.strip().strip('"').replace(" ", "_").lower()


def is_wlmds(headings: Iterable[str]) -> bool:
    """Tell whether a file with these headings is a weekly patient-level waiting list."""
    given = {plain(heading) for heading in headings}
    return sum(plain(column.heading) in given for column in NEEDED) >= _ENOUGH


def found_in(headings: Sequence[str], further: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return our name for each column of a file that is read, with the file's heading.

    Args:
        headings: the file's.
        further: headings that copies differ in, by our name, the one to prefer first.
    """
    given = {plain(heading): heading for heading in headings}
    found = {}
    for column in COLUMNS:
        spelled = [column.heading] if column.heading else further.get(column.name, ())
        there = [given[plain(each)] for each in spelled if plain(each) in given]
        if there:
            found[column.name] = there[0]
    return found
