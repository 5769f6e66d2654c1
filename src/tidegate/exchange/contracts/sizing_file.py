"""Read questions of how much to commit to: prices and demand of one or several lines, in TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from tidegate.core.contracts.sizing.curve import Question
from tidegate.core.contracts.sizing.demand import NegativeBinomial, PastCounts, Poisson, Quantiles
from tidegate.core.contracts.sizing.prices import Prices
from tidegate.exchange.contracts.demand_file import read_demand
from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.pressure.toml_lines import lines_of, row_of

if TYPE_CHECKING:
    from pathlib import Path

    from tidegate.core.contracts.sizing.demand import Demand
    from tidegate.exchange.findings import Finding
    from tidegate.exchange.pressure.toml_lines import Place

MOST_WEEKS = 520
_HEADER = re.compile(r"^\s*\[\[\s*size\s*\]\]", re.MULTILINE)
_Share = Annotated[Decimal, Field(ge=0, le=1)]
_Pence = Annotated[int, Field(ge=0, le=10**10)]
_Units = Annotated[float, Field(ge=0, le=1_000_000)]
_Words = Annotated[str, Field(min_length=1, max_length=200)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PricesTable(_Table):
    """What a unit costs in a week."""

    block_pence: _Pence = Field(description="a committed unit")
    spot_pence: _Pence = Field(description="a unit bought elsewhere when it is needed")
    guaranteed: _Share = Field(
        Decimal(1), description="share of the committed units that is paid whatever is used; 1: all"
    )
    premium: Annotated[Decimal, Field(ge=0, le=10)] = Field(
        Decimal(0), description="what is added, as a share, to the price of use above the guarantee"
    )
    volume_pence: _Pence | None = Field(
        None, description="a unit beyond the commitment under the same contract (cost and volume)"
    )
    no_spot: _Share = Field(
        Decimal(0), description="q, the chance that no unit can be had elsewhere"
    )
    delay_pence: _Pence | None = Field(
        None, description="what a week without a unit costs; needed where `no_spot` is above 0"
    )
    exit_pence: _Pence = Field(
        0, description="moving a committed unit’s work when the provider falls away"
    )
    exit_hazard: _Share = Field(Decimal(0), description="the chance of that in a week")
    most: Annotated[int, Field(ge=0, le=1_000_000)] | None = Field(
        None, description="units that the provider has in a week"
    )

    @model_validator(mode="after")
    def _agrees(self) -> PricesTable:
        self.prices()
        return self

    def prices(self) -> Prices:
        """Return the prices, shares as fractions."""
        exact: dict[str, Any] = {
            name: Fraction(value) if isinstance(value, Decimal) else value
            for name in type(self).model_fields
            for value in [getattr(self, name)]
        }
        return Prices(**exact)


class QuantileTable(_Table):
    """One quantile of demand."""

    level: Annotated[float, Field(gt=0, lt=1)] = Field(description="its level")
    value: _Units = Field(description="units a week")


class DemandTable(_Table):
    """Units wanted in a week: exactly one of `mean`, `counts`, `quantiles` and `file`."""

    weeks: Annotated[int, Field(ge=1, le=MOST_WEEKS)] | None = Field(
        None, description="weeks of the term with this demand; else 1, or all of a forecast"
    )
    mean: _Units | None = Field(None, description="Poisson demand of this mean")
    variance: float | None = Field(
        None, description="with `mean`: wider than Poisson (negative binomial)"
    )
    counts: tuple[Annotated[int, Field(ge=0, le=1_000_000)], ...] | None = Field(
        None, description="units wanted in past weeks"
    )
    quantiles: tuple[QuantileTable, ...] | None = Field(
        None, description="`{ level = 0.5, value = 26 }`, two or more, ascending"
    )
    file: str | None = Field(
        None, description="a [demand](demand.md) or forecast file beside this one"
    )
    of: str | None = Field(
        None, description="with `file`: which modality, or which place of a forecast"
    )

    @model_validator(mode="after")
    def _one_kind(self) -> DemandTable:
        given = [n for n in ("mean", "counts", "quantiles", "file") if getattr(self, n) is not None]
        if len(given) != 1:
            raise ValueError("exactly one of mean, counts, quantiles and file")
        if self.variance is not None and self.mean is None:
            raise ValueError("variance beside a mean only")
        if self.file is None:
            self.demand()
        return self

    def demand(self) -> Demand:
        """Return the demand of one week, of a table that names no file."""
        if self.mean is not None:
            return demand_of(self.mean, self.variance)
        if self.counts is not None:
            return PastCounts(self.counts)
        quantiles = self.quantiles or ()
        return Quantiles(
            tuple(each.level for each in quantiles), tuple(each.value for each in quantiles)
        )


class SizeTable(_Table):
    """One line to size."""

    title: _Words = Field(description="what it is, for people")
    unit: _Words = Field("unit", description="what one is called: bed, session, slot")
    modality: _Words = Field("", description="kind of care")
    interval: Annotated[float, Field(gt=0, lt=1)] = Field(
        0.9, description="chance with which the money idle lies in its interval"
    )
    prices: PricesTable = Field(description="table, see below")
    demand: tuple[DemandTable, ...] = Field(
        min_length=1, description="table, or several: weeks one after the other; see below"
    )

    @field_validator("demand", mode="before")
    @classmethod
    def _as_several(cls, given: Any) -> Any:
        return [given] if isinstance(given, dict) else given


class FileTable(_Table):
    """A whole file of questions."""

    size: tuple[SizeTable, ...] = Field(
        min_length=1, description="tables `[[size]]`, one for each line; see below"
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and how to speak of it.

    Attributes:
        title: what is sized.
        unit: what one unit is called.
        modality: kind of care, or empty.
        demand: where the demand comes from, in words.
        question: for the core.
        findings: what is odd about it.
    """

    title: str
    unit: str
    modality: str
    demand: str
    question: Question
    findings: tuple[Finding, ...] = ()


def demand_of(mean: float, variance: float | None) -> Demand:
    """Return Poisson demand, or a wider one where a variance is given.

    Raises:
        ValueError: a mean out of range, or a variance that is not above it.
    """
    return Poisson(mean) if variance is None else NegativeBinomial(mean, variance)


def demand_words(demand: Demand, weeks: int) -> str:
    """Say what is assumed of demand."""
    term = "one week" if weeks == 1 else f"{weeks} weeks alike"
    match demand:
        case Poisson(mean=mean):
            return f"Poisson demand, mean {mean:,g} a week, {term}"
        case NegativeBinomial(mean=mean, variance=variance):
            return f"demand of mean {mean:,g} and variance {variance:,g} a week, {term}"
        case PastCounts(counts=counts):
            return f"{len(counts)} past weeks, each as likely again, {term}"
        case _:
            return f"quantiles as given, {term}"


def is_questions(head: str) -> bool:
    """Tell from the beginning of a text whether it asks how much to commit to."""
    return _HEADER.search(head) is not None


def read_questions(path: Path) -> tuple[Asked, ...]:
    """Read a file of questions.

    Raises:
        UnusableInput: it is not there, no TOML, or has a key or a value that does not fit.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        expected = "a readable TOML file in UTF-8"
        raise UnusableInput([error("SIZING_NOT_FOUND", str(path), expected)]) from problem
    try:
        content = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as problem:
        raise UnusableInput([error("NOT_TOML", path.name, f"valid TOML: {problem}")]) from problem
    return questions_of(content, path.parent, path.name, lines_of(text))


def questions_of(
    content: Mapping[str, Any], folder: Path, name: str, lines: Mapping[Place, int] | None = None
) -> tuple[Asked, ...]:
    """Check questions that come from a file, from options or from a form.

    Args:
        content: as ``FileTable`` describes it; shares as decimals, so that they stay exact.
        folder: where files of demand lie that are named in it.
        name: of where it comes from, for findings.
        lines: rows of its keys, where it is a file.

    Raises:
        UnusableInput: a key or a value does not fit; or a file of demand.
    """
    try:
        read = FileTable.model_validate(content)
    except ValidationError as refused:
        faults = [dict(one) for one in refused.errors()]
        # A list whose items were refused is then called too short as well: that is no news.
        told = [one for one in faults if one["type"] != "too_short"] or faults
        raise UnusableInput(_refused(one, name, dict(lines or {})) for one in told) from None
    return tuple(_asked(one, folder) for one in read.size)


def _asked(table: SizeTable, folder: Path) -> Asked:
    weeks: list[Demand] = []
    words: list[str] = []
    findings: list[Finding] = []
    for one in table.demand:
        if one.file is None:
            each, times = one.demand(), one.weeks or 1
            weeks += [each] * times
            words.append(demand_words(each, times))
        else:
            read = read_demand(folder / one.file, weeks=one.weeks, of=one.of)
            weeks += read.weeks
            words.append(read.words)
            findings += read.findings
    question = Question(table.prices.prices(), tuple(weeks), table.interval)
    said = "; ".join(words)
    return Asked(table.title, table.unit, table.modality, said, question, tuple(findings))


def _refused(one: dict[str, Any], name: str, lines: dict[Place, int]) -> Finding:
    place: Place = tuple(one["loc"])
    if "demand" in place and place[: place.index("demand") + 2] not in lines:
        at = place.index("demand") + 1  # a single table, which was put into a list
        place = (*place[:at], *place[at + 1 :])
    message = str(one["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    known = {
        "Extra inputs are not permitted": "a key that the file reference describes",
        "Field required": "a value",
    }
    bare = one["type"] in {"missing", "value_error"}
    said = [str(part + 1) if isinstance(part, int) else f"› {part}" for part in place]
    return error(
        "SIZING_VALUE",
        name,
        known.get(message, message[:1].lower() + message[1:]),
        row=row_of(place, lines),
        column=" ".join(said).removeprefix("› ") or "the file",
        value=None if bare else str(one["input"]),
    )
