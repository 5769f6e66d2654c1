"""Small made-up files in the layouts of published situation reports, traps included."""

from __future__ import annotations

from pathlib import Path

from tests.exchange.waiting.workbooks import Sheets, write_workbook

Cell = str | int | float | None
Rows = list[list[Cell]]


def title(words: str, period: str, *, summary: str = "", revised: str = "-") -> Rows:
    return [
        ["Title:", words],
        ["Summary:", summary or "Some summary"],
        [None],
        ["Period:", period],
        ["Basis:", "Provider"],
        ["Revised:", revised],
        [None],
    ]


def winter_sheets(**over: Rows) -> Sheets:
    """Make two days of diverts and of beds, with England, a stray row of numbers and notes."""
    days: list[Cell] = ["2030-12-02 00:00:00", "2030-12-03 00:00:00"]
    label: list[Cell] = ["NHS England Region", None, "Code", "Name"]
    beds: list[Cell] = ["Core Beds Open", "Escalation Beds Open", "Total Beds Open",
                        "Total beds occ'd", "Occupancy rate"]  # fmt: skip
    sheets: dict[str, Rows] = {
        "A&E Diverts": [
            *title("Daily Hospital Situation Report - A&E Diverts", "2 to 3 December 2030"),
            [*label, *days],
            ["-", None, "-", "ENGLAND", 2, 1],
            [None, None, None, None, 3, 4],
            ["North", None, "Z01", "Heart Of England Fiction", 2, 0],
            ["North", None, "Z02", "Northmere", 0, 1],
        ],
        "G&A beds": [
            *title("Daily Hospital Situation Report - General and Acute Beds", "December 2030"),
            ["Provider Level Data"],
            [None, None, None, None, days[0], *[None] * 4, days[1], *[None] * 4],
            [*label, *beds, *beds],
            ["-", None, "-", "ENGLAND", 30, 3, 33, 30, 0.9, 30, 3, 33, 31, 0.9],
            [None],
            ["North", None, "Z01", "Heart Of England Fiction", 20, 1, 21, 20, 1, 20, 1, 21, 20, 1],
            ["North", None, "Z02", "Northmere", 10, 2, 12, 10, "-", 10, 2, 12, 11, 0],
            [None],
            ["Notes:"],
            ["1. Total G&A beds available"],
        ],
        **over,
    }
    return sheets


def write_winter(folder: Path, **over: Rows) -> Path:
    return write_workbook(folder / "winter.xlsx", winter_sheets(**over))


def write_covid(folder: Path, summary: str = "Total beds - occupied by confirmed COVID-19") -> Path:
    rows: Rows = [
        *title("COVID-19 daily situation report COVID-19 beds", "December 2030", summary=summary),
        ["Type 1 Acute?", "NHS England Region", "Code", "Name", "2030-12-02 00:00:00"],
        [None, None, "-", "ENGLAND", 7],
        [None],
        [None, None, None, "South West", 7],
        ["No", "South West", "NZ101", "FABLE CLINIC", None],
        ["Yes", "South West", "Z01", "NORTHMERE", 7],
        ["", None, None, None, None],
    ]
    return write_workbook(folder / "covid.xlsx", {"All beds COVID": rows})


def write_kh03(folder: Path, england: float = 30.5) -> Path:
    sectors: list[Cell] = ["Total ", "General & Acute", "Learning Disabilities", "Maternity",
                           "Mental Illness"]  # fmt: skip
    nothing: list[Cell] = [None] * 4
    rows: Rows = [
        *title("Average daily number of available and occupied beds open overnight by sector",
               "January to March 2031"),
        [None, None, None, None, None, 3, 4, 5, 6, 7, None, 9, 10],
        ["Provider Level Data", None, None, 227],
        [*[None] * 5, "Available", *nothing, None, "Occupied", *nothing, None, "% Occupied"],
        ["Year", "Period End", "Region Code", "Org Code", "Org Name", *sectors, None, *sectors,
         None, *sectors],
        ["2030-31", "March", None, None, "England", england, 20.5, 0, 0, 10, 0, 25, 15, 0, 0, 10],
        [None],
        ["2030-31", "March", "Y58", "Z01", "NORTHMERE", 20.5, 20.5, 0, 0, 0, None, 15, 15, 0, 0, 0,
         None, 0.73, 0.73, "-", "-", "-"],
        ["2030-31", "March", "Y58", "Z9V2S", "FICTION", 10, 0, 0, 0, 10, None, 10, 0, 0, 0, 10],
    ]  # fmt: skip
    notes: Rows = [["Data Quality"], ["Z01", "NORTHMERE"]]
    return write_workbook(folder / "kh03.xlsx", {"Data Quality": notes, "By Sector": rows})


AE_HEADINGS = (
    "Period,Org Code,Parent Org,Org name,A&E attendances Type 1,A&E attendances Type 2,"
    "A&E attendances Other A&E Department,A&E attendances Booked Appointments Type 1,"
    "A&E attendances Booked Appointments Type 2,"
    "A&E attendances Booked Appointments Other Department,Attendances over 4hrs Type 1,"
    "Attendances over 4hrs Type 2,Attendances over 4hrs Other Department,"
    "Attendances over 4hrs Booked Appointments Type 1,"
    "Attendances over 4hrs Booked Appointments Type 2,"
    "Attendances over 4hrs Booked Appointments Other Department,"
    "Patients who have waited 4-12 hs from DTA to admission,"
    "Patients who have waited 12+ hrs from DTA to admission,"
    "Emergency admissions via A&E - Type 1,Emergency admissions via A&E - Type 2,"
    "Emergency admissions via A&E - Other A&E department,Other emergency admissions"
)
AE_ROW = "MSitAE-MARCH-2031,Z01,NORTH ,NORTHMERE,100,5,20,1,0,2,30,1,2,1,0,0,4,3,25,1,0,9"


def write_ae(folder: Path, *rows: str, headings: str = AE_HEADINGS) -> Path:
    path = folder / "ae.csv"
    path.write_text("\n".join([headings, *(rows or (AE_ROW,))]) + "\n", "utf-8")
    return path


def write_saved_ae(folder: Path) -> Path:
    types = ["Type 1 Departments - Major A&E", "Type 2 Departments - Single Specialty",
             "Type 3 Departments - Other A&E/Minor Injury Unit"]  # fmt: skip
    headings = [
        "Code", "Region", "Name",
        *types, "Total attendances", *types, "Total Attendances < 4 hours",
        *types, "Total Attendances > 4 hours", "Percentage in 4 hours or less (all)",
        "Total Emergency Admissions via A&E", "Other Emergency admissions (i.e not via A&E)",
        "Total Emergency Admissions",
        "Number of patients spending >4 hours from decision to admit to admission",
        "Number of patients spending >12 hours from decision to admit to admission",
    ]  # fmt: skip
    row = ('Z01,North ,Northmere,"1,100",5,20,"1,125",900,5,20,925,200,0,0,200,82.20%,'
           '"1,025",9,"1,034",7,3')  # fmt: skip
    path = folder / "saved.csv"
    path.write_text(f"{','.join(headings)}\n{row}\n", "utf-8")
    return path


def write_virtual_wards(folder: Path) -> Path:
    boards: Rows = [
        *title("Virtual Ward Capacity and Occupancy monthly statistics in England", ""),
        ["Month:", "April 2031"],
        ["Region", "Region Code", "ICB code", "Name", "Virtual Ward Capacity \n(see note 1) ",
         "Virtual Ward Capacity per 100,000 GP registered population\n(see note 2) ",
         "Patients in a Virtual Ward\n(see notes 1 and 4) ", "Occupancy %\n(see note 5) "],
        ["-", "-", "-", "England", 30, 9, 33, 1.1],
        ["North", "Y99", "QZZ", "Fiction ICB", 30, 9, 33, "100%*"],
    ]  # fmt: skip
    providers: Rows = [
        *boards[:8],
        ["Region", "Region Code", "Provider code", "Name",
         "Virtual Ward Capacity \n(see note 1) ", "Patients in a Virtual Ward\n(see note 1) "],
        ["-", "-", "-", "ENGLAND*", 30, 33],
        ["North", "Y99", "Z01", "NORTHMERE", 10, 12],
        ["South", "Y98", "Z01", "NORTHMERE", 5, 6],
        ["South", "Y98", "z9l13", "FABLE", 15, 15],
    ]  # fmt: skip
    notes: Rows = [["Virtual Ward statistics"], ["1", "A note"]]
    sheets = {"Notes": notes, "Data - ICB": boards, "Data - Provider": providers}
    return write_workbook(folder / "wards.xlsx", sheets)


def write_cancelled(folder: Path) -> Path:
    counted: list[Cell] = [
        "Number of last minute elective operations cancelled for non clinical reasons",
        "Number of patients not treated within 28 days of last minute elective cancellation",
    ]
    rows: Rows = [
        *title(
            "Cancelled Operations (elective only)", "Quarter 4, 2030-31 (January to March 2031)"
        ),
        ["Region Code", "Region Name", "Organisation Code", "Organisation Name", *counted],
        ["-", None, "-", "England (Excluding Independent Sector)", 4, 1],
        ["-", None, "-", "England (Including Independent Sector)", 5, 1],
        ["Y58", "NORTH", "Z01", "NORTHMERE", 4, 1],
        ["Y58", "NORTH", "NZ101", "FABLE CLINIC", 1, 0],
    ]
    return write_workbook(folder / "cancelled.xlsx", {"Provider": rows})


def write_critical_care(folder: Path) -> Path:
    kinds: list[Cell] = [
        "Number of Adult critical care beds", "Number of Paediatric intensive care beds",
        "Number of Neonatal critical care cots (or beds)",
    ]  # fmt: skip
    label: list[Cell] = ["Region", None, "Code", "Name"]
    words = "Critical Care, NHS organisations in England"
    beds: Rows = [
        *title(words, "January 2031"),
        [*[None] * 4, "Open at Last Thursday", None, None, "Occupied at last Thursday"],
        [*label, *kinds, *kinds, None, "Adult critical care beds"],
        ["-", None, "-", "England", 9, 2, 1, 7, 1, 1, None, 0.7],
        [None],
        ["North", None, "Z01", "NORTHMERE", 9, 2, 1, 7, 1, 1, None, 0.7],
        ["", None, None, "", None],
    ]
    operations: Rows = [
        *title("Urgent Operations Cancelled, NHS organisations in England", "January 2031"),
        [*label, "Urgent Operations Cancelled",
         "Urgent Operations Cancelled for the 2nd or more time"],
        ["-", None, "-", "England", 3, 1],
        ["North", None, "Z01", "NORTHMERE", 3, 1],
    ]  # fmt: skip
    return write_workbook(folder / "care.xlsx", {"Beds": beds, "Operations": operations})


def write_delayed(folder: Path, case: str = "Non-Acute") -> Path:
    words = "Delayed Transfer of Care, NHS Organisations, England"
    label: list[Cell] = ["Region", "ONS Geography", "Code", "Name"]
    care: list[Cell] = ["Acute", case, "Total"]
    who: list[Cell] = ["NHS", "Social Care", "Both", "Total"]
    first: Rows = [
        *title(words, "January 2031", revised="8th March 2031"),
        [*[None] * 4, "Delayed Days", None, None, None, "Average Number of People Delayed"],
        [*label, *care, None, *care],
        ["-", "-", "-", "England", 62, 31, 93, None, 2, 1, 3],
        ["North", "E06000099", "999", "Fiction UA", 62, 31, 93, None, 2, 1, 3],
    ]
    second: Rows = [
        *title(words, "January 2031"),
        [*[None] * 4, "Delayed Days", None, None, None, None, "Average Number of People Delayed"],
        [*label, *who, None, *who],
        ["-", "-", "-", "England", 60, 30, 3, 93, None, 2, 1, 0, 3],
        ["North", "E06000099", "999", "Fiction UA", 60, 30, 3, 93, None, 2, 1, 0, 3],
        ["Notes:"],
    ]
    return write_workbook(folder / "delayed.xlsx", {"LA - care": first, "LA - who": second})
