"""The page of the reference on the interface, from its OpenAPI document."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

import django
from file_reference import NOTE, table

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tidegate.controlroom.settings")
django.setup()

from tidegate.controlroom.api.document import document  # noqa: E402 - rows need Django to be up
from tidegate.controlroom.api.presenters import told  # noqa: E402
from tidegate.controlroom.api.problems import MEANINGS  # noqa: E402

ABOUT = """A provider’s own system does here what its people do on the pages: the same rows,
services, permissions and reach. For programs the same is published as an OpenAPI document at
`/api/v1/openapi.json`. [Connect a system](../how-to/connect-a-system.md) shows the first calls."""
RULES = """- Each call carries `Authorization: Bearer` and the secret of a token; the session of a
  browser opens nothing.
- A body is one JSON object, `application/json`, at most 256 KiB, without `NaN`. A name that is
  given twice, or that nothing reads, is refused, in the body and in the address.
- Each decision says in `decided_by` which person took it, as the calling system knows them.
- A `POST` may carry an `Idempotency-Key`: repeated under it within 7 days it changes nothing, and
  is answered as before with `Idempotency-Repeated: true`.
- Lists come in parts: `limit` up to 200, `offset`, and the `total`.
- Days are written `2026-11-25`, moments with their time zone."""


def api() -> str:
    """Describe each operation, what it takes and gives, and every answer that says no."""
    made = document()
    parts = ["# Interface for systems", NOTE, ABOUT, "## What holds for every call", RULES]
    parts += ["## When a call cannot be answered", "Every refusal has the shape `Problem`."]
    rows = ([str(status), f"`{code}`", meaning] for status, (code, meaning) in MEANINGS.items())
    parts.append(table(["status", "code", "meaning"], rows))
    group = ""
    for tag, method, address, operation in told(made):
        if tag != group:
            group = tag
            parts.append(f"## {tag}")
        parts += [f"### {method} {address}", f"{operation['summary']}. {operation['description']}"]
        parts += _takes_and_gives(operation)
    parts.append("## Shapes")
    for name, shape in sorted(made["components"]["schemas"].items()):
        parts += [f"({_target(name)})=\n### {name}", shape.get("description", "")]
        if fields := list(_fields(shape)):
            parts.append(table(["field", "kind", "needed", "meaning"], fields))
    return "\n\n".join(part for part in parts if part) + "\n"


def _takes_and_gives(operation: Mapping[str, Any]) -> Iterator[str]:
    query = [one for one in operation["parameters"] if one["in"] == "query"]
    if query:
        rows = (
            [f"`{one['name']}`", _kind(one["schema"]), one.get("description", "")] for one in query
        )
        yield table(["in the address", "kind", "meaning"], rows)
    taken = operation.get("requestBody")
    takes = f"Takes {_kind(taken['content']['application/json']['schema'])}. " if taken else ""
    status, given = next(iter(operation["responses"].items()))
    ((media, shape),) = given["content"].items()
    kind = "" if media == "application/json" else f" as `{media}`"
    yield f"{takes}Gives {status} with {_kind(shape['schema'])}{kind}."


def _fields(shape: Mapping[str, Any]) -> Iterator[list[str]]:
    needed = shape.get("required", [])
    for name, field in shape.get("properties", {}).items():
        meaning = field.get("description") or _meaning_within(field)
        yield [f"`{name}`", _kind(field), "yes" if name in needed else "no", meaning]


def _meaning_within(field: Mapping[str, Any]) -> str:
    return next((one["description"] for one in field.get("anyOf", []) if "description" in one), "")


def _kind(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{_target(name)})"
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        return ", ".join(f"`{one}`" for one in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    return _bounded(schema)


def _target(name: str) -> str:
    return f"shape-{name.lower()}"


def _bounded(schema: Mapping[str, Any]) -> str:
    words = {"string": "text", "integer": "whole number", "object": "object", "null": "null"}
    formats = {"date": "day", "date-time": "moment"}
    kind = formats.get(schema.get("format", ""), words.get(schema.get("type", ""), ""))
    kind = kind or str(schema.get("type", "anything"))
    bounds = {"minimum": "from", "maximum": "to", "maxLength": "at most"}
    limits = [f"{word} {schema[key]:,}" for key, word in bounds.items() if key in schema]
    return " ".join([kind, *limits])
