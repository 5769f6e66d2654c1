"""Departments close, divert and reopen by services: what follows from it, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.controlroom.surge.closing import (
    AMBULANCES,
    BOTH,
    CITY,
    WALK_INS,
    Crew,
    at,
    closed,
    crew,
    powder,
)

from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.permissions import PermissionMissing
from tidegate.controlroom.surge.divert_facts import came, spells_of
from tidegate.controlroom.surge.happening import Happened
from tidegate.controlroom.surge.models import Closure, Divert, DivertCount, Stage
from tidegate.controlroom.surge.new_closure import NewDivert, NewStage
from tidegate.controlroom.surge.refused import SurgeRefused
from tidegate.controlroom.surge.services.answer_divert import answer_divert
from tidegate.controlroom.surge.services.close_department import close_department
from tidegate.controlroom.surge.services.count_diverted import count_diverted
from tidegate.controlroom.surge.services.divert_patients import divert_patients
from tidegate.controlroom.surge.services.end_divert import end_divert
from tidegate.controlroom.surge.services.open_stage import open_stage
from tidegate.controlroom.surge.services.plan_reopening import plan_reopening
from tidegate.controlroom.surge.services.reopen_department import reopen_department
from tidegate.controlroom.surge.services.void_closure import void_closure
from tidegate.core.surge.closures.diverts import Came, load
from tidegate.core.surge.closures.durations import Spell, durations, in_words
from tidegate.core.surge.closures.states import Stream

__all__ = ["crew"]


def to(receiver: str = CITY, **changed: object) -> NewDivert:
    given: dict[str, object] = {"streams": BOTH, "authorised_by": "Director on call"}
    return NewDivert(receiver=receiver, **(given | changed))  # type: ignore[arg-type]


def sent_on(crew: Crew) -> Divert:
    """Closed, with everyone sent to the neighbouring city."""
    made = closed(crew)
    divert_patients(closure=made, new=to(), actor=crew.closing, now=at(13, 5))
    return Divert.objects.get()


def counted(crew: Crew, divert: Divert, stream: Stream, hour: int, patients: int) -> None:
    count_diverted(
        divert=divert, came=Came(stream, at(hour, 5), at(hour + 1, 5), patients),
        actor=crew.receiving, now=at(20),
    )  # fmt: skip


def stages() -> list[NewStage]:
    return [
        NewStage("The walk-in entrance", WALK_INS, at(16)),
        NewStage("Ambulances", AMBULANCES, at(18)),
    ]


def test_the_powder_gives_its_durations_and_the_load_of_the_neighbouring_city(crew: Crew) -> None:
    divert = sent_on(crew)
    answer_divert(divert=divert, agrees=True, actor=crew.receiving, now=at(13, 9))
    made = plan_reopening(closure=divert.closure, stages=stages(), actor=crew.closing, now=at(14))
    made = open_stage(closure=made, number=1, actor=crew.closing, now=at(16))
    assert made.state == "reopening"
    assert Divert.objects.get().state == "agreed"  # ambulances still go
    made = open_stage(closure=made, number=2, actor=crew.closing, now=at(18, 5))
    assert made.state == "reopened"
    assert Divert.objects.get().ended_at == at(18, 5)
    lasted = durations(spells_of(made, Stage.objects.all()), at(20))
    assert in_words(lasted.until_first or 0) == "3 hours"
    assert lasted.by_stream == {Stream.AMBULANCE: 305, Stream.WALK_IN: 180}
    assert (lasted.total, lasted.whole, lasted.partly, lasted.ended) == (305, 180, 125, True)
    for stream, hour, patients in (
        (Stream.AMBULANCE, 13, 6), (Stream.AMBULANCE, 14, 9), (Stream.AMBULANCE, 15, 5),
        (Stream.WALK_IN, 13, 11), (Stream.WALK_IN, 14, 4),
    ):  # fmt: skip
        counted(crew, divert, stream, hour, patients)
    bears = load(came(DivertCount.objects.all()), [Spell(at(13, 5), at(18, 5))], at(20))
    assert bears.patients == 35
    assert bears.by_stream == {Stream.AMBULANCE: 20, Stream.WALK_IN: 15}
    assert bears.per_hour == pytest.approx(7.0)
    assert bears.peak == (at(13), pytest.approx(17 * 55 / 60))


def test_each_step_leaves_an_entry_with_when_it_happened_and_when_it_was_written(
    crew: Crew,
) -> None:
    with pytest.raises(SurgeRefused) as refused:
        close_department(new=powder(happened=Happened(at(12))), actor=crew.closing, now=at(13))
    assert refused.value.codes == ("LATE_WHY_NEEDED",)
    late = Happened(at(12), late_why="Everyone was outside")
    made = close_department(new=powder(happened=late), actor=crew.closing, now=at(13))
    entry = Entry.objects.get(subject=f"closure:{made.reference}")
    assert (entry.occurred_at, entry.recorded_at) == (at(12), at(13))
    assert entry.facts["late_why"] == "Everyone was outside"
    assert entry.facts["authorised_by"] == "Director on call"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"department": "garden"}, "NO_SUCH_DEPARTMENT"),
        ({"cause": "WHIM"}, "NO_SUCH_REASON"),
        ({"streams": frozenset()}, "NO_STREAM"),
        ({"authorised_by": " "}, "AUTHORITY_NEEDED"),
        ({"happened": Happened(at(14))}, "NOT_YET"),
    ],
)
def test_a_closure_says_everything(crew: Crew, changed: dict[str, object], code: str) -> None:
    with pytest.raises(SurgeRefused) as refused:
        closed(crew, **changed)
    assert code in refused.value.codes
    assert not Closure.objects.exists()


def test_a_department_is_closed_once_at_a_time(crew: Crew) -> None:
    made = closed(crew)
    with pytest.raises(SurgeRefused, match="ALREADY_CLOSED"):
        closed(crew)
    assert closed(crew, department="maternity").reference != made.reference
    reopen_department(closure=made, actor=crew.closing, now=at(15))
    again = Happened(at(14), late_why="The log was found")
    with pytest.raises(SurgeRefused, match="ALREADY_CLOSED"):
        close_department(new=powder(happened=again), actor=crew.closing, now=at(16))


def test_only_whoever_answers_for_a_site_closes_it(crew: Crew) -> None:
    with pytest.raises(PermissionMissing):
        close_department(new=powder(), actor=crew.receiving, now=at(13))
    with pytest.raises(PermissionMissing):
        close_department(new=powder(), actor=crew.director, now=at(13))
    made = close_department(new=powder(), actor=crew.area, now=at(13))
    with pytest.raises(PermissionMissing):
        divert_patients(closure=made, new=to(), actor=crew.receiving, now=at(13))


def test_a_divert_to_a_department_that_is_itself_diverting_is_said_plainly(crew: Crew) -> None:
    sent_on(crew)
    city = close_department(
        new=powder(site=CITY, cause="CAPACITY"), actor=crew.receiving, now=at(14)
    )
    circle = to("Z01A1")
    with pytest.raises(SurgeRefused) as refused:
        divert_patients(closure=city, new=circle, actor=crew.receiving, now=at(14))
    assert refused.value.codes == (
        "RECEIVER_CLOSED", "RECEIVER_DIVERTING", "CIRCLE", "DESPITE_NEEDED",
    )  # fmt: skip
    said = [reason.detail for reason in refused.value.reasons]
    assert "The receiver is itself diverting such patients, to Southmere General Hospital." in said
    despite = to("Z01A1", despite="Nobody else is within an hour", streams=AMBULANCES)
    divert_patients(closure=city, new=despite, actor=crew.receiving, now=at(14))
    made = Divert.objects.get(closure=city)
    assert [one["code"] for one in made.cautions] == list(refused.value.codes[:3])
    entry = Entry.objects.filter(kind="divert_began").order_by("seq").last()
    assert entry is not None
    assert "itself diverting" in entry.headline
    assert entry.facts["despite"] == "Nobody else is within an hour"


def test_two_diverts_to_one_receiver_are_both_kept_and_said(crew: Crew) -> None:
    sent_on(crew)
    other = close_department(new=powder(site="Z02"), actor=crew.area, now=at(14))
    divert_patients(closure=other, new=to(), actor=crew.area, now=at(14))
    made = Divert.objects.get(closure=other)
    assert [one["code"] for one in made.cautions] == ["RECEIVER_SHARED"]
    assert "Northmere Royal Infirmary" in made.cautions[0]["detail"]


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (to(authorised_by=""), "AUTHORITY_NEEDED"),
        (to("Z01A1"), "SAME_PLACE"),
        (to("ZZZ"), "NO_SUCH_RECEIVER"),
        (to(streams=frozenset()), "NO_STREAM"),
        (to(), "DIVERTED_ALREADY"),
    ],
)
def test_a_divert_that_cannot_be_is_refused(crew: Crew, new: NewDivert, code: str) -> None:
    made = sent_on(crew).closure
    with pytest.raises(SurgeRefused) as refused:
        divert_patients(closure=made, new=new, actor=crew.closing, now=at(14))
    assert code in refused.value.codes


def test_a_receiver_objects_but_is_counted_all_the_same(crew: Crew) -> None:
    divert = sent_on(crew)
    with pytest.raises(SurgeRefused, match="REASON_NEEDED"):
        answer_divert(divert=divert, agrees=False, actor=crew.receiving, now=at(14))
    made = answer_divert(
        divert=divert, agrees=False, reason="We are full", actor=crew.receiving, now=at(14)
    )
    assert made.state == "objected"
    counted(crew, divert, Stream.WALK_IN, 13, 4)
    counted(crew, divert, Stream.WALK_IN, 13, 5)
    assert [one.patients for one in came(DivertCount.objects.all())] == [5]
    for start, end, code in (
        (at(13, 20), at(14, 20), "COUNTED_ALREADY"), (at(12), at(13), "BEFORE_THE_LAST"),
        (at(15), at(15), "NO_TIME"), (at(19), at(21), "NOT_YET"),
    ):  # fmt: skip
        with pytest.raises(SurgeRefused, match=code):
            count_diverted(
                divert=divert, came=Came(Stream.WALK_IN, start, end, 1),
                actor=crew.receiving, now=at(20),
            )  # fmt: skip
    with pytest.raises(PermissionMissing):
        answer_divert(divert=divert, agrees=True, actor=crew.closing, now=at(14))


def test_a_divert_ends_by_itself_before_its_closure(crew: Crew) -> None:
    divert = sent_on(crew)
    made = end_divert(divert=divert, actor=crew.closing, now=at(15))
    assert (made.state, made.ended_at) == ("ended", at(15))
    with pytest.raises(SurgeRefused, match="NOT_IN_THIS_STATE"):
        end_divert(divert=divert, actor=crew.closing, now=at(16))


@pytest.mark.parametrize(
    ("planned", "code"),
    [
        ([], "NO_STAGE"),
        (stages()[::-1], "OUT_OF_ORDER"),
        (stages()[:1], "LEFT_CLOSED"),
        ([NewStage(" ", BOTH, at(16))], "NO_WORDS"),
    ],
)
def test_a_plan_of_reopening_opens_everything_in_order(
    crew: Crew, planned: list[NewStage], code: str
) -> None:
    with pytest.raises(SurgeRefused, match=code):
        plan_reopening(closure=closed(crew), stages=planned, actor=crew.closing, now=at(14))


def test_a_new_plan_takes_the_place_of_stages_not_yet_open(crew: Crew) -> None:
    made = plan_reopening(closure=closed(crew), stages=stages(), actor=crew.closing, now=at(14))
    made = open_stage(closure=made, number=1, actor=crew.closing, now=at(16))
    later = [NewStage("Ambulances", AMBULANCES, at(20))]
    made = plan_reopening(closure=made, stages=later, actor=crew.closing, now=at(17))
    with pytest.raises(SurgeRefused, match="NO_SUCH_STAGE"):
        open_stage(closure=made, number=2, actor=crew.closing, now=at(18))
    with pytest.raises(SurgeRefused, match="BEFORE_THE_LAST"):
        open_stage(
            closure=made, number=1, actor=crew.closing, now=at(18),
            said=Happened(at(15, 50), "It was missed"),
        )  # fmt: skip
    made = open_stage(closure=made, number=1, actor=crew.closing, now=at(20))
    assert (made.state, made.reopened_at) == ("reopened", at(20))


def test_what_was_entered_in_error_stays_and_ends_its_diverts(crew: Crew) -> None:
    divert = sent_on(crew)
    with pytest.raises(SurgeRefused, match="REASON_NEEDED"):
        void_closure(closure=divert.closure, reason="", actor=crew.closing, now=at(14))
    made = void_closure(closure=divert.closure, reason="Wrong site", actor=crew.closing, now=at(14))
    divert.refresh_from_db()
    assert (made.state, made.reopened_at, divert.state) == ("void", None, "ended")
    for again in (reopen_department, void_closure):
        with pytest.raises(SurgeRefused, match="NOT_IN_THIS_STATE"):
            again(closure=made, actor=crew.closing, now=at(15), **(
                {"reason": "x"} if again is void_closure else {}
            ))  # fmt: skip


def test_all_of_it_reopens_at_once_but_not_before_it_closed(crew: Crew) -> None:
    made = closed(crew)
    with pytest.raises(SurgeRefused, match="BEFORE_THE_LAST"):
        reopen_department(
            closure=made,
            actor=crew.closing,
            now=at(13, 10),
            said=Happened(at(13) - timedelta(1), "x"),
        )
    made = reopen_department(closure=made, actor=crew.closing, now=at(16))
    assert durations(spells_of(made, []), at(20)).total == 180
