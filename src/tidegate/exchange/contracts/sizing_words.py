"""An answer of sizing in words and tables, the same on a terminal and on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.core.contracts.sizing.sensitivity import Varied

if TYPE_CHECKING:
    from tidegate.core.contracts.sizing.outlook import Outlook
    from tidegate.core.contracts.sizing.sensitivity import Case
    from tidegate.core.contracts.sizing.size import Sized
    from tidegate.exchange.contracts.sizing_file import Asked

UNDEFINED = "undefined"
SENSITIVITY = ("If", "Best then", "Costs a week", "Ours costs more by")
_POUND = 100
_WHOLE_FROM = 1000 * _POUND
_UNCHANGED = 0.5  # pence


def pounds(pence: float) -> str:
    """Write money: to the penny when small, in whole pounds from a thousand on; nothing is £0."""
    if abs(pence) < _UNCHANGED:
        return "£0"
    sign = "−" if pence < 0 else ""  # noqa: RUF001 - a minus sign, as tables have it
    size = abs(pence)
    if round(size) < _WHOLE_FROM:
        return f"{sign}£{size / _POUND:,.2f}"
    return f"{sign}£{size / _POUND:,.0f}"


def percent(share: float | None) -> str:
    """Write a share with one decimal; nothing is undefined."""
    return UNDEFINED if share is None else f"{share:.1%}"


def of_units(count: int, unit: str) -> str:
    """Write a number of units."""
    return f"{count:,} {unit}{'' if count == 1 else 's'}"


def headline(asked: Asked, sized: Sized) -> str:
    """Say the answer in one sentence."""
    best = sized.best
    if not best.units:
        return f"Commit to none: no {asked.unit} is wanted often enough for its price."
    saved = f"saves {percent(best.saving)} of what buying singly would cost"
    return (
        f"Commit to {of_units(best.units, asked.unit)} a week: {percent(best.utilisation)} used on "
        f"average, which {saved}."
    )


def columns(sized: Sized) -> tuple[str, ...]:
    """Name the numbers that are set side by side."""
    found = ["", "None", f"Best: {sized.best.units:,}"]
    if sized.average is not None and sized.average.units != sized.best.units:
        found.append(f"Average rule: {sized.average.units:,}")
    return tuple(found)


def side_by_side(asked: Asked, sized: Sized) -> list[tuple[str, ...]]:
    """Set what to expect of the numbers side by side, a week each."""
    shown = [sized.none, sized.best]
    if len(columns(sized)) > len(shown) + 1 and sized.average is not None:
        shown.append(sized.average)
    weeks, interval = sized.curve.weeks, f"{sized.question.interval:.0%}"
    rows: list[tuple[str, list[str]]] = [
        ("Chance that the last one is wanted", [_needed(one) for one in shown]),
        ("Used", [f"{one.used / weeks:,.1f}" for one in shown]),
        ("Utilisation", [percent(one.utilisation) for one in shown]),
        ("Paid for the commitment", [pounds(one.paid_pence / weeks) for one in shown]),
        (f"Price of each used {asked.unit}", [_price(one) for one in shown]),
        ("Idle money", [pounds(one.idle_pence / weeks) for one in shown]),
        (f"Idle money, {interval} of the time", [_between(one, weeks) for one in shown]),
        *_beyond(shown, weeks),
        ("Cost in all", [pounds(one.cost_pence / weeks) for one in shown]),
        ("Saved against none", [_saved(one, weeks) for one in shown]),
    ]
    return [(name, *cells) for name, cells in rows]


def sensitivity_rows(sized: Sized) -> list[tuple[str, str, str, str]]:
    """Say for each change what would be best, and what our number would cost beyond that."""
    weeks = sized.curve.weeks
    return [
        (
            case_words(case),
            f"{case.best:,}",
            pounds(case.cost_pence / weeks),
            "–" if case.regret_pence / weeks < _UNCHANGED else pounds(case.regret_pence / weeks),
        )
        for case in sized.cases
    ]


def case_words(case: Case) -> str:
    """Say what is otherwise."""
    more = case.by > 0
    if case.varied is Varied.NO_SPOT:
        return f"no unit elsewhere {abs(case.by):.0%} {'more' if more else 'less'} often"
    return f"{case.varied.value} {abs(case.by):.0%} {'higher' if more else 'lower'}"


def price_words(sized: Sized) -> str:
    """Say what a unit is weighed against."""
    prices = sized.question.prices
    said = [f"A committed unit costs {pounds(prices.block_pence)} a week"]
    if prices.exit_risk_pence:
        said.append(f"and {pounds(float(prices.exit_risk_pence))} of expected exit")
    said.append(f"against {pounds(float(prices.beyond_pence))} for one beyond the commitment")
    if prices.no_spot and prices.extra_pence is None:
        said.append(
            f"({pounds(prices.spot_pence)} elsewhere, or {pounds(prices.delay_pence or 0)} of "
            f"delay with a chance of {float(prices.no_spot):.0%})"
        )
    ratio = "" if prices.ratio is None else f": a price ratio of {float(prices.ratio):.3f}"
    return f"{' '.join(said)}{ratio}."


def _needed(one: Outlook) -> str:
    return "–" if one.needed is None else percent(one.needed)


def _price(one: Outlook) -> str:
    return UNDEFINED if one.effective_pence is None else pounds(one.effective_pence)


def _saved(one: Outlook, weeks: int) -> str:
    share = "" if one.saving is None else f" ({percent(one.saving)})"
    return f"{pounds(one.saving_pence / weeks)}{share}" if one.units else "–"


def _between(one: Outlook, weeks: int) -> str:
    return f"{pounds(one.idle_low_pence / weeks)}–{pounds(one.idle_high_pence / weeks)}"


def _beyond(shown: list[Outlook], weeks: int) -> list[tuple[str, list[str]]]:
    rows = []
    if any(one.extra for one in shown):
        rows.append(
            ("Bought beyond it, same contract", [f"{one.extra / weeks:,.1f}" for one in shown])
        )
    rows.append(
        ("Overflow, elsewhere or waiting", [f"{one.overflow / weeks:,.1f}" for one in shown])
    )
    if any(one.exit_risk_pence for one in shown):
        rows.append(("Risk of an exit", [pounds(one.exit_risk_pence / weeks) for one in shown]))
    return rows
