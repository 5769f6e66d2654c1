"""Incidents are led where their level says, summits are kept, cards are dealt and chased."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.controlroom.surge.closing import Crew, at, closed, crew

from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.permissions import PermissionMissing
from tidegate.controlroom.surge.happening import Happened
from tidegate.controlroom.surge.models import ActionCard, IncidentMove, Summit
from tidegate.controlroom.surge.new_incident import NewAction, NewIncident, NewSummit
from tidegate.controlroom.surge.refused import SurgeRefused
from tidegate.controlroom.surge.services import send_due_cards as sending
from tidegate.controlroom.surge.services.add_summit_action import (
    add_summit_action,
    finish_summit_action,
)
from tidegate.controlroom.surge.services.answer_card import answer_card
from tidegate.controlroom.surge.services.call_summit import call_summit
from tidegate.controlroom.surge.services.change_level import change_level
from tidegate.controlroom.surge.services.chase_cards import chase_cards
from tidegate.controlroom.surge.services.close_incident import close_incident
from tidegate.controlroom.surge.services.conclude_summit import conclude_summit
from tidegate.controlroom.surge.services.declare_incident import declare_incident
from tidegate.controlroom.surge.services.hold_summit import cancel_summit, hold_summit
from tidegate.controlroom.surge.services.link_closure import link_closure
from tidegate.controlroom.surge.services.send_card import send_card
from tidegate.controlroom.surge.services.send_due_cards import send_due_cards
from tidegate.controlroom.surge.services.stand_down_incident import (
    resume_incident,
    stand_down_incident,
)
from tidegate.core.directory.roles import Role

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from tidegate.controlroom.accounts.models import Person
    from tidegate.controlroom.surge.models import Incident

__all__ = ["crew"]
WHY = Happened(reason="It spreads")


def incident(crew: Crew, level: int = 1, place: str = "Z01", **changed: object) -> Incident:
    given: dict[str, object] = {"title": "Powder", "kind": "critical"}
    new = NewIncident(level=level, place=place, **(given | changed))  # type: ignore[arg-type]
    return declare_incident(new=new, actor=crew.closing, now=at(13))


def test_an_incident_is_led_where_its_level_says(crew: Crew) -> None:
    made = incident(crew, place="Z01A1")
    assert made.authority == "Z01"
    with pytest.raises(PermissionMissing):
        change_level(incident=made, level=2, said=WHY, actor=crew.closing, now=at(14))
    made = change_level(incident=made, level=2, said=WHY, actor=crew.area, now=at(14))
    assert (made.level, made.authority) == (2, "ZQ1")
    with pytest.raises(PermissionMissing):
        change_level(incident=made, level=1, said=WHY, actor=crew.closing, now=at(15))
    made = change_level(incident=made, level=1, said=WHY, actor=crew.area, now=at(15))
    assert made.authority == "Z01"
    made = stand_down_incident(incident=made, said=WHY, actor=crew.closing, now=at(16))
    assert (made.state, made.stood_down_at) == ("stood_down", at(16))
    levels = IncidentMove.objects.filter(incident=made).values_list("level", flat=True)
    assert list(levels) == [1, 2, 1, None]
    made = resume_incident(incident=made, said=WHY, actor=crew.closing, now=at(17))
    assert (made.state, made.stood_down_at) == ("declared", None)


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"kind": "party"}, "NO_SUCH_KIND"), ({"title": " "}, "NO_TITLE"),
     ({"level": 9}, "NO_SUCH_LEVEL"),
     ({"level": 3}, "NO_AUTHORITY"), ({"place": "ZZZ"}, "NO_SUCH_PLACE"),
     ({"happened": Happened(at(12))}, "LATE_WHY_NEEDED")],
)  # fmt: skip
def test_an_incident_that_cannot_be_is_refused(
    crew: Crew, changed: dict[str, object], code: str
) -> None:
    with pytest.raises(SurgeRefused, match=code):
        incident(crew, **changed)  # type: ignore[arg-type]


def test_levels_move_forwards_in_time_and_say_why(crew: Crew) -> None:
    made = incident(crew)
    for level, said, code in (
        (1, WHY, "SAME_LEVEL"), (2, Happened(), "REASON_NEEDED"),
        (2, Happened(at(12), "late", "why"), "BEFORE_THE_LAST"),
    ):  # fmt: skip
        with pytest.raises(SurgeRefused, match=code):
            change_level(incident=made, level=level, said=said, actor=crew.area, now=at(14))
    with pytest.raises(SurgeRefused, match="NOT_IN_THIS_STATE"):
        close_incident(incident=made, outcome="Learnt", actor=crew.closing, now=at(14))
    with pytest.raises(SurgeRefused, match="NOT_IN_THIS_STATE"):
        resume_incident(incident=made, said=WHY, actor=crew.closing, now=at(14))
    made = stand_down_incident(incident=made, said=WHY, actor=crew.closing, now=at(14))
    with pytest.raises(SurgeRefused, match="OUTCOME_NEEDED"):
        close_incident(incident=made, outcome=" ", actor=crew.closing, now=at(15))
    made = close_incident(incident=made, outcome="Learnt", actor=crew.closing, now=at(15))
    with pytest.raises(SurgeRefused, match="NOT_IN_THIS_STATE"):
        stand_down_incident(incident=made, said=WHY, actor=crew.closing, now=at(16))


def test_a_closure_is_linked_to_its_incident_once(crew: Crew) -> None:
    made, closure = incident(crew), closed(crew)
    link_closure(incident=made, closure=closure, actor=crew.closing, now=at(14))
    with pytest.raises(SurgeRefused, match="LINKED_ALREADY"):
        link_closure(incident=made, closure=closure, actor=crew.closing, now=at(14))
    assert Entry.objects.filter(kind="incident_linked").count() == 1


def summit(crew: Crew, **changed: object) -> Summit:
    given: dict[str, object] = {
        "place": "ZQ1", "about": "Z01", "triggers": frozenset({"ED_PRESSURE"}),
        "why": "Twelve-hour waits", "called_by": "Chief nurse",
    }  # fmt: skip
    new = NewSummit(**(given | changed))  # type: ignore[arg-type]
    return call_summit(new=new, actor=crew.area, now=at(13))


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"triggers": frozenset()}, "NO_SUCH_TRIGGER"), ({"triggers": frozenset({"X"})}, "NO_SUCH"),
     ({"why": ""}, "WHY_NEEDED"), ({"called_at": at(14)}, "NOT_YET"),
     ({"about": "ZZZ"}, "NO_SUCH_ORGANISATION")],
)  # fmt: skip
def test_a_summit_that_cannot_be_is_refused(
    crew: Crew, changed: dict[str, object], code: str
) -> None:
    with pytest.raises(SurgeRefused, match=code):
        summit(crew, **changed)


def test_a_summit_is_held_its_actions_done_and_concluded(crew: Crew) -> None:
    made = summit(crew)
    with pytest.raises(SurgeRefused, match="NO_BODIES"):
        hold_summit(summit=made, bodies=[" "], actor=crew.area, now=at(14))
    made = hold_summit(summit=made, bodies=["Regulator"], actor=crew.area, now=at(14))
    with pytest.raises(SurgeRefused, match="NOT_IN_THIS_STATE"):
        cancel_summit(summit=made, reason="x", actor=crew.area, now=at(14))
    empty = NewAction("", "", at(20).date())
    with pytest.raises(SurgeRefused, match="ACTION_NEEDED"):
        add_summit_action(summit=made, new=empty, actor=crew.area, now=at(14))
    new = NewAction("Open 12 beds", "Chief operating officer", at(20).date())
    made = add_summit_action(summit=made, new=new, actor=crew.area, now=at(14))
    with pytest.raises(SurgeRefused, match="OUTCOME_NEEDED"):
        conclude_summit(summit=made, outcome="", actor=crew.area, now=at(15))
    made = conclude_summit(summit=made, outcome="Safer", actor=crew.area, now=at(15))
    action = made.actions.get()
    tomorrow = at(13).date() + timedelta(days=1)
    for day, note, code in ((tomorrow, "x", "NOT_YET"), (at(13).date(), " ", "NOTE_NEEDED")):
        with pytest.raises(SurgeRefused, match=code):
            finish_summit_action(action=action, done_on=day, note=note, actor=crew.area, now=at(15))
    done = {"action": action, "done_on": at(13).date(), "note": "Open"}
    finish_summit_action(**done, actor=crew.area, now=at(15))
    with pytest.raises(SurgeRefused, match="DONE_ALREADY"):
        finish_summit_action(**done, actor=crew.area, now=at(15))
    with pytest.raises(PermissionMissing):
        call_summit(
            new=NewSummit("ZQ1", "Z01", frozenset({"STAFFING"}), "w", "c"),
            actor=crew.closing, now=at(15),
        )  # fmt: skip


def test_a_card_goes_to_each_trust_of_the_area_and_is_answered_by_it_alone(
    crew: Crew, person_with: Callable[..., Person]
) -> None:
    sent = send_card(place="ZQ1", code="DISCHARGE", actor=crew.area, now=at(13))
    assert [card.asked for card in sent] == ["Z01", "Z02"]
    assert all(card.by_hand for card in sent)
    with pytest.raises(PermissionMissing):
        answer_card(card=sent[1], verb="acknowledge", actor=crew.closing, now=at(14))
    with pytest.raises(PermissionMissing):
        send_card(place="ZQ1", code="DISCHARGE", actor=crew.closing, now=at(13))
    with pytest.raises(SurgeRefused, match="NO_SUCH_CARD"):
        send_card(place="ZQ1", code="DANCE", actor=crew.area, now=at(13))
    with pytest.raises(SurgeRefused, match="NOTE_NEEDED"):
        answer_card(card=sent[0], verb="finish", actor=crew.closing, now=at(14))
    with pytest.raises(SurgeRefused, match="REASON_NEEDED"):
        answer_card(card=sent[0], verb="decline", actor=crew.closing, now=at(14))
    made = answer_card(
        card=sent[0], verb="decline", note="No staff", actor=crew.closing, now=at(14)
    )
    assert (made.state, made.reason) == ("declined", "No staff")
    with pytest.raises(SurgeRefused, match="NOT_IN_THIS_STATE"):
        answer_card(card=made, verb="acknowledge", actor=crew.closing, now=at(14))
    withdrawn = answer_card(
        card=sent[1], verb="withdraw", note="The level fell", actor=crew.area, now=at(14)
    )
    assert withdrawn.state == "withdrawn"
    with pytest.raises(PermissionMissing):
        answer_card(card=withdrawn, verb="chase", actor=crew.area, now=at(14))


def test_a_card_is_chased_by_time_until_it_is_answered(crew: Crew) -> None:
    (card,) = send_card(place="ZQ1", code="TELL_REGION", actor=crew.area, now=at(13))
    assert [chase_cards(now=at(13, minute)) for minute in (29, 30, 31)] == [0, 1, 0]
    assert [chase_cards(now=at(14, minute)) for minute in (29, 30)] == [0, 1]
    card.refresh_from_db()
    assert card.chased == 2
    answer_card(card=card, verb="acknowledge", actor=crew.area, now=at(14, 40))
    assert [chase_cards(now=at(15, minute)) for minute in (10, 29, 30)] == [0, 0, 1]
    answer_card(card=card, verb="finish", note="Told", actor=crew.area, now=at(15, 40))
    assert chase_cards(now=at(20)) == 0
    last = Entry.objects.filter(kind="card_chased").order_by("seq").last()
    assert last is not None
    assert last.facts["matters"] is True
    assert "not done, 3 times so far" in last.headline


def test_a_level_that_is_reached_sends_its_cards_once(
    crew: Crew, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: SettingsWrapper
) -> None:
    reached = [("ZQ1", 1)]
    monkeypatch.setattr(sending, "_levels", lambda _now: reached)
    assert send_due_cards(now=at(13)) == 0
    reached[0] = ("ZQ1", 2)
    assert send_due_cards(now=at(13)) == 5  # two cards to two trusts, one to the area
    assert send_due_cards(now=at(14)) == 0
    assert not any(ActionCard.objects.values_list("by_hand", flat=True))
    reached[0] = ("ZQ1", 3)
    assert send_due_cards(now=at(15)) == 7
    shipped = (
        Path(sending.__file__).parents[3] / "exchange/surge/tables/action-cards-2026.toml"
    ).read_text("utf-8")
    by_hand = shipped.replace("by_itself = true", "by_itself = false")
    (Path(settings.TIDEGATE_HOME) / "action-cards.toml").write_text(by_hand, "utf-8")
    reached[0] = ("ZQ1", 4)
    assert send_due_cards(now=at(16)) == 0


def test_nobody_reports_so_nothing_is_sent(crew: Crew) -> None:
    assert send_due_cards(now=at(13)) == 0


def test_an_auditor_reads_and_changes_nothing(
    crew: Crew, person_with: Callable[..., Person]
) -> None:
    auditor = person_with((Role.AUDITOR, "ZQ1"))
    (card,) = send_card(place="ZQ1", code="TELL_REGION", actor=crew.area, now=at(13))
    with pytest.raises(PermissionMissing):
        answer_card(card=card, verb="acknowledge", actor=auditor, now=at(13))
