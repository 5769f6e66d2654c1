"""Fail when the house is no longer legible: long files, long functions, vague names, leaks.

Run by ``make check``; prints one line for each breach and ends with exit code 1 when there is any.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LINES_IN_A_FILE = 500
LINES_IN_A_FUNCTION = 40
VAGUE = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common"}
LOCKS = ("requirements.lock", "requirements-node.lock", "package-lock.json")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b|raise NotImplementedError")
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|farm|home/\w+|Users/\w+)/[a-z]")
FLOORS = ("core", "exchange", "controlroom")
ROOMS = {
    "directory", "pressure", "waiting", "matching", "transfers", "contracts", "registers", "surge",
    "log", "demo",
}  # fmt: skip
CONTROL_ROOM_ONLY = {"accounts", "board", "api"}
NOT_ROOMS = {"templates", "static", "templatetags", "tables"}


def tracked(root: Path) -> list[Path]:
    """List the files under version control, or every file where there is no repository."""
    listing = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listing.returncode:
        return [path for path in root.rglob("*") if path.is_file()]
    return [path for line in listing.stdout.splitlines() if (path := root / line).is_file()]


def long_functions(path: Path) -> Iterator[str]:
    """Yield functions whose body, docstring left out, is longer than the house allows."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        body = node.body[1:] if ast.get_docstring(node) else node.body
        length = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
        if length > LINES_IN_A_FUNCTION:
            yield f"{node.lineno}: {node.name} has {length} lines, over {LINES_IN_A_FUNCTION}"


def python_breaches(path: Path, *, product: bool) -> Iterator[str]:
    """Yield what is wrong with one Python file; only the product's own are held to every rule."""
    text = path.read_text("utf-8")
    if "migrations" in path.parts:
        return
    if (lines := text.count("\n")) > LINES_IN_A_FILE:
        yield f"1: {lines} lines, over {LINES_IN_A_FILE}: split it by use"
    if path.stem in VAGUE:
        yield f"1: the name {path.stem} says nothing: name the noun or verb that it holds"
    if product:
        yield from long_functions(path)
        for number, line in enumerate(text.splitlines(), 1):
            if UNFINISHED.search(line):
                yield f"{number}: unfinished: {line.strip()}"


def room_breaches(package: Path) -> Iterator[str]:
    """Yield folders that are no room of the house, so that each floor keeps the same names."""
    for floor in FLOORS:
        allowed = ROOMS | (CONTROL_ROOM_ONLY if floor == "controlroom" else set()) | NOT_ROOMS
        for folder in sorted((package / floor).iterdir()):
            if folder.is_dir() and not folder.name.startswith("_") and folder.name not in allowed:
                yield f"{floor}/{folder.name}: no room of the house: add it on purpose or move it"


def breaches(root: Path) -> Iterator[str]:
    """Yield every breach in the tree, as ``file:line: what is wrong``."""
    for path in tracked(root):
        name = path.relative_to(root)
        if path.suffix == ".py":
            product = name.parts[0] == "src"
            yield from (f"{name}:{what}" for what in python_breaches(path, product=product))
        if path.name in LOCKS and "://" in path.read_text("utf-8"):
            yield f"{name}:1: a lock file must not carry an address"
        if path.suffix in {".py", ".md", ".toml", ".jinja", ".css", ".js", ".json"}:
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                if MACHINE_PATH.search(line):
                    yield f"{name}:{number}: a path of one machine"
    yield from room_breaches(root / "src" / "tidegate")


def main() -> int:
    """Print every breach; 0 when the house is in order, 1 when not."""
    found = list(breaches(ROOT))
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
