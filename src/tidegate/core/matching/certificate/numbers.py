"""Both sides of a problem as numbers: codes become positions, unknown numbers NaN.

People are put into numbers a block at a time, so that memory does not grow with a country. Each
side is an array of records: a loop over people then touches one place in memory for each of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import polars as pl

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem

Array = npt.NDArray[Any]

PERSON = np.dtype(
    [
        ("zone", "i4"),  # -1: no journey begins there
        ("road_from", "i8"),  # the zone's roads
        ("road_to", "i8"),
        ("kind", "i4"),  # modality × functions + treatment function; -1: nothing on offer
        ("holder", "i4"),  # -1: it offers nothing
        ("free", "?"),  # may leave the holder
        ("curve", "i4"),  # row of Book.curves
        ("earliest", "i4"),
        ("closed_from", "i8"),  # weeks that are closed to them
        ("closed_to", "i8"),
        ("max_minutes", "f8"),  # NaN: no limit
        ("max_miles", "f8"),
        ("asa", "f4"),  # NaN: unknown
        ("bmi", "f4"),
        ("age", "f4"),
        ("has", "i8"),  # conditions as bits
        ("told", "?"),  # whether they are known
        ("no_care", "?"),  # known to need no critical care
        ("count", "i4"),
        ("shift", "f8"),  # what treating them is worth besides, by the price of equity
        ("known", "f8"),  # net value of an offer that was promised to them; -inf: none
        ("forced", "?"),  # it is settled: they take that one
    ],
    align=True,
)
OFFER = np.dtype(
    [
        ("place", "i4"),  # site, among those of journeys
        ("site", "i4"),  # among those that hold or offer
        ("provider", "i4"),
        ("modality", "i4"),
        ("week", "i4"),
        ("max_asa", "f4"),  # NaN: no limit
        ("max_bmi", "f4"),
        ("min_age", "f4"),
        ("excludes", "i8"),  # conditions as bits
        ("without_care", "?"),
    ],
    align=True,
)
ROAD = np.dtype(
    [("place", "i4"), ("minutes", "f8"), ("miles", "f8"), ("cost", "f8"), ("aisle", "i8")],
    align=True,
)
_MOST_CONDITIONS = 62  # bits of a whole number, one for each condition that any offer excludes


@dataclass(frozen=True, slots=True)
class Book:
    """What turns codes into numbers, and the offers and journeys so turned.

    Attributes:
        zones, bodies, modalities, tfcs, conditions, priorities: codes by position.
        weeks, longest: length of the horizon; the longest wait of anybody.
        curves: points by week before travel, of priority p and wait w in row p × (longest + 1) + w.
        ask: whether consent is needed to leave the holder.
        places: how many sites there are.
        offers: ``OFFER`` records in the problem's order.
        takes: whether an offer may be used for a treatment function, shape (offers, functions).
        road_start, roads: ``ROAD`` records by zone, then place, and where each zone's begin.
    """

    zones: pl.Enum
    bodies: pl.Enum
    modalities: pl.Enum
    tfcs: pl.Enum
    conditions: pl.Enum
    priorities: pl.Enum
    weeks: int
    longest: int
    curves: Array
    ask: bool
    places: int
    offers: Array
    takes: Array
    road_start: Array
    roads: Array

    @property
    def functions(self) -> int:
        """Count treatment functions on offer."""
        return int(self.takes.shape[1])

    @property
    def kinds(self) -> int:
        """Count kinds of care: modality and treatment function."""
        return len(self.modalities.categories) * self.functions


def make_book(problem: Problem, policy: Policy) -> Book:
    """Number everything that offers and journeys name.

    Raises:
        ValueError: more than 62 different conditions are excluded.
    """
    offers, travel = problem.offers, problem.travel
    conditions = _codes(offers["excludes"].explode())
    if len(conditions.categories) > _MOST_CONDITIONS:
        raise ValueError(f"at most {_MOST_CONDITIONS} excluded conditions can be told apart")
    zones, places = _codes(travel["zone"]), _codes(travel["site"], offers["site"])
    bodies, modalities = _codes(offers["provider"], offers["site"]), _codes(offers["modality"])
    tfcs = _codes(offers["tfcs"].explode())
    most = problem.pathways["weeks_waited"].max()
    longest = most if isinstance(most, int) else 0
    columns = np.empty(offers.height, OFFER)
    columns["place"] = _numbered(offers["site"], places)
    columns["site"] = _numbered(offers["site"], bodies)
    columns["provider"] = _numbered(offers["provider"], bodies)
    columns["modality"] = _numbered(offers["modality"], modalities)
    columns["week"] = offers["week"].to_numpy()
    for name in ("max_asa", "max_bmi", "min_age"):
        columns[name] = _number(offers[name])
    columns["excludes"] = _bits(offers["excludes"], conditions)
    columns["without_care"] = (~offers["critical_care"]).fill_null(value=False).to_numpy()
    row, tfc = _flat(offers["tfcs"], tfcs)
    takes = np.zeros((offers.height, len(tfcs.categories)), np.bool_)
    takes[row, tfc] = True
    kinds = len(modalities.categories) * len(tfcs.categories)
    return Book(
        zones, bodies, modalities, tfcs, conditions, pl.Enum(list(policy.week_points)),
        problem.weeks, longest, _curves(policy, problem.weeks, longest), policy.require_consent,
        len(places.categories), columns, takes,
        *_roads(travel, _numbered(travel["zone"], zones), _numbered(travel["site"], places),
                policy.minute_points, kinds),
    )  # fmt: skip


def people_of(book: Book, pathways: pl.DataFrame) -> tuple[Array, Array]:
    """Put some of the problem's pathways into ``PERSON`` records, and their closed weeks.

    Nothing is promised to them, and treating them is worth nothing besides.
    """
    people = np.empty(pathways.height, PERSON)
    zone = _numbered(pathways["zone"], book.zones)
    people["zone"] = zone
    ends = np.append(book.road_start, [0, 0])  # the last of them are those of zone -1
    people["road_from"], people["road_to"] = ends[zone], ends[zone + (zone >= 0)]
    modality = _numbered(pathways["modality"], book.modalities)
    tfc = _numbered(pathways["tfc"], book.tfcs)
    people["kind"] = np.where((modality >= 0) & (tfc >= 0), modality * book.functions + tfc, -1)
    people["holder"] = _numbered(pathways["holder"], book.bodies)
    people["free"] = pathways["consent"].fill_null(value=False).to_numpy() | (not book.ask)
    priority = _numbered(pathways["priority"], book.priorities)
    people["curve"] = priority * (book.longest + 1) + pathways["weeks_waited"].to_numpy()
    people["earliest"] = pathways["earliest_week"].to_numpy()
    length = pathways["unavailable"].list.len().fill_null(0)
    people["closed_to"] = np.cumsum(length.to_numpy(), dtype=np.int64)
    people["closed_from"] = people["closed_to"] - length.to_numpy()
    people["max_minutes"] = _number(pathways["travel_max_minutes"])
    people["max_miles"] = _number(pathways["travel_max_miles"])
    for name in ("asa", "bmi", "age"):
        people[name] = _number(pathways[name])
    people["has"] = _bits(pathways["conditions"], book.conditions)
    people["told"] = pathways["conditions"].is_not_null().to_numpy()
    people["no_care"] = (~pathways["needs_critical_care"]).fill_null(value=False).to_numpy()
    people["count"] = pathways["count"].to_numpy()
    people["shift"], people["known"], people["forced"] = 0.0, -np.inf, False
    closed = pathways["unavailable"].filter(length > 0).explode().cast(pl.Int32).fill_null(-1)
    return people, closed.to_numpy(writable=True)


def _codes(*columns: pl.Series) -> pl.Enum:
    named = pl.concat([column.cast(pl.String).unique() for column in columns])
    return pl.Enum(named.drop_nulls().unique().sort())


def _numbered(column: pl.Series, codes: pl.Enum) -> Array:
    """Return the position of each code, -1 where it has none."""
    position = column.cast(codes, strict=False).to_physical().cast(pl.Int32)
    return position.fill_null(-1).to_numpy()


def _curves(policy: Policy, weeks: int, longest: int) -> Array:
    """Say what a slot is worth by priority, weeks waited and week, before travel."""
    waited, week = np.arange(longest + 1)[:, None], np.arange(weeks)[None]
    limits = np.zeros((longest + 1, weeks))
    for limit in policy.breaches:
        threatens = (waited < limit.weeks) & (waited + weeks >= limit.weeks)
        limits += limit.points * (threatens & (waited + week < limit.weeks))
    for limit in policy.past:
        limits += limit.points * (waited >= limit.weeks)
    steps = policy.wait_step_points * (waited // policy.wait_step_weeks)
    sooner = weeks - week + policy.weeks_beyond
    return np.concatenate(
        [
            (rate + steps) * sooner + policy.treat_points[priority] + limits
            for priority, rate in policy.week_points.items()
        ]
    )


def _roads(
    travel: pl.DataFrame, zone: Array, place: Array, minute_points: float, kinds: int
) -> tuple[Array, Array]:
    order = np.lexsort((place, zone))
    start = np.zeros(int(zone.max(initial=-1)) + 2, np.int64)
    np.cumsum(np.bincount(zone), out=start[1:])
    roads = np.empty(len(order), ROAD)
    roads["place"] = place[order]
    roads["minutes"] = _number(travel["minutes"])[order]
    roads["miles"] = _number(travel["miles"])[order]
    roads["cost"] = minute_points * roads["minutes"]
    roads["aisle"] = roads["place"].astype(np.int64) * kinds
    return start, roads


def _bits(lists: pl.Series, codes: pl.Enum) -> Array:
    row, code = _flat(lists, codes)
    bits = np.zeros(len(lists), np.int64)
    np.bitwise_or.at(bits, row, np.int64(1) << code)
    return bits


def _flat(lists: pl.Series, codes: pl.Enum) -> tuple[Array, Array]:
    """Return row and code of every element that has a code."""
    length = lists.list.len().fill_null(0)
    row = np.repeat(np.arange(len(lists)), length.to_numpy())
    code = _numbered(lists.filter(length > 0).explode(), codes).astype(np.int64)
    return row[code >= 0], code[code >= 0]


def _number(column: pl.Series) -> Array:
    return column.cast(pl.Float64).fill_null(float("nan")).to_numpy()
