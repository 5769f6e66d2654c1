"""Small reference files of a fictional area, in the publishers' own layouts."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

HOSPITAL_HEADINGS = [
    "OrganisationID",
    "OrganisationCode",
    "OrganisationType",
    "SubType",
    "Sector",
    "OrganisationStatus",
    "IsPimsManaged",
    "OrganisationName",
    "Address1",
    "Address2",
    "Address3",
    "City",
    "County",
    "Postcode",
    "Latitude",
    "Longitude",
    "ParentODSCode",
    "ParentName",
    "Phone",
    "Email",
    "Website",
    "Fax",
]


def hospital(code: str, name: str, sector: str, parent: str, place: tuple[str, str]) -> list[str]:
    row = dict.fromkeys(HOSPITAL_HEADINGS, "")
    row |= {"OrganisationID": "1", "OrganisationCode": code, "OrganisationName": name}
    row |= {"Sector": sector, "ParentODSCode": parent}
    row |= {"Latitude": place[0], "Longitude": place[1]}
    return list(row.values())


HOSPITALS = [
    hospital("Z01A1", "Northmere Café Hospital", "NHS Sector", "Z01", ("53.1", "-1.5")),
    hospital("Z01A2", "Salter Vale", "NHS Sector", "Z01", ("53.3", "-1.7")),
    hospital("ZN101", "Harbour Clinic", "Independent Sector", "ZN1", ("53.0", "-1.2")),
    hospital("ZN102", "Nowhere Clinic", "Independent Sector", "ZN1", ("", "")),
]


def write_hospitals(path: Path, rows: list[list[str]] = HOSPITALS) -> Path:
    """Write the list as NHS.UK published it: not signs between cells, Windows-1252."""
    lines = ["¬".join(row) for row in [HOSPITAL_HEADINGS, *rows]]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("cp1252"))
    return path


def write_resaved_hospitals(path: Path) -> Path:
    """Write it as a spreadsheet re-saved it: commas, numbered rows, a broken last heading."""
    lines = [",".join(HOSPITAL_HEADINGS[:-1]) + ',"Fax,,,"']
    lines += [f'{n},{",".join(row[:-1])},"{row[-1]},,,"' for n, row in enumerate(HOSPITALS)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def ods_row(code: str, name: str, area: str = "QZA", closed: str = "", **more: str) -> str:
    cells = [""] * 27
    cells[0], cells[1], cells[2], cells[3] = code, name, "Y99", area
    cells[9], cells[10], cells[11] = "ZZ1 1ZZ", "20130401", closed
    cells[13] = more.get("role", "")
    cells[14] = more.get("parent", "")
    return ",".join(f'"{cell}"' for cell in cells)


def write_ods(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def write_boundaries(path: Path) -> Path:
    square = [[0.0, 53.0], [0.0, 54.0], [1.0, 54.0], [1.0, 53.0], [0.0, 53.0]]
    away = [[[x + 3, y] for x, y in square]]
    features = [
        feature("E54999901", "NHS Fiction", {"type": "Polygon", "coordinates": [square]}),
        feature(
            "E54999902", "NHS Fable", {"type": "MultiPolygon", "coordinates": [[square], away]}
        ),
    ]
    name = {"type": "name", "properties": {"name": "EPSG:4326"}}
    collection = {"type": "FeatureCollection", "crs": name, "features": features}
    path.write_text(json.dumps(collection), encoding="utf-8")
    return path


def feature(code: str, name: str, geometry: dict[str, object]) -> dict[str, object]:
    properties = {"ICB23CD": code, "ICB23NM": name}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


LSOAS = ["E01999901", "E01999902", "E01999903"]


def write_small_areas(folder: Path) -> dict[str, Path]:
    """Write centroids, look-up, population and deprivation of three small areas in two zones."""
    centroids = folder / "centroids.csv"
    lines = [f"{400000 + 9000 * n},{380000},{n},{lsoa},Fiction {n}" for n, lsoa in enumerate(LSOAS)]
    text = "\n".join(["X,Y,objectid,lsoa11cd,lsoa11nm", *lines]) + "\n"
    centroids.write_text(text, encoding="utf-8-sig")
    areas, people, imd = folder / "areas.parquet", folder / "people.parquet", folder / "imd.parquet"
    pl.DataFrame(
        {
            "lsoa11_name": ["Fiction"] * 3,
            "lsoa11_code": LSOAS,
            "sicbl22_name": ["NHS Fiction - 9ZA", "NHS Fiction - 9ZA", "NHS Fable - 9ZB"],
            "sicbl22_code": ["E38999901", "E38999901", "E38999902"],
            "sicbl22_code_h": ["9ZA", "9ZA", "9ZB"],
            "icb22_name": ["NHS Fiction", "NHS Fiction", "NHS Fable"],
            "icb22_code": ["E54999901", "E54999901", "E54999902"],
            "icb22_code_h": ["QZA", "QZA", "QZB"],
        }
    ).write_parquet(areas)
    pl.DataFrame({"lsoa_code": LSOAS, "total_population": [1000.0, 3000.0, 500.0]}).write_parquet(
        people
    )
    pl.DataFrame({"lsoa11_code": LSOAS, "IMD_decile": [1.0, 5.0, 10.0]}).write_parquet(imd)
    return {"centroids": centroids, "areas": areas, "people": people, "imd": imd}
