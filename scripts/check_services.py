"""Fail when a row of the control room could change without an entry in the record.

Run by ``make check`` and by the tests; prints one line for each breach and ends with exit code 1
when there is any. The rules:

- in ``controlroom/<room>/services/<verb>.py``, a public function that writes rows, itself or
  through other functions of its module, calls ``record(...)``, all inside ``transaction.atomic``;
- the file is named after a public function in it;
- nowhere else in the control room are rows written.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ALWAYS_WRITES = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITES_ON_A_QUERY = {"create", "update", "delete"}
MARKS_OF_A_QUERY = {"objects", "filter", "exclude", "all", "select_for_update"}
EXEMPT = {
    "api/services/answer_once.py": "an answer kept beside the step, which writes the entry",
    "log/services/record.py": "it is the record, and refuses to work outside a transaction",
    "log/services/note_reading.py": "a reading is noted in a list that is append-only itself",
    "transfers/services/end_place.py": "what ends a place, within the step that records it",
    "directory/services/note_use.py": "when a token was last used is no change of what it may do",
    "transfers/services/move_units.py": "a line of the ledger, within the step that records it",
}


@dataclass(slots=True)
class Deeds:
    """What one function does: where it writes, records and calls, and whether in a transaction."""

    public: bool
    line: int
    writes: list[tuple[int, bool]] = field(default_factory=list)
    records: list[tuple[int, bool]] = field(default_factory=list)
    calls: list[tuple[str, bool]] = field(default_factory=list)


def is_write(call: ast.Call) -> bool:
    """Say whether a call writes rows, by its name and by what it is called on."""
    if not isinstance(call.func, ast.Attribute):
        return False
    if call.func.attr == "save":  # a row takes no positional arguments, a drawing or a file does
        return not call.args and "session" not in _chain(call.func.value)
    if call.func.attr in ALWAYS_WRITES:
        return True
    return call.func.attr in WRITES_ON_A_QUERY and bool(_chain(call.func.value) & MARKS_OF_A_QUERY)


def _chain(node: ast.expr) -> set[str]:
    """Return the names along ``a.b(…).c``."""
    names: set[str] = set()
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            names.add(node.attr)
            node = node.value
        else:
            return names | ({node.id} if isinstance(node, ast.Name) else set())


def _is_atomic(node: ast.expr) -> bool:
    target = node.func if isinstance(node, ast.Call) else node
    return isinstance(target, ast.Attribute) and target.attr == "atomic"


class _Reader(ast.NodeVisitor):
    """Collects the deeds of one function, knowing at each call whether it is in a transaction."""

    def __init__(self, deeds: Deeds, *, atomic: bool) -> None:
        self._deeds = deeds
        self._atomic = atomic

    def visit_With(self, node: ast.With) -> None:
        outer = self._atomic
        self._atomic = outer or any(_is_atomic(item.context_expr) for item in node.items)
        self.generic_visit(node)
        self._atomic = outer

    def visit_Call(self, node: ast.Call) -> None:
        if is_write(node):
            self._deeds.writes.append((node.lineno, self._atomic))
        if isinstance(node.func, ast.Name):
            if node.func.id == "record":
                self._deeds.records.append((node.lineno, self._atomic))
            self._deeds.calls.append((node.func.id, self._atomic))
        self.generic_visit(node)


def deeds_of(tree: ast.Module) -> dict[str, Deeds]:
    """Return what each function at the top of a module does."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            deeds = Deeds(not node.name.startswith("_"), node.lineno)
            atomic = any(_is_atomic(decorator) for decorator in node.decorator_list)
            for statement in node.body:
                _Reader(deeds, atomic=atomic).visit(statement)
            found[node.name] = deeds
    return found


def service_breaches(source: str, verb: str) -> Iterator[str]:
    """Yield what is wrong with one service module, as ``line: what``."""
    functions = deeds_of(ast.parse(source))
    if verb not in functions:
        yield f"1: no function {verb}: a service is named after what it does"
    for name, deeds in functions.items():
        if not deeds.public:
            continue
        writes, records = _reached(functions, name, atomic=False, seen=frozenset())
        if writes and not records:
            yield f"{deeds.line}: {name} writes rows without calling record(...)"
        for line, atomic in sorted(set(writes) | set(records)):
            if not atomic:
                yield f"{line}: {name} writes outside transaction.atomic"


def _reached(
    functions: dict[str, Deeds], name: str, *, atomic: bool, seen: frozenset[str]
) -> tuple[list[tuple[int, bool]], list[tuple[int, bool]]]:
    """Follow a function into those that it calls; a call in a transaction covers all of them."""
    deeds = functions[name]
    writes = [(line, atomic or inside) for line, inside in deeds.writes]
    records = [(line, atomic or inside) for line, inside in deeds.records]
    for called, inside in deeds.calls:
        if called in functions and called not in seen | {name}:
            deeper = _reached(functions, called, atomic=atomic or inside, seen=seen | {name})
            writes += deeper[0]
            records += deeper[1]
    return writes, records


def breaches(controlroom: Path) -> Iterator[str]:
    """Yield every breach in the control room, as ``file:line: what is wrong``."""
    for path in sorted(controlroom.rglob("*.py")):
        name = path.relative_to(controlroom).as_posix()
        if "/migrations/" in name or path.name == "__init__.py" or name in EXEMPT:
            continue
        source = path.read_text("utf-8")
        if "/services/" in name:
            yield from (f"{name}:{what}" for what in service_breaches(source, path.stem))
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and is_write(node):
                yield f"{name}:{node.lineno}: rows are written in services only"


def main() -> int:
    """Print every breach; 0 when each change is recorded, 1 when not."""
    found = list(breaches(ROOT / "src" / "tidegate" / "controlroom"))
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
