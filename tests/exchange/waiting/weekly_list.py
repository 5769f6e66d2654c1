"""A weekly patient-level waiting list (WLMDS), as small as can be read; all of it is made up.

NHS numbers are of the range 999, which is never issued.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

SUNDAY = "2026-02-01"
ROW = {
    "Week_Ending_Date": SUNDAY,
    "Waiting_List_Type": "IRTT",
    "Pseudo NHS_NUMBER": "9990000001",
    "LOCAL_PATIENT_IDENTIFIER": "L1",
    "PERSON_BIRTH_DATE": "1960-02-02",
    "Referral_Identifier": "R1",
    "PATIENT_PATHWAY_IDENTIFIER": "000001",
    "ORGANISATION_CODE_PATIENT_PATHWAY_IDENTIFIER_ISSUER": "Z01",
    "ORGANISATION_IDENTIFIER_CODE_OF_PROVIDER": "Z01",
    "ORGANISATION_SITE_IDENTIFIER_OF_TREATMENT": "Z01A1",
    "ORGANISATION_IDENTIFIER_CODE_OF_COMMISSIONER": "ZQ1S",
    "ACTIVITY_TREATMENT_FUNCTION_CODE": "110",
    "REFERRAL_TO_TREATMENT_PERIOD_START_DATE": "2025-06-02",
    "REFERRAL_TO_TREATMENT_PERIOD_END_DATE": "",
    "INTENDED_MANAGEMENT_CODE": "2",
    "Procedure_Priority_Code": "P3",
    "Diagnostic_Priority_Code": "",
    "Outpatient_Priority_Code": "",
    "Last_PAS_Validation_Date": "2026-01-12",
    "Last_PAS_Validation_Comments": "rang, no answer",
    "Outcome_Of_Patient_Contact": "",
    "Capacity_Status": "",
    "Requires_Alternative_Capacity": "Y",
    "ASA_PHYSICAL_STATUS_CLASSIFICATION_SYSTEM_CODE": "2",
    "Transfer_Status": "",
    "Mutual_Aid_Accepting_Provider": "",
    "TCI_Date": "",
    "Outpatient_Future_Appointment_Date": "",
    "der_submission_id": "7",
    "der_row_id": "1",
    "der_LSOA2021": "ZZ1",
    "dm_icb_commissioner": "ZQ1",
    "dm_sub_icb_commissioner": "ZC1",
}


def row(number: int = 1, **changed: str) -> dict[str, str]:
    """Return the row of one pathway, with some of its cells changed."""
    own = {
        "Pseudo NHS_NUMBER": f"999{number:07}",
        "Referral_Identifier": f"R{number}",
        "PATIENT_PATHWAY_IDENTIFIER": f"{number:06}",
        "der_row_id": str(number),
    }
    return {**ROW, **own, **changed}


def written(folder: Path, *rows: Mapping[str, str], name: str = "weekly.csv") -> Path:
    """Write rows as the file that they came in."""
    path = folder / name
    pl.DataFrame([dict(each) for each in rows]).write_csv(path)
    return path
