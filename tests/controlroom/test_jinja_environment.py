"""A misspelling in a template fails the page; what the design system leaves out does not."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.template import engines
from jinja2 import UndefinedError


def rendered(text: str, **context: object) -> str:
    return engines["jinja2"].env.from_string(text).render(**context)


@dataclass
class Figure:
    value: int


@pytest.mark.parametrize(
    "text",
    [
        "{{ waitng }}",
        "{% if waitng %}x{% endif %}",
        "{{ figure.valeu }}",
        "{% for x in waitng %}{% endfor %}",
        "{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}",
    ],
)
def test_a_misspelling_fails(text: str) -> None:
    with pytest.raises(UndefinedError):
        rendered(text, figure=Figure(3))


def test_a_key_that_a_mapping_lacks_is_empty() -> None:
    assert rendered("[{{ params.hint.text }}]", params={}) == "[]"


def test_markup_in_a_value_is_escaped() -> None:
    assert rendered("{{ name }}", name="<b>") == "&lt;b&gt;"


@pytest.mark.parametrize(
    "call",
    [
        'pagination({"previous": {"href": "/?page=1"}, "next": {"href": "/?page=3"}})',
        'button({"text": "Go", "icon": "search"})',
        'breadcrumb({"items": [{"text": "Home", "href": "/"}]})',
        'tag({"text": "On"})',
        'details({"summaryText": "More", "text": "Words"})',
        'radios({"name": "a", "items": [{"value": "1", "text": "One"}]})',
        'checkboxes({"name": "a", "items": [{"value": "1", "text": "One"}]})',
        'card({"heading": "One", "text": "Words"})',
        'tabs({"items": [{"label": "One", "id": "one", "panel": {"text": "Words"}}]})',
        'insetText({"text": "Words"})',
        'warningCallout({"heading": "Look", "text": "Words"})',
        'select({"name": "a", "items": [{"value": "1", "text": "One"}]})',
        'textarea({"name": "a", "label": {"text": "A"}})',
        'dateInput({"id": "a", "namePrefix": "a"})',
        'notificationBanner({"text": "Done"})',
        'summaryList({"rows": [{"key": {"text": "A"}, "value": {"text": "B"}}]})',
        'skipLink({"text": "Skip"})',
        'backLink({"text": "Back"})',
    ],
)
def test_the_design_systems_components_render_under_the_same_strictness(call: str) -> None:
    macro = call.split("(", maxsplit=1)[0]
    folder = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in macro)
    text = rendered(
        f'{{% from "nhsuk/components/{folder}/macro.jinja" import {macro} %}}{{{{ {call} }}}}'
    )
    assert "nhsuk-" in text
