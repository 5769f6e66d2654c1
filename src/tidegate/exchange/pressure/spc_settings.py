"""Read what is asked of charts: directions, targets, baselines and rebases, with who and why."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from tidegate.core.pressure.measure import Unit, WorseWhen
from tidegate.core.pressure.spc.asked import (
    Asked,
    Baseline,
    Decision,
    Direction,
    Method,
    Rebase,
    Target,
)
from tidegate.exchange.findings import UnusableInput, error

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tidegate.core.pressure.measure import Measure
    from tidegate.exchange.pressure.spc_file import Plotted


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Decided(_Table):
    reason: _Words = Field(description="why")
    author: _Words = Field(description="who decided it")
    decided: date = Field(description="when")

    def decision(self) -> Decision:
        """Return who decided it, when and why."""
        return Decision(self.reason, self.author, self.decided)


class BaselineTable(_Decided):
    """Points that limits are held from."""

    points: int = Field(
        description="the first points of each part that limits come from: 12 or more"
    )

    def baseline(self) -> Baseline:
        """Return the baseline."""
        return Baseline(self.points, self.decision())


class RebaseTable(_Decided):
    """A day from which limits are reckoned anew."""

    first: date = Field(alias="from", description="first day of the new part; it must have a value")


class TargetTable(_Table):
    """What is aimed at."""

    value: float | None = Field(None, description="the target; left out, it ends on that day")
    first: date | None = Field(None, alias="from", description="the day from which it is in force")
    source: str = Field("", description="who set it, and where it is written")


class MeasureTable(_Table):
    """What is asked of some series."""

    measure: str | None = Field(None, description="which measure; left out, all of them")
    organisation: str | None = Field(None, description="whose; left out, everybody’s")
    label: str = Field("", description="what it is called")
    unit: str = Field("", description="written after figures, such as `%` or ` minutes`")
    decimals: int | None = Field(None, ge=0, le=6, description="places after the point")
    least: float | None = Field(None, description="lines are drawn no lower; tests know no bound")
    most: float | None = Field(None, description="lines are drawn no higher")
    improvement: Direction = Field(
        Direction.NEUTRAL, description="`increase`, `decrease` or `neutral`: which way is better"
    )
    method: Method = Field(
        Method.XMR, description="`xmr`, or of rare events `t` (time between) or `g` (cases between)"
    )
    screen: bool = Field(True, description="leave far larger moving ranges out, once")
    baseline: BaselineTable | None = Field(None, description="a table, see below")
    rebase: tuple[RebaseTable, ...] = Field((), description="tables, see below")
    target: tuple[TargetTable, ...] = Field((), description="tables, see below")

    def meant(self, measure: str, organisation: str) -> bool:
        """Tell whether it is about a series."""
        return self.measure in {None, measure} and self.organisation in {None, organisation}

    @property
    def exactness(self) -> tuple[bool, bool]:
        """Sort tables from those about everything to those about one series."""
        return self.measure is not None, self.organisation is not None


class FileTable(_Table):
    """A whole settings file."""

    rules: str | None = Field(None, description="a shipped rule set, or a file beside this one")
    series: tuple[MeasureTable, ...] = Field((), description="tables, see below")


@dataclass(frozen=True, slots=True)
class Shown:
    """How figures of a series are written and drawn; nothing of it touches a test.

    Attributes:
        label, unit, decimals: words and form; ``decimals`` None follows the values.
        least, most: bounds that lines are cut at for the eye.
    """

    label: str = ""
    unit: str = ""
    decimals: int | None = None
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class SpcSettings:
    """What is asked of every series.

    Attributes:
        file: name of the settings file, for findings.
        rules: name or path of the rule set; None where the file names none.
        tables: from the most general to the most exact.
        known: what is known of measures anyway, less weighty than any table.
    """

    file: str = "settings"
    rules: str | None = None
    tables: tuple[MeasureTable, ...] = ()
    known: tuple[MeasureTable, ...] = ()

    def of(self, plotted: Plotted) -> tuple[Asked, Shown]:
        """Return what is asked of a series: the more exact table wins, key by key."""
        said: dict[str, Any] = {}
        if plotted.events:
            said = {"method": Method.T, "unit": " days", "label": plotted.measure or "Days between"}
        # Days between the events of a measure get better the other way round.
        known = () if plotted.events else self.known
        for table in (*known, *self.tables):
            if table.meant(plotted.measure, plotted.organisation):
                said |= {key: getattr(table, key) for key in table.model_fields_set}
        one = MeasureTable.model_construct(**said)
        asked = Asked(
            direction=one.improvement,
            method=one.method,
            screen=one.screen,
            baseline=one.baseline.baseline() if one.baseline else None,
            rebases=tuple(Rebase(each.first, each.decision()) for each in one.rebase),
            targets=tuple(Target(each.value, each.first, each.source) for each in one.target)
            or plotted.targets,
        )
        return asked, Shown(one.label, one.unit, one.decimals, one.least, one.most)


_UNITS = {Unit.PERCENT: "%", Unit.MINUTES: " minutes", Unit.BEDS: " beds"}
_BETTER = {
    WorseWhen.HIGHER: Direction.DECREASE,
    WorseWhen.LOWER: Direction.INCREASE,
    WorseWhen.NEITHER: Direction.NEUTRAL,
}


def known_of(measures: Iterable[Measure]) -> tuple[MeasureTable, ...]:
    """Return what measures say of their charts: label, unit, bounds, which way is better."""
    return tuple(
        MeasureTable.model_validate(
            {
                "measure": one.id,
                "label": one.label,
                "unit": _UNITS.get(one.unit, ""),
                "least": 0,
                "most": 100 if one.unit is Unit.PERCENT else None,
                "improvement": _BETTER[one.worse_when],
            }
        )
        for one in measures
    )


def read_spc_settings(path: Path) -> SpcSettings:
    """Read a settings file.

    Raises:
        UnusableInput: it is not there, no TOML, or has a key or a value that does not fit.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as problem:
        expected = "a readable TOML file in UTF-8"
        raise UnusableInput([error("SETTINGS_NOT_FOUND", str(path), expected)]) from problem
    except tomllib.TOMLDecodeError as problem:
        raise UnusableInput([error("NOT_TOML", path.name, f"valid TOML: {problem}")]) from problem
    try:
        read = FileTable.model_validate(table)
    except ValidationError as refused:
        raise UnusableInput(
            error("SETTINGS_VALUE", path.name, f"{one['msg'][:1].lower()}{one['msg'][1:]}",
                  column=" › ".join(str(n + 1) if isinstance(n, int) else n for n in one["loc"]),
                  value=None if one["type"] == "missing" else str(one["input"]))
            for one in refused.errors()
        ) from None  # fmt: skip
    rules = read.rules
    if rules is not None and (path.parent / rules).is_file():
        rules = str(path.parent / rules)
    ordered = sorted(read.series, key=lambda one: one.exactness)
    return SpcSettings(path.name, rules, tuple(ordered))
