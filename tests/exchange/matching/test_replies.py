from __future__ import annotations

from pathlib import Path

import pytest

from tidegate.exchange.checking import check_file
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.kinds import Kind
from tidegate.exchange.matching.replies import read_replies


def written(folder: Path, text: str) -> Path:
    path = folder / "replies.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_who_answered_what_is_read_with_the_line_it_stands_on(tmp_path: Path) -> None:
    read = read_replies(written(tmp_path, "pathway_id,reply\nP1,accepted\nP2,declined\n"))

    assert read.frame.rows() == [(2, "P1", "accepted", None), (3, "P2", "declined", None)]
    assert read.source.name == "replies.csv"


def test_one_file_may_keep_the_answers_to_several_plans(tmp_path: Path) -> None:
    text = "pathway_id,reply,offer_id\nP1,declined,O1\nP1,accepted,O2\n"

    assert read_replies(written(tmp_path, text)).frame.height == 2


def test_a_file_of_replies_is_recognised_and_checked(tmp_path: Path) -> None:
    good = check_file(written(tmp_path, "pathway_id,reply\nP1,accepted\nP2,proposed\n"))
    assert (good.kind, good.rows, good.usable) == (Kind.REPLIES, 2, True)

    assert not check_file(written(tmp_path, "pathway_id,reply\nP1,perhaps\n")).usable


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("pathway_id\nP1\n", "MISSING_COLUMN"),
        ("pathway_id,reply\nP1,perhaps\n", "UNKNOWN_CODE"),
        ("pathway_id,reply\nP1,\n", "BLANK_VALUE"),
        ("pathway_id,reply\nP1,accepted\nP1,declined\n", "TWO_REPLIES"),
        ("pathway_id,reply,offer_id\nP1,accepted,O1\nP1,declined,O1\n", "DUPLICATE_KEY"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(UnusableInput) as refused:
        read_replies(written(tmp_path, text))

    assert refused.value.findings[0].code == code
