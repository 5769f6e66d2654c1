"""Bad input as people meet it: whatever is wrong, and whichever verb is given it.

Each ends with exit code 2, names file, row, column and value, says it in JSON to those who asked
for JSON, writes nothing, and leaves the store as it was.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.cli.broken_files import ANY_FILE, CAPACITIES, LISTS, MONTHS, Broken
from tests.cli.conftest import Ran
from tests.cli.machine import RUN, Machine
from tests.cli.own_files import a_list, an_offer
from tests.cli.published_month import a_month

from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.waiting.models import Snapshot
from tidegate.controlroom.waiting.services.load_snapshot import load_snapshots
from tidegate.core.log.entry import System
from tidegate.exchange.incoming import read_incoming

Tidegate = Callable[..., Ran]
DAY = "2026-01-31"


@pytest.fixture(autouse=True)
def home(db: None, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with one month in it, and a folder of its own to work in."""
    settings.TIDEGATE_HOME = tmp_path / "home"
    month = read_incoming(a_month(tmp_path / "earlier", date(2026, 2, 28)))
    load_snapshots([month], actor=System("a test"), now=datetime.now(UTC))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path


def everything(folder: Path) -> tuple[list[Any], list[Any], dict[str, str]]:
    """Every row, and every file by its hash."""
    files = {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        for path in folder.rglob("*")
    }
    return list(Snapshot.objects.values_list()), list(Entry.objects.values_list()), files


OF_MONTHS: dict[str, Callable[[Path], tuple[object, ...]]] = {
    "check": lambda bad: ("check", bad),
    "load": lambda bad: ("load", bad, "--as-of", DAY),
    "waiting": lambda bad: ("waiting", bad),
    "capacity": lambda bad: ("capacity", bad, "--out", "spare.csv"),
    "plan": lambda bad: ("plan", "--rtt", bad, "--out", "plan"),
}
OF_LISTS: dict[str, Callable[[Path], tuple[object, ...]]] = {
    "check": lambda bad: ("check", bad),
    "load": lambda bad: ("load", bad, "--as-of", DAY),
    "waiting": lambda bad: ("waiting", bad, "--as-of", DAY),
    "plan": lambda bad: ("plan", "--waiting", bad, "--capacity", an_offer(bad.parent),
                         "--out", "plan"),
}  # fmt: skip
OF_CAPACITIES: dict[str, Callable[[Path], tuple[object, ...]]] = {
    "check": lambda bad: ("check", bad),
    "plan": lambda bad: ("plan", "--waiting", a_list(bad.parent), "--capacity", bad,
                         "--out", "plan"),
}  # fmt: skip
CASES = [
    pytest.param(words, bad, id=f"{what}: {verb}, {case}")
    for what, verbs, cases in (
        ("month", OF_MONTHS, ANY_FILE | MONTHS),
        ("list", {"plan": OF_LISTS["plan"]}, ANY_FILE),
        ("list", OF_LISTS, LISTS),
        ("offers", {"plan": OF_CAPACITIES["plan"]}, ANY_FILE),
        ("offers", OF_CAPACITIES, CAPACITIES),
    )
    for verb, words in verbs.items()
    for case, bad in cases.items()
    if not (what == "offers" and bad.code == "NOT_A_FILE")  # a capacity may be a folder
]


@pytest.mark.parametrize(("words", "bad"), CASES)
def test_bad_input_is_named_and_nothing_is_changed(
    words: Callable[[Path], tuple[object, ...]], bad: Broken, home: Path, tidegate: Tidegate
) -> None:
    (home / "given").mkdir()
    command = words(bad.put(home / "given"))
    before = everything(home)

    said = tidegate(*command)
    assert said.code == 2, said.err
    for part in (bad.name, f"[{bad.code}]", bad.column, bad.value, bad.row and f"row {bad.row}"):
        assert (part or "") in said.err

    told = tidegate(*command, "--json")
    assert told.code == 2
    (finding,) = [one for one in findings(json.loads(told.out)) if one["code"] == bad.code]
    assert bad.name in finding["file"]
    expected = {"row": bad.row, "column": bad.column, "value": bad.value}
    assert {name: finding.get(name) for name, value in expected.items() if value} == {
        name: value for name, value in expected.items() if value
    }
    assert everything(home) == before


def findings(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """What a verb found, of all files together or of each by itself."""
    return answer.get("findings") or [one for file in answer["files"] for one in file["findings"]]


@pytest.mark.parametrize("verb", ["capacity", "plan"])
def test_a_month_given_twice_is_refused(verb: str, home: Path, tidegate: Tidegate) -> None:
    month, copy = (a_month(home / name, date(2026, 1, 31)) for name in ("one", "two"))
    before = everything(home)
    words = {"capacity": ["capacity"], "plan": ["plan", "--out", "p", "--rtt"]}[verb]
    said = tidegate(*words, month, copy)
    assert (said.code, said.out) == (2, "")
    assert f"{copy.name}: expected each month once" in said.err
    assert everything(home) == before


def test_a_month_loaded_already_and_one_that_is_revised_are_refused(
    home: Path, tidegate: Tidegate
) -> None:
    loaded = home / "earlier"
    same = next(loaded.iterdir())
    revised = a_month(home / "revised", date(2026, 2, 28), waiting=4)
    before = everything(home)
    assert "ALREADY_LOADED" in tidegate("load", same).err
    answer = tidegate("load", revised, "--json")
    assert answer.code == 2
    (finding,) = json.loads(answer.out)["findings"]
    assert finding["code"] == "MONTH_ALREADY_LOADED"
    assert "--supersede" in finding["expected"]
    assert everything(home) == before


def own(folder: Path) -> list[object]:
    return ["plan", "--waiting", a_list(folder), "--capacity", an_offer(folder)]


def a_month_of(folder: Path) -> Path:
    return a_month(folder / "month", date(2026, 1, 31))


def junk_named(folder: Path, name: str) -> Path:
    (folder / name).write_bytes(b"junk = \n")
    return folder / name


PLACES_AND_OPTIONS = {
    "a policy that is no TOML": (lambda at: [*own(at), "--policy", junk_named(at, "p.toml")],
                                 "NOT_TOML"),
    "a policy that nobody ships": (lambda at: [*own(at), "--policy", "best"], "POLICY_NOT_FOUND"),
    "assumptions that are no TOML": (
        lambda at: ["capacity", a_month_of(at), "--table", junk_named(at, "t.toml")], "BAD_TABLE"),
    "contracts that are not there": (lambda at: [*own(at), "--contracts", at / "c.csv"],
                                     "MISSING_FILE"),
    "places that are not there": (lambda at: ["capacity", a_month_of(at), "--places", at / "none"],
                                  "MISSING_FILE"),
    "a plan inside a file": (lambda at: [*own(at), "--out", a_list(at) / "plan"], "NOT_A_FOLDER"),
    "a plan over somebody's files": (lambda at: [*own(at), "--out", at], "FOLDER_IN_USE"),
    "a start that is no Monday": (lambda at: [*own(at), "--start", "2026-02-03"], "NOT_A_MONDAY"),
    "a demo inside a file": (lambda at: ["demo", "--no-serve", "--home", a_list(at)],
                             "NOT_A_FOLDER"),
}  # fmt: skip


@pytest.mark.parametrize("case", PLACES_AND_OPTIONS)
def test_what_options_name_is_refused_like_any_input(
    case: str, home: Path, tidegate: Tidegate
) -> None:
    words, code = PLACES_AND_OPTIONS[case]
    command = words(home)
    before = everything(home)
    said = tidegate(*command)
    assert (said.code, said.out) == (2, "")
    assert f"[{code}]" in said.err
    told = tidegate(*command, "--json")
    assert told.code == 2
    assert [finding["code"] for finding in findings(json.loads(told.out))] == [code]
    assert everything(home) == before


MISTYPED = {
    "a day of another century": lambda at: ["waiting", a_list(at), "--as-of", "0026-01-31"],
    "a day in the far future": lambda at: ["load", a_list(at), "--as-of", "9999-12-31"],
    "a start of another century": lambda at: [*own(at), "--start", "0001-01-01"],
    "no distance": lambda at: ["plan", "--rtt", a_month_of(at), "--travel", "far"],
    "a table into a folder": lambda at: ["capacity", a_month_of(at), "--out", folder(at / "a.csv")],
    "a table into no folder": lambda at: ["capacity", a_month_of(at), "--out", at / "b" / "a.csv"],
}


def folder(path: Path) -> Path:
    path.mkdir()
    return path


@pytest.mark.parametrize("case", MISTYPED)
def test_a_slip_of_the_finger_ends_before_any_work(
    case: str, home: Path, tidegate: Tidegate
) -> None:
    command = MISTYPED[case](home)
    before = everything(home)
    said = tidegate(*command)
    assert (said.code, said.out) == (2, "")
    assert "Error: Invalid value" in said.err
    assert everything(home) == before


def test_a_reference_file_that_is_none_is_named(home: Path, tidegate: Tidegate) -> None:
    said = tidegate("capacity", a_month_of(home), "--places", a_list(home))
    assert "list.csv: expected a reference file; this is waiting list" in said.err
    assert "[NOT_A_REFERENCE]" in said.err


@pytest.mark.parametrize(
    ("name", "place", "code"),
    [
        ("TIDEGATE_HOME", "a-file", "BAD_HOME"),
        ("DATABASE_URL", "nonsense", "BAD_DATABASE"),
        ("DATABASE_URL", "sqlite:///a-file", "BAD_DATABASE"),
    ],
)
def test_a_place_for_the_store_that_is_none_is_named(
    name: str, place: str, code: str, tmp_path: Path
) -> None:
    machine = Machine(tmp_path / "new")
    (machine.work / "a-file").write_text("not a database " * 100)
    machine.env[name] = place
    ran = machine.run(RUN, "load", a_month_of(tmp_path))
    assert (ran.returncode, ran.stdout) == (2, "")
    assert f"[{code}]" in ran.stderr
    assert machine.left() == ["a-file"]


class TestExplain:
    @pytest.fixture
    def plan(self, home: Path, tidegate: Tidegate) -> Path:
        words = ("plan", "--waiting", a_list(home), "--capacity", an_offer(home))
        made = tidegate(*words, "--out", "plan")
        assert made.code == 0, made.err
        return home / "work" / "plan"

    @pytest.mark.parametrize(
        ("damage", "code"),
        [
            (lambda plan: plan.rename(plan.with_name("gone")), "NOT_A_PLAN"),
            (lambda plan: (plan / "summary.json").unlink(), "NOT_A_PLAN"),
            (lambda plan: (plan / "summary.json").write_text('{"schema": '), "NOT_A_PLAN"),
            (lambda plan: (plan / "summary.json").write_bytes(b"\xff\xfe\x00"), "NOT_A_PLAN"),
            (lambda plan: (plan / "prices.parquet").unlink(), "DAMAGED_PLAN"),
            (lambda plan: (plan / "prices.parquet").write_bytes(b"PAR1"), "DAMAGED_PLAN"),
            (lambda plan: cut(plan / "inputs" / "offers.parquet"), "DAMAGED_PLAN"),
            (lambda plan: cut(plan / "inputs" / "policy.json"), "DAMAGED_PLAN"),
            (lambda plan: (plan / "inputs" / "policy.json").write_text("[]"), "DAMAGED_PLAN"),
            (lambda plan: (plan / "inputs" / "map.json").write_text("{}"), "DAMAGED_PLAN"),
        ],
    )  # fmt: skip
    def test_a_damaged_plan_is_named(
        self, damage: Callable[[Path], object], code: str, plan: Path, tidegate: Tidegate
    ) -> None:
        damage(plan)
        before = everything(plan.parent)
        said = tidegate("explain", plan, "P1")
        assert (said.code, said.out) == (2, "")
        assert code in said.err
        told = tidegate("explain", plan, "P1", "--json")
        assert told.code == 2
        assert [finding["code"] for finding in findings(json.loads(told.out))] == [code]
        assert everything(plan.parent) == before

    def test_what_is_not_in_the_plan_is_named(self, plan: Path, tidegate: Tidegate) -> None:
        told = tidegate("explain", plan, "P9", "--json")
        assert told.code == 2
        (finding,) = findings(json.loads(told.out))
        assert (finding["code"], finding["value"]) == ("UNKNOWN_IN_PLAN", "P9")


def cut(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
