"""Let every contract expire whose last day has passed; run by ``tidegate tick``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from tidegate.controlroom.contracts.models import Contract
from tidegate.controlroom.contracts.services.expire_contract import expire_contract
from tidegate.core.contracts.lifecycle.states import ContractState
from tidegate.core.log.entry import System

if TYPE_CHECKING:
    from datetime import datetime

TICK = System("tick")


def expire_due(*, now: datetime, actor: System = TICK) -> int:
    """Let contracts that run or are suspended expire, each by itself, and say how many did."""
    today = timezone.localdate(now)
    standing = [ContractState.RUNNING.value, ContractState.SUSPENDED.value]
    over = Contract.objects.filter(state__in=standing, end__lt=today)
    due = over.order_by("reference")
    return sum(expire_contract(contract=one, actor=actor, now=now) for one in due)
