"""Reading what-if changes from text: one line each, on the command line and in an address."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from tidegate.core.matching.changes.capacity import (
    Criterion,
    ListsCancelled,
    OfferCancelled,
    OfferUnits,
    PlaceUnits,
    SiteLimit,
)
from tidegate.core.matching.changes.money import Budget, Cap, MinimumTake
from tidegate.core.matching.changes.place import Place
from tidegate.core.matching.changes.rules import (
    ConsentGiven,
    FurtherMinutes,
    NextBand,
    OtherPolicy,
    TakenAsAssessed,
)
from tidegate.core.matching.problem import Modality
from tidegate.exchange.findings import Finding, UnusableInput, error
from tidegate.exchange.matching.changes_written import NEXT_BAND, NONE
from tidegate.exchange.matching.policies import load_policy

if TYPE_CHECKING:
    from tidegate.core.matching.changes.change import Change
    from tidegate.core.matching.policy import Policy

LONGEST = 400
_PENCE = 100
_SIGNED = re.compile(r"[+-]\d{1,9}", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}(\.\d{1,6})?", re.ASCII)
_POUNDS = re.compile(r"£?\d{1,15}(\.\d{2})?", re.ASCII)
_WEEK = re.compile(r"\d{4}-(\d{2}-\d{2}|W\d{2})", re.ASCII)

Words = Sequence[str]
PolicyNamed = Callable[[str], "Policy"]


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """One way to write a change: how, what it does, and an example."""

    form: str
    meaning: str
    example: str


FORMS = (
    ChangeForm("units OFFER ±N", "N more (or fewer) units in an offer", "units ZN101-DC01-W3 +12"),
    ChangeForm(
        "units SITE SPECIALTY [KIND] ±N [WEEK]",
        "N more (or fewer) units at a site for a specialty, in one week or in each; the kind of "
        "care is named where the site offers several",
        "units ZN101 110 day_case +12 2026-12-07",
    ),
    ChangeForm("cancel OFFER", "an offer is not made", "cancel ZN101-DC01-W3"),
    ChangeForm(
        "cancel_lists SITE [SPECIALTY] [KIND] [WEEK]",
        "no offer of a site is made, or of one specialty, kind of care or week of it",
        "cancel_lists ZN101 2026-12-07",
    ),
    ChangeForm("max_asa SITE LIMIT|none", "a site takes up to this ASA class", "max_asa ZN101 3"),
    ChangeForm("max_bmi SITE LIMIT|none", "a site takes up to this BMI", "max_bmi ZN101 45"),
    ChangeForm("min_age SITE LIMIT|none", "a site takes from this age on", "min_age ZN101 16"),
    ChangeForm("travel +MINUTES", "whoever has a limit in minutes goes further", "travel +30"),
    ChangeForm(
        "travel next_band",
        "whoever has a limit in miles goes as far as the next band: 50 miles, 100 miles, anywhere",
        "travel next_band",
    ),
    ChangeForm(
        "budget AREA POUNDS|none",
        "an area may spend this above what is prepaid",
        "budget ZQ1 60000",
    ),
    ChangeForm(
        "minimum_take LINE N", "a contract line prepays N units", "minimum_take ZN101-DC 20"
    ),
    ChangeForm("cap LINE N|none", "a contract line gives N units at most", "cap ZN101-DC 40"),
    ChangeForm("assessed", "whatever is not recorded is within every site's limits", "assessed"),
    ChangeForm("consent", "everybody who has not been asked agrees to move", "consent"),
    ChangeForm("policy NAME", "another policy, by name or file", "policy strict-2026"),
)
"""Every form there is, for the help of commands and the documentation."""


class _OddError(ValueError):
    """What is written is no change; the message says what would be."""


def read_change(text: str, policy_named: PolicyNamed = load_policy) -> Change:
    """Read one change, such as ``units O123 +12``; names with blanks stand in quotes.

    Args:
        text: the change.
        policy_named: returns the policy of a name; the command line also takes files.

    Raises:
        UnusableInput: the text is no change, saying what one looks like.
    """
    try:
        if len(text) > LONGEST:
            raise _OddError(f"at most {LONGEST} characters")
        word, *rest = shlex.split(text) or [""]
        if word not in _READERS:
            raise _OddError(f"a change that begins with one of {', '.join(_READERS)}")
        return _READERS[word](rest, policy_named)
    except ValueError as odd:  # _OddError, quotes that do not close, values that make no sense
        finding = error("NOT_A_CHANGE", "change", str(odd), value=text)
        raise UnusableInput([finding]) from odd


def read_changes(
    texts: Sequence[str], policy_named: PolicyNamed = load_policy
) -> tuple[Change, ...]:
    """Read several changes.

    Raises:
        UnusableInput: naming every text that is no change.
    """
    changes: list[Change] = []
    findings: list[Finding] = []
    for text in texts:
        try:
            changes.append(read_change(text, policy_named))
        except UnusableInput as refusal:
            findings += refusal.findings
    if findings:
        raise UnusableInput(findings)
    return tuple(changes)


def _units(words: Words, _: PolicyNamed) -> Change:
    if len(words) == 2:  # noqa: PLR2004 - an offer and a number
        return OfferUnits(words[0], _signed(words[1]))
    signed = [word for word in words[1:] if _SIGNED.fullmatch(word)]
    others = [word for word in words if word not in signed]
    if len(signed) != 1 or len(others) < 2:  # noqa: PLR2004 - a site and a specialty
        raise _OddError(f"{FORMS[0].form} or {FORMS[1].form}")
    return PlaceUnits(_place(others), _signed(signed[0]))


def _cancel(words: Words, _: PolicyNamed) -> Change:
    (offer_id,) = _as_many(words, 1, "cancel OFFER")
    return OfferCancelled(offer_id)


def _cancel_lists(words: Words, _: PolicyNamed) -> Change:
    if not words:
        raise _OddError("cancel_lists SITE [SPECIALTY] [KIND] [WEEK]")
    return ListsCancelled(_place(words))


def _limit(criterion: Criterion, words: Words, _: PolicyNamed) -> Change:
    site, limit = _as_many(words, 2, f"{criterion.value} SITE LIMIT|none")
    if limit == NONE:
        return SiteLimit(site, criterion, None)
    return SiteLimit(
        site, criterion, float(_fitting(_NUMBER, limit, "a limit such as 40, or none"))
    )


def _travel(words: Words, _: PolicyNamed) -> Change:
    (further,) = _as_many(words, 1, "travel +MINUTES or travel next_band")
    if further == NEXT_BAND:
        return NextBand()
    minutes = further.removeprefix("+")
    return FurtherMinutes(float(_fitting(_NUMBER, minutes, "minutes such as +30, or next_band")))


def _budget(words: Words, _: PolicyNamed) -> Change:
    area, pounds = _as_many(words, 2, "budget AREA POUNDS|none")
    if pounds == NONE:
        return Budget(area, None)
    plain = _fitting(_POUNDS, pounds.replace(",", ""), "pounds such as 250000, or none")
    whole, pence = [*plain.removeprefix("£").split("."), "0"][:2]
    return Budget(area, int(whole) * _PENCE + int(pence))


def _minimum_take(words: Words, _: PolicyNamed) -> Change:
    line_id, units = _as_many(words, 2, "minimum_take LINE N")
    return MinimumTake(line_id, int(_fitting(_WHOLE, units, "whole units such as 20")))


def _cap(words: Words, _: PolicyNamed) -> Change:
    line_id, units = _as_many(words, 2, "cap LINE N|none")
    if units == NONE:
        return Cap(line_id, None)
    return Cap(line_id, int(_fitting(_WHOLE, units, "whole units such as 40, or none")))


def _assessed(words: Words, _: PolicyNamed) -> Change:
    _as_many(words, 0, "assessed, and nothing after it")
    return TakenAsAssessed()


def _consent(words: Words, _: PolicyNamed) -> Change:
    _as_many(words, 0, "consent, and nothing after it")
    return ConsentGiven()


def _policy(words: Words, policy_named: PolicyNamed) -> Change:
    (name,) = _as_many(words, 1, "policy NAME")
    return OtherPolicy(policy_named(name))


_READERS: Mapping[str, Callable[[Words, PolicyNamed], Change]] = {
    "units": _units,
    "cancel": _cancel,
    "cancel_lists": _cancel_lists,
    **{criterion.value: partial(_limit, criterion) for criterion in Criterion},
    "travel": _travel,
    "budget": _budget,
    "minimum_take": _minimum_take,
    "cap": _cap,
    "assessed": _assessed,
    "consent": _consent,
    "policy": _policy,
}


def _as_many(words: Words, count: int, form: str) -> Words:
    if len(words) != count:
        raise _OddError(form)
    return words


def _fitting(pattern: re.Pattern[str], word: str, expected: str) -> str:
    if not pattern.fullmatch(word):
        raise _OddError(expected)
    return word


def _signed(word: str) -> int:
    return int(_fitting(_SIGNED, word, "a number of units with its sign, such as +12 or -3"))


def _place(words: Words) -> Place:
    """Tell a specialty, a kind of care and a week apart by how they are written."""
    site, *narrower = words
    found: dict[str, str | date] = {}
    value: str | date
    for word in narrower:
        if _WEEK.fullmatch(word):
            name, value = "week", _monday(word)
        elif word in set(Modality):
            name, value = "modality", word
        else:
            name, value = "tfc", word
        if name in found:
            raise _OddError("at most one specialty, one kind of care and one week after the site")
        found[name] = value
    return Place(site, **found)  # type: ignore[arg-type] # each name has its own kind of value


def _monday(word: str) -> date:
    try:
        monday = date.fromisoformat(word)
    except ValueError as odd:
        raise _OddError("a week such as 2026-W50, or its Monday such as 2026-12-07") from odd
    return monday
