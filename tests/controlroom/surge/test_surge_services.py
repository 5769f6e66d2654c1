"""A surge carried by its services: what each step asks, changes and leaves in the record."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction
from tests.controlroom.contracts.carrying import People, people, running
from tests.controlroom.surge.surging import (
    NOW,
    OPENED_AT,
    OPENS,
    PLACE,
    PROVIDER,
    TICK,
    Cast,
    active,
    cast,
    later,
    new_pledge,
    noticed,
    proposal,
    proposed,
    reviewed,
    signed,
    watched,
)

from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.permissions import PermissionMissing
from tidegate.controlroom.surge.models import Evidence, Publication, Surge
from tidegate.controlroom.surge.refused import SurgeRefused
from tidegate.controlroom.surge.services.activate_surge import activate_surge
from tidegate.controlroom.surge.services.close_surge import close_surge
from tidegate.controlroom.surge.services.expire_surge import expire_surge
from tidegate.controlroom.surge.services.extend_surge import extend_surge
from tidegate.controlroom.surge.services.give_notice import give_notice
from tidegate.controlroom.surge.services.move_due_surges import MovedSurges, move_due_surges
from tidegate.controlroom.surge.services.pledge_capacity import pledge_capacity
from tidegate.controlroom.surge.services.propose_surge import propose_surge
from tidegate.controlroom.surge.services.record_direction import record_direction
from tidegate.controlroom.surge.services.record_publication import record_publication
from tidegate.controlroom.surge.services.refuse_surge import refuse_surge
from tidegate.controlroom.surge.services.report_actual import report_actual
from tidegate.controlroom.surge.services.reverse_surge import reverse_surge
from tidegate.controlroom.surge.services.review_day import review_day
from tidegate.controlroom.surge.services.rework_surge import rework_surge
from tidegate.controlroom.surge.services.send_back_surge import send_back_surge
from tidegate.controlroom.surge.services.sign_off_surge import sign_off_surge
from tidegate.controlroom.surge.services.stand_down_surge import stand_down_surge
from tidegate.controlroom.surge.services.submit_surge import submit_surge
from tidegate.controlroom.surge.services.take_surge_step import take_surge_step
from tidegate.controlroom.surge.services.watch_surge import watch_surge
from tidegate.controlroom.surge.services.withdraw_surge import withdraw_surge
from tidegate.core.directory.roles import Role
from tidegate.core.surge.pledged import Amounts
from tidegate.core.surge.proposal import Turn, ValueForMoney
from tidegate.core.surge.reviewing import Judgement
from tidegate.core.surge.states import SurgeState
from tidegate.core.surge.surges import SURGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tidegate.controlroom.accounts.models import Person

__all__ = ["cast", "people"]
pytestmark = pytest.mark.django_db
DOUBTED = {"value_for_money": ValueForMoney.DOUBTED, "money_note": "Twice the tariff"}


def refused(deed: Callable[..., object], **named: Any) -> tuple[str, ...]:
    with pytest.raises(SurgeRefused) as caught:
        deed(**named)
    return caught.value.codes


def kinds(surge: Surge) -> list[str]:
    rows = Entry.objects.filter(subject=f"surge:{surge.reference}").order_by("seq")
    return list(rows.values_list("kind", flat=True))


def test_the_record_tells_a_surge_from_watch_to_closed(cast: Cast) -> None:
    made = active(cast)
    pledge = made.pledges.get()
    came = Amounts(theatres=1, beds=10)
    report_actual(pledge=pledge, day=OPENS, amounts=came, actor=cast.pledging, now=later(1))
    who: dict[str, Any] = {"surge": made, "actor": cast.proposing, "now": later(1)}
    review_day(judgement=Judgement.RECEDED, note="Beds are free", **who)
    stand_down_surge(reason="Beds are free", **who)
    assert refused(close_surge, outcome=" ", **who) == ("OUTCOME_NEEDED",)
    closed = close_surge(outcome="Half came", **who)
    assert closed.state == "closed"
    assert kinds(made) == [
        "surge_watched", "surge_proposed", "surge_submitted", "surge_signed", "surge_pledged",
        "surge_notice_given", "surge_opened", "surge_actual_reported", "surge_reviewed",
        "surge_stood_down", "surge_closed",
    ]  # fmt: skip


def test_every_step_is_taken_where_the_table_has_it_and_refused_elsewhere(cast: Cast) -> None:
    """Each of the states times each of the verbs, by somebody who may, in the database."""
    base = signed(cast, ends_on=date(2026, 7, 5))
    actors = {"area": cast.proposing, "authority": cast.signing, "provider": cast.pledging,
              "clock": TICK}  # fmt: skip
    taken = illegal = 0
    for state in SurgeState:
        Surge.objects.filter(pk=base.pk).update(state=state.value, moved_at=NOW)
        for verb in SURGES.verbs():
            row = SURGES.step(state, verb) or next(one for one in SURGES.rows if one.verb == verb)
            try:
                with transaction.atomic():
                    take_surge_step(
                        surge=base, verb=verb, actor=actors[row.side.value], now=NOW,
                        provider=PROVIDER,
                    )  # fmt: skip
                    taken += 1
                    assert SURGES.step(state, verb), f"{verb} from {state}"
                    transaction.set_rollback(True)  # the next starts as this one did
            except SurgeRefused as why:
                out = "NOT_IN_THIS_STATE" in why.codes
                illegal += out
                assert out is (SURGES.step(state, verb) is None), f"{verb} from {state}"
    assert illegal == len(SurgeState) * len(SURGES.verbs()) - len(SURGES.rows)
    assert taken > 0


def test_the_proposer_does_not_sign_their_own_and_the_attempt_is_recorded(
    person_with: Callable[..., Person], cast: Cast
) -> None:
    both = person_with((Role.COORDINATOR, PLACE), (Role.AUTHORISER, PLACE))
    made = reviewed(Cast(both, cast.signing, cast.pledging))
    assert refused(sign_off_surge, surge=made, actor=both, now=NOW) == ("SAME_PERSON",)
    made.refresh_from_db()
    assert made.state == "review"
    attempt = Entry.objects.order_by("-seq")[0]
    assert (attempt.kind, attempt.actor) == ("surge_step_refused", f"person:{both.pk}")
    assert attempt.facts == {"verb": "sign_off", "codes": ["SAME_PERSON"]}


def test_whoever_put_it_forward_does_not_sign_it_either(
    person_with: Callable[..., Person], cast: Cast
) -> None:
    both = person_with((Role.COORDINATOR, PLACE), (Role.AUTHORISER, PLACE))
    made = submit_surge(surge=proposed(cast), actor=both, now=NOW)
    assert refused(refuse_surge, surge=made, reason="No", actor=both, now=NOW) == ("SAME_PERSON",)


def test_the_database_itself_refuses_a_proposer_who_signs(cast: Cast) -> None:
    made = reviewed(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Surge.objects.filter(pk=made.pk).update(signed_by=made.proposed_by, signed_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Surge.objects.filter(pk=made.pk).update(opened_at=NOW)


def test_who_has_no_authority_at_the_level_cannot_sign(
    person_with: Callable[..., Person], cast: Cast
) -> None:
    made = reviewed(cast)
    elsewhere = person_with((Role.AUTHORISER, "ZQ2"))
    for actor in (elsewhere, cast.pledging):
        with pytest.raises(PermissionMissing):
            sign_off_surge(surge=made, actor=actor, now=NOW)


def test_nobody_opens_a_surge_by_hand(cast: Cast) -> None:
    made = noticed(cast)
    for actor in (cast.proposing, cast.signing):
        with pytest.raises(PermissionMissing):
            take_surge_step(surge=made, verb="activate", actor=actor, now=OPENED_AT)


def test_evidence_is_frozen_and_a_new_proposal_is_a_new_version(cast: Cast) -> None:
    made = reviewed(cast)
    first = Evidence.objects.get()
    assert first.content["proposal"]["trigger"] == "BEDS_AT_RISK"
    assert set(first.content["known"]) == {
        "indicators", "silent", "scores", "forecasts", "chances", "capacity", "tables",
    }  # fmt: skip
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Evidence.objects.filter(pk=first.pk).update(digest="")
    send_back_surge(surge=made, reason="Newer figures", actor=cast.signing, now=later(0))
    again = propose_surge(
        surge=made, proposal=proposal(plan="More"), actor=cast.proposing, now=later(0)
    )
    assert (again.version, again.submitted_by) == (2, "")
    rework_surge(surge=again, reason="A slip", actor=cast.proposing, now=later(0))
    assert [row.version for row in Evidence.objects.order_by("version")] == [1, 2]


def test_more_that_became_known_since_is_shown_before_it_is_frozen(cast: Cast) -> None:
    made = watched(cast)
    step: dict[str, Any] = {"surge": made, "proposal": proposal(), "actor": cast.proposing}
    assert refused(propose_surge, seen="0" * 64, now=NOW, **step) == ("EVIDENCE_CHANGED",)
    assert refused(propose_surge, **step | {"proposal": proposal(plan="")}, now=NOW) == ("NO_PLAN",)


def test_a_place_has_one_surge_and_only_places_have_any(cast: Cast) -> None:
    watched(cast)
    who: dict[str, Any] = {"title": "Again", "actor": cast.proposing, "now": NOW}
    assert refused(watch_surge, place=PLACE, **who) == ("ALREADY_LIVE",)
    assert refused(watch_surge, place="Z01", **who) == ("NOT_A_PLACE",)
    assert refused(watch_surge, place=PLACE, **who | {"title": ""}) == ("NO_TITLE",)


def test_nobody_signs_where_the_terms_want_someone_above(cast: Cast, tmp_path: Path) -> None:
    from importlib.resources import files

    text = (files("tidegate.exchange.surge") / "tables" / "surge-2026.toml").read_text("utf-8")
    own = text.replace('signed_at = "icb"', 'signed_at = "region"')
    (tmp_path / "surge-terms.toml").write_text(own, "utf-8")
    who: dict[str, Any] = {"title": "Winter", "actor": cast.proposing, "now": NOW}
    assert refused(watch_surge, place=PLACE, **who) == ("NO_AUTHORITY",)


def test_a_direction_comes_before_notice_and_is_published_before_the_end(cast: Cast) -> None:
    """Requirement 20."""
    made = signed(cast, **DOUBTED)
    who: dict[str, Any] = {"surge": made, "now": NOW}
    assert refused(give_notice, actor=cast.proposing, **who) == ("DIRECTION_MISSING",)
    bare = {"direction": " ", "day": NOW.date()}
    assert refused(record_direction, actor=cast.signing, **bare, **who) == ("NO_REFERENCE",)
    record_direction(direction="Letter 12", day=NOW.date(), actor=cast.signing, **who)
    due = list(Publication.objects.values_list("kind", "due_on"))
    assert due == [
        ("letter_to_committee", date(2026, 6, 1)), ("publish_direction", date(2026, 6, 2)),
    ]  # fmt: skip
    give_notice(actor=cast.proposing, **who)
    assert activate_surge(surge=made, actor=TICK, now=OPENED_AT)
    stand_down_surge(surge=made, reason="Over", actor=cast.proposing, now=later(1))
    end: dict[str, Any] = {"surge": made, "outcome": "Well", "actor": cast.proposing}
    assert refused(close_surge, now=later(1), **end) == ("NOT_PUBLISHED",)
    one, two = Publication.objects.all()
    told: dict[str, Any] = {"day": date(2026, 6, 4), "actor": cast.signing, "now": later(1)}
    assert refused(record_publication, publication=one, where="", **told) == ("NO_PLACE",)
    for row in (one, two):
        record_publication(publication=row, where="Paper 7", **told)
    found = refused(record_publication, publication=one, where="Paper 7", **told)
    assert found == ("PUBLISHED_ALREADY",)
    letter = Entry.objects.get(kind="surge_published", facts_text__contains="letter_to")
    assert "3 days late" in letter.headline
    assert close_surge(now=later(1), **end).state == "closed"


def test_notice_is_over_before_it_opens_and_time_opens_it(cast: Cast) -> None:
    """Requirement 19: seven days from approval."""
    made = noticed(cast, new_pledge())
    assert made.opens_on == OPENS
    assert move_due_surges(now=OPENED_AT - timedelta(days=1)) == MovedSurges()
    assert move_due_surges(now=OPENED_AT) == MovedSurges(opened=1)
    assert move_due_surges(now=OPENED_AT) == MovedSurges()


def test_it_ends_by_itself_after_its_last_day_unless_extended(cast: Cast) -> None:
    made = active(cast)
    who: dict[str, Any] = {"surge": made, "now": later(20)}
    longer = {"day": date(2026, 7, 19), "reason": "Still full", "actor": cast.signing}
    assert refused(extend_surge, **longer, **who) == ("NOT_REVIEWED",)
    judged = {"judgement": Judgement.AS_BEFORE, "actor": cast.proposing}
    assert refused(review_day, note="", **judged, **who) == ("NOTE_NEEDED",)
    review_day(note="Still full", **judged, **who)
    assert refused(review_day, note="Again", **judged, **who) == ("REVIEWED_ALREADY",)
    extended = extend_surge(**longer, **who)
    assert extended.ends_on == date(2026, 7, 19)
    assert made.offers.count() == 6
    assert move_due_surges(now=later(28)) == MovedSurges()
    assert move_due_surges(now=later(42)) == MovedSurges(expired=1)
    made.refresh_from_db()
    assert (made.state, made.stood_down_at) == ("standing_down", later(42))


def test_what_nobody_decides_expires(cast: Cast) -> None:
    made = reviewed(cast)
    assert not expire_surge(surge=made, actor=TICK, now=NOW + timedelta(days=14))
    assert move_due_surges(now=NOW + timedelta(days=15)) == MovedSurges(expired=1)


def test_a_sign_off_is_reversed_before_and_after_it_opened(cast: Cast) -> None:
    early = noticed(cast, new_pledge())
    undone = reverse_surge(surge=early, reason="Quiet", actor=cast.signing, now=NOW)
    assert undone.state == "reversed"
    made = active(cast)
    open_ = reverse_surge(surge=made, reason="Quiet", actor=cast.signing, now=later(1))
    assert (open_.state, open_.stood_down_at) == ("standing_down", later(1))


def test_it_is_withdrawn_before_it_opens(cast: Cast) -> None:
    made = withdraw_surge(surge=watched(cast), reason="Quiet", actor=cast.proposing, now=NOW)
    assert made.state == "withdrawn"
    assert watched(cast).reference != made.reference


BAD_PLEDGES = [
    ({"site": "Z02"}, "SITE_NOT_KNOWN"),
    ({"modality": "sewing"}, "UNKNOWN_MODALITY"),
    ({"tfcs": ()}, "UNKNOWN_TFC"),
    ({"physical_units": 2}, "MORE_STAFFED_THAN_PHYSICAL"),
    ({"line_id": "K-NONE"}, "LINE_NOT_KNOWN"),
    ({"number": 4}, "NO_SUCH_PLEDGE"),
    ({"amounts": Amounts()}, "NOTHING_PLEDGED"),
]


@pytest.mark.parametrize(("changed", "code"), BAD_PLEDGES, ids=[code for _, code in BAD_PLEDGES])
def test_what_cannot_be_pledged_is_refused(
    cast: Cast, changed: dict[str, object], code: str
) -> None:
    made = proposed(cast)
    found = refused(
        pledge_capacity, surge=made, new=new_pledge(**changed), actor=cast.pledging, now=NOW
    )
    assert found == (code,)


def test_a_pledge_is_made_anew_until_it_is_offered(cast: Cast) -> None:
    made = noticed(cast, new_pledge(), new_pledge(number=1, amounts=Amounts(1, 10, 15, 3)))
    versions = list(made.pledges.order_by("version").values_list("number", "version", "units"))
    assert versions == [(1, 1, 6), (1, 2, 3)]
    assert activate_surge(surge=made, actor=TICK, now=OPENED_AT)
    assert {row.offer.units for row in made.offers.select_related("offer")} == {3}
    again: dict[str, Any] = {"surge": made, "actor": cast.pledging, "now": later(1)}
    assert refused(pledge_capacity, new=new_pledge(number=1), **again) == ("OFFERED_ALREADY",)
    pledge_capacity(new=new_pledge(), **again)
    assert made.offers.count() == 4 + 3  # the second is offered from the next Monday on


def test_what_came_is_reported_for_days_on_which_it_was_active(cast: Cast) -> None:
    made = active(cast)
    told: dict[str, Any] = {"pledge": made.pledges.get(), "actor": cast.pledging, "now": later(1)}
    for day in (OPENS - timedelta(days=1), OPENS + timedelta(days=2)):
        assert refused(report_actual, day=day, amounts=Amounts(), **told) == ("DAY_OUTSIDE",)
    report_actual(day=OPENS, amounts=Amounts(beds=10), **told)
    report_actual(day=OPENS, amounts=Amounts(beds=12), **told)
    assert list(made.actuals.values_list("version", "beds").order_by("version")) == [
        (1, 10), (2, 12),
    ]  # fmt: skip
    wrong = {"amounts": Amounts(beds=-1), "day": OPENS}
    assert refused(report_actual, **wrong, **told) == ("BELOW_ZERO",)


TURN = Turn("K-000001", "surge", "active", "OPEL4")


def test_opening_starts_the_terms_that_apply_and_standing_down_turns_them_back(
    cast: Cast, people: People
) -> None:
    contract = running(people)
    turn = Turn(contract.reference, "surge", "active", "OPEL4")
    made = active(cast, turns=(turn,))
    opening = made.openings.get()
    assert (opening.before, opening.turned_on, opening.why_not) == ("standby", OPENS, "")
    switch = contract.switches.get()
    assert (switch.position, switch.from_day) == ("active", OPENS)
    assert switch.because.startswith(f"OPEL4: {made.reference}")
    stand_down_surge(surge=made, reason="Quiet", actor=cast.proposing, now=later(3))
    opening.refresh_from_db()
    assert opening.turned_back_on == OPENS + timedelta(days=3)
    newest = contract.switches.order_by("-turned_at")[0]
    assert (newest.position, newest.from_day) == ("standby", opening.turned_back_on)


def test_terms_that_cannot_be_turned_are_said_and_keep_nothing_back(
    cast: Cast, people: People
) -> None:
    contract = running(people)
    made = active(cast, turns=(Turn(contract.reference, "surge", "active", "UNHEARD"),))
    opening = made.openings.get()
    assert opening.turned_on is None
    assert "OPEL4" in opening.why_not
    assert made.offers.count() == 4
    entry = Entry.objects.get(kind="surge_opened")
    assert entry.facts["turned"][0]["why_not"] == opening.why_not


def test_the_record_of_a_surge_answers_the_four_questions(cast: Cast, people: People) -> None:
    from tidegate.controlroom.directory.viewer import viewer_of
    from tidegate.controlroom.surge.export import record_of

    contract = running(people)
    made = active(cast, turns=(Turn(contract.reference, "surge", "active", "OPEL4"),))
    pledge = made.pledges.get()
    report_actual(
        pledge=pledge, day=OPENS, amounts=Amounts(beds=10), actor=cast.pledging, now=later(1)
    )
    stand_down_surge(surge=made, reason="Quiet", actor=cast.proposing, now=later(7))
    made.refresh_from_db()
    found = record_of(viewer_of(cast.proposing), made, later(7))
    json.dumps(found)
    assert found["evidence"][0]["known"]["tables"]["surge"] == "surge 2026"
    knew = found["who_knew_what"]
    assert {row["figure"] for row in knew} == {"level, Tidegate pressure index"}
    decided = [(row["what"], row["who"]) for row in found["who_decided"]]
    assert ("Surge signed off", cast.signing.label) in decided
    assert ("Surge stood down", cast.proposing.label) in decided
    assert {row["contract"] for row in found["cost"]} == {contract.reference}
    assert found["terms_switched"][0]["before"] == "standby"
    assert [row["offered"] for row in found["used"]] == [6, 6, 6, 6]
    assert {key for row in found["used"] for key in row["unused"]} == {"WITHDRAWN"}
    assert [row["beds"] for row in found["came"]] == [10]
    assert found["entries"][0]["prev_hash"]
