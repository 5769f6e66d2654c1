"""Addresses of the pages of a long list, with the filter kept in each."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping


def address(path: str, kept: Mapping[str, str], **changed: object) -> str:
    """Return ``path`` with the filter ``kept`` in its query, some of it ``changed``."""
    query = {**kept, **{key: str(value) for key, value in changed.items()}}
    return f"{path}?{urlencode({key: value for key, value in query.items() if value})}"


def pages(path: str, kept: Mapping[str, str], page: int, last: int) -> dict[str, object]:
    """Return what the design system's pagination needs; empty when one page holds everything."""
    if last <= 1:
        return {}
    shown = sorted({1, page - 1, page, page + 1, last} & set(range(1, last + 1)))
    items: list[dict[str, object]] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            items.append({"ellipsis": True})
        href = address(path, kept, page=number)
        items.append({"number": number, "href": href, "current": number == page})
    given: dict[str, object] = {"numbers": items}
    if page > 1:
        given["previous"] = {"href": address(path, kept, page=page - 1)}
    if page < last:
        given["next"] = {"href": address(path, kept, page=page + 1)}
    return given
