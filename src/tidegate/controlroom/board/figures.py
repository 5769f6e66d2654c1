"""A figure as a page shows it: its value, what it means, where it came from and how old it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tidegate.controlroom.board import words

STALE_AFTER_DAYS = {"rtt": 75, "pathways": 10, "offers": 10, "plan": 10, "return": 1,
                    "use": 11}  # fmt: skip
"""Days after which a figure is greyed and said to be old, by kind of source.

The published month appears about six weeks after it ends and the next a month later; a provider's
own list and its offers are expected each week, its situation report each day, its use of a week in
the middle of the next.
"""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a figure came from, and how old it is.

    Attributes:
        source: what a reader would call the source, such as ``Northmere waiting list``.
        as_of: the day that the figure describes.
        age: its age in words.
        stale: whether it is older than this kind of source should be.
    """

    source: str
    as_of: date
    age: str
    stale: bool

    @property
    def day(self) -> str:
        """Return the day that the figure describes, written out."""
        return words.day(self.as_of)

    def sentence(self) -> str:
        """Say source, date and age in one line, and warn when the figure is old."""
        said = f"{self.source}, as at {words.day(self.as_of)}, {self.age}"
        return f"{said}. Out of date: treat with care" if self.stale else said


def origin(kind: str, source: str, as_of: date, today: date) -> Origin:
    """Judge the age of a figure by what is expected of its kind of source."""
    days = (today - as_of).days
    return Origin(
        source=source,
        as_of=as_of,
        age=words.age(as_of, today),
        stale=days > STALE_AFTER_DAYS.get(kind, min(STALE_AFTER_DAYS.values())),
    )


@dataclass(frozen=True, slots=True)
class Figure:
    """One headline figure.

    Attributes:
        label: what is counted, in plain words.
        value: the figure, already written out.
        note: one short remark, such as the change since last month.
        origin: source and age; None when the figure is not known.
        href: the page that says more.
    """

    label: str
    value: str
    note: str = ""
    origin: Origin | None = None
    href: str = ""
