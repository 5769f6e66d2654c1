"""``tidegate yields``: who says yes to an invitation, and how many to ask for each offer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tidegate.cli import console

if TYPE_CHECKING:
    from tidegate.core.transfers.yields import Yields

OutcomesFile = Annotated[
    Path, typer.Argument(metavar="OUTCOMES", help="What became of invitations: CSV, Parquet.")
]
PlanFolder = Annotated[
    Path | None,
    typer.Option(
        "--plan", metavar="DIR", help="A plan: how many to ask for each of its offers, and whom."
    ),
]
RepliesFile = Annotated[
    Path | None,
    typer.Option(
        "--replies", metavar="FILE", help="With --plan: what those asked said; whom to ask next."
    ),
]
PriorFile = Annotated[
    str | None,
    typer.Option("--prior", metavar="FILE", help="What is believed before outcomes; else ours."),
]
Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]

_DEEPEST_SHOWN = 2  # levels of groups in the table; every one stands in the JSON
_MOST_OFFERS = 25
_TOO_FEW_TO_TELL = "*"
_EXPECTED = ("Say yes", "Too many", "Some empty", "Slots empty")


def yields(
    outcomes: OutcomesFile,
    plan: PlanFolder = None,
    replies: RepliesFile = None,
    prior: PriorFile = None,
    json: Json = False,
) -> None:
    """Say who says yes to being treated elsewhere, how soon, and how many to ask for a slot.

    With --plan, say how many to ask for each offer and by when, and write invitations.parquet and
    invitees.parquet into the plan's folder; with --replies besides, a further round of asking.
    What was learnt shows 1 to 7 people as *. Exit code 1: there is nobody to ask.
    """
    from tidegate.core.transfers.yields import learn
    from tidegate.exchange.transfers.learnt import learnt
    from tidegate.exchange.transfers.outcomes import read_outcomes
    from tidegate.exchange.transfers.yield_prior import DEFAULT, load_yield_prior

    if replies is not None and plan is None:
        raise typer.BadParameter("--replies are to a plan: name it with --plan DIR")
    with console.steps(quiet=json) as progress:
        with progress.step(f"Reading {outcomes.name}"):
            believed = load_yield_prior(prior or DEFAULT)
            read = read_outcomes(outcomes)
            found = learn(read.frame, believed)
            answer = learnt(found)
        asking = None
        if plan is not None:
            with progress.step(f"Counting whom to ask for {plan.name}"):
                asking = _ask_for(plan, found, replies)
    if json:
        console.print_json(answer if asking is None else answer | {"plan": asking})
    else:
        console.print_findings(read.findings)
        _print_learnt(answer)
        if asking is not None:
            _print_asking(asking)
    if asking is not None and not asking["totals"]["ask"]:
        raise typer.Exit(console.Exit.ANSWER_IS_NO)


def _ask_for(folder: Path, found: Yields, replies: Path | None) -> Mapping[str, Any]:
    """Write a plan's invitations into its folder; return them as facts."""
    from tidegate.exchange.matching.plan_folder import read_plan
    from tidegate.exchange.matching.replies import read_replies
    from tidegate.exchange.transfers.invitations import (
        plan_invitations,
        read_answered,
        too_late,
        totals,
        write_invitations,
    )

    plan = read_plan(folder)
    answered = None if replies is None else read_answered(folder, read_replies(replies))
    made = plan_invitations(plan, found, answered)
    invitations, invitees = write_invitations(folder, made, answered)
    return {
        "folder": str(folder),
        "invitations": str(invitations),
        "invitees": str(invitees),
        "totals": totals(made.offers),
        "offers_too_soon": too_late(plan, made.offers),
        "offers": made.offers.to_dicts(),
    }


def _print_learnt(answer: Mapping[str, Any]) -> None:
    percent = f"{answer['interval']:.0%}"
    console.print_table(
        "Who says yes, and who of them attends",
        ("Group", "Asked", "Said yes", "Share", f"Between ({percent})", "Attend", "Between"),
        [
            (_name(row["group"]), *_told(row["accept"]), *_told(row["attend"])[2:])
            for row in answer["groups"]
            if len(row["group"]) <= _DEEPEST_SHOWN
        ],
        right=("Asked", "Said yes", "Share", f"Between ({percent})", "Attend", "Between"),
    )
    replies, out = answer["replies"], console.out()
    out.print(
        f"Half of the answers come within {replies['days_for_half']} days, "
        f"{replies['share']:.0%} within {replies['days_for_share']}."
    )
    risk = answer["over_subscription_risk"]
    console.print_table(
        f"How many to ask, so that more say yes than there are slots at most {risk:.0%} of times",
        ("Slots", "Ask", *_EXPECTED),
        [
            (
                row["slots"],
                row["ask"],
                f"{row['expected_yes']:.1f}",
                f"{row['p_over']:.1%}",
                f"{row['p_empty']:.0%}",
                f"{row['expected_empty']:.1f}",
            )
            for row in answer["batches"]
        ],
        right=("Slots", "Ask", *_EXPECTED),
    )
    out.print(f"Believed before outcomes: {answer['prior']['label']}.", markup=False)
    out.print("Counts of people are rounded to the nearest 5; * stands for 1 to 7 of them.")


def _name(group: list[str]) -> str:
    if not group:
        return "everyone"
    return "  " * len(group) + group[-1].replace("_", " ")


def _told(share: Mapping[str, Any]) -> tuple[str, str, str, str]:
    counts = [_TOO_FEW_TO_TELL if share[key] is None else f"{share[key]:,}"
              for key in ("asked", "yes")]  # fmt: skip
    if share["share"] is None:
        return counts[0], counts[1], "–", "–"
    return counts[0], counts[1], f"{share['share']:.0%}", f"{share['low']:.0%}–{share['high']:.0%}"


def _print_asking(asking: Mapping[str, Any]) -> None:
    from tidegate.exchange.matching.report.words import day, plural

    offers, told, out = asking["offers"], asking["totals"], console.out()
    shown = [row for row in offers if row["ask"]][:_MOST_OFFERS]
    console.print_table(
        f"Whom to ask for the plan’s offers ({len(shown)} of {len(offers)})",
        ("Offer", "Units", "Matched", "Ask", *_EXPECTED, "First asked by", "Last asked by"),
        [
            (
                *(row[key] for key in ("offer_id", "units", "matched", "ask")),
                f"{row['expected_yes']:.1f}",
                f"{row['p_over']:.1%}",
                f"{row['p_empty']:.0%}",
                f"{row['expected_empty']:.1f}",
                day(row["ask_by"]),
                day(row["ask_last_by"]),
            )
            for row in shown
        ],
        right=("Units", "Matched", "Ask", *_EXPECTED),
    )
    out.print(
        f"In all: ask {told['ask']:,} now. Of {told['slots']:,} slots that may be filled, "
        f"{told['accepted']:,} have a yes; {told['pending']:,} answers are awaited. About "
        f"{told['expected_yes']:,.0f} more yeses are expected, and {told['expected_empty']:,.0f} "
        f"slots to stay empty unless a further round is asked."
    )
    if soon := asking["offers_too_soon"]:
        out.print(
            f"{plural(soon, 'offer')} of these come too soon for an answer by letter and the "
            f"notice: ask by telephone, or move the slots."
        )
    out.print(f"Whom, in which order: {asking['invitees']}", markup=False)
