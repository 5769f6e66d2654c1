"""Compose a wave: whom to ask for which places, out of a plan, so that few promises are broken.

The number asked comes from the invitation yield (``core.transfers.invite``), which is told what
earlier waves came to. Nobody with a live request is asked, nobody twice by one plan, and nobody
whose clock start is not on the list.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from tidegate.core.transfers.answer import answer_of, was_asked
from tidegate.core.transfers.invite import ANSWERED, Invitations
from tidegate.core.transfers.lifecycle.states import PlaceState, RequestState
from tidegate.core.transfers.outcomes import Reply
from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.transfers.invitations import plan_invitations

if TYPE_CHECKING:
    from tidegate.controlroom.transfers.models import Place
    from tidegate.controlroom.transfers.queries.wave_ground import WaveGround
    from tidegate.core.transfers.yields import Yields
    from tidegate.exchange.matching.plan_folder import Plan as KeptPlan

ALTERNATIVES = 2
_OWN = ((pl.col("holder") == pl.col("provider")) | (pl.col("holder") == pl.col("site"))).fill_null(
    value=False
)
LIVE, COUNTED, NO_CLOCK, OWN = "ALREADY_LIVE", "COUNTED_ROW", "NO_CLOCK_START", "OWN_PROVIDER"
LEFT_OUT = {
    LIVE: "have a request already, in this plan’s waves or otherwise",
    COUNTED: "stand in a row that counts several people: only single patients can be asked",
    NO_CLOCK: "cannot be asked: the list does not give their clock start, which a transfer has to "
    "carry. Load a list with a column “clock_start”",
    OWN: "have a place at their own provider, which books them itself",
}
"""Why somebody with a place in the plan is not asked, in the words of the page."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A place that is planned for a patient.

    Attributes:
        offer_id: of the plan.
        minutes, miles: from home, one way, where known.
    """

    offer_id: str
    minutes: float | None
    miles: float | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who is asked.

    Attributes:
        pathway: the row of the plan's list.
        places: the place that they are asked for, then up to two to choose from besides.
        matched: whether the plan gives them the first of these; else they are next in line.
    """

    pathway: Mapping[str, Any]
    places: tuple[Proposed, ...]
    matched: bool


@dataclass(frozen=True, slots=True)
class ComposedWave:
    """A wave that can be sent.

    Attributes:
        number: of the plan's waves.
        asked: whom it asks, offer by offer in the order of asking.
        offers: columns ``INVITATIONS`` with ``provider, site, week`` (a Monday), of all offers.
        left_out: people with a place in the plan who are not asked, by the code of ``LEFT_OUT``.
        reply_by: the day by which nine of ten answers are in, as far as is known.
        today: the day in England on which it was composed.
    """

    number: int
    asked: tuple[Asked, ...]
    offers: pl.DataFrame
    left_out: Mapping[str, int] = field(default_factory=dict)
    reply_by: date = date.min
    today: date = date.min

    def only(self, offer_ids: Collection[str]) -> ComposedWave:
        """Return the part of the wave that asks for some of the offers, with places at no other."""
        asked = tuple(
            replace(one, places=tuple(place for place in one.places if place.offer_id in offer_ids))
            for one in self.asked
            if one.places[0].offer_id in offer_ids
        )
        offers = self.offers.filter(pl.col("offer_id").is_in(list(offer_ids)))
        return replace(self, asked=asked, offers=offers)

    @property
    def asking(self) -> pl.DataFrame:
        """The offers for which somebody is asked, or was and has not answered."""
        return self.offers.filter((pl.col("ask") > 0) | (pl.col("pending") > 0))

    @property
    def expected_yes(self) -> float:
        """Yeses on average, of those asked now and those whose answer is awaited."""
        return float(self.asking["expected_yes"].sum())

    @property
    def p_over(self) -> float:
        """The chance of more yeses than slots, at the offer where it is largest."""
        largest = self.asking["p_over"].max()
        return float(largest) if isinstance(largest, float) else 0.0

    @property
    def expected_empty(self) -> float:
        """Slots without a yes, on average, of the offers for which anybody is asked."""
        return float(self.asking["expected_empty"].sum())


def compose_wave(
    plan: KeptPlan, yields: Yields, ground: WaveGround, *, today: date
) -> ComposedWave:
    """Say whom the next wave of a plan asks.

    Args:
        plan: as read from its folder.
        yields: who says yes, as far as is known.
        ground: what earlier waves came to, and what is left of the offers.
        today: the day in England; weeks that have begun are not asked for any more.

    Raises:
        UnusableInput: an offer of the plan has the identifier of another one that stands already.
    """
    weeks = _dated(plan)
    _refuse_other_offers(weeks, ground, plan.folder.name)
    earlier = answered_so_far(ground.places, plan)
    home = kept_at_home(plan).join(earlier.select("pathway_id"), on="pathway_id", how="anti")
    excluded, left_out = _excluded(plan, ground, pl.concat([earlier, _told(home, Reply.YES)]))
    gone = _gone(plan, ground, earlier, home, today)
    told = pl.concat([earlier, excluded, _told(home, Reply.YES), gone])
    found, next_at_home = _invited(plan, yields, told)
    own = int(home["count"].sum()) + next_at_home
    asked = _asked(plan, found, ground, home)
    left_out |= {OWN: own} if own else {}
    return ComposedWave(
        number=ground.waves + 1,
        asked=asked,
        offers=found.offers.join(weeks, on="offer_id", how="left", maintain_order="left"),
        left_out=left_out,
        reply_by=today + timedelta(days=yields.replies.days_for(yields.prior.reply.share)),
        today=today,
    )


def kept_at_home(plan: KeptPlan) -> pl.DataFrame:
    """Return whom a plan gives a place at their own provider, which books them itself.

    Columns ``offer_id, pathway_id, count, matched``; their units are offered to nobody else.
    """
    return (
        plan.result.assignments.select("offer_id", "pathway_id", "count", matched=True)
        .join(plan.problem.offers.select("offer_id", "provider", "site"), on="offer_id")
        .join(plan.problem.pathways.select("pathway_id", "holder"), on="pathway_id")
        .filter(_OWN)
        .select("offer_id", "pathway_id", "count", "matched")
    )


def _invited(plan: KeptPlan, yields: Yields, told: pl.DataFrame) -> tuple[Invitations, int]:
    """Say whom to ask, once those next in line at their own provider are told to have a place.

    Returns:
        The invitations, and how many people are next in line at their own provider.
    """
    own = 0
    while True:
        found = plan_invitations(plan, yields, told)
        home = (
            found.invitees.join(
                plan.problem.offers.select("offer_id", "provider", "site"), on="offer_id"
            )
            .join(plan.problem.pathways.select("pathway_id", "holder"), on="pathway_id")
            .filter(_OWN)
        )
        if home.is_empty():
            return found, own
        own += int(home["count"].sum())
        told = pl.concat([told, _told(home, Reply.YES)])


def answered_so_far(places: tuple[Place, ...], plan: KeptPlan) -> pl.DataFrame:
    """Tell what the plan's waves came to, columns ``ANSWERED``.

    Somebody counts at the offer that they were asked for, and at another only once they have
    chosen that.
    """
    given = set(plan.result.assignments.select("pathway_id", "offer_id").iter_rows())
    known = set(plan.problem.offers["offer_id"])
    rows = []
    for place in places:
        state = PlaceState(place.state)
        request = RequestState(place.request.state)
        asked = was_asked(request, cleared=place.request.cleared_at is not None)
        reply = answer_of(state, asked=asked)
        offer_id = place.offer.offer_id if place.offer else ""
        first = place.rank == 1
        if reply is None or offer_id not in known or not (first or reply is Reply.YES):
            continue
        pathway_id = place.request.pathway_id
        round_ = place.wave.number if place.wave else 0
        matched = (pathway_id, offer_id) in given or not first
        rows.append((offer_id, round_, 1, pathway_id, 1, matched, reply.value))
    return pl.DataFrame(rows, schema=dict(ANSWERED), orient="row")


def _dated(plan: KeptPlan) -> pl.DataFrame:
    """Return ``offer_id, provider, site, week`` with the Monday of each week."""
    monday = pl.lit(plan.problem.start) + pl.duration(weeks=pl.col("week"))
    return plan.problem.offers.select("offer_id", "provider", "site", week=monday.cast(pl.Date))


def _refuse_other_offers(weeks: pl.DataFrame, ground: WaveGround, name: str) -> None:
    """Refuse a plan in which an identifier means another offer than the one that stands."""
    for offer_id, provider, site, week in weeks.iter_rows():
        left = ground.left.get(offer_id)
        if left is not None and left.identity != (provider, site, week.isoformat()):
            stands = ", ".join(left.identity)
            expected = f"identifiers of their own for new offers; this one stands for {stands}"
            raise UnusableInput([error("OFFER_ID_TAKEN", name, expected, value=offer_id)])


def _excluded(
    plan: KeptPlan, ground: WaveGround, earlier: pl.DataFrame
) -> tuple[pl.DataFrame, dict[str, int]]:
    """Tell the invitation who is not to be asked, and count those of them who have a place.

    They are told as having said no in a round before the first, so that nobody counts on them.
    """
    live = pl.DataFrame(
        list(ground.live), schema={"holder": pl.String, "pathway_id": pl.String}, orient="row"
    ).with_columns(is_live=pl.lit(True))
    pathways = plan.problem.pathways
    clock = pl.col("clock_start") if "clock_start" in pathways.columns else pl.lit(None)
    why = (
        pathways.join(live, on=["holder", "pathway_id"], how="left", maintain_order="left")
        .join(earlier.select("pathway_id").unique(), on="pathway_id", how="anti")
        .select(
            "pathway_id",
            "count",
            why=pl.when(pl.col("count") > 1)
            .then(pl.lit(COUNTED))
            .when(clock.is_null())
            .then(pl.lit(NO_CLOCK))
            .when(pl.col("is_live"))
            .then(pl.lit(LIVE)),
        )
        .filter(pl.col("why").is_not_null())
    )
    placed = plan.result.assignments.select("pathway_id", "offer_id", people="count").join(
        why.select("pathway_id", "why"), on="pathway_id"
    )
    counted = dict(placed.group_by("why").agg(pl.col("people").sum()).iter_rows())
    anywhere = plan.problem.offers["offer_id"].head(1)
    waiting = why.join(plan.result.unmatched.select("pathway_id"), on="pathway_id", how="semi")
    first = anywhere[0] if len(anywhere) else ""
    unplaced = waiting.select(pl.lit(first).alias("offer_id"), "pathway_id", "count", matched=False)
    given = placed.select("offer_id", "pathway_id", pl.col("people").alias("count"), matched=True)
    return _told(pl.concat([given, unplaced]), Reply.NO), counted


def _gone(
    plan: KeptPlan, ground: WaveGround, earlier: pl.DataFrame, home: pl.DataFrame, today: date
) -> pl.DataFrame:
    """Tell units that are no longer to be had, as yeses of nobody in particular.

    Others took them, the provider cut or withdrew them, or the week has begun.
    """
    yeses = earlier.filter(pl.col("reply") == Reply.YES.value)
    known = pl.concat([yeses.select("offer_id", "count"), home.select("offer_id", "count")])
    taken = dict(known.group_by("offer_id").agg(pl.col("count").sum()).iter_rows())
    rows = []
    for offer_id, week, units in plan.problem.offers.select(
        "offer_id", "week", "units"
    ).iter_rows():
        left = ground.left.get(offer_id)
        begun = plan.problem.start + timedelta(weeks=week) <= today
        free = 0 if begun else units - taken.get(offer_id, 0) if left is None else left.free
        gone = units - taken.get(offer_id, 0) - free
        if gone > 0:
            rows.append((offer_id, "", gone, True))
    frame = pl.DataFrame(
        rows,
        schema={"offer_id": pl.String, "pathway_id": pl.String, "count": pl.Int32,
                "matched": pl.Boolean},
        orient="row",
    )  # fmt: skip
    return _told(frame, Reply.YES)


def _told(frame: pl.DataFrame, reply: Reply) -> pl.DataFrame:
    rows = frame.with_columns(round=pl.lit(0), rank=pl.lit(0), reply=pl.lit(reply.value))
    return rows.select(pl.col(name).cast(kind) for name, kind in ANSWERED.items())


def _asked(
    plan: KeptPlan, found: Invitations, ground: WaveGround, home: pl.DataFrame
) -> tuple[Asked, ...]:
    """List whom to ask with their places."""
    asked_at = (
        found.invitees.join(
            plan.problem.offers.select("offer_id", "site"), on="offer_id", maintain_order="left"
        )
        .join(plan.problem.pathways, on="pathway_id", maintain_order="left")
        .join(
            plan.problem.travel.select("zone", "site", "minutes", "miles"),
            on=["zone", "site"],
            how="left",
            maintain_order="left",
        )
    )
    others = _alternatives(plan, asked_at, _full(plan, ground, home))
    return tuple(
        Asked(
            pathway=row,
            places=(
                Proposed(row["offer_id"], row["minutes"], row["miles"]),
                *others.get(row["pathway_id"], ()),
            ),
            matched=row["matched"],
        )
        for row in asked_at.iter_rows(named=True)
    )


def _full(plan: KeptPlan, ground: WaveGround, home: pl.DataFrame) -> list[str]:
    """Name the offers of which no unit is left for a patient from elsewhere."""
    kept = home.group_by("offer_id").agg(kept=pl.col("count").sum())
    at_home = plan.problem.offers.join(kept, on="offer_id").filter(
        pl.col("kept") >= pl.col("units")
    )
    stands = [offer_id for offer_id, left in ground.left.items() if left.free == 0]
    return [*at_home["offer_id"], *stands]


def _alternatives(
    plan: KeptPlan, asked: pl.DataFrame, full: list[str]
) -> dict[str, tuple[Proposed, ...]]:
    """Return up to two further places of each patient, none at their own provider or full."""
    rows = (
        plan.result.alternatives.select("pathway_id", "rank", "offer_id")
        .join(asked.select("pathway_id", "holder", "zone", asked_for="offer_id"), on="pathway_id")
        .filter((pl.col("offer_id") != pl.col("asked_for")) & ~pl.col("offer_id").is_in(full))
        .join(plan.problem.offers.select("offer_id", "provider", "site"), on="offer_id")
        .filter(~_OWN)
        .join(
            plan.problem.travel.select("zone", "site", "minutes", "miles"),
            on=["zone", "site"],
            how="left",
        )
        .sort("pathway_id", "rank")
    )
    found: dict[str, tuple[Proposed, ...]] = {}
    for pathway_id, offer_id, minutes, miles in rows.select(
        "pathway_id", "offer_id", "minutes", "miles"
    ).iter_rows():
        before = found.get(pathway_id, ())
        if len(before) < ALTERNATIVES:
            found[pathway_id] = (*before, Proposed(offer_id, minutes, miles))
    return found
