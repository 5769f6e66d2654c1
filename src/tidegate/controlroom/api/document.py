"""The OpenAPI document of the interface, made from its operations."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from tidegate.controlroom.api.interface import PREFIX, interface
from tidegate.controlroom.api.operations import JSON, REPEATED
from tidegate.controlroom.api.problems import MEANINGS

REPEATED_HEADER = {
    "description": "`true` where the call had been answered under its key before.",
    "schema": {"type": "string", "enum": ["true"]},
}


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """Return the document: ninja's, with what each refusal means and what else an answer says."""
    made: dict[str, Any] = dict(interface.get_openapi_schema(path_prefix=PREFIX))
    for operations in made["paths"].values():
        for method, told in operations.items():
            media = told.pop("x-media")
            for status, response in told["responses"].items():
                _describe(response, status, method, media)
    made["security"] = [{"Bearer": []}]
    return made


def _describe(response: dict[str, Any], status: int, method: str, media: str) -> None:
    if status in MEANINGS:
        code, meaning = MEANINGS[status]
        response["description"] = f"`{code}`: {meaning}"
        return
    response["content"] = {media: response["content"].pop(JSON)}
    if method == "post":
        response["headers"] = {REPEATED: REPEATED_HEADER}
        response["description"] = "Done, and recorded."
    else:
        response["description"] = "What was asked for."
