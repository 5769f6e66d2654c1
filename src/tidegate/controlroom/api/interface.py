"""The interface itself: its routers, how a body is read, and what every failure is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import (
    AuthenticationError,
    HttpError,
    Throttled,
    ValidationError,
    ValidationErrorContext,
)

from tidegate.controlroom.api.problems import missing, problem
from tidegate.controlroom.api.routers import (
    fhir,
    messages,
    offers,
    plans,
    requests,
    returns,
    steps,
    surges,
)
from tidegate.controlroom.api.strict_json import StrictParser
from tidegate.controlroom.permissions import PermissionMissing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PREFIX = "api/v1/"
LONGEST_ECHO = 100
WITHHELD = frozenset({"content", "nhs_number"})
"""Fields whose values may say who a patient is: a fault names them, never what was sent."""


class Interface(NinjaAPI):
    """As ninja’s, but a fault keeps the value that it is about, for the handler to show or not."""

    def get_content_type(self) -> str:
        """Return the one type of every answer; JSON is UTF-8 without saying so."""
        return "application/json"

    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext[Any]]
    ) -> ValidationError:
        """Return every fault with where it stands: in path, query, header or body."""
        errors = [
            {
                **error,
                "loc": (
                    context.model.__ninja_param_source__,
                    *context.model.__ninja_flatten_map_reverse__.get(error["loc"], error["loc"]),
                ),
            }
            for context in error_contexts
            for error in context.pydantic_validation_error.errors(include_url=False)
        ]
        return ValidationError(errors)


interface = Interface(
    title="Tidegate",
    version="1.0.0",
    description="Offers and situation reports in, requests out, decisions both ways: the same "
    "rows, services and permissions as the pages, for providers’ own systems.",
    urls_namespace="interface",
    openapi_url=None,
    docs_url=None,
    parser=StrictParser(),
)
for _module in (offers, requests, steps, messages, fhir, plans, returns, surges):
    interface.add_router("", _module.router)


@interface.exception_handler(PermissionMissing)
def _permission_missing(request: HttpRequest, trouble: PermissionMissing) -> HttpResponse:  # noqa: ARG001 - ninja's
    return missing(trouble.permission)


@interface.exception_handler(AuthenticationError)
def _no_token(request: HttpRequest, trouble: AuthenticationError) -> HttpResponse:  # noqa: ARG001 - ninja's
    return problem(401)


@interface.exception_handler(Throttled)
def _too_often(request: HttpRequest, trouble: Throttled) -> HttpResponse:  # noqa: ARG001 - ninja's
    return problem(429)


@interface.exception_handler(Http404)
def _not_found(request: HttpRequest, trouble: Http404) -> HttpResponse:  # noqa: ARG001 - ninja's
    return problem(404)


@interface.exception_handler(HttpError)
def _malformed(request: HttpRequest, trouble: HttpError) -> HttpResponse:  # noqa: ARG001 - ninja's
    return problem(trouble.status_code)


@interface.exception_handler(ValidationError)
def _invalid(request: HttpRequest, trouble: ValidationError) -> HttpResponse:  # noqa: ARG001 - ninja's
    return problem(422, faults=_faults(trouble.errors))


def _faults(errors: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for error in errors:
        where = [str(part)[:LONGEST_ECHO] for part in error["loc"]]
        withheld = bool(WITHHELD & set(where))
        if withheld and error["type"] == "extra_forbidden":
            where[-1] = "(a name that is not known)"
        # ninja names the argument that the body is read into: "body", "body", "cause"
        if where[:2] == ["body", "body"]:
            del where[0]
        yield {
            "field": ".".join(where),
            "value": None if withheld else _echoed(error),
            "expectation": str(error["msg"]).removeprefix("Value error, "),
        }


def _echoed(error: Mapping[str, Any]) -> str | int | float | bool | None:
    value = error.get("input")
    if isinstance(value, str):
        return value[:LONGEST_ECHO]
    return value if isinstance(value, bool | int | float) else None
