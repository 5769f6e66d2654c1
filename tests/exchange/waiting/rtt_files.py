"""RTT-shaped files of fictional organisations, as small as a test wants them."""

from __future__ import annotations

import random
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PERIOD = "RTT-January-2031"
MEMBER = "20310131-RTT-January-2031-full-extract.csv"
DESCRIPTIVE = (
    "Period",
    "Provider Parent Org Code",
    "Provider Parent Name",
    "Provider Org Code",
    "Provider Org Name",
    "Commissioner Parent Org Code",
    "Commissioner Parent Name",
    "Commissioner Org Code",
    "Commissioner Org Name",
    "RTT Part Type",
    "RTT Part Description",
    "Treatment Function Code",
    "Treatment Function Name",
)
TOTALS = ("Total", "Patients with unknown clock start date", "Total All")
NAMES = {"Z01": "NORTHMERE HOSPITALS", "Z02": "SALTER VALE, ACUTE", "ZN101": "HARBOUR CLINIC"}
TFCS = ("100", "110", "X02")
PARTS = ("1A", "1B", "2", "2A", "3")


@dataclass(frozen=True)
class Row:
    """One row of the published file; people in each weekly band, or new starts for part 3."""

    provider: str = "Z01"
    commissioner: str = "9ZA"
    part: str = "2"
    tfc: str = "100"
    bands: dict[int, int] = field(default_factory=dict)
    unknown: int = 0
    starts: int = 0

    @property
    def total(self) -> int:
        return sum(self.bands.values()) + self.unknown + self.starts


def some_rows(seed: int, *, providers: Sequence[str] = tuple(NAMES), last: int = 104) -> list[Row]:
    """Make a small plausible month: every provider, two commissioners, every part."""
    chance = random.Random(seed)
    rows = []
    for provider in providers:
        for commissioner in ("9ZA", "NONC"):
            for tfc in TFCS:
                for part in PARTS:
                    bands = {chance.randint(0, last): chance.randint(1, 40) for _ in range(4)}
                    if part == "2A":
                        bands = {}
                    rows.append(
                        Row(
                            provider,
                            commissioner,
                            part,
                            tfc,
                            {} if part == "3" else bands,
                            chance.randint(0, 3) if part in {"1A", "1B"} else 0,
                            chance.randint(1, 90) if part == "3" else 0,
                        )
                    )
    return rows


def header(last: int = 104) -> list[str]:
    bands = [f"Gt {week:02} To {week + 1:02} Weeks SUM 1" for week in range(last)]
    return [*DESCRIPTIVE, *bands, f"Gt {last} Weeks SUM 1", *TOTALS]


def with_totals(rows: Iterable[Row]) -> list[Row]:
    """Add the published total over treatment functions to each provider, commissioner, part."""
    kept = list(rows)
    groups: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in kept:
        groups[row.provider, row.commissioner, row.part].append(row)
    for (provider, commissioner, part), members in groups.items():
        bands: dict[int, int] = defaultdict(int)
        for member in members:
            for week, people in member.bands.items():
                bands[week] += people
        unknown = sum(member.unknown for member in members)
        starts = sum(member.starts for member in members)
        kept.append(Row(provider, commissioner, part, "999", dict(bands), unknown, starts))
    return kept


def cells(row: Row, last: int = 104, period: str = PERIOD) -> list[str]:
    """Spell a row as NHS England does: blanks for what a part does not collect."""
    english = row.commissioner != "NONC"
    completed = row.part in {"1A", "1B"}
    bands = ["" if row.part == "3" else str(row.bands.get(week, 0)) for week in range(last + 1)]
    return [
        period,
        "QZA",
        "NHS FICTION INTEGRATED CARE BOARD",
        row.provider,
        NAMES.get(row.provider, "ELSEWHERE"),
        "QZA" if english else "",
        "NHS FICTION INTEGRATED CARE BOARD" if english else "",
        row.commissioner,
        "NHS FICTION (SUB ICB LOCATION)" if english else "",
        f"Part_{row.part}",
        "A part",
        row.tfc if row.tfc.startswith("X") else f"C_{row.tfc}",
        "A function",
        *bands,
        str(sum(row.bands.values())) if completed else "",
        str(row.unknown) if completed else "",
        str(row.total),
    ]


def rtt_lines(rows: Iterable[Row], *, last: int = 104, period: str = PERIOD) -> list[list[str]]:
    """Return the cells of the whole file, headings first, with total rows."""
    return [header(last), *(cells(row, last, period) for row in with_totals(rows))]


def spell(lines: Iterable[Sequence[str]]) -> bytes:
    """Write cells as the publisher does: CRLF, quotes only around a cell that holds a comma."""
    return "".join(
        ",".join(f'"{cell}"' if "," in cell else cell for cell in line) + "\r\n" for line in lines
    ).encode()


def write_csv(path: Path, lines: Iterable[Sequence[str]]) -> Path:
    path.write_bytes(spell(lines))
    return path


def write_zip(path: Path, lines: Iterable[Sequence[str]], member: str = MEMBER) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, spell(lines))
    return path
