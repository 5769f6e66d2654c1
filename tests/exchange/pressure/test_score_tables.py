"""Score tables as files: what is shipped, what is refused with its row, which is in force when."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.core.pressure.observations import Level
from tidegate.core.pressure.score import Figure, score
from tidegate.core.pressure.score_name import OFFICIAL, PROXY, score_name
from tidegate.core.pressure.score_table import Rounding, Side
from tidegate.exchange.findings import Finding, Severity, UnusableInput
from tidegate.exchange.pressure.measures import shipped_measures
from tidegate.exchange.pressure.score_tables import (
    load_score_table,
    read_score_table,
    score_table_text,
    shipped_score_tables,
)

DAY = date(2026, 1, 14)
INDEX = load_score_table()
(ACUTE,) = INDEX.pillars


@pytest.mark.parametrize(
    ("measure", "worse", "edges", "on_the_edge"),
    [
        ("handover_mean", "higher", (15, 30, 45), "better"),
        ("ed_4h_pct", "lower", (95, 78, 60), "better"),
        ("ed_over_12h_pct", "higher", (2, 10, 15), "worse"),
        ("ga_occupancy_pct", "higher", (92, 95, 98), "better"),
        ("no_criteria_to_reside_pct", "higher", (10, 13, 15), "better"),
        ("staff_absence_pct", "higher", (5, 7, 10), "better"),
    ],
)
def test_our_index_has_six_figures_with_three_edges_each(
    measure: str, worse: str, edges: tuple[float, ...], on_the_edge: str
) -> None:
    (of,) = [each for each in ACUTE.parameters if each.measure == measure]
    assert (of.worse, tuple(edge.at for edge in of.edges)) == (worse, edges)
    assert {edge.equal for edge in of.edges} == {Side(on_the_edge)}
    assert (of.points, of.weight, of.status.verified) == ((0, 1, 2, 3), 1, True)
    assert shipped_measures()[measure].worse_when == worse


@pytest.mark.parametrize(
    ("handover", "ed_4h", "over_12h", "occupancy", "no_criteria", "absent", "total", "level"),
    [
        (15, 95, 1.9, 92, 10, 5, 0, 1),
        (15.1, 95, 2, 92.1, 10, 5, 0.5, 1),
        (30, 78, 9.9, 95, 13, 7, 1, 2),
        (30.1, 77.9, 10, 95, 13, 7, 1.5, 2),
        (45, 60, 14.9, 95.1, 13, 7, 10 / 6, 3),
        (45, 60, 14.9, 98, 15, 10, 2, 3),
        (45.1, 59.9, 15, 98, 15, 10, 2.5, 4),
        (90, 40, 30, 100, 40, 20, 3, 4),
    ],
)
def test_our_index_averages_the_points_of_its_bands(
    handover: float, ed_4h: float, over_12h: float, occupancy: float, no_criteria: float,
    absent: float, total: float, level: int,
) -> None:  # fmt: skip
    values = (handover, ed_4h, over_12h, occupancy, no_criteria, absent)
    figures = {
        each.measure: Figure(value, DAY, DAY)
        for each, value in zip(ACUTE.parameters, values, strict=True)
    }
    found = score("Z01", figures, INDEX, ACUTE, DAY)
    assert (found.total, found.level) == (total, level)
    assert (found.name, found.table) == ("Tidegate pressure index", "Tidegate pressure index 2026")


def test_every_shipped_table_can_be_read_and_says_where_it_comes_from() -> None:
    assert set(shipped_score_tables()) >= {"index-2026", "opel-2024-26"}
    for name in shipped_score_tables():
        found = read_score_table(name).table
        assert found.source
        assert found.aggregation.rounding in set(Rounding)


def test_the_official_template_is_refused_for_scoring_and_says_what_is_open() -> None:
    findings = refused("opel-2024-26")
    by_code = {code: [each for each in findings if each.code == code] for code in
               ("THRESHOLDS_OPEN", "LEVELS_OPEN", "PARAMETERS_OPEN", "WEIGHTS_OPEN")}  # fmt: skip
    assert [each.column for each in by_code["THRESHOLDS_OPEN"]] == [
        "handover_mean", "ed_4h_pct", "ed_majors_occupancy_pct", "ed_time_to_treatment",
        "ed_over_12h_pct", "ed_referred_pct", "ga_occupancy_pct", "escalation_beds_pct",
        "no_criteria_to_reside_pct",
    ]  # fmt: skip
    assert (len(by_code["PARAMETERS_OPEN"]), len(by_code["WEIGHTS_OPEN"])) == (3, 4)
    assert len(by_code["LEVELS_OPEN"]) == 5
    text, _ = score_table_text("opel-2024-26")
    for each in by_code["THRESHOLDS_OPEN"]:
        assert each.row is not None
        assert text.splitlines()[each.row - 1].startswith("edges = []")


def filled(tmp_path: Path, *, status: str, verifier: str = "Head of Operations, Northmere") -> Path:
    """Fill the acute pillar of the official template with invented numbers."""
    text, _ = score_table_text("opel-2024-26")
    head, _, pillars = text.partition("[[pillars]]")
    head = head.partition("[overall]")[0]
    acute = pillars.partition("[[pillars]]")[0]
    acute = acute.replace("edges = []", "edges = [{ at = 50, equal = 'worse' }]")
    acute = acute.replace("points = []", "points = [0, 4]").replace("# weight = 0.25", "weight = 1")
    acute = acute.replace("levels = []", "levels = [{ level = 1, from = 0, to = 18 }, "
                                         "{ level = 2, from = 19, to = 36 }]")  # fmt: skip
    text = f"{head}[[pillars]]{acute}".replace('"open"', f'"{status}"')
    text = text.replace('verifier = ""', f'verifier = "{verifier}"')
    path = tmp_path / "opel.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_template_filled_and_verified_by_a_person_gives_the_official_score(
    tmp_path: Path,
) -> None:
    path = filled(tmp_path, status="verified by Head of Operations, Northmere on 2026-02-01")
    read = read_score_table(path)
    assert not read.findings
    assert score_name(read.table, Level.ICB) == OFFICIAL


@pytest.mark.parametrize(
    ("status", "verifier"),
    [("unverified", "Head of Operations, Northmere"),
     ("verified by Head of Operations, Northmere on 2026-02-01", "")],
)  # fmt: skip
def test_the_template_filled_and_not_verified_scores_and_is_not_called_opel(
    tmp_path: Path, status: str, verifier: str
) -> None:
    read = read_score_table(filled(tmp_path, status=status, verifier=verifier))
    assert [(each.severity, each.code) for each in read.findings] == [
        (Severity.WARNING, "NOT_VERIFIED")
    ]
    assert score_name(read.table, Level.PROVIDER) == PROXY


def refused(name_or_path: str | Path) -> tuple[Finding, ...]:
    """What a table is refused for."""
    with pytest.raises(UnusableInput) as problem:
        load_score_table(name_or_path, measures=shipped_measures(), day=DAY)
    return problem.value.findings


def changed(tmp_path: Path, before: str, after: str) -> tuple[Path, int]:
    """Our index with a slip in it, and the row in which it stands."""
    text, _ = score_table_text("index-2026")
    assert before in text
    path = tmp_path / "mine.toml"
    path.write_text(text.replace(before, after, 1), "utf-8")
    return path, text[: text.index(before)].count("\n") + 1


@pytest.mark.parametrize(
    ("before", "after", "column", "expected"),
    [
        ("{ at = 30, equal = \"better\" }", "{ at = 30 }",
         "acute › handover_mean › edges 2 › equal", "a value"),
        ("{ at = 30, equal = \"better\" }", "{ at = 30, equal = \"middle\" }",
         "acute › handover_mean › edges 2 › equal", "better"),
        ("edges = [{ at = 95", "edges = [{ at = true",
         "acute › ed_4h_pct › edges 1 › at", "number"),
        ("worse_when = \"lower\"", "worse_when = \"below\"",
         "acute › ed_4h_pct › worse_when", "'higher' or 'lower'"),
        ("oldest_days = 31", "oldest_days = -1",
         "acute › handover_mean › oldest_days", "greater than or equal to 0"),
        ("oldest_days = 31", "oldest_day = 31",
         "acute › handover_mean › oldest_day", "a key that is described"),
        ("rounding = \"half_up\"", "rounding = \"up\"", "aggregation › rounding", "half_up"),
        ("thresholds_status = \"verified by the Tidegate developers on 2026-11-25\"",
         "thresholds_status = \"verified\"",
         "acute › handover_mean › thresholds_status", "a status is"),
        ("in_force_from = 2010-11-01", "in_force_from = \"soon\"", "in_force_from", "date"),
    ],
)  # fmt: skip
def test_a_slip_is_named_by_row_parameter_and_expectation(
    tmp_path: Path, before: str, after: str, column: str, expected: str
) -> None:
    path, row = changed(tmp_path, before, after)
    findings = refused(path)
    (finding,) = [each for each in findings if each.column == column]
    assert expected in finding.expected
    assert (finding.file, finding.row) == ("mine.toml", row)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("points = [0, 1, 2, 3]", "points = [0, 1, 2]", "4 bands need 4 points"),
        ("points = [0, 1, 2, 3]", "points = [0, 2, 1, 3]", "must not fall"),
        ("{ at = 15, equal", "{ at = 35, equal", "edges must rise"),
        ("from = 0.76", "from = 0.77", "level 2: it must begin at 0.76"),
        ("to = 3 }", "to = 2.5 }", "levels must reach from 0 to 3"),
        ("weight = 1", "weight = 0.9", "weights of pillars must add to 1, not 0.9"),
        ("[aggregation]", "[aggregation]\nweights = [{ place = \"QZ1\", pillar = \"acute\", "
         "shares = { Z01 = 0.5, Z02 = 0.6 } }]", "must add to 1, not 1.1"),
        ("measure = \"ed_4h_pct\"", "measure = \"handover_mean\"", "each measure once"),
    ],
)  # fmt: skip
def test_a_table_that_contradicts_itself_is_refused(
    tmp_path: Path, before: str, after: str, expected: str
) -> None:
    path, _ = changed(tmp_path, before, after)
    assert expected in " ".join(each.expected for each in refused(path))


def test_a_measure_that_nobody_knows_is_refused_with_its_row(tmp_path: Path) -> None:
    path, row = changed(tmp_path, 'measure = "staff_absence_pct"', 'measure = "staff_absense_pct"')
    (finding,) = refused(path)
    assert (finding.code, finding.row) == ("UNKNOWN_MEASURE", row)
    assert finding.value == "staff_absense_pct"


def test_a_size_that_nobody_knows_is_refused_and_shares_stand_once(tmp_path: Path) -> None:
    path, row = changed(tmp_path, 'weigh_by = "ga_beds_open"', 'weigh_by = "beds"')
    assert [(each.code, each.row) for each in refused(path)] == [("UNKNOWN_MEASURE", row)]
    share = '{ place = "QZ1", pillar = "acute", shares = { Z01 = 1 } }'
    path, _ = changed(tmp_path, "[aggregation]", f"[aggregation]\nweights = [{share}, {share}]")
    assert "each place and pillar once" in refused(path)[0].expected


def test_levels_beyond_what_the_points_can_reach_are_asked_about(tmp_path: Path) -> None:
    path, _ = changed(tmp_path, "to = 3 }", "to = 44 }")
    (finding,) = read_score_table(path).findings
    assert (finding.severity, finding.code) == (Severity.WARNING, "SCALE_NOT_REACHED")
    assert finding.expected == "levels from 0 to 3, as the points make them, not from 0 to 44"


def test_what_is_no_table_at_all_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("name = ", "utf-8")
    assert [each.code for each in refused(broken)] == ["NOT_TOML"]
    assert [each.code for each in refused(tmp_path / "absent.toml")] == ["TABLE_NOT_FOUND"]
    assert [each.code for each in refused("opel")] == ["TABLE_NOT_FOUND"]
    assert [each.code for each in refused(tmp_path)] == ["TABLE_NOT_FOUND"]


def edition(tmp_path: Path, name: str, begins: str, ends: str = "") -> Path:
    """Our index as another edition, with other days in force."""
    text, _ = score_table_text("index-2026")
    until = f"\nin_force_until = {ends}" if ends else ""
    path = tmp_path / f"{name}.toml"
    path.write_text(
        text.replace('edition = "2026"', f'edition = "{name}"').replace(
            "in_force_from = 2010-11-01", f"in_force_from = {begins}{until}"
        ),
        "utf-8",
    )
    return path


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        (date(2023, 9, 30), None),
        (date(2023, 10, 1), "old"),
        (date(2025, 3, 31), "old"),
        (date(2025, 4, 1), "new"),
        (date(2026, 12, 31), "new"),
    ],
)
def test_an_edition_is_in_force_from_its_first_day_to_its_last(
    tmp_path: Path, day: date, in_force: str | None
) -> None:
    old = load_score_table(edition(tmp_path, "old", "2023-10-01", "2025-03-31"))
    new = load_score_table(edition(tmp_path, "new", "2025-04-01"))
    holding = [each.edition for each in (old, new) if each.in_force(day)]
    assert holding == ([in_force] if in_force else [])


def test_a_table_that_is_not_in_force_on_the_day_is_refused(tmp_path: Path) -> None:
    (finding,) = refused(edition(tmp_path, "old", "2023-10-01", "2025-03-31"))
    assert (finding.code, finding.value) == ("TABLE_NOT_IN_FORCE", "2026-01-14")
    assert finding.expected == "a day from 2023-10-01 to 2025-03-31"


INDEX_LINES = score_table_text("index-2026")[0].splitlines()
KEYS = [row for row, line in enumerate(INDEX_LINES) if " = " in line and line[0] not in "# "]
ODD = ["true", "[]", "{}", '""', "-1", "1e400", "nan", "2026-01-01", "[[1]]", '"open"', "0.3",
       '[{ at = 1, equal = "better" }]', "99999999999999999999"]  # fmt: skip


@given(st.sampled_from(KEYS), st.sampled_from(ODD), st.booleans())
@settings(deadline=None)
def test_whatever_is_typed_into_a_table_it_is_read_or_refused_with_what_was_expected(
    row: int, odd: str, left_out: bool
) -> None:
    lines = list(INDEX_LINES)
    lines[row] = "" if left_out else f"{lines[row].split(' = ')[0]} = {odd}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mine.toml"
        path.write_text("\n".join(lines), "utf-8")
        try:
            read = read_score_table(path, shipped_measures())
        except UnusableInput as problem:
            findings = problem.findings
        else:
            findings = read.findings
            assert len(read.table.pillars[0].parameters) == 6
    assert all(each.file == "mine.toml" and each.expected for each in findings)
