"""What a call that cannot be answered is told: one shape for every such answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import JsonResponse
from ninja import Field, Schema

from tidegate.core.directory.roles import PERMISSIONS, ROLES, roles_with

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tidegate.core.reasons import Reason


class CodedReason(Schema):
    """One coded reason, as pages and the record show it."""

    code: str = Field(description="Stable, upper case.", examples=["ACCEPTED_ELSEWHERE"])
    detail: str = Field(description="One sentence for a person.")
    inputs: dict[str, Any] = Field(description="What the rule looked at.")
    rule_version: str = Field(description="Name and version of the rule.")


class Fault(Schema):
    """One value that cannot be used: where it stands, what it is and what is expected."""

    field: str = Field(description="Where, in words joined by dots.", examples=["body.cause"])
    value: str | int | float | bool | None = Field(
        description="What was sent; null where nothing was, where it is not one value, and where "
        "it may say who a patient is."
    )
    expectation: str = Field(description="What is expected there.")


class Problem(Schema):
    """Why a call was not answered; nothing was changed."""

    code: str = Field(description="Stable, upper case.", examples=["REFUSED"])
    detail: str = Field(description="One sentence for a person.")
    reasons: list[CodedReason] = Field(
        default=[], description="With 409: every reason why the step cannot be taken now."
    )
    faults: list[Fault] = Field(
        default=[], description="With 422: every value that cannot be used."
    )


MEANINGS: dict[int, tuple[str, str]] = {
    400: ("MALFORMED", "The body is not JSON, or the request cannot be read."),
    401: ("NO_TOKEN", "No token was sent, or one that is unknown, withdrawn or has ended."),
    403: ("PERMISSION_MISSING", "The role of the token does not carry the permission."),
    404: ("NOT_FOUND", "There is no such thing, or it is out of the token’s sight."),
    405: ("METHOD_NOT_ALLOWED", "The address does not know that method."),
    409: ("REFUSED", "The step cannot be taken now; the reasons say why."),
    413: ("TOO_LARGE", "The body is larger than 256 KiB."),
    415: ("NOT_JSON", "The body must be application/json."),
    422: ("INVALID_INPUT", "A value is missing or cannot be used; the faults say which."),
    429: ("TOO_OFTEN", "The token has called too often; wait as long as Retry-After says."),
    500: ("OUR_FAULT", "Something went wrong on our side; nothing was changed."),
}
"""Status -> code, and what it means, where nothing more exact is said."""


def body_of(
    status: int,
    detail: str = "",
    *,
    code: str = "",
    reasons: Iterable[dict[str, Any]] = (),
    faults: Iterable[dict[str, Any]] = (),
) -> dict[str, Any]:
    """Return what stands in the answer for a call that came to nothing."""
    usual_code, usual_detail = MEANINGS[status]
    return {
        "code": code or usual_code,
        "detail": detail or usual_detail,
        "reasons": list(reasons),
        "faults": list(faults),
    }


def problem(
    status: int, detail: str = "", *, code: str = "", faults: Iterable[dict[str, Any]] = ()
) -> JsonResponse:
    """Return the answer for a call that came to nothing."""
    response = JsonResponse(body_of(status, detail, code=code, faults=faults), status=status)
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Tidegate"'
    return response


def missing(permission: str) -> JsonResponse:
    """Say which permission is missing, and which roles carry it."""
    titles = " or ".join(ROLES[role].title.lower() for role in roles_with(permission))
    detail = f"To {PERMISSIONS[permission]}, a token needs the role {titles} ({permission})."
    return problem(403, detail)


def coded(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """Return reasons as they are sent, values that JSON does not know as text."""
    return [
        {
            "code": reason.code,
            "detail": reason.detail,
            "inputs": {name: _plain(value) for name, value in reason.inputs.items()},
            "rule_version": reason.rule_version,
        }
        for reason in reasons
    ]


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    return str(value)
