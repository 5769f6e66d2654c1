"""Rows of a register out of a file and into one, and the dated tables that the rules read."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest

from tidegate.core.disclosure import Profile
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.registers.dated_tables import read_table, spend_thresholds
from tidegate.exchange.registers.rows_in import read_rows
from tidegate.exchange.registers.rows_out import profile_words, register_csv, register_json
from tidegate.exchange.registers.scores_csv import read_scores

SCORES = b"organisation,metric,score,deficit,in_programme,adjusted_to,why\n"


def codes(unusable: pytest.ExceptionInfo[UnusableInput]) -> list[str]:
    return [finding.code for finding in unusable.value.findings]


class TestOut:
    ROWS = ({"name": "=1+1", "many": ["a", "b"], "yes": True, "no": None, "minus": "-12.5"},)

    def test_csv_names_register_and_profile_and_defuses_formulas(self) -> None:
        text = register_csv("x", profile_words(Profile.EXACT), list(self.ROWS[0]), self.ROWS)
        first, rest = text.split("\n", 1)
        assert first.startswith("# register x, profile EXACT:")
        assert list(csv.DictReader(io.StringIO(rest))) == [
            {"name": "'=1+1", "many": "a; b", "yes": "yes", "no": "", "minus": "-12.5"}
        ]

    def test_json_holds_the_same_rows_as_they_are(self) -> None:
        told = json.loads(register_json("x", profile_words(None), self.ROWS))
        assert told["profile"].startswith("UNDER_FIVE_HIDDEN")
        assert told["rows"] == list(self.ROWS)


class TestIn:
    def test_reads_what_is_written_with_the_line_of_each_row(self) -> None:
        text = '# register x\na,b\n1," two\nlines"\n\n3,4\n'
        rows = read_rows(b"\xef\xbb\xbf" + text.encode(), "x.csv", ["a"], ["b"])
        assert [(row.line, dict(row.values)) for row in rows] == [
            (4, {"a": "1", "b": "two\nlines"}),
            (6, {"a": "3", "b": "4"}),
        ]

    @pytest.mark.parametrize(
        ("content", "found"),
        [
            (b"", ["COLUMN_MISSING"]),
            (b"a,c\n1,2\n", ["COLUMN_UNKNOWN"]),
            (b"a,a\n1,2\n", ["COLUMN_TWICE"]),
            (b"a\n", ["NO_ROWS"]),
            (b"a\n1,2\n3\n", ["RAGGED_ROW"]),
            (b"a\n\xff\n", ["NOT_UTF8"]),
            (b"a\n\0\n", ["NOT_TEXT"]),
            (b"a\n" + b"x" * 5000, ["CELL_TOO_LONG"]),
        ],
    )
    def test_uses_nothing_of_a_file_that_is_odd(self, content: bytes, found: list[str]) -> None:
        with pytest.raises(UnusableInput) as unusable:
            read_rows(content, "x.csv", ["a"])
        assert codes(unusable) == found


class TestScores:
    def test_gathers_the_metrics_of_each_provider(self) -> None:
        first, second = read_scores(
            SCORES + b"Z01,waits,1.5,yes,,,\nZ02,waits,2,,,3,New board\nZ01,money,4,yes,,,\n", "x"
        )
        assert first.metrics == {"waits": Decimal("1.5"), "money": Decimal(4)}
        assert (first.deficit, first.in_programme, first.adjusted_to) == (True, False, None)
        assert (second.deficit, second.adjusted_to, second.why) == (None, 3, "New board")

    @pytest.mark.parametrize(
        ("rows", "found"),
        [
            (b"Z01,waits,x,,,,\n", ["NOT_A_NUMBER"]),
            (b"Z01,waits,NaN,,,,\n", ["NOT_A_NUMBER"]),
            (b"Z01,waits,1,perhaps,,,\n", ["NOT_YES_OR_NO"]),
            (b"Z01,waits,1,,,two,\n", ["NOT_A_SEGMENT"]),
            (b"Z01,waits,1,,,,\nZ01,waits,2,,,,\n", ["METRIC_TWICE"]),
            (b"Z01,waits,1,yes,,,\nZ01,money,2,no,,,\n", ["ROWS_DIFFER"]),
        ],
    )
    def test_names_what_is_odd(self, rows: bytes, found: list[str]) -> None:
        with pytest.raises(UnusableInput) as unusable:
            read_scores(SCORES + rows, "x")
        assert codes(unusable) == found


class TestDatedTables:
    @pytest.mark.parametrize(
        ("text", "code"),
        [("a =", "NOT_TOML"), ("a = 1", "TABLE_KEY_MISSING"), ("b = 'x'", "TABLE_VALUE")],
    )
    def test_a_table_that_cannot_be_used_is_named(self, text: str, code: str) -> None:
        with pytest.raises(UnusableInput) as unusable:
            read_table(text, "x.toml", lambda table: int(table["b"]))
        assert codes(unusable) == [code]
        assert unusable.value.findings[0].file == "x.toml"

    def test_every_control_names_categories_of_its_own_edition(self) -> None:
        for edition in spend_thresholds():
            known = {name for name, _ in edition.categories}
            assert all(control.categories <= known for control in edition.controls)
            assert all(control.stages for control in edition.controls)
