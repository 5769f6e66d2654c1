"""The stylesheet that is served is Arial, and asks no other host for anything."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

BUILD = runpy.run_path(str(Path(__file__).resolve().parents[2] / "scripts" / "build_assets.py"))
arial_stylesheet, only = BUILD["arial_stylesheet"], BUILD["only"]


def test_the_font_goes_and_icons_are_beside_the_stylesheet() -> None:
    css = (
        "@font-face{font-family:Frutiger W01;src:url(https://assets.nhs.uk/f.woff2)}"
        "body{font-family:Frutiger W01,arial,sans-serif}"
        "a{background:url(/assets/images/nhsuk-icon-cross.svg)}\n/*# sourceMappingURL=a.css.map */"
    )
    assert arial_stylesheet(css).split() == [
        "body{font-family:arial,sans-serif}a{background:url(images/nhsuk-icon-cross.svg)}"
    ]


@pytest.mark.parametrize("left", ["a{src:url(https://assets.nhs.uk/logo.svg)}", "b{font:Frutiger}"])
def test_a_new_release_that_names_another_host_or_the_font_stops_the_build(left: str) -> None:
    with pytest.raises(SystemExit, match="nhsuk-frontend changed"):
        arial_stylesheet(left)


def test_two_versions_side_by_side_stop_the_build(tmp_path: Path) -> None:
    for version in ("10.6.1", "10.7.0"):
        (tmp_path / f"nhsuk-frontend-{version}.min.css").touch()
    with pytest.raises(SystemExit, match="found 2"):
        only(tmp_path, "nhsuk-frontend-*.min.css")
