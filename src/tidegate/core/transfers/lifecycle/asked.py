"""How a patient may have said yes: a list of codes, so that nothing about the patient slips in."""

from __future__ import annotations

from collections.abc import Mapping

HOW_ASKED: Mapping[str, str] = {
    "in person": "In person",
    "by telephone": "By telephone",
    "by video": "By video",
    "in writing": "In writing, by letter or online",
    "through a carer or advocate": "Through a carer or advocate who speaks for the patient",
}
