"""Read a scenario file: what a waiting list may meet, in TOML."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from tidegate.core.waiting.simulation.scenario import AS_NOW, Change, Scenario
from tidegate.core.waiting.simulation.stated import Stated
from tidegate.exchange.findings import UnusableInput, error

if TYPE_CHECKING:
    from pathlib import Path

MOST_RUNS = 100_000
_Share = Annotated[float, Field(ge=0, le=1)]
_People = Annotated[float, Field(ge=0, le=10_000_000)]
_Spread = Annotated[float, Field(ge=0, lt=1)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class ChangeTable(_Table):
    """One change of capacity, from one day to another."""

    first: date = Field(alias="from", description="the day from which it holds")
    until: date | None = Field(None, description="the last day on which it holds; else to the end")
    more_slots_per_week: float = Field(
        0, ge=-1_000_000, le=1_000_000,
        description="slots added a week, over all lists meant; below nought takes them away",
    )  # fmt: skip
    slots_per_week: _People | None = Field(
        None, description="slots a week instead of the usual ones, over all lists meant"
    )
    lost_share: _Share = Field(0, description="share of slots lost; 1 is a week without any")
    tfc: tuple[str, ...] = Field((), description="treatment functions meant; none named is all")
    longest_first: bool = Field(
        True, description="added slots go by the service rule's `order`; else as all slots go now"
    )

    @model_validator(mode="after")
    def _in_order(self) -> ChangeTable:
        if self.until is not None and self.until < self.first:
            raise ValueError(f"“until” is on “from” ({self.first}) or after it")
        return self

    def change(self) -> Change:
        """Return the change."""
        return Change(
            first=self.first,
            last=self.until,
            more=self.more_slots_per_week,
            slots=self.slots_per_week,
            lost=self.lost_share,
            queues=self.tfc,
            longest_first=self.longest_first,
        )


class RemovalTable(_Table):
    """How likely somebody leaves untreated, from a wait on."""

    from_week: int = Field(ge=0, le=260, description="whole weeks waited from which it holds")
    share_per_week: _Share = Field(description="share that leaves untreated each week")


class FlowsTable(_Table):
    """What flows in and out in a usual week, where it is not to be as published months show."""

    arrivals_per_week: _People | dict[str, _People] | None = Field(
        None, description="people who join a week: in all, or a table by treatment function"
    )
    slots_per_week: _People | dict[str, _People] | None = Field(
        None, description="people who can be seen a week: in all, or by treatment function"
    )
    removals: tuple[RemovalTable, ...] = Field(
        (), description="who leaves untreated: tables with `from_week` and `share_per_week`"
    )
    missed_share: float = Field(
        0, ge=0, lt=1, description="share of slots not attended; the patient is booked again"
    )
    dispersion: float | None = Field(
        None,
        ge=1,
        le=1_000,
        description="variance of weekly arrivals over their mean; 1 is Poisson",
    )
    arrivals_spread: _Spread | None = Field(None, description="how sure arrivals are")
    slots_spread: _Spread | None = Field(None, description="how sure usual slots are")
    practice_spread: _Spread | None = Field(
        None, description="how sure it is how those who waited a year fare against others"
    )

    @model_validator(mode="after")
    def _rising(self) -> FlowsTable:
        weeks = [one.from_week for one in self.removals]
        if weeks != sorted(set(weeks)):
            raise ValueError("each “from_week” of removals is after the one before")
        return self

    def stated(self) -> Stated:
        """Return what is stated."""
        return Stated(
            arrivals=self.arrivals_per_week,
            slots=self.slots_per_week,
            removals=tuple((one.from_week, one.share_per_week) for one in self.removals),
            missed=self.missed_share,
            dispersion=self.dispersion,
            arrivals_spread=self.arrivals_spread,
            slots_spread=self.slots_spread,
            practice_spread=self.practice_spread,
        )


class ScenarioTable(_Table):
    """One scenario: a name, and the changes that it stands for."""

    name: str = Field(min_length=1, max_length=80, description="what it is called in the answer")
    change: tuple[ChangeTable, ...] = Field((), description="its changes, made in this order")


class FileTable(_Table):
    """A whole scenario file."""

    until: date | None = Field(None, description="how far to look ahead, unless `--until` says so")
    runs: int | None = Field(None, ge=1, le=MOST_RUNS, description="how often to look ahead")
    seed: int | None = Field(None, ge=0, lt=2**63, description="where chance begins")
    service: str | None = Field(
        None, description="who is seen first: a shipped service rule, or a file beside this one"
    )
    flows: FlowsTable = Field(
        default_factory=lambda: FlowsTable.model_validate({}), description="a table, see below"
    )
    scenario: tuple[ScenarioTable, ...] = Field((), description="tables, see below")

    @model_validator(mode="after")
    def _told_apart(self) -> FileTable:
        names = [one.name for one in self.scenario]
        if len(set(names)) < len(names):
            raise ValueError("scenarios have different names")
        return self


@dataclass(frozen=True, slots=True)
class Scenarios:
    """What a scenario file says.

    Attributes:
        scenarios: the first, without any change, is what the others are set beside.
        stated: flows that it states.
        until, runs, seed, service: as in the file; None where it says nothing.
    """

    scenarios: tuple[Scenario, ...]
    stated: Stated
    until: date | None = None
    runs: int | None = None
    seed: int | None = None
    service: str | None = None


def read_scenarios(path: Path) -> Scenarios:
    """Read a scenario file.

    Raises:
        UnusableInput: it is not there, no TOML, or has a key or a value that does not fit.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as problem:
        expected = "a readable TOML file in UTF-8"
        raise UnusableInput([error("SCENARIO_NOT_FOUND", str(path), expected)]) from problem
    except tomllib.TOMLDecodeError as problem:
        raise UnusableInput([error("NOT_TOML", path.name, f"valid TOML: {problem}")]) from problem
    try:
        read = FileTable.model_validate(table)
    except ValidationError as refused:
        raise UnusableInput(
            error("SCENARIO_VALUE", path.name, _expected(one["msg"]), column=_place(one["loc"]),
                  value=None if one["type"] in {"missing", "value_error"} else str(one["input"]))
            for one in refused.errors()
        ) from None  # fmt: skip
    made = tuple(
        Scenario(one.name, tuple(change.change() for change in one.change)) for one in read.scenario
    )
    service = read.service
    if service is not None and (path.parent / service).is_file():
        service = str(path.parent / service)
    return Scenarios(
        beside_as_now(made), read.flows.stated(), read.until, read.runs, read.seed, service
    )


def beside_as_now(scenarios: tuple[Scenario, ...]) -> tuple[Scenario, ...]:
    """Put "as now" first, unless the first has no change already."""
    if scenarios and not scenarios[0].changes:
        return scenarios
    return (Scenario(AS_NOW), *scenarios)


def _place(parts: tuple[int | str, ...]) -> str:
    """Name a place in the file: scenario 2 › change 1 › lost_share."""
    said = [str(part + 1) if isinstance(part, int) else f"› {part}" for part in parts]
    return " ".join(said).removeprefix("› ") or "the file"


def _expected(message: str) -> str:
    known = {"Extra inputs are not permitted": "a key that is described in the file reference",
             "Field required": "a value"}  # fmt: skip
    said = known.get(message, message.removeprefix("Value error, "))
    return said[:1].lower() + said[1:].removeprefix("nput should be ")
