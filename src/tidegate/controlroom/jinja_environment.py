"""The Jinja2 environment: our templates, the NHS design system's, and strictness."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse
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

# What its macros leave out when they call one another.
OPTIONAL_ARGUMENTS = ("caller", "params", "href")


class StrictOutsideMappings(ChainableUndefined):
    """A missing variable or attribute is an error; a missing key of a mapping is empty.

    The design system's macros take one mapping and leave out what is not wanted, so its keys must
    be optional. Our own misspellings (a variable, a field of a presenter) must fail the page.
    """

    def __new__(  # type: ignore[misc] # the strict kind is a sibling, not a child
        cls, hint: str | None = None, obj: object = missing, *arguments: Any, **named: Any
    ) -> Undefined:
        """Choose the strict kind unless a mapping lacks a key, or a macro an optional argument."""
        if isinstance(obj, Mapping) or named.get("name") in OPTIONAL_ARGUMENTS:
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
    return made


def _url(name: str, *arguments: object, **named: object) -> str:
    return reverse(name, args=arguments or None, kwargs=named or None)
