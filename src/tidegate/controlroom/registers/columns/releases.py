"""Data releases: their columns, their files in words, and what can be added to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.registers import queries
from tidegate.controlroom.registers.forms.releases import (
    DataReleaseForm,
    EndReleaseForm,
    ReleasedFileForm,
)
from tidegate.controlroom.registers.shape import Column, Register, Show, Step
from tidegate.core.registers.releases import LEVELS, Level

if TYPE_CHECKING:
    from datetime import date

    from tidegate.controlroom.registers.models import DataRelease, ReleasedFile


def _ended(row: DataRelease) -> date | None:
    ended = getattr(row, "ended", None)
    return ended.on if ended else None


def _added(row: DataRelease) -> list[str]:
    told = [f"{each.name}, released {words.day(each.on)}" for each in row.files.all()]
    ended = getattr(row, "ended", None)
    return [*told, f"Ended on {words.day(ended.on)}: {ended.why}"] if ended else told


def _steps(row: DataRelease) -> tuple[Step, ...]:
    file = Step("release", "Note a released file", ReleasedFileForm)
    return (file,) if _ended(row) else (file, Step("end", "End it early", EndReleaseForm))


_AGREEMENT = (
    Column("dsa_ref", "Agreement", lambda row: row.dsa_ref),
    Column("applicant", "Who gets the data", lambda row: row.applicant, narrows=True),
    Column("datasets", "Data", lambda row: row.datasets),
    Column("level", "How close to people", lambda row: LEVELS[Level(row.level)], narrows=True),
    Column("commercial", "Commercial", lambda row: row.commercial, narrows=True),
    Column("start", "First day", lambda row: row.start, Show.DAY),
    Column("end", "Last day", lambda row: _ended(row) or row.end, Show.DAY),
    Column("controllers", "Who decides", lambda row: row.controllers, listed=False),
    Column("joint", "Jointly", lambda row: row.agreement().joint, listed=False),
    Column("purpose", "What for", lambda row: row.purpose, listed=False),
    Column("legal_basis", "Ground", lambda row: row.legal_basis, listed=False),
    Column("sublicensing", "May be passed on", lambda row: row.sublicensing, listed=False),
    Column("optouts_applied", "Opt-outs applied", lambda row: row.optouts_applied, listed=False),
)

DATA_RELEASES = Register(
    slug="data-releases",
    title="Data releases",
    about="Who was given data about people, why and on what ground; the public reads the files.",
    one="agreement",
    subject="data_release",
    columns=(
        *_AGREEMENT,
        Column("files", "Files", lambda row: [each.name for each in row.files.all()], listed=False),
        Column("keeper", "Kept by", lambda row: row.keeper, Show.CODE, listed=False),
    ),
    rows=queries.data_releases,
    added=_added,
    form=DataReleaseForm,
    steps=_steps,
)


_ON_THE_PAGE = {"dsa_ref", "applicant", "datasets", "level", "purpose", "legal_basis"}


def _of_agreement(column: Column) -> Column:
    """Return the same column for a row that is a file of the agreement."""

    def of(row: ReleasedFile) -> object:
        return column.of(row.release)

    listed = column.name in _ON_THE_PAGE
    return Column(column.name, column.label, of, column.show, listed)  # type: ignore[arg-type]


PUBLISHED_FILES = (
    Column("file", "File", lambda row: row.name),
    Column("released_on", "Released", lambda row: row.on, Show.DAY),
    *(_of_agreement(column) for column in _AGREEMENT),
)
"""What everyone may read of a file that was released: no figure in it counts people."""
