"""What a score table says, key by key; each part is held to the rules of its core type."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from tidegate.core.pressure.measure import WorseWhen
from tidegate.core.pressure.observations import Level
from tidegate.core.pressure.score_table import (
    ActionList,
    Aggregation,
    Combine,
    Edge,
    LevelBand,
    Levels,
    Parameter,
    Pillar,
    Rounding,
    ScoreTable,
    Side,
)
from tidegate.core.pressure.status import FORMS, Status

_Number = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-1_000_000, le=1_000_000)]
_Text = Annotated[str, Field(min_length=1, max_length=1000)]
_Measure = Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$", max_length=60)]
_Days = Annotated[int, Field(strict=True, ge=0, le=400)]
_STATUS = f"whether somebody checked it against the source: {FORMS}"


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    @field_validator("status", "thresholds_status", "levels_status", check_fields=False)
    @classmethod
    def _a_status(cls, words: str) -> str:
        return Status.of(words).words


class EdgeTable(_Table):
    """Where one band ends and the next worse one begins."""

    at: _Number = Field(description="the value on the edge")
    equal: Side = Field(
        description="the band that a value on the edge belongs to: `better` or `worse`"
    )


class ParameterTable(_Table):
    """One figure that counts."""

    measure: _Measure = Field(description="id of the measure")
    worse_when: Literal["higher", "lower"] = Field(description="which way it gets worse")
    edges: tuple[EdgeTable, ...] = Field(
        description="from the best band to the worst, each `{ at = 15, equal = \"better\" }`; "
        "an empty list is open"
    )  # fmt: skip
    points: tuple[_Number, ...] = Field(
        description="one for each band, the best first; an empty list is open"
    )
    thresholds_status: _Text = Field(description=_STATUS)
    oldest_days: _Days = Field(
        description="a figure whose period ended more days ago counts as missing"
    )
    weight: _Number = Field(1, description="how much its points count")
    why: str = Field("", max_length=1000, description="where the edges come from")

    @model_validator(mode="after")
    def _holds(self) -> ParameterTable:
        self.made()
        return self

    def made(self) -> Parameter:
        """Return the parameter."""
        return Parameter(
            measure=self.measure,
            worse=WorseWhen(self.worse_when),
            edges=tuple(Edge(edge.at, edge.equal) for edge in self.edges),
            points=self.points,
            status=Status.of(self.thresholds_status),
            oldest_days=self.oldest_days,
            weight=self.weight,
            why=self.why,
        )


class LevelTable(_Table):
    """The totals of one level."""

    level: Annotated[int, Field(strict=True, ge=1, le=9)] = Field(description="1, 2, 3, …")
    least: _Number = Field(alias="from", description="the least total of the level")
    most: _Number = Field(alias="to", description="the greatest, itself included")


class LevelsTable(_Table):
    """From total to level."""

    decimals: Annotated[int, Field(strict=True)] = Field(
        description="decimals to which levels are stated, and to which totals are rounded"
    )
    levels: tuple[LevelTable, ...] = Field(
        description="from the least pressure on, each `{ level = 1, from = 0, to = 11 }`; an empty "
        "list is open"
    )
    levels_status: _Text = Field(description=_STATUS)

    @model_validator(mode="after")
    def _levels_hold(self) -> LevelsTable:
        self.levels_made()
        return self

    def levels_made(self) -> Levels:
        """Return the levels."""
        bands = tuple(LevelBand(band.level, band.least, band.most) for band in self.levels)
        return Levels(bands, self.decimals, Status.of(self.levels_status))


class PillarTable(LevelsTable):
    """One part of a table."""

    name: _Text = Field(description="`acute`, `community`, `mental health`, `NHS 111`")
    combine: Combine = Field(description="whether points are added (`sum`) or averaged (`mean`)")
    weight: _Number | None = Field(
        None, description="its share of the overall score; those of all pillars add to 1"
    )
    parameters: tuple[ParameterTable, ...] = Field((), description="tables, see below")

    @model_validator(mode="after")
    def _holds(self) -> PillarTable:
        self.made()
        return self

    def made(self) -> Pillar:
        """Return the pillar."""
        parameters = tuple(each.made() for each in self.parameters)
        return Pillar(self.name, self.combine, parameters, self.levels_made(), self.weight)


class WeightsTable(_Table):
    """What share each place has in the place above it."""

    place: _Text = Field(description="code of the area, region or nation")
    pillar: _Text = Field(description="name of the pillar")
    shares: dict[str, _Number] = Field(description="by code of each place beneath; they add to 1")


class AggregationTable(_Table):
    """How places are put together."""

    weigh_by: _Measure | Literal[""] = Field(
        description="measure by whose size places count; empty counts each alike"
    )
    rounding: Rounding = Field(
        description="whether a fractional score is compared with the levels `unrounded`, or "
        "rounded `half_up` first"
    )
    status: _Text = Field(description=_STATUS)
    weights: tuple[WeightsTable, ...] = Field(
        (), description="stated shares, which come before sizes: tables, see below"
    )

    @model_validator(mode="after")
    def _holds(self) -> AggregationTable:
        keys = [(each.place, each.pillar) for each in self.weights]
        if len(set(keys)) < len(keys):
            raise ValueError("weights: each place and pillar once")
        self.made()
        return self

    def made(self) -> Aggregation:
        """Return how places are put together."""
        weights = {(each.place, each.pillar): each.shares for each in self.weights}
        return Aggregation(self.weigh_by, self.rounding, Status.of(self.status), weights)


class ActionListTable(_Table):
    """What is begun when a place comes to a level."""

    place: Literal["provider", "icb", "region", "nation"] = Field(description="kind of place")
    level: Annotated[int, Field(strict=True, ge=1, le=9)] = Field(description="from which level on")
    actions: tuple[_Text, ...] = Field(description="what is done")
    source: _Text = Field(description="where the list comes from")


class FileTable(_Table):
    """A whole score table."""

    name: _Text = Field(
        description="what the score is called; the word OPEL needs proof, see above"
    )
    edition: _Text = Field(description="which edition")
    source: _Text = Field(description="document that the numbers were taken from")
    verifier: str = Field(
        max_length=200, description="who vouches for the file as a whole; empty is nobody"
    )
    in_force_from: date = Field(description="first day on which it holds")
    in_force_until: date | None = Field(None, description="last day on which it holds")
    aggregation: AggregationTable = Field(description="a table, see below")
    pillars: tuple[PillarTable, ...] = Field(description="tables, see below")
    overall: LevelsTable | None = Field(
        None, description="levels of the overall score, where there are several pillars: "
        "`decimals`, `levels`, `levels_status`"
    )  # fmt: skip
    action_lists: tuple[ActionListTable, ...] = Field((), description="tables, see below")

    @model_validator(mode="after")
    def _holds(self) -> FileTable:
        self.made()
        return self

    def made(self) -> ScoreTable:
        """Return the score table."""
        return ScoreTable(
            name=self.name,
            edition=self.edition,
            source=self.source,
            verifier=self.verifier,
            in_force_from=self.in_force_from,
            in_force_until=self.in_force_until,
            pillars=tuple(pillar.made() for pillar in self.pillars),
            aggregation=self.aggregation.made(),
            overall=self.overall.levels_made() if self.overall else None,
            action_lists=tuple(
                ActionList(Level(each.place), each.level, each.actions, each.source)
                for each in self.action_lists
            ),
        )


PARTS: Mapping[str, type[BaseModel]] = {
    "pillars": PillarTable,
    "pillars.parameters": ParameterTable,
    "aggregation": AggregationTable,
    "aggregation.weights": WeightsTable,
    "action_lists": ActionListTable,
}
"""The tables inside the file, for its reference page."""
