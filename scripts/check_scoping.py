"""Fail when a row could reach someone past the viewer, or change past a service.

Run by ``make check``; prints one line for each breach and ends with exit code 1 when there is any.

- Rows are fetched in ``queries.py``, ``services/`` and ``models.py`` only, so that a view, a
  presenter or a template has no way to them but through a query.
- A query's first argument is the viewer.
- Rows are changed in ``services/`` only, where each change leaves its entry in the record.

``EXCEPTIONS`` names the few files that have no viewer to ask, each with its reason.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path("src/tidegate")
CHECKED = ("controlroom", "cli")

MANAGERS = {"objects", "_default_manager", "_base_manager"}
WAYS_TO_ROWS = MANAGERS | {"get_queryset", "cursor"}
RELATED_NAME = re.compile(r"related_name=\"(\w+)\"")
WRITES = {
    "save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "delete",
    "asave", "acreate", "adelete", "abulk_create",
}  # fmt: skip
WRITES_ON_ROWS = {"update", "add", "set", "remove", "clear"}  # of dicts and sets as well

FETCHING_FILES = {"queries.py", "models.py"}
FETCHING_FOLDERS = {"services", "migrations", "queries", "models"}
WRITING_FOLDERS = {"services", "migrations"}
# They fetch without a viewer.
EXCEPTIONS = {
    "controlroom/directory/tree.py": "the viewer is worked out from it",
    "controlroom/log/append_only.py": "it puts up the triggers that refuse later changes",
    "controlroom/waiting/code_lists.py": "a load is held to the published lists, by no viewer",
    "controlroom/pressure/tables_in_use.py": "all are scored by one table, whoever looks",
    "controlroom/waiting/beside.py": "what goes with offers is the same, whoever plans with them",
    "controlroom/directory/one_actor.py": "whether two act must not depend on who looks",
    "controlroom/directory/listed.py": "a load is held to the directory, by no viewer",
    "controlroom/accounts/queries.py": "signing in comes before there is a viewer",
}
ROWS_IN_TEMPLATES = re.compile(r"\.objects\b|\.all\(|\.filter\(|\w_set\b")


def attribute_names(node: ast.expr) -> Iterator[str]:
    """Yield the names of a dotted expression, from the outside in, through calls."""
    while True:
        if isinstance(node, ast.Attribute):
            yield node.attr
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            return


def related_names(root: Path) -> set[str]:
    """Return the names by which one row leads to others, as the models give them."""
    models = (root / PACKAGE / "controlroom").rglob("models.py")
    return {name for path in models for name in RELATED_NAME.findall(path.read_text("utf-8"))}


def fetches(tree: ast.AST, related: set[str]) -> Iterator[tuple[int, str]]:
    """Yield where a module reaches for rows."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        behind = node.value.attr if isinstance(node.value, ast.Attribute) else ""
        if node.attr in WAYS_TO_ROWS:
            yield node.lineno, f"{node.attr}: rows are fetched in queries.py or a service"
        elif behind in related or behind.endswith("_set"):
            yield node.lineno, f"{behind}: rows are fetched in queries.py or a service"


def writes(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield where a module changes rows."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        verb, *behind = attribute_names(node.func)
        on_rows = bool(MANAGERS & set(behind)) or "filter" in behind
        if verb in WRITES or (verb in WRITES_ON_ROWS and on_rows):
            yield node.lineno, f".{verb}(): rows are changed in services/ only"


def unscoped(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the public queries whose first argument is not the viewer."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            arguments = [*node.args.posonlyargs, *node.args.args]
            if not arguments or arguments[0].arg != "viewer":
                yield node.lineno, f"{node.name}: a query takes the viewer as its first argument"


def python_breaches(path: Path, related: set[str]) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with one module; ``path`` begins at the package."""
    name = path.as_posix().split("tidegate/", 1)[1]
    tree = ast.parse(path.read_text("utf-8"))
    folders = set(Path(name).parts[:-1])
    may_fetch = path.name in FETCHING_FILES or folders & FETCHING_FOLDERS or name in EXCEPTIONS
    if not may_fetch:
        yield from fetches(tree, related)
    if not folders & WRITING_FOLDERS:
        yield from writes(tree)
    if (path.name == "queries.py" or "queries" in folders) and name not in EXCEPTIONS:
        yield from unscoped(tree)


def template_breaches(path: Path) -> Iterator[tuple[int, str]]:
    """Yield where a template reaches for rows."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if found := ROWS_IN_TEMPLATES.search(line):
            yield number, f"{found.group()}: a template shows what a presenter gives it"


def breaches(root: Path) -> Iterator[str]:
    """Yield every breach under ``root``, as ``file:line: what is wrong``."""
    related = related_names(root)
    for floor in CHECKED:
        folder = root / PACKAGE / floor
        for path in sorted(folder.rglob("*.py")):
            for line, message in python_breaches(path, related):
                yield f"{path.relative_to(root)}:{line}: {message}"
        for path in sorted(folder.rglob("*.jinja")):
            for line, message in template_breaches(path):
                yield f"{path.relative_to(root)}:{line}: {message}"


def main(root: Path = ROOT) -> int:
    """Print the breaches and return the exit code."""
    found = list(breaches(root))
    for line in found:
        sys.stdout.write(line + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
