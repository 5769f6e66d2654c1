"""The transfer message on its pages: written, checked, sent, read, and each reading noted."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from tests.controlroom.transfers.carrying import NOW, People, carry, content_of, people, written
from tests.controlroom.transfers.on_pages import read, session, step, today

from tidegate.controlroom.log.models import Reading
from tidegate.controlroom.transfers.forms.message import FIXED, SET_BY_OTHERS, field_name
from tidegate.controlroom.transfers.models import Message, Request
from tidegate.core.directory.roles import Role
from tidegate.core.transfers.message.items import ITEM, ITEMS, Entry
from tidegate.exchange.transfers.fhir.profile_check import service_request_findings
from tidegate.exchange.transfers.fhir.read_service_request import read_service_request
from tidegate.exchange.transfers.message_json import read_message

__all__ = ["people", "today"]
pytestmark = pytest.mark.usefixtures("today")


def filled_in(request: Request, **changed: object) -> dict[str, object]:
    """What a person types into the form for a message that passes its checks."""
    content, sent = content_of(request), {}
    for item in ITEMS:
        if item.name in FIXED | SET_BY_OTHERS:
            continue
        value = content[item.group][item.field]
        if item.entry is Entry.DATE:
            day = date.fromisoformat(str(value))
            parts = {"day": day.day, "month": day.month, "year": day.year}
            sent |= {f"{field_name(item)}_{part}": number for part, number in parts.items()}
        else:
            sent[field_name(item)] = " ".join(value) if isinstance(value, list) else value
    return sent | {name.replace(".", "-"): value for name, value in changed.items()}


def of(request: Request, path: str = "") -> str:
    return f"/transfers/requests/{request.reference}/message/{path}"


@pytest.fixture
def agreed(people: People) -> Request:
    return carry(people, "agreed")


def test_a_message_begins_with_what_the_request_and_the_directory_know(
    people: People, agreed: Request
) -> None:
    form = session(people.asking).get(of(agreed, "write/"))
    words = read(form)
    assert "Clock start As the holder has it; a transfer never changes it. 12 May 2025" in words
    assert "Name of the provider Northmere Royal Hospitals" in words
    assert "Name of the provider Tarn View Hospital" in words
    html = form.content.decode()
    assert not re.search(r'name="pathway-clock_start', html)
    assert '<option value="21" selected>' in html
    assert '<option value="110" selected>' in html


def test_every_item_has_its_field_with_a_label_of_its_own(people: People, agreed: Request) -> None:
    html = session(people.asking).get(of(agreed, "write/")).content.decode()
    for item in ITEMS:
        if item.name in FIXED | SET_BY_OTHERS:
            continue
        first = f"{field_name(item)}_day" if item.entry is Entry.DATE else field_name(item)
        assert f'name="{first}"' in html, item.name
        assert f'for="id_{first}"' in html, item.name


def test_what_is_half_done_is_kept_and_its_checks_lead_to_what_is_missing(
    people: People, agreed: Request
) -> None:
    asking = session(people.asking)
    page = asking.post(of(agreed, "write/"), {"patient-family_name": "Test-Patient"}, follow=True)
    words, html = read(page), page.content.decode()
    assert "The message was kept. It has not been sent" in words
    assert "Given name (Patient) is missing." in words
    assert "stand in the way of sending it" in words
    assert "Send the message to" not in words
    targets = re.findall(r'href="([^"#]+)#(id_[\w-]+)"', html)
    form = asking.get(of(agreed, "write/")).content.decode()
    assert len(targets) > 10
    for address, target in targets:
        assert address == of(agreed, "write/")
        assert f'id="{target}"' in form


def test_a_message_that_passes_its_checks_is_sent(people: People, agreed: Request) -> None:
    asking = session(people.asking)
    page = asking.post(of(agreed, "write/"), filled_in(agreed), follow=True)
    assert "All checks passed" in read(page)
    assert "Send the message to Tarn View Hospital" in read(page)
    sent = asking.post(of(agreed, "send/"), follow=True)
    assert f"{agreed.reference}: the message was sent" in read(sent)
    kept = Message.objects.get()
    assert (kept.sent_to, kept.version) == ("ZN101", 1)
    assert kept.content["pathway"]["clock_start"] == "2025-05-12"
    assert Request.objects.get().state == "sent"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"patient.nhs_number": "943 476 5918"}, "check digit does not fit"),
        ({"patient.postcode": "nowhere"}, "Postcode (Patient) must be a postcode"),
        ({"pathway.rtt_status": "30"}, "does not go with a clock that runs on"),
        ({"path.organisations": "Z02"}, "The path so far leaves out the sender"),
    ],
)
def test_a_message_that_fails_a_check_is_not_sent(
    people: People, agreed: Request, changed: dict[str, str], said: str
) -> None:
    asking = session(people.asking)
    asking.post(of(agreed, "write/"), filled_in(agreed, **changed))
    refused = asking.post(of(agreed, "send/"))
    assert "The message cannot be sent yet" in read(refused)
    assert read(refused).count(said) == 2  # at the top, and among the checks
    assert Request.objects.get().state == "agreed"


def test_the_requests_own_items_cannot_be_typed_over(people: People, agreed: Request) -> None:
    typed = {
        "pathway-clock_start_day": 1, "pathway-clock_start_month": 1,
        "pathway-clock_start_year": 2026, "receiver-organisation": "Z02",
        "pathway-identifier": "ANOTHER",
    }  # fmt: skip
    session(people.asking).post(of(agreed, "write/"), filled_in(agreed) | typed)
    kept = Message.objects.get().content
    assert kept["pathway"]["clock_start"] == "2025-05-12"
    assert kept["pathway"]["identifier"] == agreed.pathway_id
    assert kept["receiver"]["organisation"] == "ZN101"


def test_a_message_sent_back_is_written_anew_and_the_first_stays(
    people: People, agreed: Request
) -> None:
    asking, receiving = session(people.asking), session(people.receiving)
    asking.post(of(agreed, "write/"), filled_in(agreed))
    asking.post(of(agreed, "send/"))
    step(receiving, agreed.reference, "query", cause="RECORDS_INCOMPLETE")
    assert "Send the message to" not in read(asking.get(of(agreed)))
    again = filled_in(agreed, **{"receiver.professional": "Surgeon, Tarn View"})
    assert "All checks passed" in read(asking.post(of(agreed, "write/"), again, follow=True))
    asking.post(of(agreed, "send/"))
    assert list(Message.objects.order_by("version").values_list("version", flat=True)) == [1, 2]
    assert "Surgeon, Tarn View" in read(receiving.get(of(agreed)))


def test_the_receiver_reads_it_once_it_is_sent_and_not_before(
    people: People, agreed: Request
) -> None:
    written(people, agreed)
    receiving = session(people.receiving)
    assert receiving.get(of(agreed)).status_code == 403
    assert receiving.get(of(agreed, "json")).status_code == 403
    session(people.asking).post(of(agreed, "send/"))
    page = read(receiving.get(of(agreed)))
    assert "Test-Patient" in page
    assert "Change it" not in page
    assert "Not sent." not in page


def test_the_receiver_reads_it_no_more_once_the_patient_is_returned(people: People) -> None:
    request = carry(people, "received")
    receiving = session(people.receiving)
    assert "Test-Patient" in read(receiving.get(of(request)))
    step(receiving, request.reference, "give_back", cause="PREASSESSMENT_FAILED")
    assert receiving.get(of(request)).status_code in {403, 404}


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        (Role.COORDINATOR, "ZQ1", 403),
        (Role.AUDITOR, "ZQ1", 403),
        (Role.CONTRACT_MANAGER, "ZQ1", 403),
        (Role.PROVIDER_USER, "Z02", 404),
        (Role.CLINICIAN, "Z09", 404),
        (Role.PROVIDER_USER, "Z01", 200),
        (Role.CLINICIAN, "Z01", 200),
        (Role.CLINICIAN, "ZN101", 200),
    ],
)
def test_only_the_holder_and_the_receiver_read_it(
    client_of: Callable[..., Client], people: People, role: Role, code: str, status: int
) -> None:
    request = carry(people, "sent")
    client = client_of(role, code)
    for path in ("", "json"):
        answer = client.get(of(request, path))
        assert answer.status_code == status
        assert ("Test-Patient" in answer.content.decode()) == (status == 200)


def test_each_reading_is_noted_with_who_for_whom_and_why(people: People) -> None:
    request = carry(people, "sent")
    session(people.receiving).get(of(request))
    session(people.asking).get(of(request, "json"))
    noted = Reading.objects.filter(subject=f"request:{request.reference}").order_by("id")
    assert [(one.actor_name, one.on_behalf_of, one.reason) for one in noted] == [
        (people.receiving.label, "ZN101", "opened the transfer message"),
        (people.asking.label, "Z01", "took away the transfer message as JSON"),
    ]
    assert {one.read_at for one in noted} == {NOW}


def test_the_download_is_what_was_written(people: People) -> None:
    request = carry(people, "sent")
    answer = session(people.asking).get(of(request, "json"))
    assert answer["Content-Type"] == "application/json"
    assert f"{request.reference}-message-1.json" in answer["Content-Disposition"]
    assert json.loads(answer.content) == Message.objects.get().content


def test_the_download_as_fhir_keeps_to_its_profile(people: People) -> None:
    request = carry(people, "sent")
    answer = session(people.receiving).get(of(request, "fhir"))
    resource = json.loads(answer.content)
    assert answer["Content-Type"] == "application/fhir+json"
    assert resource["resourceType"] == "ServiceRequest"
    assert service_request_findings(resource) == []
    kept = read_message(Message.objects.get().content)
    assert read_service_request(resource) == (kept, request.reference)


def test_a_message_is_not_given_away_in_other_forms(people: People) -> None:
    request = carry(people, "sent")
    assert session(people.asking).get(of(request, "xml")).status_code == 404
    assert not Reading.objects.exists()


def test_nothing_is_written_before_the_choice_nor_after_sending(people: People) -> None:
    for state, number in (("accepted", 1), ("sent", 2)):
        request = carry(people, state, number=number)
        page = session(people.asking).get(of(request, "write/"), follow=True)
        assert "The message is written once the patient has chosen" in read(page)


def test_what_the_form_says_is_what_the_document_prints(people: People, agreed: Request) -> None:
    asking = session(people.asking)
    asking.post(of(agreed, "write/"), filled_in(agreed))
    printed = read(asking.get(of(agreed)))
    assert "NHS number 900 100 000" in printed
    assert "Referral to treatment status 21: Transferred to another provider" in printed
    assert "Date of birth 17 May 1961" in printed
    for item in ITEMS:
        if item.mandatory:
            assert item.label in printed


def test_every_date_of_the_table_is_asked_in_three_boxes() -> None:
    dates = {name for name, item in ITEM.items() if item.entry is Entry.DATE}
    assert dates == {
        "patient.birth_date", "pathway.decision_to_refer", "pathway.clock_start",
        "dates.requested", "dates.received",
    }  # fmt: skip
