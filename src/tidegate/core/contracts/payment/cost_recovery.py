"""Pay by audited cost, less the buyer's share of what the provider earned privately.

Source: spec, transfers 2.5: ``P = audited cost - (1 - k) * net private revenue``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidegate.core.contracts.terms.pay import CostRecovery


def kept_share(terms: CostRecovery, net_private_pence: int, weeks: Fraction) -> Fraction:
    """Return the share of net private revenue that the provider keeps; more once a target is met.

    Args:
        terms: the shares and the weekly target.
        net_private_pence: what it earned in the time.
        weeks: how long that time is.
    """
    target, higher = terms.private_target_pence, terms.keeps_when_met
    if target is None or higher is None or net_private_pence < target * weeks:
        return terms.keeps
    return higher


def cost_pay(
    terms: CostRecovery, cost_pence: int, net_private_pence: int, weeks: Fraction = Fraction(1)
) -> Fraction:
    """Return what is paid for an audited cost; a private loss is the provider's own."""
    keeps = kept_share(terms, net_private_pence, weeks)
    return cost_pence * (1 + terms.plus) - (1 - keeps) * max(0, net_private_pence)
