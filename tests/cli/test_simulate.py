"""``tidegate simulate``: a list forward in time, said in a sentence, a table and JSON."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Ran
from tests.cli.own_files import a_list
from tests.exchange.waiting.rtt_files import Row, rtt_lines, write_csv

Tidegate = Callable[..., Ran]
FLOWS = "[flows]\narrivals_per_week = 5\nslots_per_week = 4\n"
SENTENCE = re.compile(
    r"With 2 more slots a week, [\d,]+ \([\d,]+ to [\d,]+\) people would have waited over 52 weeks "
    r"on 31 July 2031, against [\d,]+ \([\d,]+ to [\d,]+\): [\d,]+ \([\d,]+ to [\d,]+\) fewer\."
)


def month(folder: Path, name: str, waiting: int) -> Path:
    """A month at two trusts; of each list some join, some are seen and some leave."""
    rows = []
    for provider, tfc in (("Z01", "110"), ("Z02", "100")):
        bands = {2: 100, 20: waiting, 45: 300, 60: 20}
        rows += [
            Row(provider=provider, tfc=tfc, bands=bands),
            Row(provider=provider, tfc=tfc, part="3", starts=100),
            Row(provider=provider, tfc=tfc, part="1A", bands={20: 30, 50: 8}),
            Row(provider=provider, tfc=tfc, part="1B", bands={3: 60}),
        ]
    return write_csv(folder / f"{name}.csv", rtt_lines(rows, period=f"RTT-{name}-2031"))


@pytest.fixture
def two_months(tmp_path: Path) -> list[Path]:
    return [month(tmp_path, "January", 300), month(tmp_path, "February", 300)]


def scenario(folder: Path, text: str = FLOWS) -> Path:
    path = folder / "scenario.toml"
    path.write_text(text, "utf-8")
    return path


def test_more_slots_are_answered_with_a_sentence_and_a_table(
    two_months: list[Path], tidegate: Tidegate
) -> None:
    ran = tidegate(
        "simulate", *two_months, "--slots-more", 2, "--until", "2031-07-31", "--runs", 60
    )
    assert ran.code == 0, ran.err
    said = " ".join(ran.out.split())
    # 153 days after 28 February 2031 are 21 whole weeks, and six days that are left out.
    assert re.search(SENTENCE.pattern.replace("31 July", "25 July"), said), said
    assert "1,440 people waiting on 28 February 2031, looked ahead to 25 July 2031" in said
    assert "Over 52 weeks" in said
    assert "Each of 2 treatment functions has its own slots." in said


def test_the_same_seed_gives_the_same_answer_and_another_another(
    two_months: list[Path], tidegate: Tidegate
) -> None:
    asked = ("simulate", *two_months, "--runs", 20, "--json", "--seed")
    one, again, other = (tidegate(*asked, seed).out for seed in (1, 1, 2))
    assert one == again
    assert json.loads(one)["scenarios"] != json.loads(other)["scenarios"]


def test_machines_get_every_week_the_difference_and_what_was_assumed(
    two_months: list[Path], tidegate: Tidegate
) -> None:
    ran = tidegate("simulate", *two_months, "--slots-more", 3, "--runs", 20, "--json")
    answer = json.loads(ran.out)
    assert (answer["as_of"], answer["weeks"], answer["waiting"]) == ("2031-02-28", 26, 1_440)
    assert (answer["interval"], answer["runs"], answer["seed"]) == (0.9, 20, 2026)
    now, more = answer["scenarios"]
    assert (now["name"], more["name"]) == ("As now", "3 more slots a week")
    assert now["difference"] is None
    assert more["difference"]["waiting"]["high"] < 0
    assert len(more["weeks"]) == 26
    week = more["weeks"][-1]
    assert week["over_52_weeks"]["low"] <= week["over_52_weeks"]["middle"]
    assert week["day"] == answer["until"]
    assert [one["name"] for one in answer["lists"]] == ["100", "110"]
    assert answer["sources"][0]["sha256"]
    assert more["sentence"].startswith("With 3 more slots a week, ")


def test_one_provider_and_one_specialty(two_months: list[Path], tidegate: Tidegate) -> None:
    asked = ("simulate", *two_months, "--runs", 5, "--json")
    for narrowed in (("--provider", "Z02"), ("--tfc", "100")):
        answer = json.loads(tidegate(*asked, *narrowed).out)
        assert [(one["name"], one["waiting"]) for one in answer["lists"]] == [("100", 720)]


def test_a_list_of_ones_own_with_stated_flows(tmp_path: Path, tidegate: Tidegate) -> None:
    ran = tidegate(
        "simulate", a_list(tmp_path), "--scenario", scenario(tmp_path), "--as-of", "2026-01-30",
        "--runs", 20, "--service", "priority-2026",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    said = " ".join(ran.out.split())
    assert "3 people waiting on 30 January 2026" in said
    assert "As now, " in said
    assert "In a usual week 5 people join and 4 can be seen." in said
    assert "priority-2026 version 1" in said


def test_a_list_of_ones_own_beside_months_of_its_provider(
    tmp_path: Path, two_months: list[Path], tidegate: Tidegate
) -> None:
    ran = tidegate(
        "simulate", a_list(tmp_path), *two_months, "--as-of", "2031-03-05", "--runs", 5, "--json"
    )
    answer = json.loads(ran.out)
    assert [(one["name"], one["waiting"]) for one in answer["lists"]] == [("100", 0), ("110", 2)]
    codes = {finding["code"]: finding["count"] for finding in answer["findings"]}
    assert codes["NO_FLOWS"] == 1  # ophthalmology, of which no month tells


def test_several_scenarios_of_a_file(tmp_path: Path, tidegate: Tidegate) -> None:
    text = f"""
        until = 2026-06-30
        runs = 15
        seed = 3
        {FLOWS}
        [[scenario]]
        name = "Closed for a month"
        [[scenario.change]]
        from = 2026-03-01
        until = 2026-03-31
        lost_share = 1
        [[scenario]]
        name = "Five more"
        [[scenario.change]]
        from = 2026-03-01
        more_slots_per_week = 5
    """
    ran = tidegate(
        "simulate", a_list(tmp_path), "--scenario", scenario(tmp_path, text), "--as-of",
        "2026-01-30", "--json",
    )  # fmt: skip
    answer = json.loads(ran.out)
    assert (answer["runs"], answer["seed"], answer["until"]) == (15, 3, "2026-06-26")
    as_now, closed, more = answer["scenarios"]
    assert [one["name"] for one in answer["scenarios"]] == [
        "As now", "Closed for a month", "Five more",
    ]  # fmt: skip
    assert closed["sentence"].startswith("Under “Closed for a month”, ")
    assert closed["at_end"]["waiting"]["middle"] > as_now["at_end"]["waiting"]["middle"]
    assert more["at_end"]["waiting"]["middle"] <= as_now["at_end"]["waiting"]["middle"]


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (("--until", "2026-01-31"), 2, "UNTIL"),
        (("--until", "2060-01-31"), 2, "UNTIL"),
        (("--tfc", "999"), 2, "NOBODY_WAITS"),
        (("--service", "nobody"), 2, "as-now-2026, longest-2026, priority-2026"),
        (("--from", "2026-03-01"), 2, "give both"),
        (("--runs", 0), 2, "--runs"),
        (("--until", "soon"), 2, "--until"),
        (("--scenario", "none.toml"), 2, "SCENARIO_NOT_FOUND"),
    ],
)
def test_what_cannot_be_asked_is_said(
    more: tuple[object, ...], code: int, said: str, tmp_path: Path, tidegate: Tidegate
) -> None:
    asked = ("simulate", a_list(tmp_path), "--as-of", "2026-01-30")
    given = () if "--scenario" in more else ("--scenario", scenario(tmp_path))
    ran = tidegate(*asked, *given, *more)
    assert ran.code == code
    assert said in " ".join(ran.err.split())


def test_flows_that_nobody_states_are_asked_for(tmp_path: Path, tidegate: Tidegate) -> None:
    ran = tidegate("simulate", a_list(tmp_path), "--as-of", "2026-01-30")
    assert ran.code == 2
    assert "arrivals_per_week and slots_per_week, or published months [FLOWS_NEEDED]" in ran.err


def test_a_change_of_a_list_that_is_not_there_is_refused(
    two_months: list[Path], tmp_path: Path, tidegate: Tidegate
) -> None:
    text = '[[scenario]]\nname = "x"\n[[scenario.change]]\nfrom = 2031-03-01\ntfc = ["502"]\n'
    ran = tidegate("simulate", *two_months, "--scenario", scenario(tmp_path, text))
    assert ran.code == 2
    assert "found “502”; expected a list that is there: 100, 110 [UNKNOWN_LIST]" in ran.err


def test_other_files_and_a_second_list_are_refused(tmp_path: Path, tidegate: Tidegate) -> None:
    one, two = a_list(tmp_path), tmp_path / "second.csv"
    two.write_bytes(one.read_bytes())
    assert "LIST_TWICE" in tidegate("simulate", one, two).err
    notes = tmp_path / "notes.csv"
    notes.write_text("a,b\n1,2\n", "utf-8")
    assert "NOT_A_WAITING_LIST" in tidegate("simulate", notes).err


def test_one_month_warns_that_nobody_is_known_to_leave_untreated(
    two_months: list[Path], tidegate: Tidegate
) -> None:
    ran = tidegate("simulate", two_months[0], "--runs", 5)
    assert ran.code == 0
    assert "REMOVALS_NOT_KNOWN" in ran.err


def test_ctrl_c_ends_it(tmp_path: Path, two_months: list[Path]) -> None:
    """Long enough to be interrupted: a signal a moment after it begins ends it with 130."""
    program = (
        "import os, signal, threading\n"
        "from tidegate.core.waiting.simulation import engine\n"
        "from tidegate.cli.main import run\n"
        "done = engine.run_lists\n"
        "def pressed(*given):\n"
        "    threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "    engine.run_lists = done\n"
        "    return done(*given)\n"
        "engine.run_lists = pressed\n"
        "run()\n"
    )
    command = [sys.executable, "-c", program, "simulate", *map(str, two_months), "--runs", "90000"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 130, ran.stderr
    assert "Interrupted; nothing was half done." in ran.stderr
