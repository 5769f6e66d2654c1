"""The Jinja2 environment: our templates, the NHS design system's, and strictness."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse
from django.utils import timezone
from jinja2 import (
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    PackageLoader,
    StrictUndefined,
    Undefined,
)
from jinja2.utils import missing

# What the design system's page template asks for by name without setting it.
PAGE_OPTIONS = (
    "assetUrl", "bodyAttributes", "bodyClasses", "containerClasses", "cspNonce",
    "htmlAttributes", "htmlClasses", "htmlLang", "mainClasses", "mainLang",
    "opengraphImageUrl", "pageTitleLang", "themeColor",
)  # fmt: skip


class StrictOutsideMappings(ChainableUndefined):
    """A missing variable or attribute is an error; a missing key of a mapping is empty.

    The design system's macros take one mapping and leave out what is not wanted, so its keys must
    be optional. Our own misspellings (a variable, a field of a presenter) must fail the page.
    """

    def __new__(
        cls, hint: str | None = None, obj: object = missing, *arguments: Any, **named: Any
    ) -> Undefined:
        """Choose the strict kind unless a mapping lacks a key, or a macro was not called."""
        if isinstance(obj, Mapping) or named.get("name") == "caller":
            return super().__new__(cls)
        return StrictUndefined(hint, obj, *arguments, **named)


def environment(**options: Any) -> Environment:
    """Make the environment that Django renders pages with."""
    options |= {
        "loader": ChoiceLoader([options["loader"], PackageLoader("nhsuk_frontend_jinja")]),
        "undefined": StrictOutsideMappings,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    made = Environment(**options)  # noqa: S701 - Django passes autoescape=True
    made.globals.update(dict.fromkeys(PAGE_OPTIONS))
    made.globals["undefined"] = ChainableUndefined(name="undefined")  # its word for "left out"
    made.globals.update(static=staticfiles_storage.url, url=_url)
    made.filters.update(FILTERS)
    return made


def _url(name: str, *arguments: object, **named: object) -> str:
    return reverse(name, args=arguments or None, kwargs=named or None)


def on_date(value: date | None) -> str:
    """Say a date as the NHS does: ``5 March 2026``."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return f"{value.day} {value:%B %Y}"


def at_time(value: datetime | None) -> str:
    """Say a moment in the time of England: ``5 March 2026 at 14:05``."""
    return "" if value is None else f"{on_date(value)} at {timezone.localtime(value):%H:%M}"


def figure(value: float | None, decimals: int = 0) -> str:
    """Say a number with thousands separated; an absent one is a dash."""
    return "–" if value is None else f"{value:,.{decimals}f}"


def pounds(pence: int | None) -> str:
    """Say an amount of pence in pounds: ``£1,250``, with pence only when there are any."""
    if pence is None:
        return "–"
    whole, rest = divmod(abs(pence), 100)
    sign = "−" if pence < 0 else ""
    return f"{sign}£{whole:,}" + (f".{rest:02d}" if rest else "")


def percent(share: float | None, decimals: int = 1) -> str:
    """Say a share of one as a percentage: 0.6138 is ``61.4%``."""
    return "–" if share is None else f"{100 * share:.{decimals}f}%"


FILTERS: dict[str, Callable[..., str]] = {
    "on_date": on_date,
    "at_time": at_time,
    "figure": figure,
    "pounds": pounds,
    "percent": percent,
}
