"""``tidegate contract size``: how many units to commit to, and why not one more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tidegate.cli import console

if TYPE_CHECKING:
    from tidegate.core.contracts.sizing.size import Sized
    from tidegate.exchange.contracts.sizing_file import Asked
    from tidegate.exchange.findings import Finding

_OPTIONS = "the options"
_NAMES = {
    "block_pence": "--block-price",
    "spot_pence": "--spot-price",
    "volume_pence": "--volume-price",
    "delay_pence": "--delay-cost",
    "exit_pence": "--exit-cost",
    "no_spot": "--no-spot",
    "mean": "--poisson-mean",
}
_TABLES = ("prices", "demand", "size")
Pounds = Annotated[
    str | None, typer.Option(metavar="POUNDS", help="Of a committed unit, each week.")
]


def contract_size(  # noqa: PLR0913, PLR0917 - one for each option
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE", help="Questions (.toml), or demand: past weeks, a forecast."
        ),
    ] = None,
    poisson_mean: Annotated[
        float | None, typer.Option(metavar="UNITS", help="Demand instead of a file: mean a week.")
    ] = None,
    variance: Annotated[
        float | None, typer.Option(metavar="UNITS²", help="Wider than Poisson: its variance.")
    ] = None,
    weeks: Annotated[
        int | None, typer.Option(min=1, max=520, help="Term, in weeks; else 1, or the forecast’s.")
    ] = None,
    of: Annotated[
        str | None, typer.Option(metavar="NAME", help="Modality, or place, within the file.")
    ] = None,
    unit: Annotated[str, typer.Option(help="What a unit is called: bed, session, slot.")] = "unit",
    block_price: Pounds = None,
    spot_price: Annotated[
        str | None, typer.Option(metavar="POUNDS", help="Of a unit bought elsewhere, as needed.")
    ] = None,
    guaranteed: Annotated[
        str, typer.Option(metavar="SHARE", help="Share of the commitment that is paid unused.")
    ] = "1",
    premium: Annotated[
        str, typer.Option(metavar="SHARE", help="Added to the price of use above the guarantee.")
    ] = "0",
    volume_price: Annotated[
        str | None, typer.Option(metavar="POUNDS", help="Beyond the commitment, same contract.")
    ] = None,
    no_spot: Annotated[
        str, typer.Option(metavar="CHANCE", help="That there is no unit elsewhere.")
    ] = "0",
    delay_cost: Annotated[
        str | None, typer.Option(metavar="POUNDS", help="Of a week without a unit.")
    ] = None,
    exit_cost: Annotated[
        str, typer.Option(metavar="POUNDS", help="To move a unit’s work if the provider goes.")
    ] = "0",
    exit_hazard: Annotated[
        str, typer.Option(metavar="CHANCE", help="That it goes, each week.")
    ] = "0",
    most: Annotated[
        int | None, typer.Option(min=0, help="Units that the provider has a week.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Say how many units a week to commit to while demand is unsure.

    The last unit must be wanted more often than its price, as a share of what a unit costs
    otherwise. Exit code 1: to none at all.
    """
    if file is not None and file.suffix == ".toml":
        _refuse_beside_questions(poisson_mean, weeks, of, block_price, spot_price)
        asked = _questions(file)
    else:
        prices: dict[str, object] = {
            "block_pence": _pence(block_price),
            "spot_pence": _pence(spot_price),
            "guaranteed": _share(guaranteed),
            "premium": _share(premium),
            "volume_pence": _pence(volume_price),
            "no_spot": _share(no_spot),
            "delay_pence": _pence(delay_cost),
            "exit_pence": _pence(exit_cost),
            "exit_hazard": _share(exit_hazard),
            "most": most,
        }
        demand: dict[str, object] = {
            "mean": poisson_mean,
            "variance": variance,
            "file": None if file is None else str(file),
            "of": of,
            "weeks": weeks,
        }
        asked = _from_options(unit, prices, demand)
    answers = _answers(asked)
    if json:
        _print_json(answers)
    else:
        for one, sized in answers:
            _print(one, sized)
    if not any(sized.best.units for _, sized in answers):
        raise typer.Exit(console.Exit.ANSWER_IS_NO)


def _refuse_beside_questions(*given: object) -> None:
    if any(each is not None for each in given):
        raise typer.BadParameter("a .toml file says prices, demand and term itself: leave them out")


def _questions(file: Path) -> tuple[Asked, ...]:
    from tidegate.exchange.contracts.sizing_file import read_questions

    return read_questions(file)


def _from_options(
    unit: str, prices: Mapping[str, object], demand: Mapping[str, object]
) -> tuple[Asked, ...]:
    """Ask one question of the options that were given."""
    from tidegate.exchange.contracts.sizing_file import questions_of
    from tidegate.exchange.findings import UnusableInput, error

    if demand["mean"] is None and demand["file"] is None:
        raise UnusableInput([error("NO_DEMAND", _OPTIONS, "a FILE, or --poisson-mean")])
    table = {
        "title": f"{unit[:1].upper()}{unit[1:]}s a week",
        "unit": unit,
        "prices": {name: value for name, value in prices.items() if value is not None},
        "demand": {name: value for name, value in demand.items() if value is not None},
    }
    try:
        return questions_of({"size": [table]}, Path(), _OPTIONS)
    except UnusableInput as refused:
        raise UnusableInput(_by_option(one) for one in refused.findings) from None


def _by_option(finding: Finding) -> Finding:
    """Name the option that a place in the question stands for, and those that it speaks of."""
    from dataclasses import replace

    if finding.file != _OPTIONS:
        return finding
    name = (finding.column or "").rpartition("› ")[2]
    option = _NAMES.get(name) or (f"--{name.replace('_', '-')}" if name not in _TABLES else None)
    expected = finding.expected
    for key, own in _NAMES.items():
        if "_" in key:  # “mean” is also a plain word
            expected = expected.replace(key, own)
    return replace(finding, column=option, expected=expected)


def _pence(pounds: str | None) -> object:
    """Return whole pence; what is no amount comes back as it was, to be refused by name."""
    if pounds is None:
        return None
    try:
        pence = Decimal(pounds.removeprefix("£").replace(",", "")) * 100
    except InvalidOperation:
        return pounds
    return int(pence) if pence == pence.to_integral_value() else pounds


def _share(text: str) -> object:
    """Return an exact share; what is no number comes back as it was, to be refused by name."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _answers(asked: Sequence[Asked]) -> list[tuple[Asked, Sized]]:
    from tidegate.core.contracts.sizing.size import size
    from tidegate.exchange.findings import UnusableInput, error

    try:
        return [(one, size(one.question)) for one in asked]
    except ValueError as problem:
        raise UnusableInput([error("SIZING_VALUE", _OPTIONS, str(problem))]) from None


def _print_json(answers: Sequence[tuple[Asked, Sized]]) -> None:
    from tidegate.exchange.contracts.sizing_facts import facts

    console.print_json(
        {
            "sizes": [facts(asked, sized) for asked, sized in answers],
            "findings": console.findings_payload(f for asked, _ in answers for f in asked.findings),
        }
    )


def _print(asked: Asked, sized: Sized) -> None:
    from tidegate.exchange.contracts import sizing_words as words

    screen = console.out()
    console.print_findings(asked.findings)
    screen.print(words.headline(asked, sized), style="bold", markup=False)
    screen.print(f"{asked.demand[:1].upper()}{asked.demand[1:]}.", markup=False)
    screen.print(words.price_words(sized), markup=False)
    for reason in sized.reasons:
        screen.print(f"{reason.detail} [{reason.code}]", markup=False)
    columns = words.columns(sized)
    title = f"{asked.title}: a week, on average"
    console.print_table(title, columns, words.side_by_side(asked, sized), right=columns[1:])
    console.print_table(
        "When something is not as said",
        words.SENSITIVITY,
        words.sensitivity_rows(sized),
        right=words.SENSITIVITY[1:],
    )
