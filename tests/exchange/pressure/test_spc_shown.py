"""Chart, table, export, icons and sentence: all of one result, and legible without colour."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.pressure.spc_series import STEADY, ask, chart, day
from tests.exchange.pressure.spc_files import charted

from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.pressure.spc_chart import render_chart, render_icons
from tidegate.exchange.pressure.spc_charted import Charted
from tidegate.exchange.pressure.spc_drawing import HEIGHT, WIDTH, draw
from tidegate.exchange.pressure.spc_export import (
    export_frame,
    facts,
    icon_table,
    points_table,
    write_export,
)  # fmt: skip
from tidegate.exchange.pressure.spc_report import lead, render_spc_report, write_chart
from tidegate.exchange.pressure.spc_settings import Shown
from tidegate.exchange.pressure.spc_words import method_words, sentence
from tidegate.exchange.sources import Source

SVG = "{http://www.w3.org/2000/svg}"
SOURCE = Source("series.csv", "ab" * 32, 100, "series")


def of(values: Sequence[float | None], shown: Shown | None = None, **asked: object) -> Charted:
    result = chart(values, **asked)
    return Charted("ed_4h_pct", "Z01", "Northmere", shown or Shown(), result)


def labels(svg: str) -> list[str]:
    """The labels of the marks of points."""
    words = [title.text or "" for title in ET.fromstring(svg).iter(f"{SVG}title")]
    return [each for each in words if re.match(r"\d+ \w+ \d{4}: ", each)]


def test_one_sentence_says_what_a_chart_shows(tmp_path: Path) -> None:
    assert sentence(charted(tmp_path)) == (
        "The last value, 75.0% on 13 January 2026, is special cause, improvement (Above UCL); "
        "limits are between 40.6% and 60.4%. The target of 60.5% lies beyond the limits on the bad "
        "side: it will not be met unless something changes."
    )


def test_the_sentence_of_common_cause_and_of_limits_on_trial(tmp_path: Path) -> None:
    assert sentence(charted(tmp_path, [3, 4, 5, 4, 3], settings="")) == (
        "The last value, 3.0 on 5 January 2026, is common cause: nothing sets it apart from the "
        "usual ups and downs; limits are between 1.1 and 6.5, on trial."
    )


def test_the_drawing_has_title_description_and_a_label_for_each_point(tmp_path: Path) -> None:
    one = charted(tmp_path, [*STEADY, None, 75])
    svg = render_chart(one, "four-hours")
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    by_id = {each.get("id"): each.text for each in root.iter() if each.get("id")}
    assert by_id[root.get("aria-labelledby") or ""] == "Seen within four hours"
    described = by_id[root.get("aria-describedby") or ""] or ""
    assert sentence(one) in described
    assert "Variation: Improvement, high. Assurance: Fails target." in described
    assert len(labels(svg)) == 13
    assert labels(svg)[-1] == "14 January 2026: 75.0%, special cause, improvement (Above UCL)"


def test_nothing_is_told_by_colour_alone() -> None:
    drawn = draw(of([*STEADY, 75, 50, 20], baseline=12))
    shapes = {mark.words.partition(",")[2]: mark.shape for mark in drawn.marks}
    assert len(set(shapes.values())) == len(shapes) == 3
    texts = {word.text.rpartition(" ")[0] for word in drawn.names}
    assert texts == {"Upper limit", "Mean", "Lower limit"}


def test_the_drawing_needs_no_style_and_no_script() -> None:
    svg = str(render_chart(of(STEADY)))
    assert "style" not in svg
    assert "script" not in svg
    assert "href" not in svg


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '"><img src=x>', "a & b"])
def test_whatever_a_series_is_called_stays_text(evil: str) -> None:
    one = Charted(evil, evil, evil, Shown(unit=evil), chart(STEADY))
    root = ET.fromstring(render_chart(one))
    assert root.find(f"{SVG}title").text == f"{evil.capitalize()}, {evil}"  # type: ignore[union-attr]
    page = render_spc_report([one], SOURCE)
    assert "<script" not in page
    assert "<img" not in page


def test_lines_are_cut_at_the_bounds_for_the_eye_and_not_in_the_table() -> None:
    values = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1]
    cut, free = of(values, Shown(least=0)), of(values)
    assert (free.result.latest.limits.lower or 0) < 0
    assert cut.result == free.result
    assert points_table(cut).rows == points_table(free).rows
    assert draw(cut).lines != draw(free).lines
    assert all(not word.text.startswith("-") for word in draw(cut).values)
    assert any(word.text.startswith("-") for word in draw(free).values)


def test_each_chart_states_its_rules_its_screening_and_its_direction() -> None:
    said = method_words(of(STEADY))
    assert "higher is better" in said
    assert "Far larger moving ranges are left out once" in said
    assert "7 points on one side of the centre line" in said
    assert "are kept" in method_words(of(STEADY, screen=False))
    assert method_words(of(STEADY, method="g")).startswith("G chart")


def test_a_rebase_and_a_baseline_are_drawn_and_told_with_who_and_why() -> None:
    one = of([*STEADY, *STEADY], rebase_at=[13], baseline=12)
    said = "New limits from 13 January 2026: New ward opened"
    assert [word.text for word in draw(one).parts] == [said]
    thrice = of([*STEADY, *STEADY], rebase_at=[4, 8, 23])
    assert [word.text for word in draw(thrice).parts] == [
        "From 4 Jan: N…",
        "New limits from 8 January 2026: New ward opened",
        "From 23 Jan: New ward op…",
    ], "as much as there is room for"
    page = render_spc_report([one], SOURCE)
    assert "Limits are reckoned anew from 13 January 2026: New ward opened (Analyst, " in page
    assert "Limits are held from the first 12 points" in page


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"target": 70}, "Fails target"),
        ({"target": 40}, "Passes target"),
        ({"target": 50}, "Hit and miss"),
        ({}, "No target"),
        ({"target": 50, "direction": "neutral"}, "No direction"),
    ],
)
def test_the_icon_of_assurance_is_said_in_words(asked: dict[str, object], words: str) -> None:
    one = of(STEADY, **asked)
    assert icon_table([one]).rows[0][4] == words
    assert f"Assurance: {words}." in str(render_icons(one))


def test_one_point_has_a_chart_too() -> None:
    one = of([5], target=4)
    assert len(labels(render_chart(one))) == 1
    assert icon_table([one]).rows[0][4] == "No limits"


def test_the_summary_counts_what_many_measures_show() -> None:
    many = [
        of([*STEADY, 75], baseline=12), of([*STEADY, 20], baseline=12), of(STEADY), of(STEADY),
        of([*STEADY, 20], baseline=12, direction="neutral"),
    ]  # fmt: skip
    assert lead(many) == (
        "Of 5 measures, by their last values: 1 improving, 1 of concern, 1 changed, "
        "2 in common cause."
    )
    assert len(icon_table(many).rows) == 5


class _Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]


def test_a_page_of_many_charts_gives_each_id_once() -> None:
    reader = _Ids()
    reader.feed(render_spc_report([of(STEADY), of([*STEADY, 75])], SOURCE))
    assert len(reader.ids) == len(set(reader.ids))


values_given = st.lists(st.one_of(st.none(), st.integers(-50, 5000)), min_size=1, max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(values_given.filter(any), st.sampled_from(["increase", "decrease", "neutral"]),
       st.one_of(st.none(), st.integers(-100, 6000)))  # fmt: skip
def test_drawing_table_export_and_facts_tell_the_same(
    values: list[int | None], direction: str, target: int | None
) -> None:
    one = of([None if v is None else v / 10 for v in values], direction=direction, target=target)
    known = [point for point in one.result.points if point.value is not None]
    told = [(str(point.day), point.value, point.label) for point in known]
    export = export_frame([one]).drop_nulls("value")
    rows = export.select("date", "value", "label").iter_rows()
    assert [(str(on), value, label) for on, value, label in rows] == told
    points: list[dict[str, object]] = facts(one)["points"]  # type: ignore[assignment]
    machine = [(str(each["date"]), each["value"], each["label"]) for each in points]
    assert [each for each in machine if each[1] is not None] == told
    shown = [row for row in points_table(one).rows if row[2] != "no value"]
    assert [row[3] for row in shown] == [label for *_, label in told]
    drawn = labels(render_chart(one))
    assert len(drawn) == len(shown)
    for words, row in zip(drawn, shown, strict=True):
        assert words.startswith(f"{row[0]}: {row[1]}")
        assert words.endswith(f"({row[3]})") is bool(row[3])


@given(values_given.filter(any), st.one_of(st.none(), st.integers(-100, 6000)))
def test_everything_is_drawn_inside_the_picture(
    values: list[int | None], target: int | None
) -> None:
    drawn = draw(of([None if v is None else v / 10 for v in values], target=target))
    assert all(0 <= mark.x <= WIDTH and 0 <= mark.y <= HEIGHT for mark in drawn.marks)
    numbers = [float(n) for line in drawn.lines for n in re.findall(r"-?\d+\.?\d*", line.path)]
    assert all(0 <= number <= WIDTH for number in numbers)
    heights = [word.y for word in drawn.names]
    assert all(after - before >= 14.9 for before, after in pairwise(heights))
    assert all(word.y <= HEIGHT for word in (*drawn.names, *drawn.values, *drawn.days))


def test_an_export_or_a_chart_of_another_ending_is_refused(tmp_path: Path) -> None:
    one = of(STEADY)
    for path in (tmp_path / "a.xlsx", tmp_path / "none" / "a.csv"):
        with pytest.raises(UnusableInput):
            write_export([one], path)
    for path in (tmp_path / "a.png", tmp_path / "none" / "a.svg"):
        with pytest.raises(UnusableInput):
            write_chart([one], SOURCE, path)
    with pytest.raises(UnusableInput, match="SEVERAL_SERIES"):
        write_chart([one, one], SOURCE, tmp_path / "a.svg")
    assert list(tmp_path.iterdir()) == []


def test_targets_move_in_steps_and_stop(tmp_path: Path) -> None:
    asked = ask(target=60)
    assert asked.targets
    text = "[[series]]\n" + "".join(
        f"[[series.target]]\nfrom = {day(n)}\n{value}" for n, value in
        ((2, "value = 50\n"), (5, "value = 60\n"), (9, ""))
    )  # fmt: skip
    drawn = draw(charted(tmp_path, STEADY, settings=text))
    (path,) = [line.path for line in drawn.lines if line.look == "target"]
    assert (path.count("V"), path.count("H")) == (1, 6)
    assert not any(word.text.startswith("Target") for word in drawn.names)
