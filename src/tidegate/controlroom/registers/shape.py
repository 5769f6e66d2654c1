"""What every register has: columns that drive its list, its files and its print, and its forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tidegate.controlroom.board import words
from tidegate.controlroom.registers.keeping import HEAR, KEEP, VIEW
from tidegate.core.disclosure import Profile
from tidegate.core.registers.commitments import shortest
from tidegate.exchange.registers.rows_out import NO_PEOPLE, profile_words

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.registers.forms.adding import AddForm
    from tidegate.controlroom.registers.forms.stepping import StepForm

Value = str | int | Decimal | bool | date | None | Sequence[str]


class Show(StrEnum):
    """How a value is shown."""

    TEXT = "text"
    DAY = "day"
    MONEY = "money"
    NUMBER = "number"
    CODE = "code"  # of an organisation, by its name where the directory knows it


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a register.

    Attributes:
        name: as files have it.
        label: as people read it.
        of: takes the value out of a row.
        show: how it is shown; money is in pence.
        listed: whether the list has room for it; the row's page and files have all.
        narrows: whether the list can be narrowed by it.
    """

    name: str
    label: str
    of: Callable[[Any], Value]
    show: Show = Show.TEXT
    listed: bool = True
    narrows: bool = False

    def text(self, row: object) -> str:
        """Write the value of a row for people; nothing is an empty text."""
        value = self.of(row)
        match value:
            case None:
                return ""
            case bool():
                return "Yes" if value else "No"
            case int() if self.show is Show.MONEY:
                return words.pounds(value)
            case date():
                return words.day(value)
            case Decimal():
                return shortest(value) or ""
            case str():
                return value
            case Sequence():
                return "; ".join(value)
        return f"{value:,}"

    def plain(self, row: object) -> object:
        """Return the value of a row for machines."""
        value = self.of(row)
        match value:
            case date():
                return value.isoformat()
            case Decimal():
                return shortest(value)
            case str() | bool() | int() | None:
                return value
        return list(value)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that can be added to a row: its name in addresses, its words and its form."""

    verb: str
    label: str
    form: type[StepForm]


@dataclass(frozen=True, slots=True)
class Register:
    """One register.

    Attributes:
        slug: its name in addresses and files.
        title: its name.
        about: one sentence that says what is in it.
        one: what a row of it is called.
        subject: what a row is in the record, before its number.
        columns: all of them, in their order; the first names the row.
        rows: the rows in a viewer's sight.
        added: what was added to a row since, in words, oldest first.
        form: what a new row is asked for.
        steps: what can be added to a row as it stands.
        view, keep: permissions to see it and to keep it.
        worked_out: whether rows are worked out of what the form asks for.
        about_row: takes from a row of the page what the record's history and keeping go by.
    """

    slug: str
    title: str
    about: str
    one: str
    subject: str
    columns: tuple[Column, ...]
    rows: Callable[[Viewer], QuerySet[Any]]
    added: Callable[[Any], list[str]]
    form: type[AddForm]
    steps: Callable[[Any], tuple[Step, ...]] = field(default=lambda _: ())
    view: str = VIEW
    keep: str = KEEP
    worked_out: bool = False
    about_row: Callable[[Any], Any] = field(default=lambda row: row)

    @property
    def profile(self) -> str:
        """Name how people in it are counted; only the register of cases is about people."""
        return profile_words(Profile.EXACT) if self.view == HEAR else NO_PEOPLE

    @property
    def heading(self) -> Column:
        """Return the column that names a row."""
        return self.columns[0]

    def count(self, viewer: Viewer) -> int:
        """Count the rows in sight that no newer one took the place of."""
        lookup = "run__superseded_by" if self.worked_out else "superseded_by"
        return self.rows(viewer).filter(**{f"{lookup}__isnull": True}).count()

    def is_superseded(self, row: object) -> bool:
        """Say whether a newer row took the place of this one."""
        return getattr(self.about_row(row), "superseded_by", None) is not None

    def plain(self, rows: Sequence[object]) -> list[Mapping[str, object]]:
        """Return rows for machines: every column, and the number of the row."""
        return [
            {"number": row.pk, **{each.name: each.plain(row) for each in self.columns}}  # type: ignore[attr-defined]
            for row in rows
        ]
