"""``tidegate explain``: why this match, why not another, what one more unit is worth."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a plan.")]
Code = Annotated[
    str, typer.Argument(metavar="PATHWAY_OR_OFFER", help="pathway_id or offer_id in that plan.")
]
Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


def explain(folder: Folder, code: Code, json: Json = False) -> None:
    """Say why a plan did what it did with one pathway or one offer.

    A pathway: its place and what that is worth, the runner-up, what stops each other offer.
    An offer: who is placed there, and what one more unit is worth or why units stay unused.
    """
    from tidegate.cli import console

    explanation = _explain(folder, code)
    if json:
        console.print_json(explanation)
        return
    _print_head(explanation)
    if explanation["kind"] == "pathway":
        _print_options(explanation)
    else:
        _print_people(explanation)


def _explain(folder: Path, code: str) -> Mapping[str, Any]:
    """Explain a pathway or an offer, or end with what may have been meant."""
    from tidegate.cli.near_misses import near_misses
    from tidegate.exchange.findings import UnusableInput, error
    from tidegate.exchange.matching.explanation import offer_explanation, pathway_explanation
    from tidegate.exchange.matching.part_of_plan import known_codes, read_part

    plan = read_part(folder, code)
    if plan is None:
        near = near_misses(code, known_codes(folder))
        expected = "a pathway or an offer of this plan"
        if near:
            expected += f"; the nearest are {', '.join(near)}"
        raise UnusableInput([error("UNKNOWN_IN_PLAN", str(folder), expected, value=code)])
    if (plan.problem.pathways["pathway_id"] == code).any():
        return pathway_explanation(plan, code)
    return offer_explanation(plan, code)


def _print_head(explanation: Mapping[str, Any]) -> None:
    from tidegate.cli.console import out

    about = [explanation["specialty"], explanation["modality"].replace("_", " ")]
    if explanation["kind"] == "pathway":
        about += [explanation["priority"], f"waited {explanation['weeks_waited']} weeks"]
        about.append(f"at {explanation['holder']}")
    else:
        about.append(f"at {explanation['site']}")
    console = out()
    console.print(f"{explanation['id']}: {', '.join(about)}", markup=False, style="bold")
    for sentence in explanation["sentences"]:
        console.print(sentence, markup=False)


def _print_options(explanation: Mapping[str, Any]) -> None:
    from tidegate.cli.console import print_table

    shown = explanation["options"]
    if not shown:
        return
    print_table(
        f"Offers for this care ({len(shown)} of {explanation['options_in_all']}), in points",
        ("Offer", "Week of", "Minutes", "Value", "Price", "Value less price", "Why, or why not"),
        [
            (
                option["offer_id"],
                option["week_of"],
                *(_figure(option[fact]) for fact in ("minutes", "value", "price", "net")),
                _verdict(option),
            )
            for option in shown
        ],
        right=("Minutes", "Value", "Price", "Value less price"),
    )
    first = shown[0]
    if first["parts"]:
        print_table(
            f"What {first['offer_id']} is worth here",
            ("For", "Points"),
            [(part["words"], _figure(part["points"])) for part in first["parts"]],
            right=("Points",),
        )


def _print_people(explanation: Mapping[str, Any]) -> None:
    from tidegate.cli.console import print_table

    for heading, people in (
        (f"Placed here, first of {explanation['users_in_all']}", explanation["users"]),
        ("Left out, to whom one more unit would be worth most", explanation["next_in_line"]),
    ):
        if people:
            print_table(
                heading,
                ("Pathway", "People", "Holder", "Priority", "Weeks waited", "Value"),
                [
                    (
                        row["pathway_id"],
                        row["people"],
                        row["holder"],
                        row["priority"],
                        row["weeks_waited"],
                        _figure(row["value"]),
                    )
                    for row in people
                ],
                right=("People", "Weeks waited", "Value"),
            )


def _verdict(option: Mapping[str, Any]) -> str:
    if option["placed"]:
        return "placed"
    said = "; ".join(reason["detail"] for reason in option["reasons"])
    if said:
        return f"{said} (criteria {option['criteria']})" if option["criteria"] else said
    return "possible" if option["net"] >= 0 else "possible, but worth more to somebody else"


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"
