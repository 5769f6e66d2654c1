"""How a function becomes an operation: its permission, its answers, and what is common to all."""

from __future__ import annotations

import hashlib
import inspect
import json
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Header, Schema

from tidegate.controlroom.api.door import Bearer, OftenEnough
from tidegate.controlroom.api.problems import Problem, body_of, coded, problem
from tidegate.controlroom.api.services.answer_once import KeyUsedForAnotherCall, answer_once
from tidegate.controlroom.pressure.refused import Refused
from tidegate.controlroom.transfers.refused import StepRefused

if TYPE_CHECKING:
    from collections.abc import Callable

    from ninja import Router

READING = (400, 401, 403, 404, 422, 429)
DECIDING = (400, 401, 403, 404, 409, 413, 415, 422, 429)
JSON, FHIR = "application/json", "application/fhir+json"
KEY = "Idempotency-Key"
REPEATED = "Idempotency-Repeated"

Key = Annotated[
    str,
    Header(
        alias=KEY,
        description="A name for this call, such as a UUID. Sent again under the same name within "
        "7 days, it changes nothing and is answered as before.",
        pattern=r"^[A-Za-z0-9_.:-]{8,64}$",
    ),
]
OPERATIONS: dict[str, str] = {}
"""Name of each operation -> the permission that opens it."""


def operation(  # noqa: PLR0913 - what the document says of an operation
    router: Router,
    method: str,
    path: str,
    *,
    permission: str,
    gives: type[Schema],
    status: int = 200,
    or_else: str = "",
    media: str = JSON,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Publish a function under an address, opened by one permission.

    The function takes the request, then what ninja reads from path, query and body. What it raises
    is answered the same everywhere; a ``POST`` may be repeated under an ``Idempotency-Key``.

    Args:
        router: of the room.
        method: ``GET`` to read, ``POST`` to decide.
        path: below ``/api/v1/``.
        permission: what the token's role must carry; its reach is for the service to ask.
        gives: the shape of the answer.
        status: of the answer.
        or_else: a permission that opens it too, where one side may speak for the other.
        media: the type of the answer; of another than JSON the function makes the whole response.
    """

    def publish(function: Callable[..., Any]) -> Callable[..., Any]:
        name = function.__name__
        if name in OPERATIONS:
            raise ValueError(f"two operations are called {name}")
        OPERATIONS[name] = permission
        first, *rest = _paragraphs(function)
        decides = method == "POST"
        router.add_api_operation(
            path,
            [method],
            _deciding(function, gives, status) if decides else _reading(function),
            auth=Bearer(permission, or_else),
            throttle=[OftenEnough()],
            response={status: gives, **dict.fromkeys(DECIDING if decides else READING, Problem)},
            operation_id=name,
            summary=first.rstrip("."),
            description="\n\n".join([*rest, _needs(permission, or_else)]),
            openapi_extra={"x-permission": permission, "x-media": media},
        )
        return function

    return publish


def _paragraphs(function: Callable[..., Any]) -> list[str]:
    told = inspect.cleandoc(function.__doc__ or "").split("\n\n")
    return [" ".join(paragraph.split()) for paragraph in told if paragraph.strip()]


def _needs(permission: str, or_else: str) -> str:
    other = f", or `{or_else}` where the area speaks for a provider outside" if or_else else ""
    return f"Needs the permission `{permission}`{other}."


def _reading(function: Callable[..., Any]) -> Callable[..., Any]:
    signature = inspect.signature(function, eval_str=True)

    @wraps(function)
    def called(request: HttpRequest, **values: Any) -> Any:
        return _unknown_names(request, signature) or function(request, **values)

    called.__signature__ = signature  # type: ignore[attr-defined]
    return called


def _deciding(function: Callable[..., Any], gives: type[Schema], status: int) -> Callable[..., Any]:
    signature = inspect.signature(function, eval_str=True)

    @wraps(function)
    def called(request: HttpRequest, idempotency_key: str = "", **values: Any) -> HttpResponse:
        def answer() -> tuple[int, str]:
            try:
                given = function(request, **values)
            except (StepRefused, Refused) as refused:
                return 409, json.dumps(body_of(409, reasons=coded(refused.reasons)))
            return status, gives.model_validate(given).model_dump_json()

        if unknown := _unknown_names(request, signature):
            return unknown
        if not idempotency_key:
            code, body = answer()
            return HttpResponse(body, status=code, content_type=JSON)
        return _answered_once(request, idempotency_key, answer)

    key = inspect.Parameter(
        "idempotency_key", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Key
    )
    parameters = [*signature.parameters.values(), key]
    called.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    return called


def _answered_once(
    request: HttpRequest, key: str, answer: Callable[[], tuple[int, str]]
) -> HttpResponse:
    asked = b"\n".join([(request.method or "").encode(), request.path.encode(), request.body])
    try:
        (status, body), repeated = answer_once(
            token=request.auth,  # type: ignore[attr-defined]
            key=key,
            asked=hashlib.sha256(asked).hexdigest(),
            now=timezone.now(),
            answer=answer,
        )
    except KeyUsedForAnotherCall:
        detail = "This key belongs to a call with another address or body."
        return problem(409, detail, code="KEY_USED_FOR_ANOTHER_CALL")
    response = HttpResponse(body, status=status, content_type=JSON)
    if repeated:
        response.headers[REPEATED] = "true"
    return response


def _unknown_names(request: HttpRequest, signature: inspect.Signature) -> HttpResponse | None:
    """Refuse names in the address that nothing reads: a misspelt filter would filter nothing."""
    known = {name for name in signature.parameters if name != "request"}
    unknown = sorted(set(request.GET) - known)
    if not unknown:
        return None
    faults = [
        {
            "field": f"query.{name[:100]}",
            "value": None,
            "expectation": "no such name in the address",
        }
        for name in unknown
    ]
    return problem(422, faults=faults)
