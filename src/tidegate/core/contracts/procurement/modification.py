"""Whether a contract in force may be changed, on which ground, and which notice it owes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tidegate.core.contracts.procurement.regimes import Regime, Route
from tidegate.core.contracts.procurement.urgent import Limb, limb_refusals
from tidegate.core.reasons import Reason, Verdict

if TYPE_CHECKING:
    from tidegate.core.contracts.procurement.table import ModificationTerms


class Ground(StrEnum):
    """On what a change rests (SI 2023/1348 reg. 13 and 14)."""

    PROVIDED_FOR = "provided_for"
    PROVIDER_CHANGE = "provider_change"
    EXTERNAL = "external_factors"
    BUYER = "buyer_decision"
    URGENT = "urgent"


GROUNDS: dict[Ground, str] = {
    Ground.PROVIDED_FOR: "The contract clearly and unambiguously provides for it",
    Ground.PROVIDER_CHANGE: "Only the provider’s identity changes, by a corporate change",
    Ground.EXTERNAL: "Factors outside the control of buyer and provider",
    Ground.BUYER: "The buyer decides it",
    Ground.URGENT: "It is urgent, as regulation 14 understands it",
}
"""A ground in words."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A change of a contract in force.

    Attributes:
        ground: on what it rests.
        delta_pence: what it adds to the lifetime value; negative takes away.
        character_changed: whether the contract becomes materially different in character.
        term_changed: whether it becomes longer or shorter.
        works: whether the contract is for works.
        limbs: for an urgent change, what is said to be true.
    """

    ground: Ground
    delta_pence: int = 0
    character_changed: bool = False
    term_changed: bool = False
    works: bool = False
    limbs: frozenset[Limb] = frozenset()


@dataclass(frozen=True, slots=True)
class InForce:
    """The contract that would change.

    Attributes:
        regime: the law under which it was awarded, which governs its changes too.
        route: by which it was awarded.
        value_pence: its lifetime value as it was signed.
        earlier_pence: what each change so far added.
        light_touch: whether it is a light touch contract of the Procurement Act.
    """

    regime: Regime
    route: Route | None
    value_pence: int
    earlier_pence: Sequence[int] = ()
    light_touch: bool = False


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the law says to a change.

    Attributes:
        verdict: accept, refuse, or refer to somebody who knows the law.
        cumulative_pence: every change so far and this one added up.
        notices: kinds of notice that it owes.
        reasons: why, each with its code.
    """

    verdict: Verdict
    cumulative_pence: int
    notices: tuple[str, ...]
    reasons: tuple[Reason, ...]


def weigh(proposed: Proposed, contract: InForce, terms: ModificationTerms) -> Weighed:
    """Weigh a change by the law under which the contract was awarded.

    The limits of value are asked of everything that was changed so far and this change together, so
    that no sequence of small changes passes what one large one would not.
    """
    cumulative = sum(contract.earlier_pence) + proposed.delta_pence
    if contract.regime is Regime.PSR:
        verdict, reason = _by_the_selection_regime(proposed, contract, cumulative, terms)
        notices = _notices(proposed, cumulative, terms) if verdict is Verdict.ACCEPT else ()
        return Weighed(verdict, cumulative, notices, reason)
    return _ask(proposed, contract, cumulative, terms)


def _by_the_selection_regime(
    proposed: Proposed, contract: InForce, cumulative: int, terms: ModificationTerms
) -> tuple[Verdict, tuple[Reason, ...]]:
    version = terms.limits.version
    inputs = {
        "ground": proposed.ground.value, "delta_pence": proposed.delta_pence,
        "cumulative_pence": cumulative, "value_pence": contract.value_pence,
    }  # fmt: skip

    def said(verdict: Verdict, code: str, detail: str) -> tuple[Verdict, tuple[Reason, ...]]:
        return verdict, (Reason(code, detail, inputs, version),)

    if proposed.ground is Ground.URGENT:
        missing = limb_refusals(proposed.limbs)
        if missing:
            return Verdict.REFUSE, missing
        return said(Verdict.ACCEPT, "URGENT", "All three limbs of regulation 14 are said to hold.")
    by_a_or_b = contract.route in {Route.DIRECT_A, Route.DIRECT_B}
    if by_a_or_b or proposed.ground in {Ground.EXTERNAL, Ground.BUYER}:
        if proposed.character_changed:
            detail = "It would make the contract materially different in character."
            return said(Verdict.REFUSE, "CHARACTER_CHANGED", detail)
        if by_a_or_b:
            detail = "Awarded by process A or B: only the character is asked, and it stays."
            return said(Verdict.ACCEPT, "CHARACTER_KEPT", detail)
    if proposed.ground is Ground.BUYER and terms.limits.met_by(cumulative, contract.value_pence):
        detail = (
            f"All changes together come to £{cumulative / 100:,.2f}: both £"
            f"{terms.limits.pence // 100:,} and {terms.limits.percent}% of the value as signed are "
            "reached. A new selection is needed."
        )
        return said(Verdict.REFUSE, "CUMULATIVE_CHANGE_TOO_LARGE", detail)
    return said(Verdict.ACCEPT, "GROUND_HOLDS", f"{GROUNDS[proposed.ground]}.")


def _notices(proposed: Proposed, cumulative: int, terms: ModificationTerms) -> tuple[str, ...]:
    """Return the notices owed; a run of changes that adds up owes one like a single change."""
    if proposed.ground is Ground.URGENT:
        return ("psr_urgent_modification",)
    large = max(abs(proposed.delta_pence), abs(cumulative)) >= terms.notice_pence
    return ("psr_modification",) if large and proposed.delta_pence else ()


def _ask(
    proposed: Proposed, contract: InForce, cumulative: int, terms: ModificationTerms
) -> Weighed:
    """Refer a change under another law to somebody who knows it, with the notice that it owes."""
    version = terms.limits.version
    if contract.regime is Regime.UNKNOWN:
        detail = "Nobody has said which law governs this contract."
        reason = Reason("REGIME_UNKNOWN", detail, {}, version)
        return Weighed(Verdict.UNKNOWN, cumulative, (), (reason,))
    if contract.regime is Regime.PREVIOUS:
        detail = "The rules before 2024 and 2025 govern: ask which ground of theirs it rests on."
        reason = Reason("RULES_BEFORE_ASK", detail, {}, version)
        return Weighed(Verdict.REFER, cumulative, ("F20",), (reason,))
    percent = terms.change_percent_works if proposed.works else terms.change_percent
    small = abs(proposed.delta_pence) * 100 <= percent * contract.value_pence
    exempt = contract.light_touch or (small and not proposed.term_changed)
    detail = "The Procurement Act governs: ask which ground of section 74 it rests on."
    if not exempt:
        detail += f" It changes the term, or the value by more than {percent}%: UK10 comes first."
    reason = Reason("PROCUREMENT_ACT_ASK", detail, {"delta_pence": proposed.delta_pence}, version)
    return Weighed(Verdict.REFER, cumulative, () if exempt else ("UK10",), (reason,))
