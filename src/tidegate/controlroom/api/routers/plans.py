"""Plans, to read: what each area's newest plans came to, and how good they are proven to be."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from tidegate.controlroom.api.door import viewer_on
from tidegate.controlroom.api.operations import operation
from tidegate.controlroom.api.parts import Limit, Offset, part
from tidegate.controlroom.api.schemas.plans import PlanOut, Plans
from tidegate.controlroom.matching import queries
from tidegate.controlroom.matching.models import Plan

router = Router(tags=["Plans"])
_ASIDE = {"number", "replaces"}


@operation(router, "GET", "/plans", permission="matching.view_plan", gives=Plans)
def list_plans(request: HttpRequest, limit: Limit = 50, offset: Offset = 0) -> dict[str, Any]:
    """List the plans of the token’s areas, newest first.

    A plan proposes; people decide. Its bound is what no plan for the same people, offers and
    policy can exceed.
    """
    rows = queries.plans(viewer_on(request))
    return part(rows, limit, offset, lambda some: [_shown(plan) for plan in some])


def _shown(plan: Plan) -> dict[str, Any]:
    told = {name: getattr(plan, name) for name in set(PlanOut.model_fields) - _ASIDE}
    return told | {"number": plan.pk, "replaces": plan.replaces_id}
