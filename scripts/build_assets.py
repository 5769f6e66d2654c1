"""Put the browser assets from node_modules where the control room serves them.

Part of ``make setup``. Nothing of it is committed. The NHS.UK stylesheet is changed on the way:
Frutiger may be used by registered NHS organisations only and is fetched from an NHS host, so the
font goes and Arial stays; icons are addressed relative to the stylesheet.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
MODULES = PROJECT / "node_modules"
VENDOR = PROJECT / "src" / "tidegate" / "controlroom" / "static" / "vendor"
NHSUK = MODULES / "nhsuk-frontend" / "dist" / "nhsuk"

FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
FONT_NAME = re.compile(r"(?:\"Frutiger W01\"|'Frutiger W01'|Frutiger W01),\s*")
ICON = re.compile(r"url\((?P<quote>['\"]?)/assets/(?P<path>images/[^)'\"]+)(?P=quote)\)")
SOURCE_MAP = re.compile(r"\n?(?://# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*$")
ADDRESS = re.compile(r"https?://(?!www\.w3\.org/)[^\s'\")]+")


def without_source_map(text: str) -> str:
    """Drop the last line that names a source map, which we do not serve."""
    return SOURCE_MAP.sub("\n", text)


def arial_stylesheet(css: str) -> str:
    """Return the stylesheet in Arial, with relative icons and no address of another host."""
    css = FONT_NAME.sub("", FONT_FACE.sub("", without_source_map(css)))
    css = ICON.sub(r"url(\g<path>)", css)
    left = ADDRESS.findall(css)
    if left or "Frutiger" in css:
        raise SystemExit(f"nhsuk-frontend changed; the stylesheet still names {left or 'Frutiger'}")
    return css


def only(folder: Path, pattern: str) -> Path:
    """Return the one file that matches, so that a new version cannot be half picked up."""
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise SystemExit(f"expected one {pattern} in {folder.name}, found {len(found)}; run npm ci")
    return found[0]


def build() -> None:
    """Make the folder afresh, beside the old one, and swap it in."""
    draft = VENDOR.with_name("vendor.new")
    shutil.rmtree(draft, ignore_errors=True)
    nhsuk = draft / "nhsuk"
    (nhsuk / "images").mkdir(parents=True)
    css = arial_stylesheet(only(NHSUK, "nhsuk-frontend-[0-9]*.min.css").read_text("utf-8"))
    (nhsuk / "nhsuk.css").write_text(css, "utf-8")
    for icon in sorted(set(re.findall(r"url\((images/[^)]+)\)", css))):
        shutil.copyfile(NHSUK / "assets" / icon, nhsuk / icon)
    scripts = {
        "nhsuk/nhsuk.js": only(NHSUK, "nhsuk-frontend-[0-9]*.min.js"),
        "d3.js": MODULES / "d3" / "dist" / "d3.min.js",
        "plot.js": MODULES / "@observablehq" / "plot" / "dist" / "plot.umd.min.js",
    }
    for name, source in scripts.items():
        (draft / name).write_text(without_source_map(source.read_text("utf-8")), "utf-8")
    shutil.rmtree(VENDOR, ignore_errors=True)
    draft.rename(VENDOR)


if __name__ == "__main__":
    if not NHSUK.is_dir():
        sys.exit("node_modules is missing: run make setup")
    build()
