"""What is asked of every call before an operation sees it, and said with every answer."""

from __future__ import annotations

from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseBase, HttpResponseNotAllowed

from tidegate.controlroom.api.problems import problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

MOST_BYTES = 256 * 1024
BY_TOKEN = "token"  # noqa: S105 - the word that stands where pages name their permission


def guarded(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let a view be reached without signing in: its operations ask for a token and a permission."""

    @wraps(view)
    def asked(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        response = _unreadable(request) or view(request, *arguments, **named)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            response = _not_allowed(response)
        response.headers["Cache-Control"] = "no-store, private"
        return response

    asked.opened_by = BY_TOKEN  # type: ignore[attr-defined]
    asked.csrf_exempt = True  # type: ignore[attr-defined] # no cookie opens an operation
    return login_not_required(asked)


def _unreadable(request: HttpRequest) -> HttpResponseBase | None:
    """Refuse a body before it is read: too large, or no JSON."""
    if request.method != "POST":
        return None
    size = request.META.get("CONTENT_LENGTH") or "0"
    if size.isdecimal() and len(size) <= len(str(MOST_BYTES)) and int(size) <= MOST_BYTES:
        return None if request.content_type == "application/json" else problem(415)
    return problem(413)


def _not_allowed(response: HttpResponseBase) -> HttpResponseBase:
    answer = problem(405)
    if isinstance(response, HttpResponseNotAllowed):
        answer.headers["Allow"] = response.headers["Allow"]
    return answer
