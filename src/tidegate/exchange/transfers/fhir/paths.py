"""Look into a FHIR resource by a path, and say where what was found stands.

Paths are the small part of FHIRPath that profiles here need: names of elements, ``where(key='…')``
on a key of the element itself, ``resolve()`` of a reference to a contained resource, and ``|``
between two paths.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

_STEP = re.compile(
    r"(?P<name>[A-Za-z]\w*+)(?!\()|(?P<resolve>resolve\(\))|where\((?P<key>\w+)='(?P<value>[^']*)'\)"
)


class Found(NamedTuple):
    """An element: where it stands, as FHIRPath would say, and what it is."""

    location: str
    value: Any


def at(resource: Mapping[str, Any], path: str) -> list[Found]:
    """Return every element that a path finds in a resource, in order; none is not an error.

    The resource may be anything that JSON can hold: what is not of the shape is not found.
    """
    return [found for alternative in path.split(" | ") for found in _along(resource, alternative)]


def _along(resource: Mapping[str, Any], path: str) -> list[Found]:
    here = [Found(str(resource.get("resourceType", "Resource")), resource)]
    for step in _STEP.finditer(path):
        if step["resolve"]:
            here = [target for found in here for target in _resolve(resource, found)]
        elif step["key"]:
            here = [found for found in here if _has(found.value, step["key"], step["value"])]
        else:
            here = [child for found in here for child in _children(found, step["name"])]
    return here


def _children(found: Found, name: str) -> Iterable[Found]:
    if not isinstance(found.value, Mapping) or name not in found.value:
        return
    value, location = found.value[name], f"{found.location}.{name}"
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield Found(f"{location}[{number}]", one)
    else:
        yield Found(location, value)


def _has(element: Any, key: str, value: str) -> bool:
    return isinstance(element, Mapping) and element.get(key) == value


def _resolve(resource: Mapping[str, Any], found: Found) -> Iterable[Found]:
    if not isinstance(found.value, Mapping):
        return
    reference = found.value.get("reference")
    for target in _children(Found(found.location.split(".")[0], resource), "contained"):
        if isinstance(target.value, Mapping) and reference == f"#{target.value.get('id', '')}":
            yield target
