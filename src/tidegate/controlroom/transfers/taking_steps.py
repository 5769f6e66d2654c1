"""From a verb and what was filled in to the service that takes the step, for every page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tidegate.controlroom.transfers.permitted import asked_of
from tidegate.controlroom.transfers.services.accept_place import accept_place
from tidegate.controlroom.transfers.services.choose_place import choose_place
from tidegate.controlroom.transfers.services.clear_request import clear_request
from tidegate.controlroom.transfers.services.close_request import close_request
from tidegate.controlroom.transfers.services.close_without_place import close_without_place
from tidegate.controlroom.transfers.services.date_patient import date_patient
from tidegate.controlroom.transfers.services.decline_place import decline_place
from tidegate.controlroom.transfers.services.find_unsuitable import find_unsuitable
from tidegate.controlroom.transfers.services.miss_date import miss_date
from tidegate.controlroom.transfers.services.open_request import open_request
from tidegate.controlroom.transfers.services.propose_place import propose_place
from tidegate.controlroom.transfers.services.query_message import query_message
from tidegate.controlroom.transfers.services.receive_message import receive_message
from tidegate.controlroom.transfers.services.record_consent import record_consent
from tidegate.controlroom.transfers.services.refuse_place import refuse_place
from tidegate.controlroom.transfers.services.return_request import return_request
from tidegate.controlroom.transfers.services.send_message import send_message
from tidegate.controlroom.transfers.services.treat_patient import treat_patient
from tidegate.controlroom.transfers.services.widen_search import widen_search
from tidegate.controlroom.transfers.services.withdraw_request import withdraw_request

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.transfers.models import Place, Request
    from tidegate.core.lifecycle import Transition
    from tidegate.core.transfers.lifecycle.states import RequestState

SERVICES: Mapping[str, Callable[..., Any]] = {
    "clear": clear_request,
    "consent": record_consent,
    "open": open_request,
    "propose": propose_place,
    "widen": widen_search,
    "close_without_place": close_without_place,
    "accept": accept_place,
    "decline": decline_place,
    "choose": choose_place,
    "refuse": refuse_place,
    "send": send_message,
    "receive": receive_message,
    "query": query_message,
    "date": date_patient,
    "miss": miss_date,
    "treat": treat_patient,
    "give_back": return_request,
    "close": close_request,
    "find_unsuitable": find_unsuitable,
    "withdraw": withdraw_request,
}
"""The service of each verb that a person may use."""


def take(
    viewer: Viewer,
    request: Request,
    transition: Transition[RequestState],
    *,
    acted_at: Place | None,
    answers: Mapping[str, object],
    now: datetime,
) -> None:
    """Take a step for whom the viewer acts; ``acted_at`` is the place that says at which provider.

    Raises:
        StepRefused: the lifecycle does not allow it, with every reason.
        PermissionMissing: the viewer may not.
    """
    _, organisation = asked_of(request, transition, acted_at)
    SERVICES[transition.verb](
        request=request, actor=viewer.actor, now=now, on_behalf_of=organisation, **answers
    )
