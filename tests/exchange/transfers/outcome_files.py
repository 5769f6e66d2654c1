"""Files of outcomes made by hand: what two kinds of people say, near home and far from it."""

from __future__ import annotations

from pathlib import Path

HEADINGS = (
    "invitation_id,modality,travel_minutes,priority,weeks_waited,moved,reply,reply_days,attended,"
    "count"
)
ROWS = (
    "I1,inpatient,20,P4,30,yes,yes,3,yes,60",
    "I2,inpatient,20,P4,30,yes,yes,5,no,4",
    "I3,inpatient,20,P4,30,yes,no,9,,30",
    "I4,inpatient,80,D2,10,yes,no,2,,45",
    "I5,day_case,80,,,no,none,,,12",
    "I6,day_case,,P3,60,,pending,,,9",
)


def write_outcomes(folder: Path, *rows: str, headings: str = HEADINGS) -> Path:
    """Write a file of outcomes; without rows, six usual ones."""
    path = folder / "outcomes.csv"
    path.write_text("\n".join([headings, *(rows or ROWS)]) + "\n", "utf-8")
    return path
