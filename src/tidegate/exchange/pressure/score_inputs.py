"""Read what is to be scored: figures of providers, and who belongs to which area and region."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.pressure.ladder import Ladder
from tidegate.core.pressure.observations import KEY, OBSERVATIONS
from tidegate.exchange.directory.areas import read_areas
from tidegate.exchange.directory.ods import read_ods
from tidegate.exchange.directory.organisations import read_organisations
from tidegate.exchange.findings import Finding, UnusableInput, error, warning
from tidegate.exchange.kinds import Kind
from tidegate.exchange.pressure.publications import PUBLICATIONS, read_publication
from tidegate.exchange.recognise import recognise

if TYPE_CHECKING:
    from tidegate.exchange.pressure.publication import Publication
    from tidegate.exchange.sources import Source

ENGLAND = "ENG"
"""The nation above regions that no file places anywhere."""


@dataclass(slots=True)
class _Gathered:
    """What has been read so far."""

    frames: list[pl.DataFrame] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    areas: dict[str, str] = field(default_factory=dict)
    regions: dict[str, str] = field(default_factory=dict)
    nations: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScoreInputs:
    """Figures to score and where providers belong.

    Attributes:
        observations: ``OBSERVATIONS`` and ``source``, the file that a figure was read from.
        ladder: as the files given say it, with the areas of England and their regions.
        names: of places, by code.
        sources: the files, fingerprinted.
        findings: what was odd in them.
    """

    observations: pl.DataFrame
    ladder: Ladder
    names: Mapping[str, str]
    sources: tuple[Source, ...]
    findings: tuple[Finding, ...]


def read_score_inputs(paths: Iterable[Path]) -> ScoreInputs:
    """Read files of figures, and lists of trusts or organisations that place providers in areas.

    Where two files tell of the same figure the later one counts, with a warning if they differ.

    Raises:
        UnusableInput: a file that is neither, or that cannot be used.
    """
    gathered = _Gathered()
    for path in paths:
        kind = recognise(path).kind
        if kind in PUBLICATIONS:
            _take_figures(read_publication(path, kind), gathered)
        elif kind in _PLACING:
            _PLACING[kind](path, gathered)
        else:
            expected = "figures of pressure, an ODS list of trusts, or a list of organisations"
            found = None if kind is Kind.UNKNOWN else kind.label
            raise UnusableInput([error("NOT_TO_BE_SCORED", path.name, expected, value=found)])
    if not gathered.frames:
        expected = "at least one file of figures of providers"
        raise UnusableInput([error("NO_FIGURES", "the files given", expected)])
    england = read_areas()
    regions = dict(england.select("area", "region").iter_rows()) | gathered.regions
    known = set(regions.values()) | set(gathered.nations)
    return ScoreInputs(
        _once(gathered),
        Ladder(gathered.areas, regions, dict.fromkeys(known, ENGLAND) | gathered.nations),
        dict(england.select("area", "area_name").iter_rows())
        | dict(england.select("region", "region_name").iter_rows())
        | {ENGLAND: "England"}
        | gathered.names,
        tuple(gathered.sources),
        tuple(gathered.findings),
    )


def _take_figures(read: Publication, gathered: _Gathered) -> None:
    if read.frame["start"].null_count():
        expected = "days to its figures: nothing in the file says of which days they are"
        raise UnusableInput([error("NO_DAYS", read.source.name, expected)])
    gathered.frames.append(
        read.frame.select(*OBSERVATIONS, pl.lit(read.source.name).alias("source"))
    )
    gathered.sources.append(read.source)
    gathered.findings += read.findings
    named = read.frame.filter(pl.col("name") != "").unique("organisation", keep="last")
    gathered.names |= dict(named.select("organisation", "name").iter_rows())


def _once(gathered: _Gathered) -> pl.DataFrame:
    """Keep one figure of those that share a key: the one of the file named last."""
    stacked = pl.concat(gathered.frames)
    kept = stacked.unique(KEY, keep="last", maintain_order=True)
    other = stacked.join(kept, on=KEY, suffix="_kept").filter(
        pl.col("value") != pl.col("value_kept")
    )
    if other.height:
        row = other.row(0, named=True)
        expected = (
            f"one value for {row['measure']} of {row['organisation']} on {row['end']}; "
            f"{row['source_kept']} is named last and counts"
        )
        gathered.findings.append(
            warning("FIGURES_DIFFER", row["source"], expected, value=f"{row['value']:g}",
                    count=other.height)
        )  # fmt: skip
    return kept


def _take_trusts(path: Path, gathered: _Gathered) -> None:
    """Take the area and region of each trust from the ODS list."""
    table = read_ods(path)
    gathered.sources.append(table.source)
    trusts = table.frame.filter(pl.col("area") != "")
    gathered.areas |= dict(trusts.select("code", "area").iter_rows())
    placed = trusts.filter(pl.col("region") != "")
    gathered.regions |= dict(placed.select("area", "region").iter_rows())
    gathered.names |= dict(table.frame.select("code", "name").iter_rows())


def _take_organisations(path: Path, gathered: _Gathered) -> None:
    """Take who oversees whom; between a provider and its area there may be other bodies."""
    table = read_organisations(path)
    gathered.sources.append(table.source)
    rows = list(table.frame.select("code", "name", "kind", "parent").iter_rows())
    kinds = {code: kind for code, _, kind, _ in rows}
    parents = {code: parent for code, _, _, parent in rows if parent}
    gathered.names |= {code: name for code, name, _, _ in rows}
    for code, kind in kinds.items():
        above = _above(code, "icb", parents, kinds)
        if kind in {"trust", "independent", "care_home"} and above:
            gathered.areas[code] = above
        if kind == "icb" and (region := _above(code, "region", parents, kinds)):
            gathered.regions[code] = region
        if kind == "region":
            gathered.nations[code] = _above(code, "nation", parents, kinds) or ENGLAND


def _above(
    code: str, wanted: str, parents: Mapping[str, str], kinds: Mapping[str, str]
) -> str | None:
    """Climb until a place of the wanted kind; a circle was refused when the list was read."""
    place = parents.get(code)
    while place is not None and kinds.get(place) != wanted:
        place = parents.get(place)
    return place


_PLACING: Mapping[Kind, Callable[[Path, _Gathered], None]] = {
    Kind.ODS_TRUSTS: _take_trusts,
    Kind.ORGANISATIONS: _take_organisations,
}
