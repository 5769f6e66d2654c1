"""What keeps a transfer message from being sent: the table of the data set, row by row."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.transfers.message.messages import CLOCK_START, COMPLETE, TODAY

from tidegate.core.transfers.message.check import check_message
from tidegate.core.transfers.message.items import ITEM, ITEMS, Entry, Item
from tidegate.core.transfers.message.message import TransferMessage
from tidegate.core.transfers.message.values import Value, value_of, with_values
from tidegate.core.waiting.rtt_status import RTT_STATUSES

MANDATORY = [item for item in ITEMS if item.mandatory]
OPTIONAL = [item for item in ITEMS if not item.mandatory]
FREE_TEXT = [item for item in ITEMS if item.entry in {Entry.TEXT, Entry.LINES}]
DAY = timedelta(days=1)


def blank(name: str) -> Value:
    """Return what an item is when nothing was filled in."""
    return value_of(TransferMessage(), ITEM[name])


def codes(message: TransferMessage, **asked: str) -> list[str]:
    """Return the codes of what is wrong, for an invented patient."""
    found = check_message(message, today=TODAY, clock_start=CLOCK_START, demo=True, **asked)
    return [reason.code for reason in found]


def changed(**values: Value) -> list[str]:
    """Return what is wrong with the complete message when items (``patient__title``) change."""
    named = {name.replace("__", "."): value for name, value in values.items()}
    return codes(with_values(COMPLETE, named))


def test_a_complete_message_may_be_sent() -> None:
    assert codes(COMPLETE) == []
    assert codes(COMPLETE, holder="Z01", destination="ZN101") == []


@pytest.mark.parametrize("item", MANDATORY, ids=lambda item: item.name)
def test_each_of_the_27_mandatory_items_is_missed_by_its_own_code(item: Item) -> None:
    assert codes(with_values(COMPLETE, {item.name: blank(item.name)})) == [item.missing]


@pytest.mark.parametrize("item", OPTIONAL, ids=lambda item: item.name)
def test_none_of_the_9_optional_items_is_missed(item: Item) -> None:
    assert codes(with_values(COMPLETE, {item.name: blank(item.name)})) == []


@given(st.sets(st.sampled_from([item.name for item in ITEMS])))
def test_whatever_is_dropped_the_mandatory_among_it_are_named_and_nothing_else_is_missing(
    dropped: set[str],
) -> None:
    found = codes(with_values(COMPLETE, {name: blank(name) for name in dropped}))
    assert [code for code in found if code.startswith("NO_")] == [
        item.missing for item in MANDATORY if item.name in dropped
    ]


@given(
    st.sampled_from([item for item in MANDATORY if item.entry is not Entry.DATE]),
    st.text(alphabet=" \t\n"),
)
def test_blanks_are_not_an_answer(item: Item, spaces: str) -> None:
    value = () if item.entry is Entry.ODS_CODES else spaces
    assert item.missing in codes(with_values(COMPLETE, {item.name: value}))


@pytest.mark.parametrize(
    ("start", "decided", "requested", "received", "expected"),
    [
        (0, 0, 0, 0, []),
        (0, 0, 0, None, []),
        (0, 1, 2, 3, []),
        (0, -1, 2, 3, ["DATES_NOT_IN_ORDER"]),
        (0, 3, 2, 3, ["DATES_NOT_IN_ORDER"]),
        (0, 1, 3, 2, ["DATES_NOT_IN_ORDER"]),
        (0, 3, 2, 1, ["DATES_NOT_IN_ORDER", "DATES_NOT_IN_ORDER"]),
    ],
)
def test_start_decision_request_and_receipt_follow_each_other(
    start: int, decided: int, requested: int, received: int | None, expected: list[str]
) -> None:
    assert changed(
        pathway__clock_start=CLOCK_START + start * DAY,
        pathway__decision_to_refer=CLOCK_START + decided * DAY,
        dates__requested=CLOCK_START + requested * DAY,
        dates__received=None if received is None else CLOCK_START + received * DAY,
    ) == expected  # fmt: skip


def test_dates_are_compared_over_one_that_is_missing() -> None:
    found = changed(pathway__decision_to_refer=None, dates__requested=CLOCK_START - DAY)
    assert found == ["NO_PATHWAY_DECISION_TO_REFER", "DATES_NOT_IN_ORDER"]


@pytest.mark.parametrize("name", [item.name for item in ITEMS if item.entry is Entry.DATE])
def test_no_date_lies_after_the_day_of_sending(name: str) -> None:
    assert "DATE_IN_FUTURE" in codes(with_values(COMPLETE, {name: TODAY + DAY}))
    assert "DATE_IN_FUTURE" not in codes(with_values(COMPLETE, {name: TODAY}))


@given(st.dates(date(2020, 1, 1), CLOCK_START + timedelta(days=300)))
def test_no_other_clock_start_than_the_requests_is_ever_sent(start: date) -> None:
    found = changed(pathway__clock_start=start)
    assert ("CLOCK_START_CHANGED" in found) == (start != CLOCK_START)


def test_a_missing_clock_start_is_refused_never_filled_in() -> None:
    assert changed(pathway__clock_start=None) == ["NO_PATHWAY_CLOCK_START"]


@pytest.mark.parametrize("code", sorted(RTT_STATUSES))
def test_only_a_status_under_which_the_clock_runs_may_be_sent(code: str) -> None:
    runs = code in {"10", "11", "12", "20", "21"}
    assert changed(pathway__rtt_status=code) == ([] if runs else ["CLOCK_NOT_RUNNING"])


def test_a_status_that_is_none_is_not_taken() -> None:
    assert changed(pathway__rtt_status="22") == ["RTT_STATUS_FORM"]


def test_a_provider_does_not_send_to_itself() -> None:
    assert changed(receiver__organisation="Z01") == ["SENT_TO_ITSELF"]


def test_the_path_includes_the_sender_wherever_it_stands() -> None:
    assert changed(path__organisations=("Z03", "Z02")) == ["SENDER_NOT_ON_PATH"]
    assert changed(path__organisations=("Z01",)) == []
    assert changed(path__organisations=("Z01", "Z03", "Z01")) == []


def test_the_message_goes_from_the_holder_to_whom_the_patient_chose() -> None:
    assert codes(COMPLETE, holder="Z02") == ["SENDER_NOT_HOLDER"]
    assert codes(COMPLETE, destination="ZN102") == ["RECEIVER_NOT_CHOSEN"]


@pytest.mark.parametrize(
    ("name", "good", "bad", "code"),
    [
        ("patient.postcode", ["LS1 4AP", "LS14AP", "W1A 1AA"], ["LS1", "14 LSA", "ls1 4ap"],
         "POSTCODE_FORM"),
        ("contact.home_phone", ["+44 1632 960001", "(01632) 960001 ext 4"], ["none", "12", "0-"],
         "PHONE_FORM"),
        ("contact.email", ["a@b.c", "first.last@trust.example"], ["a@b", "a b@c.d", "a@b..c"],
         "EMAIL_FORM"),
        ("patient.local_id", ["A1", "NM/47-11", "12 34"], ["<b>", "-1", "a;b"], "IDENTIFIER_FORM"),
        ("referrer.tfc", ["110", "X05", "812"], ["11", "T&O", "X99"], "TREATMENT_FUNCTION_FORM"),
        ("practice.code", ["A81001"], ["a81001", "A8"], "ODS_CODE_FORM"),
        ("path.organisations", [("Z01", "R0B")], [("Z01", "r0b")], "ODS_CODES_FORM"),
        ("patient.title", ["Dr"], ["D\u0000r", "D\nr"], "TEXT_FORM"),
        ("pathway.reason", ["Two\nlines"], ["Bell \u0007"], "LINES_FORM"),
        ("patient.nhs_number", ["943 476 5919"], ["9434765918"], "NHS_NUMBER_CHECK_DIGIT"),
    ],
)  # fmt: skip
def test_each_way_of_entry_has_its_form(
    name: str, good: list[Value], bad: list[Value], code: str
) -> None:
    for value in good:
        assert codes(with_values(COMPLETE, {name: value})) == []
    for value in bad:
        assert codes(with_values(COMPLETE, {name: value})) == [code]


@pytest.mark.parametrize("item", FREE_TEXT, ids=lambda item: item.name)
def test_free_text_has_a_longest_length(item: Item) -> None:
    assert codes(with_values(COMPLETE, {item.name: "x" * item.longest})) == []
    assert codes(with_values(COMPLETE, {item.name: "x" * (item.longest + 1)})) == ["TOO_LONG"]


def test_test_numbers_are_refused_where_patients_are_real() -> None:
    (reason,) = check_message(COMPLETE, today=TODAY, clock_start=CLOCK_START)
    assert reason.code == "NHS_NUMBER_TEST_RANGE"


@given(st.sampled_from([item for item in ITEMS if item.entry is not Entry.DATE]))
def test_reasons_name_their_items_and_repeat_nothing_that_was_written(item: Item) -> None:
    canary = "Canary~" * 400
    value = (canary,) if item.entry is Entry.ODS_CODES else canary
    message = with_values(COMPLETE, {item.name: value})
    found = check_message(message, today=TODAY, clock_start=CLOCK_START, holder="Z01", demo=True)
    assert found
    assert item.name in {name for reason in found for name in reason.inputs["items"]}
    assert "Canary" not in repr(found)
