"""Take up an earlier plan with the replies to it: what stays, what may move, what is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.matching.difference import DECLINED, Made
from tidegate.core.matching.previous import PREVIOUS
from tidegate.exchange.findings import Finding, UnusableInput, error, refuse_errors, warning
from tidegate.exchange.matching.raw_table import ROW
from tidegate.exchange.matching.replaced import STANDING, Promises, Replaced, no_promises
from tidegate.exchange.matching.replies import Reply

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem
    from tidegate.exchange.matching.plan_folder import Plan
    from tidegate.exchange.matching.replies import Replies


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier plan and how its proposals stand.

    Attributes:
        plan: the earlier plan.
        name: what its readers call it.
        matches: columns ``PREVIOUS``: single patients with a place, those who declined left out.
        declined: columns ``DECLINED``: who has said no to which site, in this plan or before it.
        findings: replies that could not be used, none of which was an acceptance.
    """

    plan: Plan
    name: str
    matches: pl.DataFrame
    declined: pl.DataFrame
    findings: tuple[Finding, ...] = ()


def take_up(plan: Plan, name: str, replies: Replies | None = None) -> Earlier:
    """Join a plan with the replies to it; without a reply a place stays what it was.

    Places of counted classes are promised to nobody, so they are not taken up. Of replies that are
    ``agreed``, whoever accepted another offer than the plan gave them has that one.

    Raises:
        UnusableInput: an acceptance of a place that the plan has not given; to pass it over would
            break a promise. Other replies that do not fit are findings.
    """
    single = plan.problem.pathways.filter(pl.col("count") == 1).select("pathway_id")
    before = plan.promises or no_promises()
    matches = (
        plan.result.assignments.select("pathway_id", "offer_id")
        .join(single, on="pathway_id", how="semi")
        .join(before.matches.select(*PREVIOUS), on=["pathway_id", "offer_id"], how="left")
        .with_columns(pl.col("accepted").fill_null(False))
    )
    if replies is None:
        return Earlier(plan, name, matches.sort("pathway_id"), before.declined)
    sites = plan.problem.offers.select("offer_id", "site")
    if replies.agreed:
        matches = _with_agreed(matches, replies.frame, single, sites)
    told = _told(replies.frame, matches, sites)
    findings = refuse_errors(_unfit(told, replies.source.name, name))
    return Earlier(
        plan,
        name,
        _after_replies(matches, told).sort("pathway_id"),
        _declined(before.declined, told),
        findings,
    )


def replacing(earlier: Earlier, problem: Problem) -> tuple[Problem, Replaced]:
    """Prepare a problem for a plan that replaces an earlier one.

    Returns the problem, in which whoever declined a site has no journey to it, and what of the
    earlier plan is to be respected: places whose pathway still waits and whose offer is there.

    Raises:
        UnusableInput: an offer has fewer units than transfers that were accepted there; somebody
            has to say who is to be asked again.
    """
    waiting = problem.pathways.filter(pl.col("count") == 1).select("pathway_id", here=pl.lit(True))
    offered = problem.offers.filter(pl.col("units") > 0).select("offer_id", "units")
    matches = (
        earlier.matches.join(waiting, on="pathway_id", how="left")
        .join(offered, on="offer_id", how="left")
        .select(
            *PREVIOUS, (pl.col("here") & (pl.col("units") > 0)).fill_null(False).alias(STANDING)
        )
        .sort("pathway_id")
    )
    _refuse_broken_promises(matches.filter(STANDING), offered, earlier.name)
    summary, plan = earlier.plan.summary, earlier.plan
    replaced = Replaced(
        name=earlier.name,
        title=summary["title"],
        made_at=summary["made_at"],
        start=summary["start"],
        policy=f"{summary['policy']['name']}-{summary['policy']['version']}",
        made=Made(plan.problem, plan.result),
        promises=Promises(matches, earlier.declined),
    )
    return without_declined(problem, earlier.declined), replaced


def in_words(replaced: Replaced, policy: Policy) -> str:
    """Say, as one of a plan's assumptions, how it respects the plan that it replaces."""
    change = (
        f"a proposed one changes only where that is worth {policy.stay_points:g} points more"
        if policy.stay_points
        else "proposed ones change wherever that is worth more"
    )
    return (
        f"Accepted transfers of the plan that this one replaces ({replaced.name}) stay as they "
        f"are; {change}; whoever has declined a site is not proposed it again."
    )


def without_declined(problem: Problem, declined: pl.DataFrame) -> Problem:
    """Take the journeys to sites that a patient has declined out of the problem, for them alone.

    A patient who has declined a site gets a zone of their own name: where they live, less the
    journeys to the sites that they declined.
    """
    who = (
        declined.join(problem.pathways.select("pathway_id", "zone"), on="pathway_id", how="inner")
        .sort("pathway_id", "site")
        .group_by("pathway_id", "zone")
        .agg("site")
        .with_columns(less=pl.format("{}, not to {}", "zone", pl.col("site").list.join(" or ")))
    )
    if who.is_empty():
        return problem
    zones = who.select("zone", "less", "site").unique("less").rename({"site": "refused"})
    journeys = (
        problem.travel.join(zones, on="zone", how="inner")
        .filter(~pl.col("refused").list.contains(pl.col("site")))
        .with_columns(zone="less")
        .select(problem.travel.columns)
    )
    pathways = (
        problem.pathways.join(
            who.select("pathway_id", "less"), on="pathway_id", how="left", maintain_order="left"
        )
        .with_columns(zone=pl.coalesce("less", "zone"))
        .drop("less")
    )
    travel = pl.concat([problem.travel, journeys.sort("zone", "site")])
    return replace(problem, pathways=pathways, travel=travel)


def _with_agreed(
    matches: pl.DataFrame, replies: pl.DataFrame, single: pl.DataFrame, sites: pl.DataFrame
) -> pl.DataFrame:
    """Give whoever agreed to an offer of the plan that one, whatever the plan gave them."""
    agreed = (
        replies.filter(pl.col("reply") == Reply.ACCEPTED.value)
        .join(single, on="pathway_id", how="semi")
        .join(sites, on="offer_id", how="semi")
        .select("pathway_id", "offer_id", accepted=pl.lit(True))
        .unique("pathway_id", keep="first", maintain_order=True)
    )
    return pl.concat([matches.join(agreed, on="pathway_id", how="anti"), agreed])


def _told(replies: pl.DataFrame, matches: pl.DataFrame, sites: pl.DataFrame) -> pl.DataFrame:
    """Put each reply beside the place that the plan gives, and the site that it answers."""
    placed = matches.select("pathway_id", placed="offer_id")
    told = replies.join(placed, on="pathway_id", how="left", maintain_order="left")
    answered = pl.coalesce("offer_id", "placed")
    return told.with_columns(offer_id=answered).join(
        sites, on="offer_id", how="left", maintain_order="left"
    )


def _unfit(told: pl.DataFrame, file: str, plan: str) -> list[Finding]:
    """Find replies to a place that the plan has not given.

    Of what was declined any site that the plan knows will do, and of an offer that it does not
    know nothing can be kept: a file may hold the replies to several plans.
    """
    reply, said_no_offer = pl.col("reply"), pl.col("offer_id").is_null()
    elsewhere = pl.col("placed").is_null() | (pl.col("placed") != pl.col("offer_id"))
    broken = (reply == Reply.ACCEPTED) & elsewhere & (pl.col("site").is_not_null() | said_no_offer)
    idle = pl.col("site").is_null() | ((reply == Reply.PROPOSED) & pl.col("placed").is_null())
    found = []
    for rows, make in ((told.filter(broken), error), (told.filter(idle & ~broken), warning)):
        if rows.is_empty():
            continue
        first = rows.row(0, named=True)
        found.append(
            make(
                "REPLY_TO_NO_PLACE",
                file,
                f"a patient’s answer to a place that {plan} gives them",
                row=first[ROW],
                column="pathway_id",
                value=first["pathway_id"],
                count=rows.height,
            )
        )
    return found


def _after_replies(matches: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    said = told.filter(pl.col("placed") == pl.col("offer_id")).select("pathway_id", "reply")
    joined = matches.join(said, on="pathway_id", how="left")
    return (
        joined.filter(pl.col("reply").ne_missing(Reply.DECLINED.value))
        .with_columns(
            accepted=pl.when(pl.col("reply").is_null())
            .then("accepted")
            .otherwise(pl.col("reply") == Reply.ACCEPTED)
        )
        .select(*PREVIOUS)
    )


def _declined(before: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    now = told.filter((pl.col("reply") == Reply.DECLINED) & pl.col("site").is_not_null())
    return pl.concat([before, now.select(*DECLINED)]).unique().sort(*DECLINED)


def _refuse_broken_promises(standing: pl.DataFrame, offered: pl.DataFrame, plan: str) -> None:
    promised = standing.filter("accepted").group_by("offer_id").agg(promised=pl.len())
    over = promised.join(offered, on="offer_id").filter(pl.col("promised") > pl.col("units"))
    if over.height:
        raise UnusableInput(
            error(
                "ACCEPTED_ABOVE_UNITS",
                plan,
                f"units for the {row['promised']} accepted transfers to this offer, which has "
                f"{row['units']} now; say in the replies who is to be asked again",
                value=row["offer_id"],
            )
            for row in over.sort("offer_id").to_dicts()
        )
