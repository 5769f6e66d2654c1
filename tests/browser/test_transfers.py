"""A patient is carried from request to treated in real browsers, by five different people.

On the way a receiver declines and a receiver returns the patient; a second request for the same
patient is refused; both boards are worked by keyboard alone. Each page that is passed is held to
axe, must fit the screen and must trouble nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as configured
from django.test import Client
from django.utils import timezone
from tests.browser.conftest import DESKTOP, PHONE

from tidegate.controlroom.log.models import Entry, Reading
from tidegate.controlroom.transfers.models import Place, Request, Use
from tidegate.controlroom.transfers.new_offer import NewOffer
from tidegate.controlroom.transfers.services.post_offer import post_offer
from tidegate.core.directory.roles import Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page
    from pytest_django.fixtures import SettingsWrapper

    from tidegate.controlroom.accounts.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MILLISECONDS = 10_000
MOST_TABS = 80
MADE_OF = """() => location.pathname.replace(/T-\\d+/, "") + document.documentElement.clientWidth +
  [...document.querySelectorAll("h1, h2, h3, button, a.nhsuk-button, legend, label, dt")]
    .map(one => one.className + one.textContent.trim().replace(/\\s+/g, " ")).join("|")"""
WAITED = timedelta(weeks=60)
IN_WORDS = {
    "Family name": "Test-Patient",
    "Given name": "Demo",
    "Title": "Ms",
    "Address": "1 Harbour Row\nNorthmere",
    "Postcode": "ZZ99 3VZ",
    "NHS number": "900 000 0017",
    "Local patient identifier": "NM-004711",
    "Name of the general practitioner": "Practice GP",
    "Code of the practice": "Z81001",
    "Referring care professional": "Consultant, Northmere",
    "Referrer code": "C9999998",
    "Contact person": "Transfer office, Northmere",
    "Reason for referral": "Right knee replacement.",
}


class Desk:
    """One person at a browser, with what must hold on each page that they come to."""

    def __init__(
        self,
        browser: Browser,
        site: str,
        person: Person,
        check: Callable[[Page], None],
        screen: dict[str, int] | None = None,
    ) -> None:
        self.context = browser.new_context(viewport=screen or DESKTOP)
        self.context.set_default_timeout(MILLISECONDS)
        self.page = self.context.new_page()
        self.site, self.person, self._check = site, person, check
        self.complaints: list[str] = []
        self.page.on("console", lambda said: self._hear(said.type, said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        cookie = client.cookies[configured.SESSION_COOKIE_NAME].value
        self.context.add_cookies(
            [{"name": configured.SESSION_COOKIE_NAME, "value": cookie, "url": site}]
        )

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error":
            self.complaints.append(text)

    def to(self, path: str) -> None:
        """Open a page, and hold it to everything."""
        self.page.goto(self.site + path)
        self.check()

    def check(self) -> None:
        """The page is accessible, fits, and troubles nobody."""
        self._check(self.page)
        assert self.complaints == []

    def follow(self, control: Locator) -> None:
        """Click what leads on, and hold the next page to everything."""
        with self.page.expect_navigation():
            control.click()
        self.check()

    def link(self, name: str) -> None:
        """Follow a link or a button that looks like one."""
        named = self.page.get_by_role("link", name=name).or_(
            self.page.get_by_role("button", name=name)
        )
        self.follow(named.first)

    def press(self, name: str) -> None:
        """Send a form by its button."""
        self.follow(self.page.get_by_role("button", name=name, exact=True).first)

    def day(self, legend: str, day: date) -> None:
        """Fill in the three boxes of a date."""
        group = self.page.get_by_role("group", name=legend)
        for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_label(part).fill(str(number))

    def says(self, words: str) -> None:
        """The page says this somewhere in sight."""
        self.page.get_by_text(words).first.wait_for()

    def keys(self, *pressed: str) -> None:
        """Press keys, one after the other."""
        for key in pressed:
            self.page.keyboard.press(key)

    def tab_to(self, target: Locator) -> None:
        """Press Tab until the target has the focus: no trap on the way, and the focus is seen."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if target.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError("Tab does not reach it")

    def focus_is_visible(self) -> bool:
        """Whether whoever looks at the page sees where the focus is."""
        return bool(
            self.page.evaluate(
                """() => {
                  const style = element => getComputedStyle(element);
                  const here = document.activeElement;
                  const card = here.closest("[data-card]");
                  const seen = look => look.outlineStyle !== "none" || look.boxShadow !== "none";
                  return seen(style(here)) || (card !== null && seen(style(card)));
                }"""
            )
        )


@pytest.fixture
def desk(
    chromium: Browser,
    live_site: str,
    settings: SettingsWrapper,
    page_overflow: Callable[[Page], int],
    person_with: Callable[..., Person],
) -> Iterator[Callable[..., Desk]]:
    """A function that seats a new person: ``desk(Role.CLINICIAN, "Z01")``."""
    settings.TIDEGATE_DEMO = True  # so that test numbers may stand for patients
    opened = []

    axe = Axe()
    passed: set[str] = set()

    def check(page: Page) -> None:
        if (made_of := str(page.evaluate(MADE_OF))) in passed:
            return  # the same page again, such as after a step that was taken before
        passed.add(made_of)
        # No page of these asks for anything once it is loaded, so that there is nothing to await.
        found = axe.run(page).response["violations"]
        assert [f"{rule['id']}: {rule['nodes'][0]['html']}" for rule in found] == []
        assert page_overflow(page) <= 0

    def seat(role: Role, code: str, screen: dict[str, int] | None = None) -> Desk:
        made = Desk(chromium, live_site, person_with((role, code)), check, screen)
        opened.append(made.context)
        return made

    yield seat
    for context in opened:
        context.close()


def monday(weeks: int = 1) -> date:
    today = timezone.localdate()
    return today + timedelta(days=7 * weeks - today.weekday())


def offer_of(person: Person, week: date) -> None:
    """Units of the patient's care at the receiver, posted by its own people."""
    new = NewOffer(
        provider="ZN101", site="ZN101", modality="inpatient", tfcs=("110",), week=week, units=2
    )
    post_offer(new=new, actor=person, now=timezone.now())


def ask_for(asking: Desk, pathway: str) -> None:
    """Fill in the form by which a transfer is asked for."""
    page = asking.page
    asking.to("/transfers/requests/start/")
    page.get_by_label("Pathway identifier").fill(pathway)
    page.get_by_label("Specialty").select_option("110")
    page.get_by_label("Inpatient").check()
    page.get_by_label("P4, may wait longer").check()
    asking.day("Clock start", timezone.localdate() - WAITED)
    page.get_by_label("NHS number").fill("900 000 0017")
    page.get_by_label("Up to 50 miles").check()
    asking.press("Ask for a transfer")


def propose(arranging: Desk, reference: str) -> None:
    """Propose a place at the receiver."""
    arranging.to(f"/transfers/requests/{reference}/")
    arranging.link("Propose a place")
    arranging.page.get_by_label("Tarn View Hospital, week of").first.check()
    arranging.page.get_by_label("Miles from the patient’s home").fill("14")
    arranging.press("Propose a place")
    arranging.says("Waits for the receiver’s answer")


def take_by_form(who: Desk, reference: str, button: str, *choices: str) -> None:
    """Take a step whose form asks to choose; each choice is one radio or check box."""
    who.to(f"/transfers/requests/{reference}/")
    who.link(button)
    for choice in choices:
        who.page.get_by_label(choice).first.check()
    if "/steps/" in who.page.url:  # what needs nothing but a yes is done by then
        who.press(button)


def send_message(asking: Desk, reference: str, *, again: bool = False) -> None:
    """Write the message, see its checks pass, and send it."""
    asking.to(f"/transfers/requests/{reference}/")
    asking.link("Write the transfer message")
    asking.link("Change it" if again else "Write the message")
    if not again:
        asking.press("Keep it and see the checks")  # with nothing but what is known already
        asking.says("stand in the way of sending it")
        asking.link("Family name (Patient) is missing.")
        for label, words in IN_WORDS.items():
            asking.page.get_by_label(label, exact=True).fill(words)
        asking.day("Date of birth", date(1961, 5, 17))
        asking.day("Decision to refer", timezone.localdate() - WAITED)
    asking.press("Keep it and see the checks")
    asking.says("All checks passed")
    asking.press("Send the message to Tarn View Hospital")
    asking.says("the message was sent")


def test_five_people_carry_a_patient_from_request_to_treated(
    desk: Callable[..., Desk], screenshots: Path
) -> None:
    asking, clearing = desk(Role.PROVIDER_USER, "Z01"), desk(Role.CLINICIAN, "Z01")
    arranging = desk(Role.COORDINATOR, "ZQ1")
    accepting, receiving = desk(Role.CLINICIAN, "ZN101"), desk(Role.PROVIDER_USER, "ZN101")
    offer_of(receiving.person, monday())

    ask_for(asking, "P4711")
    asking.says("A clinician clears it next")
    request = Request.objects.get()
    start, name = request.clock_start, request.reference

    # Nobody is asked for twice, under another pathway neither.
    ask_for(asking, "P4712")
    asking.says("This patient has a request already")
    asking.link(f"This patient has a request already: {name}.")
    assert asking.page.url.endswith(f"/transfers/requests/{name}/")

    take_by_form(clearing, name, "Clear for transfer")
    take_by_form(
        asking, name, "Record the patient’s yes", "By telephone", "1 place", "The patient knows"
    )
    take_by_form(arranging, name, "Open the search")
    propose(arranging, name)

    # The first answer is no, for a reason; the search goes on.
    take_by_form(accepting, name, "Decline the patient", "Tarn View", "No staff for the list")
    propose(arranging, name)
    arranging.says("Declined by the receiver")
    take_by_form(accepting, name, "Accept the patient", "Tarn View")

    asking.to(f"/transfers/requests/{name}/options/")
    asking.page.screenshot(path=screenshots / "options.png", full_page=True)
    take_by_form(asking, name, "Record the patient’s choice", "Tarn View")
    send_message(asking, name)

    # The receiver finds the patient unfit for it, and returns them to the search.
    receiving.to(f"/transfers/requests/{name}/message/")
    receiving.says("Test-Patient")
    receiving.page.screenshot(path=screenshots / "message.png", full_page=True)
    take_by_form(receiving, name, "Confirm receipt")
    take_by_form(receiving, name, "Return the patient", "Not fit at pre-assessment")
    assert Request.objects.get().state == "open"

    propose(arranging, name)
    take_by_form(accepting, name, "Accept the patient", "Tarn View")
    take_by_form(asking, name, "Record the patient’s choice", "Tarn View")
    send_message(asking, name, again=True)
    take_by_form(receiving, name, "Confirm receipt")
    for button, legend in (
        ("Give a date", "Date of treatment"), ("Record treatment", "Day of treatment"),
    ):  # fmt: skip
        receiving.to(f"/transfers/requests/{name}/")
        receiving.link(button)
        receiving.day(legend, timezone.localdate())
        receiving.press(button)
    take_by_form(receiving, name, "Close")
    receiving.says("Closed")
    receiving.page.screenshot(path=screenshots / "request.png", full_page=True)

    held_to_what_must_be_true(start, (asking, clearing, arranging, accepting, receiving))


def held_to_what_must_be_true(start: date, five: tuple[Desk, ...]) -> None:
    """Whoever carried the patient: the clock start, the units, the entries and the readings."""
    done, (asking, *_, receiving) = Request.objects.get(), five
    assert (done.state, done.clock_start, done.follow_up) == ("closed", start, "ZN101")
    states = list(Place.objects.order_by("id").values_list("state", flat=True))
    assert states == ["declined", "returned", "used"]
    moved = list(Use.objects.order_by("id").values_list("movement", flat=True))
    assert moved == ["offered", "taken", "released", "taken", "booked", "done"]
    entries = Entry.objects.filter(subject=f"request:{done.reference}")
    said_by = {f"person:{each.person.pk}" for each in five}
    assert set(entries.values_list("actor", flat=True)) == said_by
    readers = set(Reading.objects.values_list("actor_name", flat=True))
    assert readers == {asking.person.label, receiving.person.label}


def test_the_holders_board_is_worked_by_keyboard_alone(
    desk: Callable[..., Desk], screenshots: Path
) -> None:
    asking, clearing = desk(Role.PROVIDER_USER, "Z01"), desk(Role.CLINICIAN, "Z01")
    for number in ("9000000009", "9000000017"):
        ask_for_number(asking, number)
    first, second = Request.objects.order_by("id").values_list("reference", flat=True)
    page = clearing.page
    clearing.to("/transfers/")
    clearing.keys("?")
    clearing.says("next request")
    assert clearing.focus_is_visible()
    clearing.check()
    page.screenshot(path=screenshots / "transfer-board.png", full_page=True)
    clearing.keys("Escape", "j", "j", "k")
    assert focused(page) == first
    assert clearing.focus_is_visible()
    clearing.keys("ArrowDown")
    assert focused(page) == second
    clearing.keys("/")
    page.keyboard.type(f"{second}jk?")  # while typing, letters are letters
    assert page.get_by_label("Reference contains").input_value() == f"{second}jk?"
    clearing.keys("Backspace", "Backspace", "Backspace")
    with page.expect_navigation():
        clearing.keys("Enter")
    assert f"search={second}" in page.url
    clearing.keys("j")
    with page.expect_navigation():
        clearing.keys("Enter")
    assert page.url.endswith(f"/transfers/requests/{second}/")

    clearing.to("/transfers/queue/")
    clearing.keys("j", "x", "j", "x")
    clearing.tab_to(page.get_by_role("button", name="Clear those that are ticked"))
    with page.expect_navigation():
        clearing.keys("Enter")
    clearing.says("2 requests cleared")
    clearing.check()
    assert set(Request.objects.values_list("state", flat=True)) == {"cleared"}


def test_the_receivers_board_is_worked_by_keyboard_alone(desk: Callable[..., Desk]) -> None:
    request, accepting = a_proposed_one(desk)
    page = accepting.page
    accepting.to("/transfers/queue/")
    accepting.says("To accept")
    accepting.keys("j")
    with page.expect_navigation():
        accepting.keys("Enter")
    accepting.check()
    accepting.tab_to(page.get_by_role("button", name="Accept the patient"))
    assert accepting.focus_is_visible()
    with page.expect_navigation():
        accepting.keys("Enter")
    accepting.tab_to(page.get_by_label("Tarn View Hospital"))
    accepting.keys("Space")
    accepting.tab_to(page.get_by_role("button", name="Accept the patient"))
    with page.expect_navigation():
        accepting.keys("Enter")
    accepting.says(f"{request.reference}: patient accepted")
    accepting.check()
    assert Request.objects.get().state == "accepted"


def test_the_keys_can_be_turned_off_and_stay_off(desk: Callable[..., Desk]) -> None:
    asking = desk(Role.PROVIDER_USER, "Z01")
    ask_for_number(asking, "9000000009")
    page = asking.page
    asking.to("/transfers/")
    asking.keys("?")
    page.get_by_role("button", name="Turn these keys off").click()
    page.get_by_role("button", name="Turn these keys on").wait_for()
    asking.to("/transfers/")
    asking.keys("j")
    assert focused(page) == ""
    page.locator("[data-keys-help] summary").click()
    page.get_by_role("button", name="Turn these keys on").click()
    page.evaluate("document.activeElement.blur()")
    asking.keys("j")
    assert focused(page) == Request.objects.get().reference


def test_a_board_on_a_phone_shows_the_same_and_fits(
    desk: Callable[..., Desk], screenshots: Path
) -> None:
    a_proposed_one(desk)
    arranging = desk(Role.COORDINATOR, "ZQ1", PHONE)
    for name, path in (("transfer-board", "/transfers/"), ("transfer-queue", "/transfers/queue/")):
        arranging.to(path)
        arranging.page.screenshot(path=screenshots / f"{name}-phone.png", full_page=True)
    arranging.to("/transfers/?state=matched")
    arranging.link(Request.objects.get().reference)
    arranging.says("Place proposed")
    arranging.page.screenshot(path=screenshots / "request-phone.png", full_page=True)


def test_the_sheet_is_printed_in_large_type(desk: Callable[..., Desk]) -> None:
    from tidegate.controlroom.transfers.services.accept_place import accept_place

    request, accepting = a_proposed_one(desk)
    accept_place(
        request=request, place=Place.objects.get(), actor=accepting.person, now=timezone.now()
    )
    asking = desk(Role.PROVIDER_USER, "Z01")
    asking.to(f"/transfers/requests/{request.reference}/options/")
    asking.page.emulate_media(media="print")
    sizes = asking.page.evaluate(
        """() => [...document.querySelectorAll(".app-sheet *")]
          .filter(one => [...one.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
          .map(one => parseFloat(getComputedStyle(one).fontSize) * 0.75)"""
    )
    assert len(sizes) > 10
    assert min(sizes) >= 14
    assert not asking.page.get_by_role("button", name="Print this sheet").is_visible()
    assert not asking.page.get_by_role("link", name="Sign out").is_visible()


def focused(page: Page) -> str:
    """The reference of the request that has the focus; nothing when none has."""
    return str(
        page.evaluate(
            "() => document.activeElement.matches('[data-card-link]')"
            " ? document.activeElement.textContent.trim() : ''"
        )
    )


def ask_for_number(asking: Desk, nhs_number: str) -> None:
    """Ask for a transfer without the form, which has its own test."""
    from tidegate.controlroom.transfers.new_request import NewRequest
    from tidegate.controlroom.transfers.services.start_request import start_request

    new = NewRequest(
        pathway_id=f"P{nhs_number[-4:]}", holder="Z01", tfc="110", modality="inpatient",
        priority="P4", clock_start=timezone.localdate() - WAITED, nhs_number=nhs_number,
    )  # fmt: skip
    start_request(new=new, actor=asking.person, now=timezone.now())


def a_proposed_one(desk: Callable[..., Desk]) -> tuple[Request, Desk]:
    """A request with a place at the receiver, and the clinician there who is to answer."""
    from tidegate.controlroom.transfers.models import Offer
    from tidegate.controlroom.transfers.services.clear_request import clear_request
    from tidegate.controlroom.transfers.services.open_request import open_request
    from tidegate.controlroom.transfers.services.propose_place import propose_place
    from tidegate.controlroom.transfers.services.record_consent import record_consent

    asking, clearing = desk(Role.PROVIDER_USER, "Z01"), desk(Role.CLINICIAN, "Z01")
    arranging, receiving = desk(Role.COORDINATOR, "ZQ1"), desk(Role.PROVIDER_USER, "ZN101")
    offer_of(receiving.person, monday())
    ask_for_number(asking, "9000000009")
    now: datetime = timezone.now()
    request = Request.objects.get()
    clear_request(request=request, actor=clearing.person, now=now)
    record_consent(request=request, actor=asking.person, now=now, how="by telephone", choices=1)
    open_request(request=request, actor=arranging.person, now=now)
    propose_place(
        request=request, actor=arranging.person, now=now, offer=Offer.objects.get(),
        reply_by=now + timedelta(days=3), miles=14,
    )  # fmt: skip
    return Request.objects.get(), desk(Role.CLINICIAN, "ZN101")
