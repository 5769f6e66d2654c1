"""Choosing a score table: one row and one entry; what scores are made by changes only so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.controlroom.pressure.own_tables import OFFICIAL, OURS, REASON, UNVERIFIED, chosen, put
from tests.controlroom.pressure.reporting import DAY, IN_TIME

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.permissions import PermissionMissing
from tidegate.controlroom.pressure.models import TableChoice
from tidegate.controlroom.pressure.refused import TableRefused
from tidegate.controlroom.pressure.scoring import table_on
from tidegate.controlroom.pressure.services.choose_table import choose_table
from tidegate.controlroom.pressure.tables_in_use import at_hand, in_use_on, index
from tidegate.core.directory.roles import Role
from tidegate.core.log.entry import System
from tidegate.core.pressure.observations import Level
from tidegate.core.pressure.score_name import score_name
from tidegate.exchange.pressure.score_tables import score_table_text

pytestmark = pytest.mark.django_db

YESTERDAY = DAY - timedelta(days=1)


@pytest.fixture
def authoriser(person_with: Callable[..., Person]) -> Person:
    """Someone whose choice reaches every provider of both areas."""
    return person_with((Role.AUTHORISER, "ZQ1"), (Role.AUTHORISER, "ZQ2"))


def refused(name: str, sha256: str, actor: Person, **changed: object) -> tuple[str, ...]:
    asked = {"from_day": DAY, "reason": REASON, **changed}
    with pytest.raises(TableRefused) as caught:
        choose_table(name=name, sha256=sha256, actor=actor, now=IN_TIME, **asked)
    return caught.value.codes


def test_nobody_chose_so_our_index_scores(db: None) -> None:
    assert in_use_on([DAY])[DAY].choice is None
    assert table_on(DAY) == index()
    assert table_on(date(2009, 1, 1)) is None


def test_a_choice_is_one_row_with_the_file_and_one_entry_with_who_and_why(
    authoriser: Person,
) -> None:
    entries = Entry.objects.count()
    row = chosen("ours.toml", OURS, DAY, authoriser, IN_TIME)
    assert (row.text, row.label, row.own) == (OURS, "Northmere index 2026", True)
    entry = Entry.objects.order_by("-seq")[0]
    assert Entry.objects.count() == entries + 1
    assert (entry.kind, entry.on_behalf_of) == ("score_table_chosen", "ZQ1")
    assert entry.headline == "Pressure is scored by Northmere index 2026 from 25 November 2026"
    assert entry.facts["reason"] == REASON
    assert entry.facts["sha256"] == row.sha256


def test_days_from_then_on_are_scored_by_it_and_days_before_as_they_were(
    authoriser: Person,
) -> None:
    chosen("ours.toml", OURS, DAY, authoriser, IN_TIME)
    assert table_on(YESTERDAY) == index()
    assert table_on(DAY).name == "Northmere index"
    assert in_use_on([DAY])[DAY].by_choice


def test_the_latest_choice_counts_and_one_leads_back_to_our_index(authoriser: Person) -> None:
    chosen("ours.toml", OURS, YESTERDAY, authoriser, IN_TIME)
    chosen("official.toml", OFFICIAL, DAY, authoriser, IN_TIME)
    assert [table_on(day).name for day in (YESTERDAY, DAY)] == ["Northmere index", "OPEL"]
    text, _ = score_table_text("index-2026")

    (shipped,) = [each for each in at_hand() if each.name == "index-2026"]
    assert shipped.text == text
    choose_table(
        name="index-2026", sha256=shipped.sha256, from_day=DAY, reason=REASON, actor=authoriser,
        now=IN_TIME,
    )  # fmt: skip
    assert table_on(DAY) == index()
    assert TableChoice.objects.first().own is False


def test_a_later_change_of_the_file_changes_no_score(authoriser: Person) -> None:
    chosen("ours.toml", OURS, DAY, authoriser, IN_TIME)
    put("ours.toml", OURS.replace("at = 15", "at = 1", 1))
    assert table_on(DAY).pillars[0].parameters[0].edges[0].at == 15
    put("ours.toml", "not even a table")
    assert table_on(DAY).name == "Northmere index"


def test_after_its_last_day_in_force_our_index_stands_in(authoriser: Person) -> None:
    until = DAY + timedelta(days=3)
    dated = OURS.replace("[aggregation]", f"in_force_until = {until.isoformat()}\n[aggregation]", 1)
    chosen("ours.toml", dated, DAY, authoriser, IN_TIME)
    assert table_on(until).name == "Northmere index"
    day = until + timedelta(days=1)
    after = in_use_on([day])[day]
    assert (after.table, after.by_choice) == (index(), False)


@pytest.mark.parametrize(
    ("text", "changed", "code"),
    [
        (OURS, {"from_day": date(2010, 1, 1)}, "NOT_IN_FORCE_THEN"),
        (OURS, {"reason": "  "}, "REASON_NEEDED"),
        (OURS, {"reason": "x" * 301}, "REASON_NEEDED"),
        (score_table_text("opel-2024-26")[0], {}, "TABLE_NOT_READY"),
        ("[[pillars]]", {}, "TABLE_NOT_READY"),
    ],
)
def test_what_cannot_be_scored_by_is_not_chosen(
    authoriser: Person, text: str, changed: dict[str, object], code: str
) -> None:
    assert refused("ours.toml", put("ours.toml", text), authoriser, **changed) == (code,)
    assert not TableChoice.objects.exists()


def test_a_file_that_is_not_what_was_looked_at_is_not_chosen(authoriser: Person) -> None:
    seen = put("ours.toml", OURS)
    put("ours.toml", OFFICIAL)
    assert refused("ours.toml", seen, authoriser) == ("CHANGED_MEANWHILE",)
    assert refused("theirs.toml", seen, authoriser) == ("NO_SUCH_TABLE",)


def test_what_is_in_use_already_is_not_chosen_again(authoriser: Person) -> None:
    row = chosen("ours.toml", OURS, DAY, authoriser, IN_TIME)
    assert refused("ours.toml", row.sha256, authoriser) == ("IN_USE_ALREADY",)


@pytest.mark.parametrize(
    "held",
    [
        ((Role.AUTHORISER, "ZQ1"),),
        ((Role.COORDINATOR, "ZQ1"), (Role.COORDINATOR, "ZQ2")),
        ((Role.AUDITOR, "ZQ1"), (Role.AUTHORISER, "ZQ2")),
    ],
)
def test_only_who_may_for_every_provider_chooses(
    person_with: Callable[..., Person], held: tuple[tuple[Role, str], ...]
) -> None:
    with pytest.raises(PermissionMissing):
        chosen("ours.toml", OURS, DAY, person_with(*held), IN_TIME)


def test_a_run_of_the_software_chooses_nothing(organisations: object) -> None:
    with pytest.raises(PermissionMissing):
        chosen("ours.toml", OURS, DAY, System("tick"), IN_TIME)


def test_the_official_name_is_borne_only_where_everything_is_verified(authoriser: Person) -> None:
    assert chosen("a.toml", UNVERIFIED, DAY, authoriser, IN_TIME).label == (
        "Proxy pressure index 2026"
    )
    assert score_name(table_on(DAY), Level.PROVIDER) == "Proxy pressure index"
    assert chosen("b.toml", OFFICIAL, DAY, authoriser, IN_TIME).label == "OPEL 2026"


def test_the_database_refuses_to_rewrite_a_choice(authoriser: Person) -> None:
    row = chosen("ours.toml", OURS, DAY, authoriser, IN_TIME)
    for deed in (
        lambda: TableChoice.objects.filter(pk=row.pk).update(reason="Another"),
        lambda: TableChoice.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
