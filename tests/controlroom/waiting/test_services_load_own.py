"""What an organisation loads is held to the directory, and offers to their contract lines."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest

from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.waiting.beside import newest_beside
from tidegate.controlroom.waiting.models import Snapshot
from tidegate.controlroom.waiting.services import load_snapshot as module
from tidegate.controlroom.waiting.services.load_snapshot import load_snapshots
from tidegate.core.log.entry import System
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.incoming import Incoming
from tidegate.exchange.sources import Source

pytestmark = pytest.mark.usefixtures("organisations")
NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
JANUARY, FEBRUARY, MARCH = date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 4)


def arrival(kind: str, frame: pl.DataFrame, organisation: str, as_of: date = FEBRUARY) -> Incoming:
    name = f"{kind} {organisation} {as_of}"
    fingerprint = f"{abs(hash((name, str(frame.rows())))):064x}"
    return Incoming(Source(name, fingerprint, 1, kind), as_of, frame, (), organisation)


def offers(*lines: str | None, of: str = "ZN101", as_of: date = FEBRUARY) -> Incoming:
    named = pl.Series("line_id", lines, dtype=pl.String)
    return arrival(
        "offers", pl.DataFrame({"units": [1] * len(lines)}).with_columns(named), of, as_of
    )


def lines(*names: str, of: str = "ZN101", as_of: date = FEBRUARY) -> Incoming:
    return arrival("lines", pl.DataFrame({"line_id": list(names)}), of, as_of)


def listed(*rows: tuple[str, str]) -> Incoming:
    frame = pl.DataFrame(
        [
            {"code": code, "name": code, "kind": "trust", "parent": parent, "sector": "nhs"}
            for code, parent in rows
        ]
    )
    return arrival("organisations", frame, "")


def load(*arrivals: Incoming, **terms: bool) -> tuple[Snapshot, ...]:
    return load_snapshots(arrivals, actor=System("test"), now=NOW, **terms)


def refusal(*arrivals: Incoming) -> UnusableInput:
    before = Snapshot.objects.count(), Entry.objects.count(), Organisation.objects.count()
    with pytest.raises(UnusableInput) as refused:
        load(*arrivals)
    assert (
        Snapshot.objects.count(), Entry.objects.count(), Organisation.objects.count(),
    ) == before  # fmt: skip
    return refused.value


def test_lines_may_come_after_the_offers_in_one_load() -> None:
    assert len(load(offers("K1", None), lines("K1"))) == 2


def test_lines_of_the_area_s_board_count_for_its_providers() -> None:
    load(lines("K1", of="ZQ1", as_of=JANUARY))
    assert load(offers("K1"))


@pytest.mark.parametrize(
    "elsewhere",
    [
        pytest.param(lines("K1", of="Z02"), id="another provider's"),
        pytest.param(lines("K1", of="ZQ2"), id="another area's"),
        pytest.param(lines("K1", as_of=MARCH), id="of a later day"),
        pytest.param(lines("K2"), id="other lines"),
    ],
)
def test_lines_that_a_plan_would_not_find_do_not_count(elsewhere: Incoming) -> None:
    load(elsewhere)
    (finding,) = refusal(offers("K1", "K1", None)).findings
    assert (finding.code, finding.value, finding.count) == ("UNKNOWN_LINE", "K1", 2)
    assert "UNKNOWN_LINE" in str(refusal(offers("K1", of="Z01"), lines("K1", of="Z09")))


def test_lines_that_arrive_take_the_place_of_those_they_supersede() -> None:
    load(lines("K1"))
    with pytest.raises(UnusableInput, match="UNKNOWN_LINE"):
        load(lines("K2"), offers("K1"), supersede=True)
    assert load(lines("K2"), offers("K2"), supersede=True)


def test_offers_of_nobody_in_the_directory_are_refused() -> None:
    assert "UNKNOWN_ORGANISATION" in str(refusal(offers(None, of="ZN999")))


def test_a_list_of_nobody_in_the_directory_is_kept_and_warned_of() -> None:
    (kept,) = load(arrival("pathways", pl.DataFrame({"holder": ["Z77"]}), "Z77"))
    (finding,) = kept.findings
    assert (finding["code"], finding["value"]) == ("HOLDER_NOT_IN_DIRECTORY", "Z77")


def test_organisations_and_what_is_theirs_come_together() -> None:
    load(listed(("Z03", "ZQ1")), offers(None, of="Z03"))
    added = Organisation.objects.get(code="Z03")
    assert (added.parent.code, added.area, added.sector) == ("ZQ1", "ZQ1", "nhs")
    assert Entry.objects.get(subject="organisation:Z03").actor == "system:test"


def test_a_parent_that_is_nowhere_keeps_everything_out() -> None:
    assert "UNKNOWN_PARENT" in str(refusal(listed(("Z03", "ZQ8")), offers(None, of="Z03")))


def test_organisations_are_not_added_when_a_snapshot_cannot_be_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(**_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(module, "record", full)
    with pytest.raises(OSError, match="disk full"):
        load(listed(("Z03", "ZQ1")))
    assert not Organisation.objects.filter(code="Z03").exists()


def test_what_goes_with_offers_is_the_newest_of_each_the_boards_first() -> None:
    load(
        lines("K1", as_of=JANUARY),
        lines("K2"),
        lines("K3", as_of=MARCH),
        lines("K4", of="ZQ1", as_of=JANUARY),
        lines("K5", of="Z02"),
    )
    found = newest_beside("lines", ["ZN101"], FEBRUARY)
    assert [(row.organisation, row.as_of) for row in found] == [
        ("ZQ1", JANUARY), ("ZN101", FEBRUARY),
    ]  # fmt: skip
